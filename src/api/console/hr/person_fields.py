"""The fields of forms about somebody: how each is filled in, its label, and what was filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from api.console.form_submission import invalid
from api.console.visit import Visit
from api.fact_words import field_label, field_text
from api.translation import marked
from ledger.ruleset import Role

TEXT, DATE, MONEY, CHOICE = "text", "date", "money", "choice"
ROLES = get_args(Role)
_CHANNELS = ("phone", "email_fax", "sms_chat")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact: how it is filled in, and whether it has to be."""

    name: str
    form: str
    needed: bool = True
    choices: tuple[str, ...] = ()


ROLE, CHANNEL = Field("role", CHOICE, choices=ROLES), Field("channel", CHOICE, needed=False, choices=_CHANNELS)
NEW = (
    Field("employee", TEXT),
    Field("name", TEXT),
    ROLE,
    Field("team", TEXT),
    Field("hired_on", DATE),
    CHANNEL,
    Field("probation_until", DATE, needed=False),
)


def shown(visit: Visit, needed: Sequence[Field], fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Fields for a page, with what is in them."""
    return [
        {
            "name": field.name,
            "label": label_of(visit, field),
            "form": field.form,
            "needed": field.needed,
            "value": fields.get(field.name, ""),
            "choices": [(each, field_text(field.name, each, visit.language)) for each in field.choices],
        }
        for field in needed
    ]


def label_of(visit: Visit, field: Field) -> str:
    """What a field is called."""
    return visit.says("Name of the person") if field.name == "name" else field_label(field.name, visit.language)


def read(visit: Visit, fields: Mapping[str, str], needed: Sequence[Field]) -> dict[str, str]:
    """What was filled in. Raises ApiProblem for the first field that is of another form."""
    for field in needed:
        value, label = fields[field.name], label_of(visit, field)
        if field.needed and not value:
            raise invalid(visit, marked("%(field)s is empty; fill it in."), field=label)
        if value and field.form == DATE and not _is_date(value):
            raise invalid(visit, marked("%(field)s is no date; a day such as 2026-10-05 would be right."), field=label)
        if value and field.form == MONEY and not _is_money(value):
            raise invalid(visit, marked("%(field)s is no amount; yuan such as 4800.00 would be right."), field=label)
    return {field.name: fields[field.name] for field in needed}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_money(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None
