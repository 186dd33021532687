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
    sentences = {
        "not_in_roster": visit.says("cannot be rostered here on this day: not employed, or in another team"),
        "unknown_shift": visit.says("there is no such shift type in this month"),
        "past_shift": visit.says("the day is past; give a reason below"),
        "own_decision": visit.says("the day is past and the shift is your own; ask somebody else to change it"),
        "bad_cell": visit.says("the cell cannot be read; write a shift type, or leave it empty"),
        "leave_in_roster": visit.says("leave is not planned here; request it on the page of leave"),
    }
    known = sentences.get(cell.code)
    return known or refusal_of(Problem("refused", cell.message, code=cell.code), visit.language).sentence
