"""Which facts somebody may see, fact by fact, after the table of permissions."""

from typing import Any

from api.auth.authorship import is_own, names_of
from api.auth.contact_marks import ContactMarks
from api.auth.fact_reach import FactReach
from api.auth.named_facts import fact_of_id, facts_named
from api.auth.principals import Extent, Principal, extent_of
from api.auth.teams import Teams
from ledger.facts.appraisals import Appraisal
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import ERASED
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.governance import Close
from ledger.facts.instructions import Acknowledgement
from ledger.facts.quality import Monitoring, MonitoringRevision
from ledger.facts.roster import PeriodFact
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from projections.disputes.items import reports_showing
from projections.reports import REPORTS


def reads_all_reports(principal: Principal) -> bool:
    """Whether somebody may read every report whole."""
    extents = [extent_of(principal, f"report {name}") for name in REPORTS]
    return all(extent is not None and extent.everyone for extent in extents)


class Visibility:
    """What one principal may see of a ledger, as teams are known when it is made."""

    def __init__(self, ledger: Ledger, teams: Teams, principal: Principal) -> None:
        """Of the facts of a ledger. What is looked at may ask who is in which team of the store: look in a thread."""
        found = {kind: extent_of(principal, f"read {kind}") for kind in KINDS}
        self.extents: dict[str, Extent] = {kind: extent for kind, extent in found.items() if extent is not None}
        """The kinds that can be seen at all, and how far."""
        self.all_reports = reads_all_reports(principal)
        """Whether every report can be read whole, and so what tells of everyone's figures."""
        self.carried: set[tuple[str, str]] = set()
        """Kind and employee of what was seen by a delegation alone; the employee is empty where a fact names none."""
        self.judged: set[tuple[str, str]] = set()
        """Kind and employee of what was shown that has texts which judge somebody else, and that another wrote."""
        self._names = names_of(principal)
        self._alone = Visibility(ledger, teams, principal.alone) if principal.carried else None
        self._ledger = ledger
        self._principal = principal
        self._marks = ContactMarks(ledger, principal)
        self._reach = FactReach(ledger, teams.membership)

    @property
    def of_everything(self) -> bool:
        """Whether every fact of every kind can be seen."""
        return all(self.of_all(kind) for kind in KINDS)

    def shown(self, recorded: RecordedFact) -> dict[str, Any]:
        """A fact that can be seen, as it is shown: without the names of facts that cannot."""
        if self._tells_judgement(recorded):
            self.judged.add((recorded.fact.kind, recorded.employee))
        return self.without_unseen(recorded.fact, recorded.as_json(all_reports=self.all_reports))

    def without_unseen(self, fact: Fact, told: dict[str, Any]) -> dict[str, Any]:
        """What is told of a fact that can be seen, without the ids in it of facts that cannot."""
        if not fact.references or isinstance(fact, Void | Acknowledgement) or self.of_everything:
            return told
        named = {fact.names[field]: field for field in fact.references if fact.names[field] in told}
        left = {name: self._seen_of(fact, field, told[name]) for name, field in named.items()}
        return {name: left.get(name, value) for name, value in told.items() if name not in left or left[name]}

    def _seen_of(self, fact: Fact, field: str, named: str | list[str] | None) -> str | list[str] | None:
        """Of the fact that a field names, or of several, those that can be seen."""
        if named is None or isinstance(named, list):
            return [each for each in named or () if self._seen_of(fact, field, each)]
        found = facts_named(self._ledger, fact, field, named)
        return named if found and all(map(self.sees, found)) else None

    def _tells_judgement(self, recorded: RecordedFact) -> bool:
        """Whether a fact has texts that judge somebody else, and that another wrote."""
        fact = recorded.fact
        kind = KINDS[fact.of_kind] if isinstance(fact, Void) else type(fact)
        if not kind.judges or recorded.employee == self._principal.employee or is_own(self._principal, fact):
            return False
        if any(getattr(fact, name) in self._names for name in fact.actors):
            return False
        return any(getattr(fact, name) not in (None, "", ERASED) for name in fact.sealed)

    def of_all(self, kind: str) -> bool:
        """Whether every fact of a kind can be seen."""
        extent = self.extents.get(kind)
        return extent is not None and extent.everyone

    def sees(self, recorded: RecordedFact) -> bool:
        """Whether a fact can be seen; of a void, also what it voids."""
        seen = self._sees(recorded)
        if seen and self._alone is not None and not self._alone.sees(recorded):
            named = recorded.fact.employees_named or (recorded.employee,)
            self.carried.update((recorded.fact.kind, employee) for employee in named)
        return seen

    def _sees(self, recorded: RecordedFact) -> bool:
        fact = recorded.fact
        kinds = [fact.kind, fact.of_kind] if isinstance(fact, Void) else [fact.kind]
        extents = [self.extents.get(kind) for kind in kinds]
        covered = all(extent is not None and self._reach.covers(extent, recorded) for extent in extents)
        if not covered:
            return False
        if isinstance(fact, Appraisal):
            return not self._is_too_early(fact, recorded)
        if isinstance(fact, Dispute | DisputeDecision):
            return self.all_reports or self._sees_subject(fact)
        return not (isinstance(fact, Monitoring | MonitoringRevision) and self._is_of_another(fact, recorded))

    def _sees_subject(self, fact: Dispute | DisputeDecision) -> bool:
        """Whether what a dispute is about can be seen, a fact or a report with the figure; or it is one's own."""
        extent = self.extents[Dispute.kind]
        opened = self._ledger.facts.stream(key_stream(Dispute.kind, (fact.dispute,)))
        dispute = opened[0].fact if opened else fact
        if not isinstance(dispute, Dispute):
            return False
        if dispute.employee in extent.employees:
            return True
        about = None if dispute.about is None else fact_of_id(self._ledger, dispute.about)
        if about is not None:
            return self.sees(about)
        if dispute.item is None:
            return extent.everyone
        return any(extent_of(self._principal, f"report {name}") is not None for name in reports_showing(dispute.item))

    def _is_of_another(self, fact: Monitoring | MonitoringRevision, recorded: RecordedFact) -> bool:
        """Whether it is another evaluator's mark of a contact that who looks has still to evaluate."""
        extent = self.extents[Monitoring.kind]
        if extent.everyone or not extent.all_agents or recorded.employee in extent.employees:
            return False
        if isinstance(fact, Monitoring):
            return self._marks.hides(recorded)
        opened = self._ledger.facts.stream(key_stream(Monitoring.kind, (fact.monitoring,)))
        return bool(opened) and self._marks.hides(opened[0])

    def _is_too_early(self, fact: Appraisal, recorded: RecordedFact) -> bool:
        """Whether it is somebody's own preliminary appraisal, of which there is no final one, in an open period."""
        extent = self.extents[fact.kind]
        if fact.stage == "final" or self._reach.covers(extent.whole_teams, recorded):
            return False
        final = key_stream(fact.kind, (fact.employee, fact.period, fact.component, "final"))
        of_period = self._ledger.facts.stream(key_stream(PeriodFact.kind, (fact.period,)))
        return not self._ledger.facts.stream(final) and not any(isinstance(each.fact, Close) for each in of_period)

    def sees_dispute_of(self, employee: str) -> bool:
        """Whether a dispute that somebody raised can be seen."""
        extent = self.extents.get(Dispute.kind)
        return extent is not None and extent.covers(employee, None)
