"""S3.3b Requests: a forgotten punch, and overtime (补卡与加班申请)."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.calendar import whole_minute
from ledger.facts.base import Fact
from ledger.facts.effects import Notice
from ledger.facts.types import (
    Actor,
    Date,
    DatePartMinutes,
    EmployeeNumber,
    Identifier,
    Instant,
    Text,
)
from ledger.roles import FLOOR, OWN, SEES_FLOOR, Role, Row

_Decision = Literal["approved", "rejected", "cancelled"]


class PunchRequest(Fact):
    """A request for a punch that was forgotten (S3.3b, 补卡申请); its approval records the punch."""

    kind: ClassVar[str] = "punch_request"
    natural_key: ClassVar[tuple[str, ...]] = ("request",)
    instead_of_void: ClassVar[str] = "cancel it by a punch_request_decision"
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "requested"
    personal: ClassVar[tuple[str, ...]] = ("reason", "override_reason")
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = OWN | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("employee", "at", "direction")
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S3"

    request: Identifier
    employee: EmployeeNumber
    at: Instant
    direction: Literal["in", "out"]
    reason: Text
    requested_at: Instant
    override_by: Actor | None = None
    override_reason: Text | None = None

    @model_validator(mode="after")
    def _not_in_advance(self) -> Self:
        if whole_minute(self.at) > whole_minute(self.requested_at):
            raise PydanticCustomError(
                "either", "at is after requested_at; request a punch that was forgotten, after its instant"
            )
        return self


class PunchRequestDecision(Fact):
    """The decision on a request for a punch (S3.3b, 补卡审批); an approval also records the punch."""

    kind: ClassVar[str] = "punch_request_decision"
    natural_key: ClassVar[tuple[str, ...]] = ("request", "decision")
    follows: ClassVar[str | None] = "punch_request"
    recorders: ClassVar[Row] = OWN | FLOOR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("cancelled",)}
    not_for_recorder: ClassVar[tuple[str, ...]] = ("approved", "rejected")
    readers: ClassVar[Row] = SEES_FLOOR
    outcome: ClassVar[str | None] = "decision"
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S3"

    request: Identifier
    decision: _Decision
    by: Actor
    at: Instant


class OvertimeRequest(Fact):
    """A request for overtime (S3.3b, 加班申请); its approval records the overtime that is approved."""

    kind: ClassVar[str] = "overtime_request"
    natural_key: ClassVar[tuple[str, ...]] = ("request",)
    instead_of_void: ClassVar[str] = "cancel it by an overtime_request_decision"
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "requested"
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = OWN | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    tells_of: ClassVar[str | None] = "requested_at"
    says: ClassVar[tuple[str, ...]] = ("employee", "date", "minutes")
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S3"

    request: Identifier
    employee: EmployeeNumber
    date: Date
    minutes: DatePartMinutes
    reason: Text
    requested_at: Instant
    compensation: Literal["lieu", "pay"] | None = None
    rate: Literal["workday", "rest_day", "holiday"] | None = None


class OvertimeRequestDecision(Fact):
    """The decision on a request for overtime (S3.3b, 加班审批); an approval also records the overtime."""

    kind: ClassVar[str] = "overtime_request_decision"
    natural_key: ClassVar[tuple[str, ...]] = ("request", "decision")
    follows: ClassVar[str | None] = "overtime_request"
    recorders: ClassVar[Row] = OWN | FLOOR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("cancelled",)}
    not_for_recorder: ClassVar[tuple[str, ...]] = ("approved", "rejected")
    readers: ClassVar[Row] = SEES_FLOOR
    outcome: ClassVar[str | None] = "decision"
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S3"

    request: Identifier
    decision: _Decision
    by: Actor
    at: Instant
