"""From a ledger to the history of an employee, or of a workflow."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import period_of
from ledger.decisions.approvals import source_of
from ledger.facts.attendance import Clock, OvertimeApproved
from ledger.facts.base import KINDS, Fact
from ledger.facts.people import Employee, Site
from ledger.facts.requests import OvertimeRequest, PunchRequest
from ledger.facts.roster import ShiftFact, Swap
from ledger.facts.streams import key_stream
from ledger.history.entry import FactStanding, History, HistoryEntry
from ledger.history.reader import HistoryReader, ReadFact
from ledger.history.relations import Relations, relations_of
from ledger.history.voids import void_targets
from ledger.refusal import LedgerError, MissingError
from ledger.store.dialect import StoreCursor
from ledger.store.events_table import SELECT_MAX
from ledger.store.mapper import FactMapper

WORKFLOWS = tuple(kind for kind, model in KINDS.items() if model.opens)
"""The kinds that open a workflow, and so have a history of their own."""

_RECORDED_BY_APPROVAL: Mapping[str, tuple[type[Clock | OvertimeApproved | ShiftFact], int]] = {
    Swap.kind: (ShiftFact, 4),
    PunchRequest.kind: (Clock, 1),
    OvertimeRequest.kind: (OvertimeApproved, 1),
}
"""What the approval of a workflow records, and how many of them at the most (S3.3b, S5.2)."""
_RECORDED = (Clock, OvertimeApproved, ShiftFact)


def history_of(
    cursor: StoreCursor, mapper: FactMapper, number: str, workflow: str | None = None, position: int | None = None
) -> History:
    """Everything recorded of an employee, or of the workflow of a kind, up to a position (to the last, where None).

    Raises LedgerError where the ledger has no such employee, workflow or position.
    """
    site = StoredLedgerState(cursor, mapper, set()).site
    if site is None:
        raise LedgerError("the ledger has no site yet; make it with init, or import a file that begins with a site")
    last = _in_view(cursor, position)
    reader = HistoryReader(cursor, mapper, last)
    if workflow is None:
        shown, relations = _of_employee(reader, number, last)
    else:
        shown, relations = _of_workflow(reader, workflow, number, last)
    closings = reader.closings()
    return History(
        kind=workflow or Employee.kind,
        number=number,
        name="" if workflow else _last_name(shown, number),
        position=last,
        entries=tuple(_entry(read, relations, site, closings) for read in shown),
    )


def _in_view(cursor: StoreCursor, position: int | None) -> int:
    cursor.execute(SELECT_MAX)
    last: int = cursor.fetchone()["max"]
    if position is not None and not 1 <= position <= last:
        raise MissingError(f"there is no ledger position {position}; positions go from 1 to {last}")
    return last if position is None else position


def _of_employee(reader: HistoryReader, employee: str, last: int) -> tuple[list[ReadFact], Relations]:
    own = reader.of_employee(employee)
    if not any(isinstance(read.fact, Employee) for read in own):
        raise MissingError(
            f"there is no employee {employee!r} on the ledger up to position {last}; give a number that was recorded, "
            f"or two words for a workflow: one of {', '.join(WORKFLOWS)}, and its number"
        )
    naming = reader.naming(employee, _named_beside())
    followers = reader.streams(read.stream for read in naming if read.fact.opens or read.fact.follows)
    found = {read.position: read for read in (*own, *naming, *followers)}
    voids = reader.voids_of_nobodys()
    told = void_targets([*own, *voids], reader)
    targets = {void: target for void, target in told.items() if target in found}
    found |= {read.position: read for read in voids if read.position in targets}
    shown = _in_order(found)
    return shown, relations_of(shown, targets)


def _of_workflow(reader: HistoryReader, kind: str, number: str, last: int) -> tuple[list[ReadFact], Relations]:
    if kind not in WORKFLOWS:
        raise MissingError(
            f"{kind!r} is not a workflow; give one of {', '.join(WORKFLOWS)} with its number, or only the number of an "
            "employee"
        )
    steps = reader.streams([key_stream(kind, (number,))])
    if not steps:
        raise MissingError(
            f"there is no {kind} {number!r} on the ledger up to position {last}; give a number that was recorded"
        )
    entries = [entry for read in steps for entry in _recorded_with(reader, read)]
    shown = {read.position: read for read in (*steps, *entries)}
    rosters = reader.streams(read.stream for read in entries)
    around = shown | {read.position: read for read in rosters}
    voids = reader.voids_of({read.fact.employee for read in rosters if isinstance(read.fact, _RECORDED)})
    told = void_targets(voids, reader)
    return _in_order(shown), relations_of(_in_order(around), {v: t for v, t in told.items() if t in around})


def _recorded_with(reader: HistoryReader, read: ReadFact) -> list[ReadFact]:
    """S3.3b, S5.2: what an approval recorded in the same step, right after itself."""
    fact = read.fact
    kind, most = _RECORDED_BY_APPROVAL.get(fact.follows or "", (None, 0))
    if kind is None or fact.outcome is None or getattr(fact, fact.outcome) != "approved":
        return []
    # Those of older ledgers name the workflow only.
    sources = (source_of(fact), source_of(fact.model_copy(update={"source": None})))
    entries: list[ReadFact] = []
    for following in reader.right_after(read.position, most):
        if not isinstance(following.fact, kind) or following.fact.source not in sources:
            break
        entries.append(following)
    return entries


def _named_beside() -> Mapping[str, tuple[str, ...]]:
    """The fields, beside `employee`, in which facts of a kind name employees; by kind."""
    beside = {
        kind: (*(name for name in model.on_ledger if name != "employee" or model.follows), *model.taking_part)
        for kind, model in KINDS.items()
    }
    return {kind: names for kind, names in beside.items() if names}


def _last_name(facts: Iterable[ReadFact], employee: str) -> str:
    names = [read.fact.name for read in facts if isinstance(read.fact, Employee) and read.fact.employee == employee]
    return names[-1]


def _in_order(facts: Mapping[int, ReadFact]) -> list[ReadFact]:
    return [facts[position] for position in sorted(facts)]


def _entry(read: ReadFact, relations: Relations, site: Site, closings: Mapping[str, int]) -> HistoryEntry:
    day = date.fromisoformat(read.business_date)
    period = period_of(day, site.period_start_day)
    closing = closings.get(period)
    return HistoryEntry(
        position=read.position,
        id=read.id,
        recorded_at=read.recorded_at.astimezone(site.zone),
        business_date=day,
        business_time=_business_time(read.fact, site),
        period=period,
        fact=read.fact,
        standing=relations.standing.get(read.position, FactStanding()),
        supersedes=relations.supersedes.get(read.position),
        voids=relations.voids.get(read.position),
        follows=relations.follows.get(read.position),
        late_after=closing if closing is not None and closing < read.position else None,
        recorded_by_another=_recorded_by_another(read.fact),
        erased=read.erased,
    )


def _business_time(fact: Fact, site: Site) -> datetime | None:
    value = None if fact.dated_by is None else getattr(fact, fact.dated_by)
    return value.astimezone(site.zone) if isinstance(value, datetime) else None


def _recorded_by_another(fact: Fact) -> bool:
    """S12.1: punching is one's own act; who imports what a device has recorded may leave `recorded_by` out."""
    if not isinstance(fact, Clock) or fact.recorded_by is None:
        return False
    return fact.recorded_by not in (fact.employee, fact.device)
