"""S12.2 What a dispute about a fact reaches: the reports that use its kind, and the days that the fact is of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from ledger.facts.attendance import Clock
from ledger.facts.base import KINDS, Fact
from ledger.facts.effects import EVERY_REPORT, Holds
from ledger.facts.people import Site
from ledger.facts.void import Void
from ledger.ledger import Ledger
from ledger.recorded_fact import RecordedFact
from projections.calendar import Cycle, Period, Quarter, day_number
from projections.disputes.items import DISPUTABLE
from projections.journal import Journal
from projections.reports import REPORTS


def disputed_in(kind: str) -> tuple[str, ...]:
    """The report in which a dispute about a kind of fact is looked at: the nearest with rows of their own."""
    return tuple(name for name in used_by(kind) if name in DISPUTABLE)[:1]


def used_by(kind: str) -> tuple[str, ...]:
    """The reports that use a kind of fact, the nearest first; none of one that has no effect (S12)."""
    feeds = KINDS[kind].feeds
    return tuple(REPORTS) if feeds == EVERY_REPORT else feeds


_FIRST_DAY, _LAST_DAY = day_number(date.min), day_number(date.max)
_NIGHT = timedelta(hours=12)
MOST_PERIODS = 12
"""Of how many periods a fact that is of more is shown."""


@dataclass(frozen=True)
class DisputedFact:
    """The fact that a dispute is about. Days are counted from 1970-01-01; a fact may be of several."""

    id: str
    position: int
    kind: str
    """Its kind; of a void, the kind of what it voids."""
    employees: frozenset[str]
    day: int
    """The business date."""
    first_day: int
    last_day: int

    @property
    def lasting(self) -> bool:
        """Whether it tells of later periods too."""
        return self.last_day == _LAST_DAY

    def is_used_in(self, report: str, period: Period, cycle: Cycle) -> bool:
        """Whether a report of a period uses it; the stars use the scores of the quarter before (S9.3)."""
        used = used_by(self.kind)
        if report in used and self.touches(period.first_day, period.last_day):
            return True
        if report != "stars" or "scores" not in used:
            return False
        quarter = Quarter.before(period.number)
        return self.touches(cycle.period(quarter.first).first_day, cycle.period(quarter.last).last_day)

    def periods(self, journal: Journal) -> range:
        """The periods (month numbers) of the ledger that it is of; of one that lasts, the first.

        Of those that have begun, the latest `MOST_PERIODS`: each is computed as it was, in the books, and replayed.
        """
        cycle, last = journal.site.cycle, journal.last_period()
        if self.lasting:
            only = max(cycle.first_period, cycle.period_of(self.day))
            return range(only, min(only, last) + 1)
        first = max(cycle.first_period, cycle.period_of(self.first_day))
        begun = min(max(journal.recorded_period(), first), last)
        until = min(cycle.period_of(self.last_day), begun) + 1
        return range(max(first, until - MOST_PERIODS), until)

    def days_of(self, period: Period) -> range:
        """The days of a period that it is of."""
        return range(max(self.first_day, period.first_day), min(self.last_day, period.last_day) + 1)

    def touches(self, first_day: int, last_day: int) -> bool:
        """Whether it is of a day between two, both included."""
        return self.first_day <= last_day and self.last_day >= first_day


FactOf = Callable[[str], DisputedFact]
"""From the id of a fact to what a dispute about it reaches."""


def disputed_facts(ledger: Ledger) -> FactOf:
    """Looks up the facts of a ledger by their ids, each once. It raises LedgerError for an id that is not there."""

    @cache
    def fact_of(name: str) -> DisputedFact:
        site = ledger.site
        assert site is not None, "a fact was recorded"
        told = _recorded(ledger, name)
        fact = told.fact
        opener = fact if fact.follows is None else _recorded(ledger, f"{name.partition('.')[0]}.1").fact
        kind = fact.of_kind if isinstance(fact, Void) else fact.kind
        day = date.fromisoformat(told.business_date)
        first, last = _days(opener, kind, day, site)
        employees = frozenset({told.employee, *opener.employees_named} - {""})
        return DisputedFact(name, told.position, kind, employees, day_number(day), first, last)

    return fact_of


def in_view(fact: DisputedFact, journal: Journal) -> DisputedFact:
    """The fact as the roster in view has it: a punch of the morning is of the day before after a night shift only."""
    if fact.kind != Clock.kind or fact.first_day == fact.day:
        return fact
    roster = journal.tables["roster"]
    mine = (pl.col("employee").is_in(list(fact.employees))) & (pl.col("day") == fact.first_day)
    assigned = roster.filter(mine).sort("position")["shift"].to_list()
    _version, rules = journal.rules_of(journal.site.cycle.period_of(fact.first_day))
    shift = rules.shifts.get(assigned[-1]) if assigned and assigned[-1] is not None else None
    return fact if shift is not None and shift.overnight else replace(fact, first_day=fact.day)


def _recorded(ledger: Ledger, name: str) -> RecordedFact:
    return ledger.facts.page(ledger.facts.position_of(name) - 1, 1)[0]


def _days(fact: Fact, kind: str, day: date, site: Site) -> tuple[int, int]:
    """The first and the last day that a fact is of; of a follower, those of what it follows."""
    holds = KINDS[kind].holds
    if holds is Holds.ALWAYS:
        return _FIRST_DAY, _LAST_DAY
    if holds is Holds.ONWARD:
        return day_number(day), _LAST_DAY
    named = fact.first_and_last or tuple(fact.sides.values())
    days = {getattr(fact, field) for field in named} or {day}
    if isinstance(fact, Clock):
        # A punch of the morning may end the shift of the night before (S3.4).
        days.add((fact.at.astimezone(site.zone) - _NIGHT).date())
    return day_number(min(days)), day_number(max(days))
