"""Periods and rule sets: which there are, and what is in them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from projections.books import Books
from projections.calendar import day_text, period_text
from projections.roster import planned

_Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class Period(Answer):
    """A period: its days, its rule set, and the position of its closing; null where it is open."""

    period: str
    first_day: _Day
    last_day: _Day
    rules: str
    closed_at: int | None


class Periods(Answer):
    """The periods of the ledger."""

    periods: list[Period]
    position: int


class RuleSetEntry(Answer):
    """A rule set on the ledger, and the period from which it holds."""

    version: str
    effective_period: str
    position: int


class RuleSets(Answer):
    """The rule sets on the ledger, in the order of recording."""

    rules: list[RuleSetEntry]


class PlannedSpan(Answer):
    """The planned start and end of a shift (S3.1), on the site's clock."""

    starts: datetime
    ends: datetime


class RuleSetParameters(Answer):
    """Every parameter of a rule set."""

    version: str
    parameters: dict[str, Any]


@operation("see periods")
def periods(context: Context, as_of: str | None = None) -> Periods:
    """From the ledger's first period to the latest that anything is recorded or rostered in."""
    with context.books(as_of) as books:
        journal = books.journal
        numbers = range(journal.site.cycle.first_period, journal.last_period() + 1)
        return Periods(periods=[_period(books, number) for number in numbers], position=journal.position)


@operation("see periods")
def period(context: Context, name: str, as_of: str | None = None) -> Period:
    """One period. Raises Problem where there is none of that name."""
    with context.books(as_of) as books:
        return _period(books, books.reported(name).period.number)


def _period(books: Books, number: int) -> Period:
    days = books.journal.period(number)
    frozen = books.closed.get(number)
    return Period(
        period=period_text(number),
        first_day=day_text(days.first_day),
        last_day=day_text(days.last_day),
        rules=books.rules_of(number)[0] if frozen is None else frozen.closing.rules,
        closed_at=None if frozen is None else frozen.closing.position,
    )


@operation("see rules")
def rule_sets(context: Context) -> RuleSets:
    """The rule sets on the ledger."""
    with context.books() as books:
        found = books.journal.rule_sets
        return RuleSets(
            rules=[
                RuleSetEntry(version=each.version, effective_period=each.effective_period, position=each.position)
                for each in found
            ]
        )


@operation("see rules")
def planned_span(context: Context, version: str, shift: str, day: date) -> PlannedSpan:
    """When a shift of a date is planned to begin and to end. Raises Problem where the rule set is not there."""
    with context.books() as books:
        starts, ends = planned(day, books.rules_named(version).shifts[shift])
    return PlannedSpan(starts=starts, ends=ends)


@operation("see rules")
def rules_in_force(context: Context) -> tuple[str, str]:
    """The latest period that anything is recorded or rostered in, and the rule set that holds in it."""
    with context.books() as books:
        latest = books.journal.last_period()
        return period_text(latest), books.journal.rules_of(latest)[0]


@operation("see rules")
def rule_set(context: Context, version: str) -> RuleSetParameters:
    """Every parameter of a rule set with its value. Raises Problem where there is none of that version."""
    with context.books() as books:
        return RuleSetParameters(version=version, parameters=books.rules_named(version).model_dump(mode="json"))
