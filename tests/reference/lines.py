"""Interchange: an object of an import, taken apart into what it says and what goes with it."""

from typing import Any

from .centre.kinds import agree_on_duties
from .fields import Check, RefusedLineError, name, record_of, stated, text
from .kind import STATED_NONE
from .kinds import KINDS
from .pay_kinds import agree_on_pay


def own_object(value: Any) -> dict[str, Any]:
    """The sender's own object: kept and given back, never computed with."""
    if not isinstance(value, dict):
        raise RefusedLineError("ext should be an object")
    return value


COMMON: dict[str, Check] = {"ref": name, "recorded_by": text, "reason": text, "source": text, "ext": own_object}


def read_fields(line: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split a line into its kind's own fields, read, and the common ones; refuse what the kind does not list."""
    kind = KINDS.get(line["kind"]) if isinstance(line.get("kind"), str) else None
    if kind is None:
        raise RefusedLineError(f"{line.get('kind')!r} is not a kind that an import may record")
    listed = set(kind.required) | set(kind.optional) | set(kind.speaking)
    common = {key: value for key, value in line.items() if key in COMMON and key not in listed and value is not None}
    own = {key: value for key, value in line.items() if key != "kind" and (key in listed or key not in COMMON)}
    silent = {key: value for key, value in own.items() if key not in kind.speaking}
    content = record_of(kind.required, kind.optional)(silent) | stated(kind.speaking, own, STATED_NONE)
    _agree(line["kind"], content)
    return content, {key: COMMON[key](value) for key, value in common.items()}


def _agree(kind: str, content: dict[str, Any]) -> None:
    """Refuse fields that contradict each other within one line."""
    agree_on_pay(kind, content)
    agree_on_duties(kind, content)
    if kind == "leave":
        if content["last_date"] < content["first_date"]:
            raise RefusedLineError("last_date should not be before first_date")
        if content["minutes"] is not None and content["last_date"] != content["first_date"]:
            raise RefusedLineError("minutes belong to leave of a single date (S4.1)")
    if kind in ("monitoring", "monitoring_revision"):
        _agree_on_criteria(kind, content)
    if kind == "swap" and content["requester"] == content["counterparty"]:
        raise RefusedLineError("a swap takes two people")


def _agree_on_criteria(kind: str, content: dict[str, Any]) -> None:
    if kind == "monitoring_revision":
        if (content["score"] is None) == (content["withdrawn"] is None):
            raise RefusedLineError("a revision should have either a score or withdrawn")
        if content["criteria"] is not None and content["score"] is None:
            raise RefusedLineError("a withdrawal has no criteria")
    if kind == "monitoring":
        if (content["form"] is None) != (content["version"] is None):
            raise RefusedLineError("a form goes with its version, and a version with its form (S6.1a)")
        if content["form"] is None:
            refuse_null_scores(content)


def refuse_null_scores(content: dict[str, Any]) -> None:
    """S6.1a: without a form each criterion has a score."""
    if any(each["score"] is None for each in content["criteria"] or []):
        raise RefusedLineError("only a form has criteria that do not apply (S6.1a)")
