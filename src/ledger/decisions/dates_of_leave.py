"""S4.6a What leave meets on a date of one employee, as the ledger stands at the line that is judged (请假日期)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.calendar import first_day, period_of
from ledger.decisions.state import LedgerState, standing, standing_of
from ledger.facts.contracts import STANDARD_DAY, Contract
from ledger.facts.people import Employee, Leaving, Site
from ledger.facts.roster import CalendarDay, Holiday, ShiftFact
from ledger.facts.streams import key_stream
from ledger.ruleset import MANUAL, RuleSet, rule_set_of

_WEEKDAYS, _DAYS_OF_WEEK = 5, 7


def rules_on(day: date, state: LedgerState) -> RuleSet:
    """The rule set of the period of a date, of those recorded so far (S11.1)."""
    assert state.site is not None
    recorded = rule_set_of(period_of(day, state.site.period_start_day), state.rule_sets)
    return MANUAL if recorded is None else recorded.rules


@dataclass(frozen=True)
class DatesOfOne:
    """The dates of one employee: what `entitlements.asked_for` asks of each."""

    employee: str
    state: LedgerState
    site: Site
    hired: Employee | None
    last_day: date | None
    """The last day employed; None where no leaving stands."""
    contracts: tuple[Contract, ...]
    """Those that stand, the latest first."""

    @classmethod
    def of(cls, employee: str, state: LedgerState) -> "DatesOfOne":
        """The dates of an employee as the ledger stands."""
        assert state.site is not None
        left = standing(Leaving, (employee,), state)
        held = standing_of(Contract, employee, state)
        return cls(
            employee,
            state,
            state.site,
            standing(Employee, (employee,), state),
            None if left is None else left.last_day,
            tuple(sorted(held, key=lambda fact: fact.from_, reverse=True)),
        )

    def read(self, spans: Iterable[tuple[date, date]]) -> None:
        """Read the roster and the calendar of some dates, and of the weeks that they are in, with few queries."""
        days = {day for first, last in spans for day in _dates(_monday(first), _monday(last) + timedelta(days=6))}
        shifts = [key_stream(ShiftFact.kind, (self.employee, day.isoformat())) for day in days]
        calendar = [key_stream(kind, (day.isoformat(),)) for kind in (Holiday.kind, CalendarDay.kind) for day in days]
        self.state.read([*shifts, *calendar])

    def is_employed(self, day: date) -> bool:
        """Whether the employee is employed on a date that the ledger knows: none before its first period."""
        begins = first_day(self.site.first_period, self.site.period_start_day)
        return day >= begins and self._is_employed(day)

    def counted(self, day: date) -> int | None:
        """The counted minutes of the assigned shift; None without one."""
        name = self._shift(day)
        shift = None if name is None else rules_on(day, self.state).shifts.get(name)
        return None if shift is None else shift.counted

    def is_unrostered(self, day: date) -> bool:
        """S4.1a: whether the date is a working day of an ISO week in which the employee has no assigned shift."""
        week = _dates(_monday(day), _monday(day) + timedelta(days=_DAYS_OF_WEEK - 1))
        return self._works(day) and all(self._shift(each) is None for each in week)

    def day_minutes(self, day: date) -> int:
        """S3.7a: the minutes a day of the contract in force."""
        held = next((each for each in self.contracts if each.from_ <= day), None)
        return STANDARD_DAY if held is None else held.day_minutes

    def _is_employed(self, day: date) -> bool:
        begun = self.hired is not None and self.hired.hired_on <= day
        return begun and (self.last_day is None or day <= self.last_day)

    def _shift(self, day: date) -> str | None:
        """S3.2: the type of the assigned shift; what is assigned on a date without employment is ignored."""
        if not self._is_employed(day):
            return None
        entry = standing(ShiftFact, (self.employee, day.isoformat()), self.state)
        return None if entry is None else entry.shift

    def _works(self, day: date) -> bool:
        """S4.1a, S2.5: whether a date is a Monday … Friday and no statutory holiday, or so by the public calendar."""
        holiday = standing(Holiday, (day.isoformat(),), self.state)
        if holiday is not None and holiday.name is not None:
            return False
        if rules_on(day, self.state).standard_days_from == "calendar":
            stated = standing(CalendarDay, (day.isoformat(),), self.state)
            if stated is not None and stated.type is not None:
                return stated.type == "workday"
        return day.weekday() < _WEEKDAYS


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
