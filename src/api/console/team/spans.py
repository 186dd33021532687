"""What a span of days holds for a team: assigned shifts, the rules in force, holidays, leaves and swaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.console.visit import Visit
from api.operations.periods import periods

Row = Mapping[str, Any]
"""A row of a report, a workflow or a fact, as operations answer it."""
_MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from a first to a last one, and the periods that they lie in."""

    first: date
    last: date
    periods: Sequence[Row]
    """The periods that are touched; a day after all of them lies in none yet."""
    rules: Mapping[str, Row]
    """The parameters of the rule set of each of them, by period; under the empty name those of days in none."""

    def period_of(self, day: str) -> Row | None:
        """The period of a day; None where nothing is rostered so far ahead yet."""
        return next((each for each in self.periods if each["first_day"] <= day <= each["last_day"]), None)

    def rules_of(self, day: str) -> Row:
        """The rule parameters in force on a day."""
        period = self.period_of(day)
        return self.rules["" if period is None else period["period"]]

    @property
    def shifts(self) -> dict[str, Row]:
        """The shift types of the span by name, the earliest first: `start`, `end`, `counted`."""
        ends = [self.rules_of(day.isoformat()) for day in (self.first, self.last)]
        every = [*ends, *(self.rules[each["period"]] for each in self.periods)]
        found = {name: shift for rules in every for name, shift in rules["shifts"].items()}
        return dict(sorted(found.items(), key=lambda item: (item[1]["start"], item[0])))


def span_of(visit: Visit, first: date, last: date) -> Span:
    """The span of some days."""
    every = [dict(each) for each in periods(visit.context).periods]
    touched = [p for p in every if p["first_day"] <= last.isoformat() and p["last_day"] >= first.isoformat()]
    versions = {each["period"]: each["rules"] for each in touched}
    versions[""] = every[-1]["rules"] if every else _MANUAL
    found = {name: visit.rules(name) for name in sorted(set(versions.values()))}
    return Span(first, last, touched, {period: found[version] for period, version in versions.items()})


def shifts_of(visit: Visit, span: Span, **asked: str) -> list[Row]:
    """The assigned shifts of the span, as the attendance report has them; `asked` names a team or an employee."""
    found: list[Row] = []
    for period in span.periods:
        rows = visit.report("attendance", period["period"], **asked)["rows"]
        found.extend(row for row in rows if span.first.isoformat() <= row["date"] <= span.last.isoformat())
    return found


def holidays_of(visit: Visit, span: Span) -> dict[str, str]:
    """The statutory holidays of the span, by date; the last word of each date that stands counts."""
    facts = visit.counted("holiday", first=span.first, last=span.last)
    last = {fact["date"]: fact["name"] for fact in facts}
    return {day: name for day, name in last.items() if name is not None}


def workflows_of(visit: Visit, kind: str, first: date, last: date | None, **asked: str) -> list[Row]:
    """Every `leave` or `swap` about some days, as it stands; without a last day, all from the first one on."""
    return visit.workflows(kind, first=first, last=last, **asked)


def covers(leave: Row, employee: str, day: str) -> bool:
    """Whether a leave is of somebody and takes in a day."""
    opened = leave["opened"]
    covered: bool = opened["employee"] == employee and opened["first_date"] <= day <= opened["last_date"]
    return covered
