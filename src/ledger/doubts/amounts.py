"""Doubts about amounts and scores: far from what is usual, or not what the criteria make."""

from collections.abc import Iterator

from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.doubt import Doubt
from ledger.doubts.questions import asks
from ledger.facts.base import KINDS
from ledger.facts.figures import show_hundredths, show_money
from ledger.facts.quality import Monitoring

FEWEST = 20
"""From how many amounts on there is a usual one."""
_TIMES = 5


def amount_in(statement: Statement) -> int | None:
    """The amount that a fact states, in fen, or in hundredths of what it is measured in; None where it states none."""
    field = KINDS[statement.kind].amount_of
    assert field is not None
    stated = statement.fields.get(field)
    return None if stated is None else int(stated)


def sort_of(statement: Statement) -> str:
    """The sort of amounts within its kind that the amount of a fact is of; empty where the kind has one alone."""
    among = KINDS[statement.kind].amount_among
    return "" if among is None else str(statement.fields[among])


def unusual_amount(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """An amount more than five times the median of its sort, or less than a fifth of it."""
    stated = amount_in(statement)
    if stated is None:
        return
    sort, amount = sort_of(statement), abs(stated)
    middle = circumstances.middle(statement.kind, sort)
    if middle is None:
        return
    parameters = {"kind": statement.kind, "amount": show_money(stated)} | ({"of": sort} if sort else {})
    which = "_of" if sort else ""
    if amount > middle * _TIMES:
        yield Doubt("unusual_amount", parameters, f"large{which}")
    elif amount * _TIMES < middle:
        yield Doubt("unusual_amount", parameters, f"small{which}")


@asks(Monitoring)
def contradicts_criteria(statement: Statement, _circumstances: Circumstances) -> Iterator[Doubt]:
    """S6.1: a score that is not the mean of the criteria, weighted, of a monitoring that names no form."""
    criteria = statement.fields.get("criteria")
    if not criteria or statement.fields.get("form") is not None:
        return
    weights = points = 0
    for each in criteria:
        weight = each["weight"]
        weights += weight
        points += weight * each["score"]
    if not weights:
        return
    mean = (2 * points + weights) // (2 * weights)
    if mean != statement.fields["score"]:
        parameters = {
            "monitoring": str(statement.fields["monitoring"]),
            "score": show_hundredths(int(statement.fields["score"])),
            "mean": show_hundredths(mean),
        }
        yield Doubt("contradicts_criteria", parameters)
