"""S13.6 and S13.7: refunds, and promises to customers (退费登记与对用户的承诺)."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.calendar import whole_minute
from ledger.facts.base import Fact
from ledger.facts.effects import Notice, VoidedBy
from ledger.facts.quantities import Amount
from ledger.facts.types import Actor, Date, EmployeeNumber, Identifier, Instant, Text
from ledger.roles import AUDITOR, DESK, HR, MANAGER, OWN, QA, TEAM, Role, Row

_FLOOR_MANAGER = OWN | TEAM | MANAGER
_SEES_REFUNDS = OWN | TEAM | QA | DESK | AUDITOR


class Refund(Fact):
    """A refund to a customer, registered by an employee (S13.6, 退费登记)."""

    kind: ClassVar[str] = "refund"
    natural_key: ClassVar[tuple[str, ...]] = ("refund",)
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "registered"
    personal: ClassVar[tuple[str, ...]] = ("reason", "contact")
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    voiders: ClassVar[Row] = TEAM | MANAGER
    recorder_voids: ClassVar[bool] = False
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = _FLOOR_MANAGER
    readers: ClassVar[Row] = _SEES_REFUNDS
    feeds: ClassVar[tuple[str, ...]] = ("refunds",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    says: ClassVar[tuple[str, ...]] = ("employee", "date", "amount")
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S13"

    refund: Identifier
    employee: EmployeeNumber
    date: Date
    amount: Amount
    reason: Text | None = None
    contact: Identifier | None = None


class RefundUpdate(Fact):
    """What becomes of a refund, or its amount anew (S13.6, 退费处理)."""

    kind: ClassVar[str] = "refund_update"
    natural_key: ClassVar[tuple[str, ...]] = ("refund", "at", "status")
    follows: ClassVar[str | None] = "refund"
    personal: ClassVar[tuple[str, ...]] = ("note",)
    recorders: ClassVar[Row] = OWN | MANAGER | HR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        Role.EMPLOYEE: ("corrected",),
        Role.HR: ("paid",),
    }
    not_for_recorder: ClassVar[tuple[str, ...]] = ("approved", "paid")
    readers: ClassVar[Row] = _SEES_REFUNDS
    outcome: ClassVar[str | None] = "status"
    steps: ClassVar[tuple[str, ...]] = ("corrected",)
    keeping: ClassVar[tuple[str, ...]] = ("corrected",)
    feeds: ClassVar[tuple[str, ...]] = ("refunds",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S13"

    refund: Identifier
    at: Instant
    status: Literal["approved", "paid", "rejected", "corrected"]
    by: Actor
    amount: Amount | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _amount_of_a_correction(self) -> Self:
        if (self.status == "corrected") != (self.amount is not None):
            raise PydanticCustomError("either", "give amount with the status corrected, and only there")
        return self


class Promise(Fact):
    """A promise to a customer to answer by an instant (S13.7, 对用户的承诺)."""

    kind: ClassVar[str] = "promise"
    natural_key: ClassVar[tuple[str, ...]] = ("promise",)
    opens: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("contact", "note")
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    voiders: ClassVar[Row] = TEAM | MANAGER
    recorder_voids: ClassVar[bool] = False
    dated_by: ClassVar[str | None] = "made_at"
    recorders: ClassVar[Row] = _FLOOR_MANAGER
    readers: ClassVar[Row] = OWN | TEAM | DESK | AUDITOR
    feeds: ClassVar[tuple[str, ...]] = ("promises",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "made_at"
    says: ClassVar[tuple[str, ...]] = ("employee", "made_at", "due_at")
    notice: ClassVar[Notice | None] = Notice.DUTY
    due_by: ClassVar[str | None] = "due_at"
    chapter: ClassVar[str] = "S13"

    promise: Identifier
    employee: EmployeeNumber
    contact: Identifier | None = None
    made_at: Instant
    due_at: Instant
    note: Text | None = None

    @model_validator(mode="after")
    def _due_later(self) -> Self:
        if whole_minute(self.due_at) < whole_minute(self.made_at):
            raise PydanticCustomError("either", "due_at is before made_at; give the instant by which to answer")
        return self


class PromiseUpdate(Fact):
    """What becomes of a promise, or until when it is moved (S13.7, 承诺跟进)."""

    kind: ClassVar[str] = "promise_update"
    natural_key: ClassVar[tuple[str, ...]] = ("promise", "at", "status")
    follows: ClassVar[str | None] = "promise"
    recorders: ClassVar[Row] = _FLOOR_MANAGER
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("kept", "broken", "moved")}
    readers: ClassVar[Row] = OWN | TEAM | DESK | AUDITOR
    outcome: ClassVar[str | None] = "status"
    steps: ClassVar[tuple[str, ...]] = ("moved",)
    feeds: ClassVar[tuple[str, ...]] = ("promises",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S13"

    promise: Identifier
    at: Instant
    status: Literal["kept", "broken", "moved"]
    due_at: Instant | None = None
    by: Actor

    @model_validator(mode="after")
    def _due_when_moved(self) -> Self:
        if (self.status == "moved") != (self.due_at is not None):
            raise PydanticCustomError("either", "give due_at with the status moved, and only there")
        if self.due_at is not None and whole_minute(self.due_at) < whole_minute(self.at):
            raise PydanticCustomError("either", "due_at is before at; give a later instant to move the promise to")
        return self
