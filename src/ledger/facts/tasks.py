"""S13.14: tasks, and how far each of those is who have them (主管布置的工作)."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ledger.facts.base import Fact
from ledger.facts.effects import Notice, VoidedBy
from ledger.facts.lists import People
from ledger.facts.types import Actor, Date, EmployeeNumber, Identifier, Instant, Text
from ledger.roles import AUDITOR, FLOOR, OWN, Role, Row

_SEES_TASKS = OWN | FLOOR | AUDITOR


class Task(Fact):
    """A task for one or several employees (S13.14, 任务)."""

    kind: ClassVar[str] = "task"
    natural_key: ClassVar[tuple[str, ...]] = ("task",)
    opens: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("title", "note")
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = FLOOR
    of_oneself: ClassVar[bool] = True
    readers: ClassVar[Row] = _SEES_TASKS
    of_people: ClassVar[str | None] = "to"
    feeds: ClassVar[tuple[str, ...]] = ("tasks",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("to", "by", "at")
    notice: ClassVar[Notice | None] = Notice.DUTY
    due_by: ClassVar[str | None] = "due_date"
    chapter: ClassVar[str] = "S13"

    task: Identifier
    title: Text
    to: People
    by: Actor
    at: Instant
    due_date: Date | None = None
    note: Text | None = None


class TaskStep(Fact):
    """How far one of those is who have a task (S13.14, 任务进展)."""

    kind: ClassVar[str] = "task_step"
    natural_key: ClassVar[tuple[str, ...]] = ("task", "at", "employee", "status")
    follows: ClassVar[str | None] = "task"
    personal: ClassVar[tuple[str, ...]] = ("note",)
    recorders: ClassVar[Row] = OWN | FLOOR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("started", "done")}
    of_opener: ClassVar[tuple[Role, ...]] = (Role.TEAM_LEADER, Role.HR)
    readers: ClassVar[Row] = _SEES_TASKS
    outcome: ClassVar[str | None] = "status"
    steps: ClassVar[tuple[str, ...]] = ("started", "done")
    feeds: ClassVar[tuple[str, ...]] = ("tasks",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S13"

    task: Identifier
    at: Instant
    employee: EmployeeNumber
    status: Literal["started", "done", "checked", "cancelled"]
    by: Actor
    note: Text | None = None
