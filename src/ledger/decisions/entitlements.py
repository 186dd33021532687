"""S4.6: what is granted of a leave type, and an approval that would leave minutes without a grant (假期额度)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.decisions.dates_of_leave import DatesOfOne, rules_on
from ledger.decisions.judgement import decides
from ledger.decisions.leave_types import refused_type
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, standing, standing_of
from ledger.entitlements import Grant, Use, asked_for, drawn, granted_by_service
from ledger.facts.contracts import Seniority
from ledger.facts.leave import Entitlement, Leave, LeaveDecision
from ledger.refusal import Refusal
from ledger.ruleset import RuleSet

OVERDRAWN = "no_grant"


@decides(Entitlement)
def decide_entitlement(fact: Entitlement, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S4.6 假期额度: the leave type is known, and the grant does not expire before its year."""
    if fact.expires is not None and fact.expires.year < int(fact.year):
        return Refusal(
            "bad_value",
            f"entitlement: expires {fact.expires} is before the year {fact.year}; give a date from {fact.year}-01-01 "
            "on, or leave it out for the end of the year",
        )
    return refused_type(Entitlement.kind, fact.type, state) or ACCEPTED


@dataclass(frozen=True)
class Shortage:
    """What an approval asks for and has no grant for, in minutes."""

    asked: int
    without: int

    @property
    def left(self) -> int:
        """What grants have left for it."""
        return self.asked - self.without


def refused_approval(fact: LeaveDecision, opener: Known, state: LedgerState) -> Refusal | None:
    """S4.6b: the refusal of an approval that would leave more minutes without a grant; None where it would not.

    `opener` is the leave on the ledger. Whoever overrides gives a reason.
    """
    if fact.decision != "approved" or (fact.override_by is not None and fact.override_reason):
        return None
    found = shortage(opener, state)
    if found is None or not found.without:
        return None
    leave = opener.fact
    assert isinstance(leave, Leave)
    return Refusal(
        OVERDRAWN,
        f"leave_decision: leave {leave.leave!r} asks for {found.asked} minutes of {leave.type} from {leave.first_date} "
        f"to {leave.last_date}, and the entitlement has {found.left} left for it; approve no more than that, record an "
        "entitlement first, or give override_by and override_reason (S4.6b)",
    )


def shortage(opener: Known, state: LedgerState) -> Shortage | None:
    """S4.6b: what a leave asks for, and how much more has no grant with it than without it.

    Counted is what all leaves of the type that are approved ask for. None where the type needs no grant, and where the
    leave is approved already.
    """
    leave = opener.fact
    assert isinstance(leave, Leave)
    rules = rules_on(leave.first_date, state)
    if leave.type not in rules.entitled_types or _is_approved(opener.stream, state):
        return None
    dates = DatesOfOne.of(leave.employee, state)
    others = list(_approved(leave, opener.stream, state))
    dates.read((each.first_date, each.last_date) for each in (leave, *others))
    own = list(asked_for(leave.first_date, leave.last_date, leave.minutes, dates))
    before = [use for each in others for use in asked_for(each.first_date, each.last_date, each.minutes, dates)]
    grants = list(_grants(leave.type, [*before, *own], rules, dates))
    more = drawn(grants, [*before, *own]).without - drawn(grants, before).without
    return Shortage(sum(use.minutes for use in own), more)


def _approved(leave: Leave, stream: str, state: LedgerState) -> Iterator[Leave]:
    """The other leaves of the employee and the type that are approved."""
    streams = [each for each in state.streams_of(Leave.kind, leave.employee) if each != stream]
    state.read(streams)
    for each in streams:
        other = state.history(each)[0].fact
        if isinstance(other, Leave) and other.type == leave.type and _is_approved(each, state):
            yield other


def _is_approved(stream: str, state: LedgerState) -> bool:
    """S4.1: whether the last decision on a leave is approval."""
    last = state.history(stream)[-1].fact
    return isinstance(last, LeaveDecision) and last.decision == "approved"


def _grants(leave_type: str, uses: Iterable[Use], rules: RuleSet, dates: DatesOfOne) -> Iterator[Grant]:
    """What is granted of a type: by facts, and of the years of the uses for which there is none by service (S4.6c)."""
    own = [fact for fact in standing_of(Entitlement, dates.employee, dates.state) if fact.type == leave_type]
    stated = {int(fact.year) for fact in own}
    yield from (Grant(int(each.year), each.minutes, each.expires or _end_of(int(each.year))) for each in own)
    tiers = (rules.entitlement_by_service or {}).get(leave_type)
    hired = dates.hired
    if tiers is None or hired is None:
        return
    served = standing(Seniority, (dates.employee,), dates.state)
    since = hired.hired_on if served is None else served.from_
    for year in {use.day.year for use in uses} - stated:
        end = _end_of(year)
        last = end if dates.last_day is None else min(end, dates.last_day)
        minutes = granted_by_service(tiers, since, hired.hired_on, dates.last_day, year, dates.day_minutes(last))
        yield Grant(year, minutes, end)


def _end_of(year: int) -> date:
    return date(year, 12, 31)
