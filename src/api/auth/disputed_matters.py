"""Disputes: who may see one, who decides it, and who revises an evaluation that is disputed (permissions 2).

A dispute is seen by those who see what it is about. One about an evaluation is decided by QA or a manager, one about
pay by HR, any other by a manager; one that names nothing by a manager or HR. Nobody decides a dispute about what they
recorded or scored.
"""

from collections.abc import Collection

from api.auth.authorship import is_own, names_of
from api.auth.named_facts import fact_of_id
from api.auth.principals import Principal
from api.problems import Problem, not_permitted
from ledger.facts.base import Fact
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.quality import Monitoring, MonitoringRevision
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import Refusal
from ledger.roles import Role
from projections.disputes.items import reports_showing
from projections.reports import REPORTS

WITHDRAWN = "withdrawn"
_MOST = 10_000
_OF_EVALUATIONS = frozenset({Role.QA, Role.MANAGER})
_OF_FIGURES = frozenset({Role.MANAGER})
_OF_PAY = frozenset({Role.HR})
_DECIDED_BY = {_OF_EVALUATIONS: "QA or a manager", _OF_FIGURES: "a manager", _OF_PAY: "HR"}


def deciders(ledger: Ledger, dispute: Dispute) -> Collection[Role]:
    """The roles that decide a dispute, by what it is about."""
    about = None if dispute.about is None else fact_of_id(ledger, dispute.about)
    if about is not None:
        if isinstance(about.fact, Monitoring | MonitoringRevision):
            return _OF_EVALUATIONS
        return _OF_PAY if about.fact.tells_pay else _OF_FIGURES
    if dispute.item is not None:
        return _OF_PAY if REPORTS[reports_showing(dispute.item)[0]].tells_pay else _OF_FIGURES
    return _OF_FIGURES | _OF_PAY


def refuse_deciding(ledger: Ledger, fact: Fact, principal: Principal) -> None:
    """Raises Problem where somebody would decide a dispute that is not theirs to decide, or revise what is disputed."""
    if isinstance(fact, DisputeDecision) and fact.decision != WITHDRAWN:
        opened = ledger.facts.stream(key_stream(Dispute.kind, (fact.dispute,)))
        dispute = opened[0].fact if opened else None
        if isinstance(dispute, Dispute) and dispute.employee != principal.employee:
            _refuse_decision(ledger, dispute, principal)
    elif isinstance(fact, MonitoringRevision):
        _refuse_revision(ledger, fact, principal)


def may_decide(ledger: Ledger, dispute: Dispute, principal: Principal) -> bool:
    """Whether somebody may uphold or dismiss a dispute of another."""
    try:
        _refuse_decision(ledger, dispute, principal)
    except Problem:
        return False
    return dispute.employee != principal.employee


def is_disputed(ledger: Ledger, fact: MonitoringRevision) -> bool:
    """Whether the evaluation that is revised is disputed: by a dispute that is open, or was upheld."""
    return bool(_disputes_of(ledger, fact))


def _refuse_decision(ledger: Ledger, dispute: Dispute, principal: Principal) -> None:
    roles = deciders(ledger, dispute)
    if principal.holds_store:
        return
    if not set(principal.roles) & set(roles):
        raise not_permitted(f"dispute_decision: this one is for {_DECIDED_BY.get(frozenset(roles), 'a manager or HR')}")
    about = None if dispute.about is None else fact_of_id(ledger, dispute.about)
    if about is not None and _made(about, principal):
        raise _own("dispute_decision: you recorded what is disputed")


def _refuse_revision(ledger: Ledger, fact: MonitoringRevision, principal: Principal) -> None:
    found = _disputes_of(ledger, fact)
    if not found or principal.holds_store:
        return
    opened = ledger.facts.stream(key_stream(Monitoring.kind, (fact.monitoring,)))
    if _made(opened[0], principal):
        raise _own("monitoring_revision: your own evaluation is disputed")
    decided = [each for each in found if each is not None]
    if len(decided) == len(found) and not any(names_of(principal) & {each.by, each.recorded_by} for each in decided):
        raise not_permitted("monitoring_revision: whoever decided the dispute revises the evaluation; ask them")


def _disputes_of(ledger: Ledger, fact: MonitoringRevision) -> list[DisputeDecision | None]:
    """Of each dispute about the evaluation that is open or upheld: the decision, None of an open one."""
    opened = ledger.facts.stream(key_stream(Monitoring.kind, (fact.monitoring,)))
    if not opened:
        return []
    ids = {each.id for each in opened}
    last = ledger.facts.last_position()
    found: list[DisputeDecision | None] = []
    for each in ledger.facts.select(0, _MOST, [Dispute.kind], [opened[0].employee], last):
        if isinstance(each.fact, Dispute) and each.fact.about in ids:
            steps = ledger.facts.stream(key_stream(Dispute.kind, (each.fact.dispute,)))
            decision = steps[-1].fact if len(steps) > 1 else None
            if decision is None or (isinstance(decision, DisputeDecision) and decision.decision == "upheld"):
                found.append(decision)
    return found


def _made(recorded: RecordedFact, principal: Principal) -> bool:
    stated = {getattr(recorded.fact, name) for name in recorded.fact.actors}
    return is_own(principal, recorded.fact) or not names_of(principal).isdisjoint(stated)


def _own(sentence: str) -> Problem:
    return Problem.of("refused", Refusal("own_decision", f"{sentence}; ask somebody else"))
