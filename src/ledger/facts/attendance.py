"""S3 and S12.1: punches, seats and approved overtime (考勤)."""

from typing import ClassVar, Literal

from ledger.facts.base import Fact
from ledger.facts.effects import TIME, VoidedBy
from ledger.facts.types import Actor, Date, EmployeeNumber, Identifier, Instant, OvertimeMinutes
from ledger.roles import DEVICE, FLOOR, SEES_FLOOR, Row


class Clock(Fact):
    """A punch (S3.3, 打卡): all of them stay on the ledger."""

    kind: ClassVar[str] = "clock"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "at", "direction", "device")
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = DEVICE | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    voiders: ClassVar[Row] = FLOOR
    feeds: ClassVar[tuple[str, ...]] = TIME
    counts_before: ClassVar[int | None] = 2
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("employee", "at")
    chapter: ClassVar[str] = "S3"

    employee: EmployeeNumber
    at: Instant
    direction: Literal["in", "out", "auto"]
    device: Identifier | None = None


class OvertimeApproved(Fact):
    """Minutes outside the planned span that count as worked (S3.6, 加班批准), or are paid (S10.8)."""

    kind: ClassVar[str] = "overtime_approved"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "date")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    voiders: ClassVar[Row] = FLOOR
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    feeds: ClassVar[tuple[str, ...]] = ("hours", "payroll", "paid_time", "compliance")
    counts_before: ClassVar[int | None] = 0
    chapter: ClassVar[str] = "S3"
    resource: ClassVar[str] = "overtime-approvals"

    employee: EmployeeNumber
    date: Date
    minutes: OvertimeMinutes
    by: Actor
    compensation: Literal["lieu", "pay"] | None = None
    rate: Literal["workday", "rest_day", "holiday"] | None = None


class Seat(Fact):
    """Login to, or logout from, a seat (S12.1, 坐席登录与退出)."""

    kind: ClassVar[str] = "seat"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "at", "action")
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = DEVICE | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    feeds: ClassVar[tuple[str, ...]] = ("adherence",)
    counts_before: ClassVar[int | None] = 2
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S12"

    employee: EmployeeNumber
    at: Instant
    action: Literal["login", "logout"]
    seat: Identifier | None = None
