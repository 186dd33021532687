"""From one side of a comparison to the other in a fixed order, a cause a step (S11): its difference is its share.

Code, then postings, then each rule parameter in the order of their table, then the time of recording in view, then
each group of facts in ledger order. The shares add up to the whole difference, because they are steps of one way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ledger.ruleset import RuleSet
from projections.books import Books, ReportRequest
from projections.calendar import Quarter, period_text
from projections.comparison.amounts import Amounts, amounts_frozen, amounts_of
from projections.comparison.causes import Cause, FactGroup, first_period_of, grouped
from projections.comparison.changed_rows import Rows, rows_shown
from projections.comparison.coordinates import BOOKS, Coordinates
from projections.comparison.period_chain import Chain, Seen
from projections.engine import Engine
from projections.facts import Facts
from projections.journal import JournalReader, View
from projections.month import Month
from projections.prior_periods import Posted
from projections.replay import Replay
from projections.roster import REACH_PARAMETERS


@dataclass(frozen=True)
class Side:
    """One side: its amounts as it shows them, and what each of its periods is computed from."""

    shown: Amounts
    seen: Mapping[int, Seen]
    posted: Mapping[int, Posted]
    books: Replay
    rows: Rows
    """The reports that are compared by their rows."""


class Sides:
    """Makes the sides of one period's comparisons."""

    def __init__(self, reader: JournalReader, engine: Engine, number: int) -> None:
        self._reader = reader
        self.engine = engine
        self.number = number

    def side(self, at: Coordinates) -> Side:
        """The side of these coordinates."""
        journal = self._reader.view(View(at.position, without=at.without))
        books = Books(journal, self.engine) if at.kind == BOOKS else Replay(journal, self.engine)
        seen = {number: self._seen(books, number, at) for number in range(books.first_period, self.number + 1)}
        if at.rules is not None:
            rules = books.rules_named(at.rules, self.number)
            seen[self.number] = replace(seen[self.number], version=at.rules, rules=rules)
        frozen = books.frozen(self.number) if isinstance(books, Books) and at.rules is None else None
        month = books.month(self.number) if at.rules is None else books.under(self.number, *_rules(seen, self.number))
        shown = amounts_of(month) if frozen is None else amounts_frozen(frozen, month)
        rows = rows_shown(books, ReportRequest(period_text(self.number), at.rules))
        return Side(shown, seen, self._posted(books), books, rows)

    def _seen(self, books: Replay, number: int, at: Coordinates) -> Seen:
        frozen = books.frozen(number) if isinstance(books, Books) else None
        # A rule set named by hand is applied to what is known of a closed period now.
        by_hand = at.rules is not None and number == self.number
        view = View(at.position, without=at.without)
        if frozen is not None and not by_hand:
            view = View(frozen.closing.position)
        journal = self._reader.view(view)
        others = (journal.rules_of(other)[1] for other in (Quarter.before(number).last, number - 1, number + 1))
        star_rules, before, after = others
        return Seen(view, *journal.rules_of(number), star_rules, (before, after))

    def _posted(self, books: Replay) -> dict[int, Posted]:
        if not isinstance(books, Books):
            return {}
        numbers = [*books.closed, books.first_open]
        return {number: books.posted(number) for number in numbers if number <= self.number}


