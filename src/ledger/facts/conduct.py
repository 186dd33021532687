"""S8 and S12: praise, errors, violations, disputes, and the day's meetings (员工须知)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import APPRAISALS, AWARDS, Notice, VoidedBy
from ledger.facts.types import (
    Actor,
    Count,
    Date,
    EmployeeNumber,
    Form,
    Identifier,
    Instant,
    NamesFact,
    Period,
    Text,
    Yes,
)
from ledger.roles import AUDITOR, DESK, FLOOR, HR, OWN, QA_AGENTS, SEES_MARKS, SEES_SCORES, TEAM_AGENTS, Role, Row

FactId = Annotated[
    str,
    Field(strict=True, pattern=r"^[0-9a-f]{32}\.[1-9][0-9]{0,9}$"),
    Form(
        right="the id of a fact as export writes it: 32 hexadecimal digits, a dot and a number",
        schema={"type": "string", "pattern": r"^[0-9a-f]{32}\.[1-9][0-9]{0,9}$"},
    ),
    NamesFact(),
]


class Praise(Fact):
    """A customer's praise (S8.5, 表扬)."""

    kind: ClassVar[str] = "praise"
    natural_key: ClassVar[tuple[str, ...]] = ("praise",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = QA_AGENTS | DESK
    readers: ClassVar[Row] = SEES_SCORES
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    feeds: ClassVar[tuple[str, ...]] = AWARDS
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    says: ClassVar[tuple[str, ...]] = ("employee", "date", "written", "about")
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S8"

    praise: Identifier
    employee: EmployeeNumber
    date: Date
    written: Yes
    about: Literal["attitude", "other"]


class WorkError(Fact):
    """An erroneous work order or refund registration (S8.6, 差错)."""

    kind: ClassVar[str] = "work_error"
    natural_key: ClassVar[tuple[str, ...]] = ("error",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = QA_AGENTS | DESK
    readers: ClassVar[Row] = SEES_SCORES
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    feeds: ClassVar[tuple[str, ...]] = (*AWARDS, "refunds")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    says: ClassVar[tuple[str, ...]] = ("employee", "date", "type", "refund")
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S8"

    error: Identifier
    employee: EmployeeNumber
    date: Date
    type: Literal["work_order", "refund"]
    refund: Annotated[Identifier, NamesFact("refund")] | None = None

    @model_validator(mode="after")
    def _refund_of_a_refund(self) -> Self:
        if self.refund is not None and self.type != "refund":
            raise PydanticCustomError("either", "refund goes with the type refund; leave it out of a work order")
        return self


class Violation(Fact):
    """A breach of the rules of conduct (S12.1, 违规); an appraisal form may count it (S6.2a)."""

    kind: ClassVar[str] = "violation"
    natural_key: ClassVar[tuple[str, ...]] = ("violation",)
    judges: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("note",)
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = TEAM_AGENTS | QA_AGENTS | DESK
    readers: ClassVar[Row] = SEES_MARKS
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    feeds: ClassVar[tuple[str, ...]] = (*APPRAISALS, "conduct", "quarter_review")
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S12"

    violation: Identifier
    employee: EmployeeNumber
    date: Date
    clause: Identifier | None = None
    points: Count | None = None
    note: Text | None = None


class Handover(Fact):
    """A shift's handover between leaders (S12.1, 交接班)."""

    kind: ClassVar[str] = "handover"
    natural_key: ClassVar[tuple[str, ...]] = ("handover",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = FLOOR
    readers: ClassVar[Row] = FLOOR | AUDITOR
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.MANAGER: ("from_leader", "to_leader")}
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    of_team: ClassVar[str | None] = "team"
    taking_part: ClassVar[tuple[str, ...]] = ("from_leader", "to_leader")
    act_together: ClassVar[tuple[str, ...]] = ("from_leader", "to_leader")
    feeds: ClassVar[tuple[str, ...]] = ("conduct",)
    counts_before: ClassVar[int | None] = 1
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S12"

    handover: Identifier
    team: Identifier
    at: Instant
    from_leader: Actor
    to_leader: Actor
    note: Text | None = None


class Briefing(Fact):
    """The meeting before a shift (S12.1, 班前会)."""

    kind: ClassVar[str] = "briefing"
    natural_key: ClassVar[tuple[str, ...]] = ("briefing",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = FLOOR
    readers: ClassVar[Row] = FLOOR | AUDITOR
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.MANAGER: ("leader",)}
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    of_team: ClassVar[str | None] = "team"
    taking_part: ClassVar[tuple[str, ...]] = ("leader", "attendees")
    feeds: ClassVar[tuple[str, ...]] = ("conduct",)
    counts_before: ClassVar[int | None] = 1
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S12"

    briefing: Identifier
    team: Identifier
    at: Instant
    leader: Actor
    attendees: tuple[Identifier, ...] = Field(max_length=1_000)
    note: Text | None = None


class Dispute(Fact):
    """An objection to a fact or to a figure (S12.2, 申诉)."""

    kind: ClassVar[str] = "dispute"
    natural_key: ClassVar[tuple[str, ...]] = ("dispute",)
    judges: ClassVar[bool] = True
    instead_of_void: ClassVar[str] = "withdraw it by a dispute_decision"
    opens: ClassVar[bool] = True
    personal: ClassVar[tuple[str, ...]] = ("text",)
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = OWN | HR
    readers: ClassVar[Row] = SEES_SCORES
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S12"

    dispute: Identifier
    employee: EmployeeNumber
    at: Instant
    text: Text
    about: FactId | None = None
    period: Period | None = None
    item: Identifier | None = None


class DisputeDecision(Fact):
    """The decision on a dispute, and the facts it led to (S12.2, 申诉处理)."""

    kind: ClassVar[str] = "dispute_decision"
    natural_key: ClassVar[tuple[str, ...]] = ("dispute", "at")
    judges: ClassVar[bool] = True
    follows: ClassVar[str | None] = "dispute"
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    recorders: ClassVar[Row] = OWN | QA_AGENTS | DESK
    readers: ClassVar[Row] = SEES_SCORES
    outcome: ClassVar[str | None] = "decision"
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S12"

    dispute: Identifier
    at: Instant
    decision: Literal["upheld", "dismissed", "withdrawn"]
    by: Actor
    reason: Text
    facts: Annotated[tuple[FactId, ...], Field(max_length=1_000)] | None = None
