"""The periods of a ledger where each sees facts, and has rules, of its own: what lies between books and replay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.engine import Engine
from projections.facts import Facts
from projections.journal import Journal, View
from projections.month import Month
from projections.prior_periods import Posted
from projections.replay import Replay
from projections.roster import REACH_PARAMETERS


@dataclass(frozen=True)
class Seen:
    """What one period is computed from."""

    view: View
    version: str
    rules: RuleSet
    star_rules: RuleSet
    """Those of the quarter whose stars the period pays, as the period sees them (S9.2)."""
    beside: tuple[RuleSet, RuleSet]
    """Those of the period before and of the one after, whose shifts compete for punches (S3.4)."""


class Chain(Replay):
    """Every period up to one, each from its own view; months that nothing has changed for are taken over."""

    def __init__(
        self,
        journal: Journal,
        engine: Engine,
        seen: Mapping[int, Seen],
        posted: Mapping[int, Posted],
        months: Mapping[int, Month],
        facts_of: Callable[[View], Facts],
    ) -> None:
        """`posted` are the adjustments by period, `months` those that are computed already, the first ones."""
        super().__init__(journal, engine)
        self._seen = seen
        self._given = posted
        self._months = dict(months)
        self._facts_of = facts_of

    @property
    def months(self) -> dict[int, Month]:
        """The months that have been asked for."""
        return self._months

    def rules_of(self, number: int) -> tuple[str, RuleSet]:
        """The version and the rule set of a period of the chain."""
        seen = self._seen[number]
        return seen.version, seen.rules

    def posted(self, number: int) -> Posted:
        """S11.4: the adjustments that were given for a period, or none."""
        given = self._given.get(number)
        return super().posted(number) if given is None else given

    def _month(self, number: int, version: str, rules: RuleSet) -> Month:
        seen = self._seen[number]
        period = self.journal.period(number)
        return Month(
            _Before(self, number, seen), self._facts_of(seen.view), period, version, rules, lambda: self.posted(number)
        )


class _Before:
    """The chain as one of its periods sees it: no other reads its stars, and its neighbours, by the same rules."""

    def __init__(self, chain: Chain, number: int, seen: Seen) -> None:
        self.first_period = chain.first_period
        self.month = chain.month
        self.current = chain.current
        self.booked = chain.booked
        self.as_shown = chain.as_shown
        self.closing_state = chain.closing_state
        self.handed_on = chain.handed_on
        self.csr_totals = chain.csr_totals
        self._number = number
        self._seen = seen

    def rules_of(self, number: int) -> tuple[str, RuleSet]:
        """The rules of the quarter whose stars the period pays; of a neighbour with its shifts. No other is asked for.

        The period before may be both: the last of that quarter.
        """
        star_rules, (before, after) = self._seen.star_rules, self._seen.beside
        beside = {self._number - 1: before, self._number + 1: after}.get(number, star_rules)
        reach = {name: getattr(beside, name) for name in REACH_PARAMETERS}
        return self._seen.version, star_rules.model_copy(update=reach)
