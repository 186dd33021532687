"""S6.2 and S13.7: customers' complaints (投诉)."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ledger.facts.base import Fact
from ledger.facts.effects import SCORES, Notice
from ledger.facts.quantities import Severity
from ledger.facts.types import Actor, Date, EmployeeNumber, Identifier, Instant, Text
from ledger.roles import AUDITOR, DESK, OWN, QA, TEAM, Role, Row

_STEPS = ("escalated", "followed_up", "withdrawn")


class Complaint(Fact):
    """A customer's complaint (S6.2, S13.7, 投诉); without an employee it is nobody's."""

    kind: ClassVar[str] = "complaint"
    natural_key: ClassVar[tuple[str, ...]] = ("complaint",)
    instead_of_void: ClassVar[str] = "withdraw it by a complaint_update"
    opens: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("summary", "contact")
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = OWN | TEAM | QA | DESK
    recorder_reads: ClassVar[bool] = True
    readers: ClassVar[Row] = OWN | TEAM | QA | DESK | AUDITOR
    feeds: ClassVar[tuple[str, ...]] = (*SCORES, "complaints", "quarter_review")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S6"

    complaint: Identifier
    employee: EmployeeNumber | None = None
    date: Date
    channel: Identifier | None = None
    summary: Text | None = None
    at: Instant | None = None
    severity: Severity | None = None
    contact: Identifier | None = None
    due_at: Instant | None = None


class ComplaintUpdate(Fact):
    """A step in the handling of a complaint, or the employee it is about (S6.2, S13.7, 投诉处理)."""

    kind: ClassVar[str] = "complaint_update"
    natural_key: ClassVar[tuple[str, ...]] = ("complaint", "at", "status")
    follows: ClassVar[str | None] = "complaint"
    personal: ClassVar[tuple[str, ...]] = ("note",)
    recorders: ClassVar[Row] = OWN | TEAM | QA | DESK
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        Role.EMPLOYEE: _STEPS,
        Role.TEAM_LEADER: _STEPS,
    }
    not_for_recorder: ClassVar[tuple[str, ...]] = ("upheld", "dismissed")
    readers: ClassVar[Row] = OWN | TEAM | QA | DESK | AUDITOR
    outcome: ClassVar[str | None] = "status"
    steps: ClassVar[tuple[str, ...]] = ("escalated", "followed_up")
    feeds: ClassVar[tuple[str, ...]] = (*SCORES, "complaints", "quarter_review")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S6"

    complaint: Identifier
    at: Instant
    status: Literal["escalated", "followed_up", "upheld", "dismissed", "withdrawn"]
    by: Actor
    employee: EmployeeNumber | None = None
    note: Text | None = None
