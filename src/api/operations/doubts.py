"""Doubts as they are told: to whom, and as which objects."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field

from api.auth.principals import extent_of, sees_pay
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.service.observability.access_log import Access
from ledger.doubts.doubt import Doubt, sentence, told_doubt
from ledger.facts.people import Employee
from ledger.labels import ENGLISH
from projections.calendar import period_text
from projections.doubts import PeriodDoubt, period_doubts, without_amounts

DOUBTFUL = "doubtful"
"""The kind of problem of what is recorded only where nothing is doubtful."""


class ToldDoubt(Answer):
    """What may be recorded and should still be looked at: a code, its parameters and a sentence."""

    code: str
    message: str
    parameters: dict[str, str]
    wording: str = Field("", description="Which of the sentences of the code it is, where there are several.")


def doubt_sentence(told: Mapping[str, Any], language: str) -> str:
    """The sentence of a doubt that was answered, in a language."""
    return sentence(told_doubt(told), language)


class DoubtedFact(ToldDoubt):
    """What should be looked at of a fact on the ledger: its position, kind, employee and business date."""

    position: int
    kind: str
    employee: str
    date: str


class Doubts(Answer):
    """The standing doubts of a period, at a ledger position and under a rule set."""

    period: str
    position: int
    rules: str
    doubts: list[DoubtedFact]


class DoubtfulError(Exception):
    """Something was to be recorded only without doubts, and there are some."""

    def __init__(self, detail: str, doubts: Sequence[Mapping[str, Any]]) -> None:
        """With what is doubtful, as it is answered."""
        super().__init__(detail)
        self.doubts = doubts


def may_be_told(context: Context, doubt: Doubt) -> bool:
    """Whether the caller may see those whom a doubt tells something of, beside those of the fact itself."""
    if not doubt.others:
        return True
    extent = extent_of(context.principal, f"read {Employee.kind}")
    if extent is None:
        return False
    if extent.everyone or all(extent.covers(employee, None) for employee, _ in doubt.others):
        return True
    reach = context.service.reach.of(extent)
    return all(reach.covers_side(extent, employee, date) for employee, date in doubt.others)


@operation("see doubts")
def doubts(
    context: Context, period: str, as_of: str | None = None, rules: str | None = None, language: str = ENGLISH
) -> Doubts:
    """The standing doubts of a period about facts within reach, in the order of the facts.

    Of the next to be closed where the period is empty. Raises Problem where there is no such period, position or rule
    set. A look at others' adjusted pay is logged.
    """
    with context.books(as_of) as books:
        period = period or period_text(books.first_open)
        position, version = books.journal.position, books.reported(period, rules).version
        found = seen_doubts(context, period_doubts(context.ledger, books, period, rules))
    if any("amount" in each.doubt.parameters for each in found):
        context.note(Access("see doubts", "", period, position))
    told = [DoubtedFact(**each.as_json(language)) for each in found]
    return Doubts(period=period, position=position, rules=version, doubts=told)


def seen_doubts(context: Context, found: Sequence[PeriodDoubt]) -> list[PeriodDoubt]:
    """Those doubts that the caller may be told, without amounts where the caller may not see everyone's pay."""
    with_pay = sees_pay(context.principal)
    visible = context.visibility()
    if not visible.of_everything:
        recorded = context.ledger.facts.at(each.position for each in found)
        seen = {each.position for each in recorded if visible.sees(each)}
        found = [each for each in found if each.position in seen and may_be_told(context, each.doubt)]
    return [each if with_pay else replace(each, doubt=without_amounts(each.doubt)) for each in found]
