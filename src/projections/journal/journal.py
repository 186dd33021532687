"""The journal itself: where it stands, and its tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from ledger.facts.prepared_fact import Prepared
from ledger.ledger import Ledger
from ledger.recorded_fact import RecordedFact
from ledger.refusal import MissingError
from ledger.ruleset import MANUAL, RecordedRules, RuleSet, read_parameters, rule_set_of
from ledger.ruleset.named_sets import named_set
from projections.calendar import MINUTES_A_DAY, Cycle, Period, period_number, period_text
from projections.journal.closings import Closing
from projections.site_clock import SiteClock

MANUAL_VERSION = "manual"
"""What a report calls the rule set where none was recorded: the manual's own."""

ROSTERED_AHEAD = 24
"""How many periods after that of the last recording a roster may reach, to be reported on."""


@dataclass(frozen=True)
class Site:
    """The site and the constants of its ledger (S2.1)."""

    name: str
    time_zone: str
    cycle: Cycle

    @classmethod
    def of(cls, ledger: Ledger) -> "Site":
        """The ledger's site; raises LedgerError where there is none yet."""
        site = ledger.site
        if site is None:
            raise MissingError(
                f"there is no ledger in {ledger.place} yet; run `workledger init`, "
                "or import a file whose first line is `site`"
            )
        return cls(site.name, site.time_zone, Cycle(period_number(site.first_period), site.period_start_day))

    @property
    def clock(self) -> SiteClock:
        """The clock of its time zone."""
        return SiteClock(self.time_zone)


@dataclass(frozen=True)
class View:
    """Which facts are looked at: all up to a position, with some more, and without some of them."""

    position: int
    also: frozenset[int] = frozenset()
    """Positions beyond that are in view nevertheless."""
    without: frozenset[int] = frozenset()
    """Positions that are left out, as if nothing had ever been recorded there."""
    seen_at: int | None = None
    """The position whose instant of recording is the latest in view (S3.5a); the view's own, where None."""
    supposed: tuple[Prepared, ...] = ()
    """Facts that nobody recorded, in view as if they came right after the position."""
    supposed_instant: int | None = None
    """The instant that time is supposed to have come to, where that is later than the latest recording."""

    def shows(self, position: int) -> bool:
        """Whether the fact at a position is in view."""
        return (position <= self.position or position in self.also) and position not in self.without

    def rows(self, held: pl.DataFrame) -> pl.DataFrame:
        """The rows that are in view, of a table with a column `position`."""
        if held.is_empty():
            return held
        at = pl.col("position")
        shown = at <= self.position
        if self.also:
            shown |= at.is_in(list(self.also))
        return held.filter(shown & ~at.is_in(list(self.without)) if self.without else shown)


@dataclass(frozen=True)
class Journal:
    """The ledger up to a position, as typed tables (see ``projections.journal.schema``)."""

    site: Site
    position: int
    recorded_instant: int
    """The instant of the latest recording in view (S3.5a), as a minute (see ``projections.site_clock``)."""
    rule_sets: tuple[RecordedRules, ...]
    tables: Mapping[str, pl.DataFrame]
    closings: tuple[Closing, ...] = ()
    """In view, in ledger order (S11.2)."""
    view: "View | None" = None
    """Which facts are in view; None where it is simply all up to the position."""
    viewed: "Callable[[View], Journal] | None" = None
    """The same ledger in another view."""
    facts_at: "Callable[[Iterable[int]], Sequence[RecordedFact]] | None" = None
    """The recorded facts at some positions: their personal texts are in no table."""

    @property
    def recorded_minute(self) -> int:
        """The site's local minute of the latest recording in view."""
        return self.site.clock.local(self.recorded_instant)

    @property
    def today(self) -> int:
        """S13.1: the site's local date of the latest recording in view."""
        return self.recorded_minute // MINUTES_A_DAY

    def personal_texts(self, positions: Iterable[int], name: str) -> dict[int, str | None]:
        """The personal text of a field of the facts at some positions; what was erased reads ``[erased]``.

        Read anew each time, so that nothing is left of what is erased. Facts that are only supposed have none.
        """
        seen = [position for position in positions if self._sees(position)]
        if not seen or self.facts_at is None:
            return {}
        return {each.position: getattr(each.fact, name, None) for each in self.facts_at(seen)}

    def period(self, number: int) -> Period:
        """The period of that month number."""
        return self.site.cycle.period(number)

    def last_period(self) -> int:
        """The month number of the latest period of the last recording, of the roster, and the ledger's first.

        A roster counts up to `ROSTERED_AHEAD` periods after the last recording: each period rests on all before it, and
        one shift in a year that was mistyped would be a thousand of them.
        """
        recorded = self.recorded_period()
        rostered = self.tables["roster"]["day"]
        if rostered.is_empty():
            return recorded
        return max(recorded, min(self.site.cycle.period_of(cast(int, rostered.max())), recorded + ROSTERED_AHEAD))

    def recorded_period(self) -> int:
        """The month number of the period of the last recording; not before the ledger's first."""
        cycle = self.site.cycle
        return max(cycle.first_period, cycle.period_of(self.today))

    def rules_of(self, period: int) -> tuple[str, RuleSet]:
        """The version and the rule set in force for a period, of those recorded up to the position (S11.1)."""
        in_view = [recorded for recorded in self.rule_sets if self._sees(recorded.position)]
        recorded = rule_set_of(period_text(period), in_view)
        return (recorded.version, recorded.rules) if recorded else (MANUAL_VERSION, MANUAL)

    def _sees(self, position: int) -> bool:
        return position <= self.position if self.view is None else self.view.shows(position)

    def rules_named(self, version: str, period: int | None = None) -> RuleSet | None:
        """The rule set of that version, whenever it was recorded; None where there is none.

        One that is shipped and not on the ledger is laid over what a period has, or over the manual.
        """
        if version == MANUAL_VERSION:
            return MANUAL
        found = next((recorded.rules for recorded in self.rule_sets if recorded.version == version), None)
        shipped = named_set(version) if found is None else None
        if shipped is None:
            return found
        return read_parameters(shipped.over(MANUAL if period is None else self.rules_of(period)[1]))
