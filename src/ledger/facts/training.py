"""S3.8a and S13.11: training (培训)."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import WAGES, VoidedBy
from ledger.facts.lists import People
from ledger.facts.types import Actor, Date, DatePartMinutes, Identifier, Label, Yes
from ledger.roles import HR, MANAGER, QA_AGENTS, SEES_MARKS, TEAM_AGENTS, Role, Row


class Training(Fact):
    """A training and who attended it (S13.11, 培训); where it counts, its minutes are worked (S3.8a)."""

    kind: ClassVar[str] = "training"
    natural_key: ClassVar[tuple[str, ...]] = ("training",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = TEAM_AGENTS | QA_AGENTS | MANAGER | HR
    readers: ClassVar[Row] = SEES_MARKS
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.MANAGER: ("trainer",)}
    of_people: ClassVar[str | None] = "attendees"
    taking_part: ClassVar[tuple[str, ...]] = ("trainer",)
    feeds: ClassVar[tuple[str, ...]] = ("training", "hours", *WAGES)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    says: ClassVar[tuple[str, ...]] = ("topic", "date", "attendees")
    chapter: ClassVar[str] = "S13"

    training: Identifier
    topic_: Label = Field(alias="topic")
    date: Date
    minutes: DatePartMinutes
    trainer: Actor | None = None
    attendees: People
    counts: Yes
