"""The doubts about a fact, by its kind: which are asked, and in which order they are told."""

from functools import cache
from typing import NamedTuple

from ledger.doubts.amounts import unusual_amount
from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.dates import in_closed_period, in_future, long_ago, not_employed
from ledger.doubts.doubt import Doubt
from ledger.doubts.names import NAMING, looks_like
from ledger.doubts.questions import Question, asked_of
from ledger.doubts.repetitions import repeats
from ledger.doubts.requests import own_decision
from ledger.facts.base import KINDS

_BY = "by"


class Questions(NamedTuple):
    """What is asked of facts of a kind: about its dates, and besides."""

    dates: tuple[Question, ...]
    others: tuple[Question, ...]
    is_dated_once: bool
    """Whether all of its dates are its business date, so that one that is plainly right answers all about them."""
    is_of_employee: bool
    """Whether it is of an employee, who has to be employed then."""


@cache
def questions_of(kind: str) -> Questions:
    """What is asked of facts of a kind."""
    model = KINDS[kind]
    if model.by_command:
        return Questions((), (), is_dated_once=True, is_of_employee=False)
    dates: list[Question] = [not_employed, in_closed_period]
    others: list[Question] = []
    if model.tells_of is not None:
        dates += [in_future, long_ago]
    if model.says:
        others.append(repeats)
    if model.amount_of is not None:
        others.append(unusual_amount)
    if kind in NAMING:
        others.append(looks_like)
    if model.follows is not None and _BY in model.actors:
        others.append(own_decision)
    several = model.sides or model.first_and_last or model.of_people
    once = model.tells_of is not None and model.tells_of == model.dated_by and not several
    of_employee = "employee" in model.on_ledger
    return Questions(tuple(dates), (*others, *asked_of(model)), once, of_employee)


def doubts_of(statement: Statement, circumstances: Circumstances, *, dates: bool = True) -> tuple[Doubt, ...]:
    """The doubts about a fact as the ledger stands without it; they depend on nothing else.

    Without `dates` those about its dates are left out, because its business date is known to give none.
    """
    questions = questions_of(statement.kind)
    asked = (*questions.dates, *questions.others) if dates else questions.others
    return tuple([doubt for question in asked for doubt in question(statement, circumstances)])
