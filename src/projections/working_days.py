"""S2.5 工作日 The public calendar: which dates are working days, rest days and statutory holidays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.calendar import WEEKDAYS, weekday
from projections.journal import Journal

WORKDAY, REST_DAY = "workday", "rest_day"
"""What a date of the calendar can be stated to be."""


@dataclass(frozen=True)
class PublicCalendar:
    """What is recorded of the calendar, by day number."""

    holidays: Mapping[int, int]
    """S10.4: the statutory holidays, each with the ledger position of the fact that stands."""
    stated: Mapping[int, tuple[str, int]]
    """The dates that are stated to be `workday` or `rest_day`, each with the ledger position of the fact."""

    def works(self, day: int) -> bool:
        """Whether a date is a working day of the calendar (S2.5)."""
        if day in self.holidays:
            return False
        own = self.stated.get(day)
        return weekday(day) < WEEKDAYS if own is None else own[0] == WORKDAY

    def working_days(self, first: int, last: int) -> list[int]:
        """The working days of the calendar between two dates, both included."""
        return [day for day in range(first, last + 1) if self.works(day)]

    def weekdays(self, first: int, last: int) -> list[int]:
        """The Mondays to Fridays that are no statutory holiday, between two dates, both included (S4.1a)."""
        return [day for day in range(first, last + 1) if weekday(day) < WEEKDAYS and day not in self.holidays]

    def standard_days(self, rules: RuleSet, first: int, last: int) -> list[int]:
        """The dates that have standard minutes (S4.1a): weekdays, or by the calendar its working days (S2.5)."""
        chosen = self.working_days if rules.standard_days_from == "calendar" else self.weekdays
        return chosen(first, last)

    def facts(self, days: Iterable[int]) -> list[int]:
        """The ledger positions of what is recorded of some dates, in the order of the dates."""
        found: list[int] = []
        for day in days:
            found += [self.holidays[day]] if day in self.holidays else []
            found += [self.stated[day][1]] if day in self.stated else []
        return found


def public_calendar(journal: Journal) -> PublicCalendar:
    """The calendar as it stands: of each date the last fact of its kind; one that takes back leaves nothing."""
    holidays = journal.tables["holidays"].sort("position").unique("day", keep="last").drop_nulls("name")
    stated = journal.tables["calendar_days"].sort("position").unique("day", keep="last").drop_nulls("type")
    return PublicCalendar(
        dict(holidays.select("day", "position").iter_rows()),
        {day: (kind, position) for day, kind, position in stated.select("day", "type", "position").iter_rows()},
    )
