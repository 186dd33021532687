"""What a form records: its key, which keeps a second click from a second fact, and who acts by it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.auth.authorship import own_name
from api.console.plausibility import refuse_doubts, refuse_implausible
from api.console.visit import Visit
from api.operations.answer import Asked
from api.operations.doubts import DoubtfulError
from api.operations.records import Precondition, Recorded, record, was_recorded
from api.problems import Problem, field_problem
from ledger.facts.base import KINDS

_Asked = TypeVar("_Asked", bound=Asked)
REASON = "doubts_reason"
"""The field in which somebody says why a fact is recorded although something of it is doubtful."""
_CONFIRMED = "-confirmed"
_KEY_BYTES, _NUMBER_DIGITS = 16, 8


def new_key() -> str:
    """A key for a form that is shown: what it records is recorded once, however often it is sent."""
    return secrets.token_hex(_KEY_BYTES)


def number_of(prefix: str, now: datetime, key: str) -> str:
    """A number for what is recorded, which follows from the form's key: a second click means the same."""
    return f"{prefix}{now:%y%m%d}-{key[:_NUMBER_DIGITS]}"


def acting(visit: Visit) -> str:
    """Who acts, for `by` and `evaluator`: the employee number, or the opaque id of the key or account."""
    return own_name(visit.principal)


def typed(visit: Visit, *names: str) -> dict[str, str]:
    """Fields of the form that was sent, without white space around them; what is not there is empty."""
    form = visit.sent
    return {name: str(form.get(name, "")).strip() for name in names}


def chosen_file(visit: Visit, name: str) -> UploadFile | None:
    """The file that was chosen in a field of the form; None where none was."""
    file = visit.sent.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


def send(
    visit: Visit, kind: str, fields: Mapping[str, Any], key: str, version: str = "", *, new: bool = False
) -> Recorded:
    """Record a fact of a kind; fields that are empty are left out. Raises Problem where it is refused.

    `version` is that of what was looked at: where it has moved on, nothing is recorded; nor, of what is `new`, where
    something is recorded under its key.
    """
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    return record_form(visit, kind, given, key, version, new=new)


def record_form(
    visit: Visit, kind: str, fields: Mapping[str, Any], key: str, version: str = "", *, new: bool = False
) -> Recorded:
    """Record a fact of a kind, of just these fields; as `send` does."""
    looked_at = int(version) if version.isascii() and version.isdigit() else None
    precondition, model = Precondition(looked_at, new), KINDS[kind]
    refuse_implausible(visit, kind, fields)
    reason = typed(visit, REASON)[REASON]
    # What was answered to the form without a reason is kept under its key, and a form may say the time of sending.
    asked = f"{key}-asked" if key and reason else key
    try:
        return record(visit.keyed(asked, kind, fields), model, fields, precondition, strict=True).answer
    except DoubtfulError as doubtful:
        refuse_doubts(visit, kind, doubtful.doubts)
        if not reason:
            raise
    # A kind whose own reason is another thing has it already.
    confirmed = dict(fields) if "reason" in model.own_fields else {**fields, "reason": reason}
    again = visit.keyed(f"{key}{_CONFIRMED}" if key else "", kind, confirmed)
    return record(again, model, confirmed, precondition).answer


def was_sent(visit: Visit, kind: str, key: str, *, confirmed: bool = False) -> bool:
    """Whether a form was recorded under its key before; `confirmed`: with a reason."""
    return was_recorded(visit.keyed(f"{key}{_CONFIRMED}" if confirmed else key, kind), KINDS[kind])


def filled_in(model: type[_Asked], **fields: Any) -> _Asked:
    """What an operation is sent, of the fields of a form. Raises Problem for the first that is not of its form."""
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise field_problem(first, [str(part) for part in first["loc"]]) from None


def invalid(visit: Visit, message: str, **parts: object) -> Problem:
    """What is wrong with what was typed, as a problem. In a room's source, `marked` marks it."""
    return Problem("invalid", visit.says(message, **parts))
