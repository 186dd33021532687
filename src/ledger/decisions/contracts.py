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
    contracts = {**_contracts(fact.employee, state), fact.from_: fact}
    return _refused_change(fact.from_, fact.employee, contracts, state) or ACCEPTED


def refusal_without(fact: Contract, state: LedgerState) -> Refusal | None:
    """Why a contract may not be voided of which nothing stands then; None where it may be.

    `state` is the ledger without it.
    """
    return _refused_later(fact.from_, fact.employee, _contracts(fact.employee, state), state)


def _contracts(employee: str, state: LedgerState) -> Mapping[date, Contract]:
    """The contracts of an employee that stand, by the day from which they hold."""
    return {fact.from_: fact for fact in standing_of(Contract, employee, state)}


def _refused_change(day: date, employee: str, contracts: Mapping[date, Contract], state: LedgerState) -> Refusal | None:
    """The refusal of the contract from a day on: by what it changes itself, or by what a later one would change."""
    before, now = _pay_on(day - timedelta(days=1), contracts), contracts[day].pay
    if now != before and not _may_change(day, employee, state):
        return Refusal(
            NOT_ALLOWED,
            f"contract: pay of {employee!r} would change from {before} to {now} on {day}; pay changes on the first day "
            f"of a period: give from {_next_first_day(day, state)}, or {before} as pay until then (S3.7a)",
        )
    return _refused_later(day, employee, contracts, state)


def _refused_later(day: date, employee: str, contracts: Mapping[date, Contract], state: LedgerState) -> Refusal | None:
    """The refusal of what holds from a day on, by what the next contract would change."""
    later = min((each for each in contracts if each > day), default=None)
    if later is None:
        return None
    before, then = _pay_on(day, contracts), contracts[later].pay
    if then == before or _may_change(later, employee, state):
        return None
    return Refusal(
        NOT_ALLOWED,
        f"contract: with {before} as pay from {day} on, the contract of {employee!r} from {later} would change it to "
        f"{then}; pay changes on the first day of a period: record that contract from {_next_first_day(later, state)} "
        "first (S3.7a)",
    )


def _pay_on(day: date, contracts: Mapping[date, Contract]) -> str:
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
