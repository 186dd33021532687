"""S13.7 Promises (按对用户的承诺回复用户): each in one column."""

from tests.reference.state import whole_minute

from .looks import Fact, Look, Row

COLUMNS = ("kept_in_time", "kept_late", "broken", "open", "overdue")


def report(look: Look) -> list[Row]:
    """One row for each employee who made a promise in the period."""
    followed = look.view.last_words("promise_update", "promise")
    found: dict[str, dict[str, int]] = {}
    for promise in look.of_instant("promise", "made_at"):
        counts = found.setdefault(promise["employee"], dict.fromkeys(("made", *COLUMNS), 0))
        counts["made"] += 1
        counts[_column(look, promise, followed.get(promise["promise"], []))] += 1
    return [{"employee": employee, **found[employee]} for employee in sorted(found)]


def _column(look: Look, promise: Fact, updates: list[Fact]) -> str:
    due = whole_minute([promise["due_at"], *(each["due_at"] for each in updates if each["due_at"])][-1])
    last = updates[-1] if updates else None
    if last and last["status"] == "kept":
        return "kept_in_time" if whole_minute(last["at"]) <= due else "kept_late"
    if last and last["status"] == "broken":
        return "broken"
    return "overdue" if due < look.view.now else "open"
