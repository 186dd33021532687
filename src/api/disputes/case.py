"""S12.2 The whole case of a dispute: the figure then and now, the facts since, the decision, what was adjusted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from api.disputes.disputed_explanations import ExplainedFigure, explained
from api.disputes.figures import Asked, DisputedFigure
from api.sight import WHOLE, Sight
from ledger.facts.codec import narrowed_fields
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.figures import show_money
from ledger.history import FactStanding, HistoryEntry
from ledger.lazy_attribute import computed_once
from ledger.ledger import Ledger, RecordedFact
from projections.books import Books
from projections.calendar import day_number, period_number, period_text
from projections.disputes import DisputedFact, disputed_facts, in_view
from projections.engine import Engine
from projections.journal import JournalReader


@dataclass(frozen=True)
class CaseFact:
    """A fact that concerns a case; `named` where a decision says that it led to it."""

    entry: HistoryEntry
    named: bool

    @property
    def people(self) -> tuple[str, ...]:
        """The employees that the fact names."""
        return self.entry.fact.employees_named

    def as_json(self) -> dict[str, Any]:
        """The entry of a history, and whether a decision names it."""
        return self.entry.as_json() | {"named": self.named}


@dataclass(frozen=True)
class FollowedAdjustment:
    """S11.4: a line of pay that adjusts the disputed period, posted by a later closing or due in the first open one."""

    period: str
    """The period that carries it."""
    employee: str
    item: str
    amount: int
    """Fen."""
    position: int | None
    """Of the closing that posted it; None while it is due."""

    def as_json(self) -> dict[str, Any]:
        """The adjustment as a JSON object."""
        return {
            "period": self.period,
            "employee": self.employee,
            "item": self.item,
            "amount": show_money(self.amount),
            "posted_at": self.position,
        }


@dataclass(frozen=True)
class Case:
    """Everything about one dispute."""

    opened: HistoryEntry
    decisions: tuple[HistoryEntry, ...]
    """In the order of recording; the last one holds."""
    position: int
    """The ledger's last, that `now` is of."""
    zone: ZoneInfo
    """The site's."""
    about: DisputedFact | None
    figures: tuple[DisputedFigure, ...]
    explained_then: tuple[ExplainedFigure, ...]
    """Why the figures were what they were when the dispute was recorded."""
    explained_now: tuple[ExplainedFigure, ...]
    facts: tuple[CaseFact, ...]
    adjustments: tuple[FollowedAdjustment, ...]

    @property
    def people(self) -> frozenset[str]:
        """Whose matters the case shows."""
        figures = {each.name.employee for each in self.figures}
        explained_ = {each.explanation.request.employee for each in (*self.explained_then, *self.explained_now)}
        facts = {person for each in self.facts for person in each.people}
        return frozenset(
            {self.dispute.employee, *figures, *explained_, *facts, *(a.employee for a in self.adjustments)}
        )

    @property
    def dispute(self) -> Dispute:
        """The dispute itself."""
        assert isinstance(self.opened.fact, Dispute)
        return self.opened.fact

    @property
    def decision(self) -> DisputeDecision | None:
        """The decision that holds; None while the dispute is open."""
        fact = self.decisions[-1].fact if self.decisions else None
        assert fact is None or isinstance(fact, DisputeDecision)
        return fact

    def as_json(self) -> dict[str, Any]:
        """The case as one JSON object."""
        return {
            "dispute": self.dispute.dispute,
            "open": self.decision is None,
            "position": self.position,
            "opened": _recorded(self.opened),
            "figures": [each.as_json() for each in self.figures],
            "explained": {
                "then": [each.as_json(self.zone) for each in self.explained_then],
                "now": [each.as_json(self.zone) for each in self.explained_now],
            },
            "facts_since": [each.as_json() for each in self.facts],
            "decision": _recorded(self.decisions[-1]) if self.decisions else None,
            "earlier_decisions": [_recorded(each) for each in self.decisions[:-1]],
            "adjustments": [each.as_json() for each in self.adjustments],
        }


def case_of(
    ledger: Ledger,
    reader: JournalReader,
    engine: Engine,
    dispute: str,
    position: int | None = None,
    sight: Sight = WHOLE,
) -> Case:
    """The case of a dispute, as known at a position (the last, where None), of what may be seen of it.

    Raises LedgerError where the ledger has no such dispute.
    """
    return _Gathering(ledger, reader, engine, dispute, position, sight).case()


