"""S1.3a Employment ends after it began: a rehire is a new employee number (入职与离职)."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, standing
from ledger.facts.people import Employee, Leaving
from ledger.refusal import Refusal

CODE = "not_allowed"


@decides(Leaving)
def decide_leaving(fact: Leaving, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S1.3a 离职: the last day is not before the first day in force; a withdrawn leaving has none."""
    hired = standing(Employee, (fact.employee,), state)
    if fact.last_day is None or hired is None or fact.last_day >= hired.hired_on:
        return ACCEPTED
    return Refusal(
        CODE,
        f"leaving: last_day {fact.last_day} of {fact.employee!r} is before hired_on {hired.hired_on}; give a last day "
        "from then on, or record the employee with the right hired_on first",
    )


@decides(Employee)
def decide_employee(fact: Employee, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S1.3a 员工: an employee who is recorded again was not hired after the last day in force."""
    left = standing(Leaving, (fact.employee,), state) if standing(Employee, (fact.employee,), state) else None
    if left is None or left.last_day is None or fact.hired_on <= left.last_day:
        return ACCEPTED
    return Refusal(
        CODE,
        f"employee: hired_on {fact.hired_on} of {fact.employee!r} is after the last day {left.last_day}; give a rehire "
        "a new employee number, or withdraw the leaving first, with one whose last_day is null",
    )
