"""S3.7a, S4.6b: contracts that would change the way of pay within a period, and leave beyond what was granted."""

from datetime import UTC, date, datetime
from typing import Any

from .contracts import latest
from .entitlements import would_lack
from .fields import RefusedLineError
from .ledger import Ledger
from .periods import first_date, period_of
from .state import View

Fact = dict[str, Any]


def _standing(ledger: Ledger, employee: str, without: int | None = None) -> dict[date, Fact]:
    """The contracts of an employee that stand, by `from`; at times without the fact at one position."""
    keys = [key for key in ledger.stated if key[:2] == ("contract", employee)]
    found = {key[2]: ledger.stands(key, without) for key in keys}
    return {start: fact for start, fact in sorted(found.items()) if fact}


def _changes_within_a_period(ledger: Ledger, employee: str, contracts: dict[date, Fact], start: date) -> bool:
    """Whether the contract of a date changes the way of pay elsewhere than at a period's start or by the hiring."""
    hired = ledger.stands(("employee", employee))
    if hired is None or start <= hired["hired_on"]:
        return False
    start_day = ledger.facts[0]["period_start_day"]
    if start == first_date(period_of(start, start_day), start_day):
        return False
    before = [contracts[each] for each in sorted(contracts) if each < start]
    return latest(before, start).pay != str(contracts[start]["pay"])


def _refuse_change(ledger: Ledger, employee: str, then: dict[date, Fact], of: date) -> None:
    """Refuse what would stand of a date, and what the next contract would come to change by it."""
    now = _standing(ledger, employee)
    if of in then and _changes_within_a_period(ledger, employee, then, of):
        raise RefusedLineError("the way of pay changes at a period's start (S3.7a)")
    later = [start for start in sorted(then) if start > of]
    for start in later[:1]:
        would = _changes_within_a_period(ledger, employee, then, start)
        if would and not _changes_within_a_period(ledger, employee, now, start):
            raise RefusedLineError("a later contract would come to change the way of pay within a period (S3.7a)")


def refuse_contract(ledger: Ledger, content: Fact) -> None:
    """S3.7a: a contract as it is recorded."""
    employee, start = content["employee"], content["from"]
    _refuse_change(ledger, employee, _standing(ledger, employee) | {start: content}, start)


def refuse_void_of_contract(ledger: Ledger, target: Fact) -> None:
    """S11.5, S3.7a: what would stand without a contract may stand."""
    then = _standing(ledger, target["employee"], without=target["position"])
    _refuse_change(ledger, target["employee"], then, target["from"])


def refuse_without_grant(ledger: Ledger, decision: Fact) -> None:
    """S4.6b: no leave of an entitled type is approved beyond what was granted, unless it is let pass."""
    if decision["decision"] != "approved":
        return
    if decision["override_by"] is not None and decision["override_reason"] is not None:
        return
    request = ledger.by_natural_key["leave", decision["leave"]]
    if request["type"] not in ledger.rules_for(request["first_date"])["entitled_types"]:
        return
    if would_lack(View(ledger.facts, datetime(2999, 1, 1, tzinfo=UTC)), request):
        raise RefusedLineError("the leave asks for more than was granted (S4.6b)")


def refuse_by_pay(ledger: Ledger, kind: str, content: Fact) -> None:
    """S3.7a, S4.6, S4.6b: what is refused of these kinds."""
    if kind == "leave_decision":
        refuse_without_grant(ledger, content)
    if kind == "contract":
        refuse_contract(ledger, content)
    if kind == "entitlement" and not ledger.knows("leave_types", content["type"]):
        raise RefusedLineError("no rule set on the ledger knows this leave type")
