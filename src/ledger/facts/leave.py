"""S4 Absence and leave (休假)."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ledger.facts.base import Fact
from ledger.facts.effects import BALANCES, LEAVE_TAKEN, WAGES, Holds, Notice, VoidedBy
from ledger.facts.spans import Year
from ledger.facts.types import (
    Actor,
    BankMinutes,
    Date,
    DatePartMinutes,
    EmployeeNumber,
    Identifier,
    Instant,
    Text,
)
from ledger.roles import AUDITOR, DESK, FLOOR, OWN, SEES_FLOOR, Role, Row


class Leave(Fact):
    """A request for leave (S4.1, 请假); with `minutes` it covers a part of one date's shift."""

    kind: ClassVar[str] = "leave"
    natural_key: ClassVar[tuple[str, ...]] = ("leave",)
    instead_of_void: ClassVar[str] = "cancel it by a leave_decision"
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "requested"
    personal: ClassVar[tuple[str, ...]] = ("override_reason",)
    dated_by: ClassVar[str | None] = "first_date"
    recorders: ClassVar[Row] = OWN | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    first_and_last: ClassVar[tuple[str, str] | None] = ("first_date", "last_date")
    feeds: ClassVar[tuple[str, ...]] = LEAVE_TAKEN
    counts_before: ClassVar[int | None] = 7
    tells_of: ClassVar[str | None] = "requested_on"
    says: ClassVar[tuple[str, ...]] = ("employee", "type", "first_date", "last_date", "minutes")
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S4"

    leave: Identifier
    employee: EmployeeNumber
    type: Identifier
    first_date: Date
    last_date: Date
    requested_on: Date
    minutes: DatePartMinutes | None = None
    override_by: Actor | None = None
    override_reason: Text | None = None


class Entitlement(Fact):
    """The minutes of a leave type that somebody may take in a calendar year (S4.6, 假期额度)."""

    kind: ClassVar[str] = "entitlement"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "type", "year")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    personal: ClassVar[tuple[str, ...]] = ("basis",)
    readers: ClassVar[Row] = OWN | DESK | AUDITOR
    feeds: ClassVar[tuple[str, ...]] = (*BALANCES, *WAGES)
    holds: ClassVar[Holds] = Holds.ALWAYS
    chapter: ClassVar[str] = "S4"

    employee: EmployeeNumber
    type: Identifier
    year: Year
    minutes: BankMinutes
    expires: Date | None = None
    basis: Text | None = None


class LeaveDecision(Fact):
    """A decision on a leave (S4.1, 请假审批); cancellation is final."""

    kind: ClassVar[str] = "leave_decision"
    natural_key: ClassVar[tuple[str, ...]] = ("leave", "decision")
    follows: ClassVar[str | None] = "leave"
    personal: ClassVar[tuple[str, ...]] = ("override_reason",)
    recorders: ClassVar[Row] = OWN | FLOOR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("cancelled",)}
    not_for_recorder: ClassVar[tuple[str, ...]] = ("approved", "rejected")
    ahead_of_oneself: ClassVar[tuple[str, ...]] = ("cancelled",)
    readers: ClassVar[Row] = SEES_FLOOR
    outcome: ClassVar[str | None] = "decision"
    feeds: ClassVar[tuple[str, ...]] = LEAVE_TAKEN
    counts_before: ClassVar[int | None] = 7
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S4"

    leave: Identifier
    decision: Literal["approved", "rejected", "cancelled"]
    by: Actor
    at: Instant
    override_by: Actor | None = None
    override_reason: Text | None = None


def approved_leave(fact: Fact) -> LeaveDecision | None:
    """The decision that approves leave, where a fact is one."""
    return fact if isinstance(fact, LeaveDecision) and fact.decision == "approved" else None
