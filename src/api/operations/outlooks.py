"""The outlook of a running period: what was worked so far, and what is expected at its end as far as it is planned."""

from typing import Annotated

from pydantic import Field

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.reports import ReportSelection, report
from api.service.requests.answer_cache import KeptAnswer
from ledger.calendar import instant
from projections.calendar import MINUTES_A_DAY, day_text, period_number, period_text
from projections.journal import instant_of
from projections.outlook import HoursOutlook
from projections.outlook import outlook as outlook_of_all

_Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class ExpectedLot(Answer):
    """A lot of the bank of time off in lieu (S3.9): when it was earned, what is left of it, and until when."""

    earned_in: str
    minutes: int
    until: str


class PersonOutlook(Answer):
    """Somebody's hours so far, and as they are expected at the end of the period; in minutes."""

    employee: str
    due: int
    worked: int
    planned: int
    planned_shifts: int
    expected_due: int
    expected_worked: int
    expected_difference: int
    expected_lieu: int
    expected_deficit: int
    expected_lots: list[ExpectedLot]


class Outlook(Answer):
    """A period as it is expected to end, seen on a date; without rows where it is over or closed."""

    period: str
    position: int
    rules: str
    date: _Day
    last_day: _Day
    running: bool
    rows: list[PersonOutlook]


@operation("report hours")
def outlook(
    context: Context, period: str, employee: str | None = None, team: str | None = None, as_of: str | None = None
) -> Outlook:
    """What is expected of the hours of whoever is within reach, as seen today.

    Shifts that are still to come count as attended as planned. Raises Problem where the period is not there, or the
    rows of somebody else are asked for.
    """
    position = str(context.position(as_of))
    seen = report(context, "hours", period, ReportSelection(position, employee=employee, team=team))
    found = _of_everybody(context, seen.period, position)
    people = {row["employee"] for row in seen.rows}
    return found.model_copy(update={"rows": [row for row in found.rows if row.employee in people]})


def _of_everybody(context: Context, period: str, position: str) -> Outlook:
    """The outlook of everybody, made once at a position and a date."""
    resources = context.resources
    with context.books(position) as books:
        today = books.journal.site.clock.local(instant_of(instant(resources.now()))) // MINUTES_A_DAY
        asked = ("outlook", period, position, today)
        kept = context.service.kept.get(asked)
        if kept is None:
            made = outlook_of_all(books, period, today)
            answer = Outlook(
                period=period,
                position=int(position),
                rules=made.rules,
                date=day_text(today),
                last_day=day_text(made.period.last_day),
                running=made.running,
                rows=[_person(row, made.lieu_months) for row in made.hours],
            )
            kept = KeptAnswer.of(answer.model_dump_json().encode(), "application/json", {})
            context.service.kept.keep(asked, kept)
    return Outlook.model_validate_json(kept.content)


def _person(row: HoursOutlook, lieu_months: int) -> PersonOutlook:
    lots = [
        ExpectedLot(earned_in=earned, minutes=minutes, until=period_text(period_number(earned) + lieu_months))
        for earned, minutes in row.expected_lots
    ]
    return PersonOutlook(**row._asdict() | {"expected_lots": lots})
