"""Doubts by the dates of a fact: somebody is not employed then, the period is closed, it is to come or long ago."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from ledger.calendar import first_day, period_of
from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS
from ledger.facts.effects import EVERY_REPORT, Holds

LONG_AGO_DAYS = 400
_PERIOD_LENGTH = len("2026-10")
_TIME, _NOON = slice(11, 13), "12"


def not_employed(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S1.3: a date before an employee named was hired, or after the last day."""
    told: set[str] = set()
    for employee, first, last in _people_and_dates(statement, circumstances):
        found = circumstances.employment(employee)
        if found is None or employee in told:
            continue
        others = ((employee, first),) if employee != statement.employee else ()
        if first < found.hired_on:
            told.add(employee)
            parameters = {"employee": employee, "date": first, "hired_on": found.hired_on}
            yield Doubt("not_employed", parameters, "before", others)
        elif last > found.last_day and not _is_end_of_night(statement, last, found.last_day):
            told.add(employee)
            parameters = {"employee": employee, "date": last, "last_day": found.last_day}
            yield Doubt("not_employed", parameters, "after", others)


def in_closed_period(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S11.4: a business date in a closed period."""
    if circumstances.first_day <= statement.date <= circumstances.closed_until:
        period = period_of(date.fromisoformat(statement.date), circumstances.start_day)
        moves = moves_pay(str(statement.fields.get("of_kind", statement.kind)))
        yield Doubt("in_closed_period", {"kind": statement.kind, "period": period}, "pay" if moves else "")


def moves_pay(kind: str) -> bool:
    """Whether facts of a kind move pay; a void moves what the kind does that it voids."""
    feeds = KINDS[kind].feeds
    return feeds == EVERY_REPORT or "payroll" in feeds


def in_future(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """What happened, at an instant that is still to come."""
    when = _happened(statement)
    if when is None:
        return
    if len(when) > len("2026-10-12"):
        if _utc(when) > circumstances.now:
            yield Doubt("in_future", {"kind": statement.kind, "when": when})
    elif when > circumstances.today:
        yield Doubt("in_future", {"kind": statement.kind, "when": when})


def long_ago(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """What happened more than 400 days ago, or before the first period, where it never counts."""
    model = KINDS[statement.kind]
    if model.tells_of is None or model.tells_of != model.dated_by:
        return
    if statement.date < circumstances.first_day:
        parameters = {"kind": statement.kind, "when": statement.date, "first_day": circumstances.first_day}
        yield Doubt("long_ago", parameters, "first_period")
    elif statement.date < circumstances.earliest:
        yield Doubt("long_ago", {"kind": statement.kind, "when": statement.date})


def earliest(today: str) -> str:
    """The earliest date that is not long ago."""
    return (date.fromisoformat(today) - timedelta(days=LONG_AGO_DAYS)).isoformat()


def _happened(statement: Statement) -> str | None:
    tells_of = KINDS[statement.kind].tells_of
    if tells_of is None:
        return None
    found = statement.fields.get(KINDS[statement.kind].names[tells_of])
    return None if found is None else str(found)


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat()


def _people_and_dates(statement: Statement, circumstances: Circumstances) -> Iterator[tuple[str, str, str]]:
    """The employees of a fact, each with the first and the last date that it tells of them."""
    model, fields = KINDS[statement.kind], statement.fields
    if model.follows is not None or model.holds is Holds.ALWAYS or model.dated_by is None or statement.kind == "void":
        return
    if model.sides:
        for who, day in model.sides.items():
            at = str(fields[model.names[day]])
            yield str(fields[model.names[who]]), at, at
        return
    if model.of_people is not None:
        for each in fields[model.names[model.of_people]]:
            yield str(each), statement.date, statement.date
        return
    if "employee" not in model.on_ledger or not statement.employee or fields.get(model.names[model.dated_by]) is None:
        return
    if model.first_and_last is not None:
        first, last = (str(fields[model.names[name]]) for name in model.first_and_last)
        yield statement.employee, first, last
        return
    dated = str(fields[model.names[model.dated_by]])
    if len(dated) == _PERIOD_LENGTH:
        # A period is of whoever is employed on one of its days.
        yield statement.employee, statement.date, first_day(dated, circumstances.start_day).isoformat()
    else:
        yield statement.employee, statement.date, statement.date


def _is_end_of_night(statement: Statement, day: str, last: str) -> bool:
    """Whether a punch is of the morning after the last day, when the night shift of that day ends (S2.2)."""
    at = statement.fields.get("at")
    if at is None or (date.fromisoformat(last) + timedelta(days=1)).isoformat() != day:
        return False
    return str(at)[_TIME] < _NOON
