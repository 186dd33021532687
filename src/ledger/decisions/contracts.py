"""S3.7a, S4.6c: what a contract may say, and from which day on it may change how somebody is paid (劳动合同与工龄)."""

from collections.abc import Mapping
from datetime import date, timedelta

from ledger.calendar import first_day, following_period, period_of
from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, standing, standing_of
from ledger.facts.contracts import Contract, Seniority
from ledger.facts.people import Employee
from ledger.refusal import Refusal

MONTHLY, HOURLY = "monthly", "hourly"
WRONG = "bad_value"
NOT_ALLOWED = "not_allowed"
_ONE_DAY = timedelta(days=1)


@decides(Contract)
def decide_contract(fact: Contract, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S3.7a 劳动合同: a rate with hourly pay alone; another way of pay from the first day of a period on, or by hiring.

    What a later contract changes then is judged with it.
    """
    if fact.pay == HOURLY and fact.rate is None:
        return Refusal(WRONG, "contract: pay is hourly, and there is no rate; give the rate, in yuan an hour")
    if fact.pay != HOURLY and fact.rate is not None:
        return Refusal(
            WRONG, f"contract: pay is {fact.pay}, and there is a rate; leave rate out, or give pay as hourly"
        )
    now = _contracts(fact.employee, state)
    return _refused_change(fact, now, {**now, fact.from_: fact}, state) or ACCEPTED


def refusal_without(fact: Contract, state: LedgerState, without: LedgerState) -> Refusal | None:
    """Why a contract may not be voided, by what stands then; None where it may be. `without` is the ledger then."""
    return _refused_change(fact, _contracts(fact.employee, state), _contracts(fact.employee, without), without)


_Contracts = Mapping[date, Contract]


def _contracts(employee: str, state: LedgerState) -> _Contracts:
    """The contracts of an employee that stand, by the day from which they hold."""
    return {fact.from_: fact for fact in standing_of(Contract, employee, state)}


def _refused_change(fact: Contract, now: _Contracts, then: _Contracts, state: LedgerState) -> Refusal | None:
    """The refusal of what would stand under the key of a contract: by itself, or by what the next one would come to do.

    A later contract that changes pay otherwise as it is, because the hiring was restated, is no reason.
    """
    day, employee = fact.from_, fact.employee
    if day in then and _changes(day, employee, then, state):
        before, pay = _pay_on(day - _ONE_DAY, then), then[day].pay
        return Refusal(
            NOT_ALLOWED,
            f"contract: pay of {employee!r} would change from {before} to {pay} on {day}; pay changes on the first day "
            f"of a period: give from {_next_first_day(day, state)}, or {before} as pay until then (S3.7a)",
        )
    later = min((each for each in then if each > day), default=None)
    if later is None or not _changes(later, employee, then, state) or _changes(later, employee, now, state):
        return None
    return Refusal(
        NOT_ALLOWED,
        f"contract: with {_pay_on(day, then)} as pay from {day} on, the contract of {employee!r} from {later} would "
        f"change it to {then[later].pay}; pay changes on the first day of a period: record that contract from "
        f"{_next_first_day(later, state)} first (S3.7a)",
    )


def _changes(day: date, employee: str, contracts: _Contracts, state: LedgerState) -> bool:
    """Whether the contract of a day changes pay where it may not change."""
    return _pay_on(day - _ONE_DAY, contracts) != contracts[day].pay and not _may_change(day, employee, state)


def _pay_on(day: date, contracts: _Contracts) -> str:
    """How the contract in force on a day pays; without one by the month."""
    latest = max((each for each in contracts if each <= day), default=None)
    return MONTHLY if latest is None else contracts[latest].pay


def _may_change(day: date, employee: str, state: LedgerState) -> bool:
    """Whether pay may change on a day: the first of a period, or one not after the hiring."""
    assert state.site is not None
    start = state.site.period_start_day
    if day == first_day(period_of(day, start), start):
        return True
    hired = standing(Employee, (employee,), state)
    return hired is not None and day <= hired.hired_on


def _next_first_day(day: date, state: LedgerState) -> date:
    """The first day of the period after that of a day."""
    assert state.site is not None
    start = state.site.period_start_day
    return first_day(following_period(period_of(day, start)), start)


def _is_in_order(fact: Seniority) -> bool:
    return fact.continuous_from is None or fact.continuous_from >= fact.from_


@decides(Seniority, evident=_is_in_order)
def decide_seniority(fact: Seniority, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S4.6c, S10.5b 工龄: service with this employer did not begin before all service."""
    if _is_in_order(fact):
        return ACCEPTED
    return Refusal(
        WRONG,
        f"seniority: continuous_from {fact.continuous_from} is before from {fact.from_}, the start of all service; "
        "give the earlier date as from",
    )
