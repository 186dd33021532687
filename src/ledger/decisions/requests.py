"""S3.3b Requests: a forgotten punch (补卡) and overtime, decided once; an approval records what was asked for."""

from datetime import date, datetime

from ledger.calendar import period_of
from ledger.decisions.approvals import recorded_with
from ledger.decisions.dates_of_leave import rules_on
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, standing
from ledger.facts.attendance import Clock, OvertimeApproved
from ledger.facts.requests import OvertimeRequest, OvertimeRequestDecision, PunchRequest, PunchRequestDecision
from ledger.facts.streams import ref_stream
from ledger.refusal import Refusal

_APPROVED = "approved"
Decision = PunchRequestDecision | OvertimeRequestDecision


@decides(PunchRequest)
def decide_punch_request(fact: PunchRequest, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S3.3b 补卡: within the limits of the rule set, unless a manager overrides with a reason."""
    if fact.override_by is not None and fact.override_reason:
        return ACCEPTED
    return _too_late(fact, state) or _too_many(fact, state) or ACCEPTED


def _too_late(fact: PunchRequest, state: LedgerState) -> Refusal | None:
    """S3.3b: more than `punch_request_days` days after the local date of the punch."""
    day = _local_date(fact.at, state)
    limit = rules_on(day, state).punch_request_days
    days = (_local_date(fact.requested_at, state) - day).days
    if limit is None or days <= limit:
        return None
    return Refusal(
        "late_request",
        f"punch_request: the punch of {day} is requested {days} days later, and the limit is {limit} days; request it "
        "in time, or give override_by and override_reason (S3.3b)",
    )


def _too_many(fact: PunchRequest, state: LedgerState) -> Refusal | None:
    """S3.3b: the employee has `punch_requests_per_period` of them in the period already, approved or undecided."""
    day = _local_date(fact.at, state)
    limit = rules_on(day, state).punch_requests_per_period
    if limit is None:
        return None
    period = _period(day, state)
    counted = sum(_period(each, state) == period for each in _days_asked_for(fact.employee, state))
    if counted < limit:
        return None
    return Refusal(
        "no_requests_left",
        f"punch_request: {fact.employee!r} has {counted} of them in {period}, approved or undecided, and the limit is "
        f"{limit} a period; wait until one is decided, or give override_by and override_reason (S3.3b)",
    )


def _days_asked_for(employee: str, state: LedgerState) -> list[date]:
    """The local dates of the punches that somebody asked for, by requests that are approved or undecided."""
    streams = state.streams_of(PunchRequest.kind, employee)
    state.read(streams)
    histories = (state.history(stream) for stream in streams)
    return [
        date.fromisoformat(opener.business_date)
        for opener, *decisions in histories
        if not decisions or _is_approval(decisions[-1])
    ]


def _is_approval(known: Known) -> bool:
    fact = known.fact
    return isinstance(fact, PunchRequestDecision) and fact.decision == _APPROVED


def _local_date(moment: datetime, state: LedgerState) -> date:
    assert state.site is not None
    return moment.astimezone(state.site.zone).date()


def _period(day: date, state: LedgerState) -> str:
    assert state.site is not None
    return period_of(day, state.site.period_start_day)


@decides(PunchRequestDecision)
def decide_punch_request_decision(
    fact: PunchRequestDecision, state: LedgerState, opener: Known | None
) -> Accepted | Refusal:
    """S3.3b: decided once; an approval records the punch, under the request's number as its `ref`."""
    if opener is None:
        return unopened(fact)
    if not _approves(fact, opener, state):
        return _once(fact, opener, state)
    request = opener.fact
    assert isinstance(request, PunchRequest)
    if state.history(ref_stream(Clock.kind, request.request)):
        return Refusal(
            "ref_taken",
            f"punch_request_decision: a clock with the ref {request.request!r} is on the ledger already, so the "
            "request cannot be approved; reject it, and request the punch under another number (S3.3b)",
        )
    # S13.5: the punch is the employee's own act, and not made by another.
    return Accepted(also=(recorded_with(fact, requested_punch(request), request.employee),), follows=opener)


def requested_punch(request: PunchRequest) -> Clock:
    """The punch that the approval of a request records: of no device, its `ref` the request's number."""
    return Clock(employee=request.employee, at=request.at, direction=request.direction, ref=request.request)


@decides(OvertimeRequestDecision)
def decide_overtime_request_decision(
    fact: OvertimeRequestDecision, state: LedgerState, opener: Known | None
) -> Accepted | Refusal:
    """S3.3b: decided once; an approval records the overtime of the date, in place of what stood."""
    if opener is None:
        return unopened(fact)
    if not _approves(fact, opener, state):
        return _once(fact, opener, state)
    request = opener.fact
    assert isinstance(request, OvertimeRequest)
    approved = requested_overtime(request, fact.by)
    stands = standing(OvertimeApproved, (request.employee, request.date.isoformat()), state)
    if stands is not None and stands.content == approved.content:
        return Accepted(follows=opener)
    return Accepted(also=(recorded_with(fact, approved),), follows=opener)


def requested_overtime(request: OvertimeRequest, by: str) -> OvertimeApproved:
    """The overtime that somebody's approval of a request records."""
    return OvertimeApproved(
        employee=request.employee,
        date=request.date,
        minutes=request.minutes,
        by=by,
        compensation=request.compensation,
        rate=request.rate,
    )


def _approves(fact: Decision, opener: Known, state: LedgerState) -> bool:
    """Whether a decision approves a request that nobody has decided."""
    return fact.decision == _APPROVED and not _decided(opener, state)


def _decided(opener: Known, state: LedgerState) -> bool:
    return len(state.history(opener.stream)) > 1


def _once(fact: Decision, opener: Known, state: LedgerState) -> Accepted | Refusal:
    """S3.3b: a request is approved, rejected or cancelled once."""
    if not _decided(opener, state):
        return Accepted(follows=opener)
    last = state.history(opener.stream)[-1].fact
    assert isinstance(last, Decision)
    return Refusal(
        "decided",
        f"{fact.kind}: {fact.follows} {fact.request!r} is {last.decision} already, and is decided once; "
        "make a new request instead (S3.3b)",
    )
