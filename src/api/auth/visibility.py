"""Which facts somebody may see, fact by fact, after the table of permissions."""

from collections.abc import Mapping
from typing import Any

from api.auth.own_and_team import ReachCheck
from api.auth.principals import Extent, Principal, extent_of
from ledger.facts.base import KINDS
from ledger.facts.conduct import Briefing, Handover
from ledger.facts.roster import Swap, SwapDecision
from ledger.facts.streams import key_stream
from ledger.lazy_attribute import computed_once
from ledger.ledger import Ledger, RecordedFact
from projections.reports import REPORTS


def reads_all_reports(principal: Principal) -> bool:
    """Whether somebody may read every report whole."""
    extents = [extent_of(principal, f"report {name}") for name in REPORTS]
    return all(extent is not None and extent.everyone for extent in extents)


class Visibility:
    """What one principal may see."""

    def __init__(self, ledger: Ledger, reach: ReachCheck, principal: Principal) -> None:
        """Of the facts of a ledger."""
        self._ledger = ledger
        self._reach = reach
        self._principal = principal

    @computed_once
    def extents(self) -> dict[str, Extent]:
        """The kinds that can be seen at all, and how far."""
        found = {kind: extent_of(self._principal, f"read {kind}") for kind in KINDS}
        return {kind: extent for kind, extent in found.items() if extent is not None}

    @computed_once
    def all_reports(self) -> bool:
        """Whether every report can be read whole, and so what tells of everyone's figures."""
        return reads_all_reports(self._principal)

    def shown(self, recorded: RecordedFact) -> dict[str, Any]:
        """A fact that can be seen, as it is shown."""
        return recorded.as_json(all_reports=self.all_reports)

    def of_all(self, kind: str) -> bool:
        """Whether every fact of a kind can be seen."""
        extent = self.extents.get(kind)
        return extent is not None and extent.everyone

    def sees(self, recorded: RecordedFact) -> bool:
        """Whether a fact can be seen."""
        extent = self.extents.get(recorded.fact.kind)
        if extent is None or extent.everyone:
            return extent is not None
        fact = recorded.fact
        if isinstance(fact, SwapDecision):
            opened = self._ledger.stream(key_stream(Swap.kind, (fact.swap,)))
            fact = opened[0].fact
        if isinstance(fact, Swap):
            return any(self._covers(extent, side) for side in (fact.requester, fact.counterparty))
        if isinstance(fact, Handover | Briefing):
            return fact.team in extent.teams
        return bool(recorded.employee) and self._covers(extent, recorded.employee)

    @computed_once
    def _teams_today(self) -> Mapping[str, str]:
        return self._reach.teams_today()

    def _covers(self, extent: Extent, employee: str) -> bool:
        return extent.covers(employee, self._teams_today.get(employee) if extent.teams else None)
