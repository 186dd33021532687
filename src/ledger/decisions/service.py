"""S13.6, S13.7 Refunds, promises and complaints: what an update may say, and which refund an error may name."""

from datetime import datetime

from ledger.calendar import whole_minute
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.complaints import Complaint, ComplaintUpdate
from ledger.facts.conduct import WorkError
from ledger.facts.service import Promise, PromiseUpdate, Refund
from ledger.facts.streams import key_stream
from ledger.refusal import Refusal

_MOVED = "moved"


def _names_no_refund(fact: WorkError) -> bool:
    return fact.refund is None


@decides(WorkError, evident=_names_no_refund)
def decide_work_error(fact: WorkError, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S13.6 差错: the refund that an error names is one of the employee's own, and stands."""
    if fact.refund is None:
        return ACCEPTED
    refund = next(iter(state.history(key_stream(Refund.kind, (fact.refund,)))), None)
    if refund is not None and refund.employee == fact.employee and not state.is_voided(refund.position):
        return ACCEPTED
    return Refusal(
        "unknown_refund",
        f"work_error: no refund {fact.refund!r} of {fact.employee!r} stands on the ledger; give the number of a refund "
        "that this employee registered, or leave refund out (S13.6)",
    )


@decides(PromiseUpdate)
def decide_promise_update(fact: PromiseUpdate, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S13.7 承诺跟进: a promise is moved no later than it was due, to an instant that is not past by then."""
    if opener is None:
        return unopened(fact)
    if fact.status == _MOVED:
        due = _due(opener, state)
        if whole_minute(fact.at) > whole_minute(due):
            return Refusal(
                "not_allowed",
                f"promise_update: promise {fact.promise!r} was due at {due.isoformat()}, so it cannot be moved at "
                f"{fact.at.isoformat()}; record it as kept or broken (S13.7)",
            )
    return Accepted(follows=opener)


def _due(opener: Known, state: LedgerState) -> datetime:
    """S13.7: the due instant of a promise, by the last update that moved it."""
    promise, *updates = (known.fact for known in state.history(opener.stream))
    assert isinstance(promise, Promise)
    moved = [each.due_at for each in updates if isinstance(each, PromiseUpdate) and each.due_at is not None]
    return moved[-1] if moved else promise.due_at


def _has_no_instant(fact: Complaint) -> bool:
    return fact.at is None


@decides(Complaint, evident=_has_no_instant)
def decide_complaint(fact: Complaint, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S13.7 投诉: it came in on its date, by the clock of the site."""
    assert state.site is not None
    if fact.at is None or fact.at.astimezone(state.site.zone).date() == fact.date:
        return ACCEPTED
    return Refusal(
        "bad_value",
        f"complaint: at {fact.at.isoformat()} is not on date {fact.date} by the clock of the site; give the date of at",
    )


@decides(ComplaintUpdate)
def decide_complaint_update(fact: ComplaintUpdate, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S13.7 投诉跟进: only of a complaint that is nobody's, and once, an update names the employee."""
    if opener is None:
        return unopened(fact)
    if fact.employee is None:
        return Accepted(follows=opener)
    whose = next((owner for known in state.history(opener.stream) if (owner := _owner(known)) is not None), None)
    if whose is None:
        return Accepted(follows=opener)
    return Refusal(
        "not_allowed",
        f"complaint_update: complaint {fact.complaint!r} is of {whose!r} already, which is said once; leave employee "
        "out, or dismiss the complaint and record another (S13.7)",
    )


def _owner(known: Known) -> str | None:
    fact = known.fact
    return fact.employee if isinstance(fact, Complaint | ComplaintUpdate) else None
