"""S13.8, S13.9 and S13.11: how much is monitored, reminders, plans, test calls and replies reviewed (督导)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from ledger.facts.base import Fact
from ledger.facts.conduct import FactId
from ledger.facts.effects import Holds, Notice, VoidedBy
from ledger.facts.lists import each_once
from ledger.facts.types import Actor, Count, Date, EmployeeNumber, Identifier, Instant, Period, Text, Yes
from ledger.roles import LEADERS, MANAGER, OWN, PEOPLE, QA, QA_AGENTS, SEES_CENTRE, SEES_MARKS, TEAM_AGENTS, Role, Row
from ledger.ruleset import Channel
from ledger.ruleset import Role as Post

_Facts = Annotated[
    tuple[FactId, ...],
    Field(max_length=1_000, json_schema_extra={"uniqueItems": True}),
    AfterValidator(each_once),
]
_GUIDES = TEAM_AGENTS | QA_AGENTS | MANAGER


class MonitoringQuota(Fact):
    """How many monitorings a week each employee of a role, or of a role and channel, gets (S13.8, 监控计划)."""

    kind: ClassVar[str] = "monitoring_quota"
    natural_key: ClassVar[tuple[str, ...]] = ("role", "channel", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = PEOPLE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("monitoring_plan",)
    counts_before: ClassVar[int | None] = 0
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S13"

    role: Post
    channel: Channel | None = None
    from_: Period = Field(alias="from")
    per_week: Count


class Reminder(Fact):
    """An employee was reminded of something (S13.9, 提醒)."""

    kind: ClassVar[str] = "reminder"
    natural_key: ClassVar[tuple[str, ...]] = ("reminder",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = _GUIDES
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = ("quality_work",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("employee", "at")
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S13"

    reminder: Identifier
    employee: EmployeeNumber
    about: FactId | None = None
    at: Instant
    by: Actor
    note: Text


class ImprovementPlan(Fact):
    """What an employee is to improve, how, and by when (S13.9, 改进方案)."""

    kind: ClassVar[str] = "improvement_plan"
    natural_key: ClassVar[tuple[str, ...]] = ("plan",)
    judges: ClassVar[bool] = True
    instead_of_void: ClassVar[str] = "cancel it by an improvement_step"
    opens: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("finding", "actions")
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = _GUIDES
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = ("plans", "quarter_review", "quality_work")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("employee", "at", "due_date")
    notice: ClassVar[Notice | None] = Notice.READING
    due_by: ClassVar[str | None] = "due_date"
    chapter: ClassVar[str] = "S13"

    plan: Identifier
    employee: EmployeeNumber
    about: _Facts | None = None
    finding: Text
    actions: Text
    due_date: Date
    by: Actor
    at: Instant


class ImprovementStep(Fact):
    """How far an improvement plan is (S13.9, 改进进展)."""

    kind: ClassVar[str] = "improvement_step"
    natural_key: ClassVar[tuple[str, ...]] = ("plan", "at", "status")
    judges: ClassVar[bool] = True
    follows: ClassVar[str | None] = "improvement_plan"
    personal: ClassVar[tuple[str, ...]] = ("note",)
    recorders: ClassVar[Row] = OWN | _GUIDES
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("started", "done")}
    readers: ClassVar[Row] = SEES_MARKS
    outcome: ClassVar[str | None] = "status"
    steps: ClassVar[tuple[str, ...]] = ("started", "done")
    feeds: ClassVar[tuple[str, ...]] = ("plans", "quarter_review")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S13"

    plan: Identifier
    at: Instant
    status: Literal["started", "done", "checked", "cancelled"]
    by: Actor
    note: Text | None = None


class TestCall(Fact):
    """A line was called to try it (S13.11, 拨测)."""

    kind: ClassVar[str] = "test_call"
    natural_key: ClassVar[tuple[str, ...]] = ("test",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = LEADERS | QA | MANAGER
    readers: ClassVar[Row] = SEES_CENTRE
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.MANAGER: ("by",)}
    of_centre: ClassVar[bool] = True
    taking_part: ClassVar[tuple[str, ...]] = ("by",)
    feeds: ClassVar[tuple[str, ...]] = ("quality_work",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("at", "by", "line")
    chapter: ClassVar[str] = "S13"

    test: Identifier
    at: Instant
    by: Actor
    line: Identifier
    result: Literal["ok", "fault"]
    note: Text | None = None


class ReplyReview(Fact):
    """A reply by mail or fax was reviewed (S13.11, 回复审核)."""

    kind: ClassVar[str] = "reply_review"
    natural_key: ClassVar[tuple[str, ...]] = ("review",)
    judges: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("note",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = _GUIDES
    readers: ClassVar[Row] = SEES_MARKS
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.MANAGER: ("by",)}
    feeds: ClassVar[tuple[str, ...]] = ("quality_work",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S13"

    review: Identifier
    employee: EmployeeNumber
    date: Date
    channel: Literal["email", "fax"]
    by: Actor
    passed: Yes
    note: Text | None = None
