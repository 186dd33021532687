"""Closed months: devices, managers and HR alone record, decide and void there; and who may restate another's statement.

An employee asks at any time, and QA revise an evaluation of a closed month where it is disputed. What no closing
freezes, such as a task, has no closed month.
"""

from datetime import date

from api.auth.authorship import is_own
from api.auth.disputed_matters import is_disputed
from api.auth.named_facts import opened_of, people_of, standing_of
from api.auth.principals import Principal
from api.problems import Problem, not_permitted
from ledger.calendar import period_of
from ledger.facts.base import KINDS, Fact
from ledger.facts.prepared_fact import business_date_of
from ledger.facts.quality import MonitoringRevision
from ledger.facts.requests import OvertimeRequestDecision, PunchRequestDecision
from ledger.facts.roster import ShiftFact
from ledger.facts.streams import stream_of
from ledger.facts.void import Void
from ledger.ledger import Ledger
from ledger.roles import Role
from projections.reports.registry import FROZEN

CLOSED = "closed_period"
"""The code of what is refused because its month is closed."""
WITHOUT_LIMIT = frozenset({Role.DEVICE, Role.MANAGER, Role.HR})
"""The roles that record in closed months too, and restate what others have stated."""
_RECORDING = (PunchRequestDecision.kind, OvertimeRequestDecision.kind)
"""Decisions that record what a closing freezes."""


def refuse_in_closed_months(ledger: Ledger, fact: Fact, principal: Principal) -> None:
    """Raises Problem where somebody would change a closed month, or what somebody else has stated, and may not."""
    if principal.holds_store or not WITHOUT_LIMIT.isdisjoint(principal.roles):
        return
    opened = opened_of(ledger, fact)
    asks = Role.EMPLOYEE in fact.recorders and principal.employee in people_of(opened[0].fact if opened else fact)
    if not asks:
        _refuse_closed(ledger, fact, [each.business_date for each in opened[:1]])
    _refuse_restating(ledger, fact, principal)


def _refuse_closed(ledger: Ledger, fact: Fact, opened: list[str]) -> None:
    site = ledger.site
    if site is None:
        return
    if isinstance(fact, Void):
        dates = [each.business_date for each in ledger.facts.voided(fact)] if _is_frozen(fact.of_kind) else []
    elif not _is_frozen(fact.kind) or _decides_nothing(fact):
        dates = []
    else:
        dates = opened or [business_date_of(fact, site)]
    if isinstance(fact, MonitoringRevision) and is_disputed(ledger, fact):
        return
    for day in dates:
        if day and ledger.closings.is_closed(period_of(date.fromisoformat(day), site.period_start_day)):
            sentence = f"{fact.kind}: {day} is in a period that is closed; ask a manager or HR to record it"
            raise Problem("not-permitted", sentence, code=CLOSED)


def _refuse_restating(ledger: Ledger, fact: Fact, principal: Principal) -> None:
    if not fact.supersedes or isinstance(fact, ShiftFact):
        return
    standing = standing_of(ledger, stream_of(fact), type(fact))
    if standing and not is_own(principal, standing[-1].fact):
        raise not_permitted(f"{fact.kind}: somebody else has stated it; ask a manager or HR to state it anew")


def _is_frozen(kind: str) -> bool:
    """Whether facts of a kind change what a closing freezes."""
    feeds = KINDS[kind].feeds
    return kind in _RECORDING or "*" in feeds or not set(FROZEN).isdisjoint(feeds)


def _decides_nothing(fact: Fact) -> bool:
    outcome = None if fact.outcome is None else str(getattr(fact, fact.outcome))
    return outcome is not None and outcome in (*fact.steps, *fact.keeping)
