"""The periods of a ledger where each sees facts, and has rules, of its own: what lies between books and replay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.engine import Engine
from projections.facts import Facts
from projections.journal import Journal, View
from projections.month import Month
from projections.past import Posted
from projections.replay import Replay


@dataclass(frozen=True)
class Seen:
    """What one period is computed from."""

    view: View
    version: str
    rules: RuleSet


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
        """The version and the rule set of a period of the chain; of one before the ledger's first, the manual's way."""
        seen = self._seen.get(number)
        return (seen.version, seen.rules) if seen is not None else super().rules_of(number)

    def posted(self, number: int) -> Posted:
        """S11.4: the adjustments that were given for a period, or none."""
        given = self._given.get(number)
        return super().posted(number) if given is None else given

    def _month(self, number: int, version: str, rules: RuleSet) -> Month:
        facts = self._facts_of(self._seen[number].view)
        period = self.journal.period(number)
        return Month(self, facts, period, version, rules, lambda: self.posted(number))
