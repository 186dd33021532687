"""Erasing a person: the fact, the key, and what lies in clear, in one transaction under the append lock.

The sealed bytes stay on the ledger as they are; without the key nobody can read them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ledger.appends.append import Append
from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import instant
from ledger.decisions.erasure import EraseCommand, PersonState, refused_erasing
from ledger.decisions.identifiers import settled_name, settled_number
from ledger.facts.base import Fact
from ledger.facts.codec import ERASED
from ledger.facts.complaints import Complaint
from ledger.facts.conduct import Dispute
from ledger.facts.governance import Close, Erasure, LegalHold
from ledger.facts.people import Employee, Leaving
from ledger.facts.prepared_fact import prepared
from ledger.facts.service import Refund
from ledger.facts.streams import key_stream
from ledger.refusal import LedgerError, Refusal
from ledger.store.clear_texts import Person, blank
from ledger.store.dialect import StoreCursor
from ledger.store.events_table import SELECT, recorded_event
from ledger.store.keys.keyring import Keyring, subject_of
from ledger.store.mapper import FactMapper

Decide = Callable[[EraseCommand, PersonState], Erasure | Refusal]

_WITHOUT_ROWS = (LegalHold.kind, Erasure.kind)
"""Kinds that no report is made of."""
_TO_DECIDE = (Refund.kind, Dispute.kind, Complaint.kind)
"""Kinds that are decided before the person whose they are is erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure: its position, whether it was there before, and why something may be left of what was erased."""

    employee: str
    position: int
    again: bool = False
    left: str | None = None
    """A sentence; None where nothing is left in the store's files."""


def erase(append: Append, keyring: Keyring, command: EraseCommand, decide: Decide) -> Erased | Refusal:
    """Erase a person within an append, which commits it; or why that may not be."""
    ledger_state = append.ledger_state
    by = settled_name(command.by, ledger_state)
    if isinstance(by, Refusal):
        return by
    command = replace(command, by=by, employee=settled_number(Employee.kind, command.employee, ledger_state))
    facts, state = _looked_at(append.cursor, keyring, ledger_state, command.employee, append.now)
    decision = decide(command, state)
    if isinstance(decision, Refusal):
        if state.erased_at is None:
            return decision
        # What a store took in between, such as a line that was refused, is blanked again.
        blank(append.cursor, Person(command.employee))
        return Erased(command.employee, state.erased_at, again=True)
    known = append.put(prepared(decision, state.site), None)
    append.flush()
    keyring.destroy(append.cursor, subject_of(command.employee))
    blank(append.cursor, Person(command.employee, state.names, frozenset(_texts(facts))))
    return Erased(command.employee, known.position)


def erasability(cursor: StoreCursor, keyring: Keyring, employee: str, now: int) -> tuple[int | None, Refusal | None]:
    """The position of a person's erasure, None where there is none; and why the person may not be erased now."""
    ledger_state = StoredLedgerState(cursor, FactMapper(keyring, cursor), set())
    employee = settled_number(Employee.kind, employee, ledger_state)
    _, state = _looked_at(cursor, keyring, ledger_state, employee, now)
    return state.erased_at, refused_erasing(employee, state)


def _looked_at(
    cursor: StoreCursor, keyring: Keyring, ledger_state: StoredLedgerState, employee: str, now: int
) -> tuple[list["FactOfPerson"], PersonState]:
    site = ledger_state.site
    if site is None:
        raise LedgerError("the ledger has no site yet; make it with init")
    facts = list(_facts_of(cursor, FactMapper(keyring, cursor), employee))
    return facts, person_state(cursor, ledger_state, employee, facts, instant(now).astimezone(site.zone).date())


