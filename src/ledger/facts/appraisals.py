"""S6.2a Appraisals: scores that are made of items, judged or measured (员工工作表现评核)."""

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import APPRAISALS, Notice, VoidedBy
from ledger.facts.measures import Measure, Points
from ledger.facts.types import (
    Actor,
    EmployeeNumber,
    Identifier,
    Instant,
    Part,
    Period,
    Score,
    Text,
    Version,
)
from ledger.roles import MANAGER, PEOPLE, QA_AGENTS, SEES_MARKS, TEAM_AGENTS, Row
from ledger.ruleset import Role

Component = Literal["work", "behaviour"]
COMPONENTS: tuple[Component, ...] = get_args(Component)
"""In the order of S6.3."""


class ScaleStep(Part):
    """A step of a scale: the points for a value that is at least so much, or at most so much."""

    at_least: Measure | None = None
    at_most: Measure | None = None
    points: Score


class FormItem(Part):
    """An item of an appraisal form: judged, or read off a scale by what a metric comes to."""

    item: Identifier
    max: Score
    source: Literal["judged", "metric"]
    metric: Identifier | None = None
    scale: Annotated[tuple[ScaleStep, ...], Field(max_length=1_000)] | None = None


class AppraisalForm(Fact):
    """A form to appraise by, for a component and some roles; what changes is a new version (S6.2a, 评核表)."""

    kind: ClassVar[str] = "appraisal_form"
    natural_key: ClassVar[tuple[str, ...]] = ("form", "version")
    unique: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    valid_when_voided: ClassVar[bool] = True
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = PEOPLE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = APPRAISALS
    chapter: ClassVar[str] = "S6"

    form: Identifier
    version_: Version = Field(alias="version")
    component: Component
    roles: tuple[Role, ...] = Field(max_length=100)
    items: tuple[FormItem, ...] = Field(max_length=1_000)


class Metric(Fact):
    """What was measured of an employee in a period (S6.2a, 指标); null withdraws it."""

    kind: ClassVar[str] = "metric"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "period", "metric")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = QA_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = APPRAISALS
    counts_before: ClassVar[int | None] = 0
    chapter: ClassVar[str] = "S6"
    resource: ClassVar[str] = "employee-metrics"
    amount_of: ClassVar[str | None] = "value"
    grid: ClassVar[str | None] = "metric"
    amount_among: ClassVar[str | None] = "metric"

    employee: EmployeeNumber
    period: Period
    metric: Identifier
    value: Measure | None


class Appraisal(Fact):
    """An appraisal of an employee for a period and a component, by a form (S6.2a, 评核); null withdraws it."""

    kind: ClassVar[str] = "appraisal"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "period", "component", "stage")
    judges: ClassVar[bool] = True
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    personal: ClassVar[tuple[str, ...]] = ("notes",)
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = TEAM_AGENTS | QA_AGENTS | MANAGER
    readers: ClassVar[Row] = SEES_MARKS
    feeds: ClassVar[tuple[str, ...]] = APPRAISALS
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    new_names: ClassVar[tuple[str, ...]] = ("evaluator",)
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S6"

    employee: EmployeeNumber
    period: Period
    component: Component
    stage: Literal["preliminary", "final"]
    form: Identifier
    version_: Version = Field(alias="version")
    points: Points | None
    notes: Text | None = None
    evaluator: Actor
    at: Instant
