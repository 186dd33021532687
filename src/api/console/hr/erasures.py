"""Erasing somebody's personal data: what stands against it, and doing it once its number was typed again."""

from typing import Any

from api.console.form_submission import acting, filled_in, invalid, new_key
from api.console.visit import Visit
from api.operations import erasures as operations
from api.operations.erasures import NewErasure, erasability
from api.words.translation import marked

FIELDS = ("reason", "confirmed", "key")
_AGAINST = {
    "employed": marked("The person is employed, or leaves today; record the leaving, and erase after the last day."),
    "open_period": marked("A period with figures of this person is still open; close it first."),
    "legal_hold": marked("This person's data is under a legal hold; lift the hold first."),
}
_LONGEST = 200


def erasing_of(visit: Visit, employee: str, fields: dict[str, str] | None) -> dict[str, Any]:
    """How it stands with somebody's erasure, for a page, with what was typed."""
    found = erasability(visit.context, employee)
    return {
        "erased_at": found.erased_at,
        "against": visit.says(_AGAINST[found.code]) if found.code in _AGAINST else visit.sentence(found.refused or ""),
        "open": fields is not None,
        "typed": {"reason": "", "confirmed": ""} | (fields or {}),
        "key": new_key(),
    }


def erase(visit: Visit, employee: str, fields: dict[str, str]) -> str | None:
    """Erase somebody; why something may be left, or None. Raises Problem where that is refused, or not confirmed."""
    if fields["confirmed"] != employee:
        raise invalid(visit, marked("The number typed is not %(number)s; nothing was erased."), number=employee)
    if not 0 < len(fields["reason"]) <= _LONGEST:
        raise invalid(
            visit, marked("The reason is empty or too long; give it in up to 200 characters, without the name.")
        )
    new = filled_in(NewErasure, by=acting(visit), reason=fields["reason"])
    return operations.erase(visit.keyed(fields["key"], new.model_dump()), employee, new).answer.left
