"""S13.2 and S13.3: contacts that came in, and the seats that a team needs (话务量与坐席需求)."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import VoidedBy
from ledger.facts.quantities import Contacts, Seconds
from ledger.facts.spans import TimeOfDay
from ledger.facts.types import Count, Date, Identifier
from ledger.roles import AUDITOR, FLOOR, MANAGER, SEES_CENTRE, Row


class Volume(Fact):
    """The contacts of a date, channel and queue, of the day or of an interval (S13.2, 话务量); null takes them back."""

    kind: ClassVar[str] = "volume"
    natural_key: ClassVar[tuple[str, ...]] = ("date", "channel", "queue", "interval")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = SEES_CENTRE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("volume",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "date"
    chapter: ClassVar[str] = "S13"

    date: Date
    channel: Literal["phone", "email", "fax", "sms", "chat"]
    queue: Identifier | None = None
    interval: TimeOfDay | None = None
    offered: Contacts | None
    answered: Contacts | None
    within_target: Contacts | None = None
    handled_seconds: Seconds | None = None

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        if (self.offered is None) != (self.answered is None):
            raise PydanticCustomError("either", "give both offered and answered, or null for both to take the row back")
        if self.answered is None:
            if self.within_target is not None or self.handled_seconds is not None:
                raise PydanticCustomError(
                    "either", "a row that is taken back counts nothing; leave within_target and handled_seconds out"
                )
        elif self.within_target is not None and self.within_target > self.answered:
            raise PydanticCustomError("either", "within_target is above answered; count answered contacts only")
        return self


class StaffNeed(Fact):
    """How many seats a team needs from one time to another (S13.3, 坐席需求); 0 is none."""

    kind: ClassVar[str] = "staff_need"
    natural_key: ClassVar[tuple[str, ...]] = ("team", "date", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = FLOOR | AUDITOR
    of_team: ClassVar[str | None] = "team"
    feeds: ClassVar[tuple[str, ...]] = ("coverage",)
    counts_before: ClassVar[int | None] = 0
    new_names: ClassVar[tuple[str, ...]] = ("team",)
    chapter: ClassVar[str] = "S13"

    team: Identifier
    date: Date
    from_: TimeOfDay = Field(alias="from")
    until: TimeOfDay
    seats: Count
