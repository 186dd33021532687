"""Doubts about requests and decisions: one's own, of leave that has begun, of swaps of the past, of shifts on leave."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.doubt import Doubt
from ledger.doubts.questions import asks
from ledger.facts.attendance import OvertimeApproved
from ledger.facts.base import KINDS, Fact
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.requests import PunchRequest
from ledger.facts.roster import ShiftFact, Swap
from ledger.roles import Role

_UNDECIDED = ("cancelled", "withdrawn", "accepted", "escalated", "followed_up")
"""Outcomes by which one decides nothing of one's own, or takes back one's own, of kinds that say nothing of it."""


@asks(OvertimeApproved)
@asks(PunchRequest)
@asks(Leave)
def own_decision(statement: Statement, _circumstances: Circumstances) -> Iterator[Doubt]:
    """Who decides, or overrides, is whom the request is of."""
    fields, opener = statement.fields, statement.opener
    acted = [fields.get("by"), fields.get("override_by")]
    if opener is None:
        whose = [statement.employee]
    else:
        model = KINDS[statement.kind]
        if model.outcome is not None and _is_left_to_oneself(model, str(fields.get(model.names[model.outcome]))):
            return
        opened = KINDS[model.follows] if model.follows is not None else model
        whose = [str(opener[opened.names[side]]) for side in opened.sides]
        whose = whose or [statement.opener_employee or str(fields.get("employee") or "")]
    own = next((str(by) for by in acted if by is not None and str(by) in whose), None)
    if own is not None:
        yield Doubt("own_decision", {"kind": statement.kind, "employee": own})


@asks(LeaveDecision)
def cancels_begun_leave(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S4.1: a cancellation on or after the leave's first date."""
    opener = statement.opener
    if statement.fields.get("decision") != "cancelled" or opener is None:
        return
    at = datetime.fromisoformat(str(statement.fields["at"])).astimezone(ZoneInfo(circumstances.time_zone))
    if at.date().isoformat() >= str(opener["first_date"]):
        parameters = {"leave": str(opener["leave"]), "date": str(opener["first_date"])}
        yield Doubt("cancels_begun_leave", parameters)


@asks(Swap)
def swap_of_past(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S5: a swap with a date before today, or a side without a shift."""
    fields = statement.fields
    requester = str(fields["requester"])
    for side in ("requester", "counterparty"):
        employee, day = str(fields[side]), str(fields[f"{side}_date"])
        others = ((employee, day),) if employee != requester else ()
        if day < circumstances.today:
            yield Doubt("swap_of_past", {"employee": employee, "date": day}, "", others)
        elif circumstances.shift_on(employee, day) is None:
            yield Doubt("swap_of_past", {"employee": employee, "date": day}, "no_shift", others)


@asks(ShiftFact)
def past_roster(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S3.2: a shift of a date before today, or of one on which the person punched."""
    parameters = {"employee": statement.employee, "date": statement.date}
    if statement.date < circumstances.today:
        yield Doubt("past_roster", parameters)
    elif circumstances.punched_on(statement.employee, statement.date):
        yield Doubt("past_roster", parameters, "punched")


@asks(ShiftFact)
def shift_on_leave(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """S3.2, S4.1: a shift that is assigned on a date of approved full leave."""
    if statement.fields.get("shift") is None:
        return
    for leave in circumstances.full_leaves(statement.employee):
        if leave.first <= statement.date <= leave.last and not 0 < statement.position < leave.position:
            parameters = {"employee": statement.employee, "date": statement.date, "leave": leave.leave}
            yield Doubt("shift_on_leave", parameters)
            return


@asks(LeaveDecision)
def leave_over_shift(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """The reverse: a full leave that is approved on dates to which a shift was assigned after it was requested.

    A shift that stood when the leave was requested is what the leave is for (S4.1).
    """
    opener = statement.opener
    if opener is None or statement.fields.get("decision") != "approved" or opener.get("minutes") is not None:
        return
    requested = circumstances.requested_at(str(opener["leave"]))
    for day in _days(str(opener["first_date"]), str(opener["last_date"])):
        shift = circumstances.shift_on(statement.opener_employee, day)
        if shift is not None and shift[1] > requested:
            parameters = {"employee": statement.opener_employee, "date": day, "leave": str(opener["leave"])}
            yield Doubt("shift_on_leave", parameters, "reverse")
            return


_MOST_DAYS = 400


def _days(first: str, last: str) -> Iterator[str]:
    day, until = datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date()
    for ordinal in range(day.toordinal(), min(until.toordinal(), day.toordinal() + _MOST_DAYS) + 1):
        yield type(day).fromordinal(ordinal).isoformat()


def _is_left_to_oneself(model: type[Fact], outcome: str) -> bool:
    """Whether somebody may state an outcome in a matter of their own."""
    return outcome in (model.statuses.get(Role.EMPLOYEE) or _UNDECIDED)
