"""What is to be known of a kind of fact (interchange)."""

from dataclasses import dataclass, field
from typing import Any

from .fields import Check, instant, name, only
from .parameters import CHANNELS, ROLES


@dataclass(frozen=True)
class Kind:
    """Fields, natural key, and whether the last one states what holds from now on (the mark ↻)."""

    required: dict[str, Check]
    optional: dict[str, Check] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    superseding: bool = False
    opens_workflow: bool = False
    # Optional fields whose null says that there is none; left out, they say nothing.
    speaking: dict[str, Check] = field(default_factory=dict)


def facts(key: str, required: dict[str, Check], **others: Any) -> Kind:
    """Describe a kind by its natural key, with spaces between the fields, and what it must have."""
    return Kind(required, key=tuple(key.split()), **others)


ROLE, CHANNEL = only(*ROLES), only(*CHANNELS)
CONTACT = only("phone", "email", "fax", "sms")
# What a speaking field holds where null was stated: names are never empty.
STATED_NONE = ""
BY_AT: dict[str, Check] = {"by": name, "at": instant}