class Steps:
    """The steps from one side to the other."""

    def __init__(self, reader: JournalReader, sides: Sides, before: Side, after: Side) -> None:
        self._reader = reader
        self._sides = sides
        self._before = before
        self._after = after
        self._views: dict[View, Facts] = {}
        self._months: dict[int, Month] = {}

    def walked(self) -> Iterator[tuple[Cause, Amounts, Amounts]]:
        """Each cause with the amounts before and after its step; those that cannot matter are passed over."""
        before, after = self._before, self._after
        seen = dict(before.seen)
        amounts = before.shown
        for cause, following, posted, first in self._stages(seen):
            seen = following
            found = self._amounts(seen, posted, first)
            yield cause, amounts, found
            amounts = found
        if after.posted:
            found = self._amounts(seen, after.posted, min(seen))
            yield Cause("adjustment"), amounts, found
            amounts = found
        # Those months hold their chain, which holds these steps.
        self._months.clear()
        yield Cause("code"), amounts, after.shown

    def _stages(self, seen: dict[int, Seen]) -> Iterator[tuple[Cause, dict[int, Seen], Mapping[int, Posted], int]]:
        before, after = self._before, self._after
        first = min(seen)
        yield Cause("code"), seen, before.posted, first
        if before.posted:
            yield Cause("adjustment"), seen, {}, first
        for name in RuleSet.model_fields:
            changed = _with_parameter(seen, after.seen, name)
            if changed is not None:
                cause, moved = _parameter_cause(name, seen, changed), _first_moved(seen, changed)
                seen = changed
                yield cause, seen, {}, moved
        seen = {number: replace(each, version=after.seen[number].version) for number, each in seen.items()}
        timed = {number: _seen_when(each, after.seen[number]) for number, each in seen.items()}
        if timed != seen:
            moved, seen = _first_moved(seen, timed), timed
            yield Cause("time"), seen, {}, moved
        stepped: frozenset[int] = frozenset()
        for group in self._groups(seen):
            stepped |= group.positions
            seen = {number: self._stepped(number, each, stepped) for number, each in timed.items()}
            yield group.cause, seen, {}, max(group.first, first)

    def _groups(self, seen: Mapping[int, Seen]) -> list[FactGroup]:
        """The groups of facts that some period in which they may count sees on one side only."""
        after = self._after.seen
        pairs = {number: (each.view, after[number].view) for number, each in seen.items()}
        bounds = [view.position for pair in pairs.values() for view in pair]
        odd = frozenset().union(*(view.without for pair in pairs.values() for view in pair))
        low = min([*bounds, *(position - 1 for position in odd)])
        journal = self._after.books.journal
        cycle = journal.site.cycle
        facts = [
            fact
            for fact in self._reader.recorded(low, max(bounds))
            if self._matters(fact.position, first_period_of(fact, cycle), pairs)
        ]
        return grouped(facts, cycle, journal.closings or self._before.books.journal.closings, odd)

    @staticmethod
    def _matters(position: int, first: int, pairs: Mapping[int, tuple[View, View]]) -> bool:
        """Whether a fact that may count from a period on is seen on one side only there or later."""
        return any(
            one.shows(position) != other.shows(position) for number, (one, other) in pairs.items() if first <= number
        )

    def _stepped(self, number: int, each: Seen, stepped: frozenset[int]) -> Seen:
        """The view of a period in which the facts stepped over so far are as on the other side."""
        view, target = each.view, self._after.seen[number].view
        joined = frozenset(at for at in stepped if target.shows(at) and not view.shows(at))
        gone = frozenset(at for at in stepped if view.shows(at) and not target.shows(at))
        kept_out = frozenset(at for at in view.without if at not in joined)
        beyond = frozenset(at for at in joined if at > view.position)
        return replace(each, view=replace(view, also=beyond, without=kept_out | gone))

    def _amounts(self, seen: Mapping[int, Seen], posted: Mapping[int, Posted], first: int) -> Amounts:
        """The amounts of the period in a chain; months before `first` are those of the step before."""
        months = {number: month for number, month in self._months.items() if number < first}
        chain = Chain(self._after.books.journal, self._sides.engine, seen, posted, months, self._facts)
        with chain:
            found = amounts_of(chain.month(self._sides.number))
            self._months = dict(chain.months)
        return found

    def _facts(self, view: View) -> Facts:
        if view not in self._views:
            # Of the facts of earlier steps only those of months that were taken over are needed, and these hold them.
            self._views = {held: facts for held, facts in self._views.items() if not (held.also or held.without)}
            self._views[view] = Facts(self._reader.view(view), self._sides.engine)
        return self._views[view]


def _rules(seen: Mapping[int, Seen], number: int) -> tuple[str, RuleSet]:
    return seen[number].version, seen[number].rules


def _with_parameter(seen: Mapping[int, Seen], target: Mapping[int, Seen], name: str) -> dict[int, Seen] | None:
    """The periods with one parameter as on the other side; None where it is the same in all."""
    changed = {
        number: replace(
            each,
            rules=_as_in(target[number].rules, each.rules, name),
            star_rules=_as_in(target[number].star_rules, each.star_rules, name),
            beside=_beside_as_in(target[number].beside, each.beside, name),
        )
        for number, each in seen.items()
    }
    return changed if changed != seen else None


def _beside_as_in(
    target: tuple[RuleSet, RuleSet], beside: tuple[RuleSet, RuleSet], name: str
) -> tuple[RuleSet, RuleSet]:
    """S3.4: of the neighbours only what says how far their shifts reach matters."""
    if name not in REACH_PARAMETERS:
        return beside
    return _as_in(target[0], beside[0], name), _as_in(target[1], beside[1], name)


def _as_in(target: RuleSet, rules: RuleSet, name: str) -> RuleSet:
    return rules.model_copy(update={name: getattr(target, name)})


def _parameter_cause(name: str, seen: Mapping[int, Seen], changed: Mapping[int, Seen]) -> Cause:
    number = max(number for number in seen if seen[number] != changed[number])
    one, other = seen[number], changed[number]
    every = [(each.rules, each.star_rules, *each.beside) for each in (one, other)]
    pair = next(pair for pair in zip(*every, strict=True) if pair[0] != pair[1])
    before, after = (str(rules.model_dump(mode="json", include={name})[name]) for rules in pair)
    return Cause("rules", name, before, after)


def _first_moved(seen: Mapping[int, Seen], changed: Mapping[int, Seen]) -> int:
    """The first period that sees something else: those before it are as they were."""
    return min(number for number in seen if seen[number] != changed[number])


def _seen_when(each: Seen, target: Seen) -> Seen:
    """The same facts, with the other side's latest instant of recording in view (S3.5a)."""
    seen_at = target.view.position if target.view.seen_at is None else target.view.seen_at
    own = each.view.position if each.view.seen_at is None else each.view.seen_at
    return each if seen_at == own else replace(each, view=replace(each.view, seen_at=seen_at))
