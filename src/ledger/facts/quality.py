"""S6 Scores: what the scores are made of (质检与考评)."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import AWARDS, SCORES, Notice, VoidedBy
from ledger.facts.types import (
    Actor,
    Date,
    EmployeeNumber,
    Identifier,
    Instant,
    Part,
    Percent,
    Period,
    Score,
    Text,
    Version,
    Yes,
)
from ledger.roles import DESK, MANAGER, PEOPLE, QA, QA_AGENTS, SEES_MARKS, TEAM_AGENTS, Row


class FormCriterion(Part):
    """A criterion of a form: its weight in percent, and whether who fails it fails the whole."""

    name: Identifier
    weight: Percent
    critical: Yes


class MonitoringForm(Fact):
    """A form to evaluate contacts by; what changes is a new version (S6.1a, 质检表).

    It has no effect on figures: a monitoring that names it is held to it when it is recorded.
    """

    kind: ClassVar[str] = "monitoring_form"
    natural_key: ClassVar[tuple[str, ...]] = ("form", "version")
    unique: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    valid_when_voided: ClassVar[bool] = True
    recorders: ClassVar[Row] = QA | MANAGER
    readers: ClassVar[Row] = PEOPLE
    chapter: ClassVar[str] = "S6"

    form: Identifier
    version_: Version = Field(alias="version")
    channel: Literal["phone", "email", "fax", "sms"] | None = None
    criteria: tuple[FormCriterion, ...] = Field(max_length=1_000)


class Criterion(Part):
    """A criterion of a monitoring: its weight in percent and its score; null: not applicable, by a form only."""

    name: Identifier
    weight: Percent
    score: Score | None


class Monitoring(Fact):
    """The evaluation of one contact, by a form or without one (S6.1, S6.1a, 质检)."""

    kind: ClassVar[str] = "monitoring"
    natural_key: ClassVar[tuple[str, ...]] = ("monitoring",)
    judges: ClassVar[bool] = True
    instead_of_void: ClassVar[str] = "withdraw it by a monitoring_revision"
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "standing"
    personal: ClassVar[tuple[str, ...]] = ("comment",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = QA_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = (*SCORES, "monitoring_plan", "quality_work")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    says: ClassVar[tuple[str, ...]] = ("employee", "date", "evaluator", "score")
    new_names: ClassVar[tuple[str, ...]] = ("evaluator",)
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S6"

    monitoring: Identifier
    employee: EmployeeNumber
    evaluator: Actor
    date: Date
    channel: Literal["phone", "email", "fax", "sms"]
    score: Score
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=1_000)] | None = None
    comment: Text | None = None
    form: Identifier | None = None
    version_: Version | None = Field(default=None, alias="version")
    contact: Identifier | None = None


class MonitoringRevision(Fact):
    """The last word on a monitoring: another score, or its withdrawal (S6.1, 质检修正)."""

    kind: ClassVar[str] = "monitoring_revision"
    natural_key: ClassVar[tuple[str, ...]] = ("monitoring", "at")
    judges: ClassVar[bool] = True
    follows: ClassVar[str | None] = "monitoring"
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    recorders: ClassVar[Row] = QA_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    corrects: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = (*SCORES, "monitoring_plan", "quality_work")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S6"

    monitoring: Identifier
    at: Instant
    by: Actor
    reason: Text
    score: Score | None = None
    withdrawn: Yes | None = None
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=1_000)] | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.score is None) == (self.withdrawn is None) or self.withdrawn is False:
            raise PydanticCustomError("either", "give either score or withdrawn: true")
        if self.score is None and self.criteria is not None:
            raise PydanticCustomError("either", "criteria go with a score; leave them out of a withdrawal")
        return self


class WorkReview(Fact):
    """The work score of an employee for a period (S6.2, 工作评估)."""

    kind: ClassVar[str] = "work_review"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "period")
    judges: ClassVar[bool] = True
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = TEAM_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = SCORES
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    new_names: ClassVar[tuple[str, ...]] = ("evaluator",)
    notice: ClassVar[Notice | None] = Notice.READING
    grid: ClassVar[str | None] = ""
    chapter: ClassVar[str] = "S6"

    employee: EmployeeNumber
    period: Period
    score: Score
    evaluator: Actor
    at: Instant


class BehaviourReview(Fact):
    """The behaviour score of an employee for a period (S6.2, 综合工作表现)."""

    kind: ClassVar[str] = "behaviour_review"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "period")
    judges: ClassVar[bool] = True
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = TEAM_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = SCORES
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    new_names: ClassVar[tuple[str, ...]] = ("evaluator",)
    notice: ClassVar[Notice | None] = Notice.READING
    grid: ClassVar[str | None] = ""
    chapter: ClassVar[str] = "S6"

    employee: EmployeeNumber
    period: Period
    score: Score
    evaluator: Actor
    at: Instant


class Exam(Fact):
    """The score of an exam (S8.4, 考试)."""

    kind: ClassVar[str] = "exam"
    natural_key: ClassVar[tuple[str, ...]] = ("exam",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = QA_AGENTS | DESK
    readers: ClassVar[Row] = SEES_MARKS
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    feeds: ClassVar[tuple[str, ...]] = AWARDS
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    notice: ClassVar[Notice | None] = Notice.READING
    grid: ClassVar[str | None] = ""
    chapter: ClassVar[str] = "S8"

    exam: Identifier
    employee: EmployeeNumber
    date: Date
    score: Score
