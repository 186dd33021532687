"""What is said of a roster that is planned: what is in the way of a shift, and why a date is refused."""

from api.console.formats import hours
from api.console.problems import refusal_of
from api.console.visit import Visit
from api.operations.roster_answers import RefusedCell, RosterConflict
from api.problems import Problem

GRAVE = ("not_employed", "overlap", "leave", "rest", "days_in_a_row")
"""The conflicts that are to be mended; the others are to be known."""


def conflict_sentence(visit: Visit, conflict: RosterConflict) -> str:
    """What is in the way of a shift."""
    value, limit = conflict.value, conflict.limit
    sentences = {
        "not_employed": visit.says("not employed on this day"),
        "overlap": visit.says("overlaps the shift before or after it"),
        "leave": visit.says("on leave"),
        "leave_requested": visit.says("leave is requested"),
        "holiday": visit.says("statutory holiday"),
        "rest": visit.says("only %(rest)s of rest, at least %(limit)s", rest=hours(value), limit=hours(limit)),
        "days_in_a_row": visit.says("day %(number)s in a row, at most %(limit)s", number=value, limit=limit),
    }
    return sentences[conflict.conflict]


def refused_sentence(visit: Visit, cell: RefusedCell) -> str:
    """Why a date of somebody is refused."""
    return refusal_of(Problem("refused", cell.message, code=cell.code), visit.language).sentence
