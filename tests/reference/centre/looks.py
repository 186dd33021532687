"""S13.1: what every report of the chapter looks at in the same way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tests.reference import attendance
from tests.reference.attendance import Attendance, Reach
from tests.reference.figures import round_half_up, two_places
from tests.reference.periods import period_of, shifted
from tests.reference.roster import assigned
from tests.reference.scores import Score
from tests.reference.state import View, whole_minute

Fact = dict[str, Any]
Row = dict[str, Any]
Rules = dict[str, Any]
# Of each period, everyone's scores as the books have them.
Scores = dict[str, dict[str, Score]]


@dataclass
class Look:
    """A period of the facts in view under a rule set; scores and payroll as the books have them."""

    view: View
    period: str
    rules: Rules
    scores: Scores
    payroll: list[Row]

    @property
    def today(self) -> date:
        """The local date of now."""
        return self.local_date(self.view.now)

    def local_date(self, at: datetime) -> date:
        return self.view.local(at).date()

    def holds(self, day: date) -> bool:
        """Whether a date is of the period."""
        return period_of(day, self.view.start_day) == self.period

    def of_date(self, kind: str) -> list[Fact]:
        """The facts of a kind that count and whose date is of the period."""
        return [fact for fact in self.view.unvoided(kind) if self.holds(fact["date"])]

    def of_instant(self, kind: str, field: str = "at") -> list[Fact]:
        """The facts of a kind that count and whose local date is of the period."""
        return [fact for fact in self.view.unvoided(kind) if self.holds(self.local_date(fact[field]))]

    def rules_of(self, period: str) -> Rules:
        """A rule set named by hand is for the reported period only (S11.1)."""
        return self.rules if period == self.period else self.view.rules(period)

    def attendance(self, period: str | None = None) -> Attendance:
        """The attendance of a period, of this one if none is named."""
        period = period or self.period
        return attendance.of_period(self.view, period, self.rules_of(period))

    def attendance_of(self, day: date) -> Attendance | None:
        """The attendance of a date's period; None before the first."""
        period = period_of(day, self.view.start_day)
        return None if period < self.view.first_period else self.attendance(period)

    def reaches(self, employee: str) -> dict[date, Reach]:
        """The reach of each assigned shift, each by the rule set of its own period (S3.4)."""
        found = {}
        for day, shift in assigned(self.view, employee).items():
            rules = self.rules_of(period_of(day, self.view.start_day))
            reach = attendance.reach(self.view, rules, day, shift)
            if reach:
                found[day] = reach
        return found

    def minute(self, at: datetime | None) -> str | None:
        """An instant as the site's clock shows it, to the minute."""
        return self.view.local(whole_minute(at)).isoformat(timespec="minutes") if at else None


def percent(part: int, whole: int) -> str | None:
    """A percentage with two places; null of 0."""
    return two_places(round_half_up(Fraction(10000 * part, whole))) if whole else None


def counted(rows: Iterable[Row], *names: str) -> list[Row]:
    """The rows in which one of the counts is not 0, by the columns that name them."""
    some = [row for row in rows if any(value for key, value in row.items() if key not in names)]
    return sorted(some, key=lambda row: [row[each] for each in names])


def quarter_of(period: str) -> list[str]:
    """The periods of a quarter, of its last one (S9.1)."""
    return [shifted(period, months) for months in (-2, -1, 0)]
