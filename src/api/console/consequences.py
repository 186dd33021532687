"""What facts would do, in words for a page: figures by person, closed periods, and what should be looked at."""

from collections.abc import Sequence
from typing import Any

from api.console.formats import hours
from api.console.names import named
from api.console.visit import Visit
from api.operations.consequences import Consequences, ForeseenFigure, consequences
from api.operations.doubts import doubt_sentence
from api.operations.entries import Entry, WrongEntriesError
from api.words.labels import figure_label

_SHOWN = 40
_NOTHING = "–"
_IN_MINUTES = ("lieu_closing", "deficit_closing")


def foreseen(visit: Visit, kind: str, entries: Sequence[Entry], *, with_figures: bool = True) -> Consequences:
    """What facts would do, of which the first is of a kind. Raises Problem for the first that would be refused."""
    try:
        return consequences(visit.context, kind, entries, with_figures=with_figures)
    except WrongEntriesError as wrong:
        raise next(iter(wrong.problems.values())) from None


def told_consequences(visit: Visit, found: Consequences) -> dict[str, Any]:
    """What facts would do, as `consequences.html` shows it."""
    people = visit.people()
    moved = sorted(found.figures, key=lambda each: (each.employee, each.period))
    return {
        "moves_pay": found.moves_pay,
        "rows": [
            {
                "person": named(people, each.employee),
                "period": each.period,
                "figure": figure_label(each.figure, visit.language),
                "before": _text(each, each.before),
                "after": _text(each, each.after),
            }
            for each in moved[:_SHOWN]
        ],
        "more": max(len(moved) - _SHOWN, 0),
        "people": len({each.employee for each in moved}),
        "closed": found.closed,
        "adjustments": [
            {"person": named(people, each.employee), "period": each.period, "amount": each.amount}
            for each in found.adjustments
        ],
        "doubts": list(dict.fromkeys(doubt_sentence(each.as_json(), visit.language) for each in found.doubts)),
        "unclear": found.problem is not None,
    }


def _text(each: ForeseenFigure, value: str | int | None) -> str:
    if value is None:
        return _NOTHING
    return hours(value) if each.figure in _IN_MINUTES and isinstance(value, int) else str(value)
