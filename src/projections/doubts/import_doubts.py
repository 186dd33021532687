"""Doubts about the lines of an import that take reports: told when it has ended, on the ledger as it stands then."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ledger.facts.leave import Leave
from ledger.imports.doubt_tally import DoubtTally
from ledger.imports.import_answer import ImportAnswer
from ledger.refusal import MissingError, RulesError
from projections.books.books import Books
from projections.calendar import day_number
from projections.doubts.late_doubts import LATE, late_amounts, with_amount
from projections.doubts.leave_doubts import leave_doubts
from projections.effects.rounds import periods_between

PERIODS = 3
"""Of the leaves of a long import the last open periods are looked at; the standing lists of the others tell of them."""


def is_told_by_reports(answer: ImportAnswer, *, with_pay: bool) -> bool:
    """Whether reports tell anything of the lines of an import."""
    return bool(answer.approvals) or (with_pay and any(each.doubt.code == LATE for each in answer.doubts))


def told_by_reports(books: Books, answer: ImportAnswer, leaves: Mapping[str, Leave], *, with_pay: bool) -> ImportAnswer:
    """The answer to an import with what reports tell of its lines; `leaves` are those that it has approved, by number.

    Of what is late it tells, `with_pay`, what all that is late adds to somebody's pay, or takes back.
    """
    answer = _with_leaves(books, answer, leaves)
    if not with_pay or not any(each.doubt.code == LATE for each in answer.doubts):
        return answer
    amounts = late_amounts(books)
    doubts = [replace(each, doubt=with_amount(each.doubt, each.employee, amounts)) for each in answer.doubts]
    return replace(answer, doubts=doubts)


def _with_leaves(books: Books, answer: ImportAnswer, leaves: Mapping[str, Leave]) -> ImportAnswer:
    approved = {each.leave: each for each in answer.approvals}
    tally, doubted = DoubtTally(), set[int]()
    for number in _periods(books, leaves.values()):
        try:
            found = leave_doubts(books, books.month(number))
        except (MissingError, RulesError):
            continue
        for each in found:
            approval = approved.get(each.doubt.parameters["leave"])
            if approval is not None:
                tally.note(approval.line, "leave_decision", [each.doubt], "")
                doubted |= set() if approval.is_doubtful else {approval.line}
    told = sorted([*answer.doubts, *tally.listed()], key=lambda each: each.line)
    return replace(answer, doubts=told, doubtful=answer.doubtful + len(doubted))


def _periods(books: Books, leaves: Iterable[Leave]) -> list[int]:
    touched = set[int]()
    for leave in leaves:
        try:
            touched |= set(periods_between(books, day_number(leave.first_date), day_number(leave.last_date)))
        except MissingError:
            continue
    return sorted(touched.difference(books.closed))[-PERIODS:]