def person_state(
    cursor: StoreCursor, ledger_state: StoredLedgerState, employee: str, facts: list["FactOfPerson"], today: date
) -> PersonState:
    """What the ledger says of a person, from the facts of that person, in order."""
    assert ledger_state.site is not None
    counted = [each for each in facts if not ledger_state.is_voided(each.position)]
    known, hired, left, hold = (
        _last(facts, Employee),
        *(_last(counted, model) for model in (Employee, Leaving, LegalHold)),
    )
    rows = [each for each in facts if each.fact.kind not in _WITHOUT_ROWS]
    closed, closed_at = _last_closing(cursor, ledger_state)
    late = [each.position for each in rows if each.position > closed_at]
    erasures = ledger_state.history(key_stream(Erasure.kind, (employee,)))
    names = {each.fact.name for each in facts if isinstance(each.fact, Employee)} - {ERASED}
    return PersonState(
        site=ledger_state.site,
        today=today,
        known=known is not None,
        hired_on=hired.hired_on if isinstance(hired, Employee) else None,
        last_day=_last_day(known, hired, left),
        last_dated=max((date.fromisoformat(each.business_date) for each in rows), default=None),
        late=late[0] if late else None,
        held_by=hold.by if isinstance(hold, LegalHold) and hold.reason is not None else None,
        lifted_by=_lifted_by(hold),
        undecided=_undecided(ledger_state, counted),
        erased_at=erasures[0].position if erasures else None,
        last_closed=closed,
        names=frozenset(names),
    )


@dataclass(frozen=True, slots=True)
class FactOfPerson:
    """A fact whose employee a person is."""

    position: int
    business_date: str
    fact: Fact


def _facts_of(cursor: StoreCursor, mapper: FactMapper, employee: str) -> Iterator[FactOfPerson]:
    cursor.execute(f"{SELECT}WHERE employee=? ORDER BY position", [employee])
    for row in cursor.fetchall():
        fact = mapper.to_domain_event(recorded_event(row)).fact
        yield FactOfPerson(row["position"], row["business_date"], fact)


def _last(facts: list[FactOfPerson], model: type[Fact]) -> Fact | None:
    return next((each.fact for each in reversed(facts) if isinstance(each.fact, model)), None)


def _lifted_by(hold: Fact | None) -> frozenset[str]:
    """Who lifted the last legal hold, and who recorded that."""
    if not isinstance(hold, LegalHold) or hold.reason is not None:
        return frozenset()
    return frozenset(each for each in (hold.by, hold.recorded_by) if each is not None)


def _undecided(ledger_state: StoredLedgerState, counted: list[FactOfPerson]) -> tuple[str, str] | None:
    """Kind and number of the first refund, dispute or complaint of somebody on which nothing is decided."""
    for each in counted:
        if each.fact.kind not in _TO_DECIDE:
            continue
        followed = ledger_state.history(key_stream(each.fact.kind, each.fact.key))[1:]
        if not any(_decides(step.fact) for step in followed):
            return each.fact.kind, str(each.fact.key[0])
    return None


def _decides(fact: Fact) -> bool:
    outcome = None if fact.outcome is None else str(getattr(fact, fact.outcome))
    return outcome is not None and outcome not in (*fact.steps, *fact.keeping)


def _last_day(known: Fact | None, hired: Fact | None, left: Fact | None) -> date | None:
    """The last day of employment; of somebody who was recorded by mistake and voided, the day of hire (S11.5)."""
    if hired is None and isinstance(known, Employee):
        return known.hired_on
    return left.last_day if isinstance(left, Leaving) else None


def _last_closing(cursor: StoreCursor, ledger_state: StoredLedgerState) -> tuple[str | None, int]:
    cursor.execute("SELECT MAX(position) AS last FROM events WHERE kind=?", [Close.kind])
    position = cursor.fetchone()["last"] or 0
    return max(ledger_state.closed_periods(), default=None), position


def _texts(facts: list[FactOfPerson]) -> Iterator[str]:
    for each in facts:
        for attribute in each.fact.sealed:
            yield from _strings(getattr(each.fact, attribute))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value != ERASED:
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