class _Gathering:
    """Gathers a case; each part is read once."""

    def __init__(
        self, ledger: Ledger, reader: JournalReader, engine: Engine, dispute: str, position: int | None, sight: Sight
    ) -> None:
        self._ledger = ledger
        self._sight = sight
        self._position = position
        self._opened, *self._decisions = ledger.facts.history(dispute, Dispute.kind, position).entries
        assert isinstance(self._opened.fact, Dispute)
        self._dispute = self._opened.fact
        self._then = Books(reader.at(self._opened.position), engine)
        self._now = Books(reader.at(position), engine)
        about = self._dispute.about
        # A ledger of 0.1.0 may have disputes about facts that their senders may not read.
        seen = about is not None and sight.fact(self._fact(about))
        self._about = in_view(disputed_facts(ledger)(about), self._now.journal) if about and seen else None

    def case(self) -> Case:
        asked = Asked(self._periods, self._employees, self._dispute.item, self._about)
        with self._then, self._now:
            return Case(
                opened=self._opened,
                decisions=tuple(self._decisions),
                position=self._now.journal.position,
                zone=ZoneInfo(self._now.journal.site.time_zone),
                about=self._about,
                figures=tuple(asked.figures(self._then, self._now, self._now.replay)),
                explained_then=explained(self._ledger, self._then, asked, self._sight),
                explained_now=explained(self._ledger, self._now, asked, self._sight),
                facts=tuple(self._facts()),
                adjustments=tuple(self._adjustments()),
            )

    @computed_once
    def _periods(self) -> tuple[int, ...]:
        """The disputed figure's period, or those of the fact; none where the dispute names neither."""
        named = () if self._dispute.period is None else (period_number(self._dispute.period),)
        journal = self._now.journal
        of_fact = () if self._about is None else self._about.periods(journal)
        return tuple(sorted({number for number in (*named, *of_fact) if number >= journal.site.cycle.first_period}))

    @property
    def _employees(self) -> tuple[str, ...]:
        """Whose figures are disputed, of those that may be seen: whose fact it is, else who disputes."""
        whose = (self._about.employees if self._about else ()) or (self._dispute.employee,)
        return tuple(sorted(filter(self._sight.people, whose)))

    def _facts(self) -> Iterator[CaseFact]:
        """What the decisions name, and what was recorded since of the same people and periods."""
        named = {fact.position: fact for fact in map(self._fact, self._named()) if self._sight.fact(fact)}
        people = {self._dispute.employee, *self._employees}
        entries = {fact.position: _of_nobody(fact, self._now) for fact in named.values()}
        others = {fact.employee for fact in named.values() if fact.employee}
        for person in sorted(filter(self._sight.people, people | others)):
            for entry in self._ledger.facts.history(person, None, self._position).entries:
                if entry.position in named or (person in people and self._is_since(entry)):
                    entries[entry.position] = entry
        for fact in self._ledger.facts.at(entries):
            if self._sight.fact(fact):
                yield CaseFact(entries[fact.position], fact.position in named)

    def _is_since(self, entry: HistoryEntry) -> bool:
        own = {each.position for each in self._decisions}
        periods = map(period_text, self._periods)
        return entry.position > self._opened.position and entry.position not in own and entry.period in periods

    def _fact(self, name: str) -> RecordedFact:
        return self._ledger.facts.page(self._ledger.facts.position_of(name) - 1, 1)[0]

    def _named(self) -> Iterable[str]:
        for entry in self._decisions:
            assert isinstance(entry.fact, DisputeDecision)
            yield from entry.fact.facts or ()

    def _adjustments(self) -> Iterator[FollowedAdjustment]:
        books = self._now
        for number, frozen in sorted(books.closed.items()):
            if frozen.closing.position > self._opened.position:
                posted = books.tables.engine.rows(frozen.posted.pay)
                yield from self._of_case(number, posted, frozen.closing.position)
        yield from self._of_case(books.first_open, books.tables.engine.rows(books.posted(books.first_open).pay), None)

    def _of_case(self, number: int, posted: pl.DataFrame, closing: int | None) -> Iterator[FollowedAdjustment]:
        """The adjustments of the disputed periods and people, among those that a period carries."""
        for line in posted.sort("employee", "period").iter_rows(named=True):
            if line["employee"] in self._employees and self._is_disputed(line["period"]):
                item = f"adjustment:{period_text(line['period'])}"
                yield FollowedAdjustment(period_text(number), line["employee"], item, line["amount"], closing)

    def _is_disputed(self, number: int) -> bool:
        period = self._now.journal.period(number)
        of_fact = self._about is not None and self._about.touches(period.first_day, period.last_day)
        return number in self._periods or of_fact


def _of_nobody(told: RecordedFact, books: Books) -> HistoryEntry:
    """A fact as it would stand in the history of nobody: one that has no employee, such as a rule set."""
    site = books.journal.site
    day = date.fromisoformat(told.business_date)
    return HistoryEntry(
        position=told.position,
        id=told.id,
        recorded_at=told.recorded_at.astimezone(ZoneInfo(site.time_zone)),
        business_date=day,
        business_time=None,
        period=period_text(site.cycle.period_of(day_number(day))),
        fact=told.fact,
        standing=FactStanding(),
        supersedes=None,
        voids=None,
        follows=None,
        late_after=None,
        recorded_by_another=False,
        erased=False,
    )


def _recorded(entry: HistoryEntry) -> dict[str, Any]:
    """A step of the dispute: its fields, and when it was recorded."""
    return {
        "position": entry.position,
        "id": entry.id,
        "recorded_at": _instant(entry.recorded_at),
        **narrowed_fields(entry.fact),
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
