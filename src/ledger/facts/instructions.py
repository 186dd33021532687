"""S13.10: instructions, and who has read and understood what (工作要求与确认)."""

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import Notice, VoidedBy
from ledger.facts.lists import Names
from ledger.facts.types import Actor, Date, EmployeeNumber, Identifier, Instant, NamesFact, Text, Yes
from ledger.roles import DESK, OWN, SEES_INSTRUCTIONS, SEES_OWN_WORK, TEAM, Row

_PERIOD = r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])"
FORMS = {
    "work_review": (_PERIOD, "the period of the review, YYYY-MM"),
    "behaviour_review": (_PERIOD, "the period of the review, YYYY-MM"),
    "appraisal": (rf"{_PERIOD}/(work|behaviour)", "period and component of the final appraisal, such as 2026-10/work"),
    "quarter_review": (r"(19|2[0-9])[0-9]{2}-Q[1-4]", "the quarter of the review, YYYY-Qn"),
}
"""How `of` names what has no number, and how to say so."""


class Instruction(Fact):
    """What everyone addressed is to know and to do (S13.10, 工作要求)."""

    kind: ClassVar[str] = "instruction"
    natural_key: ClassVar[tuple[str, ...]] = ("instruction",)
    personal: ClassVar[tuple[str, ...]] = ("title", "text")
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = TEAM | DESK
    readers: ClassVar[Row] = SEES_INSTRUCTIONS
    of_teams: ClassVar[str | None] = "teams"
    feeds: ClassVar[tuple[str, ...]] = ("acknowledgements",)
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("teams", "at", "by")
    notice: ClassVar[Notice | None] = Notice.DUTY
    due_by: ClassVar[str | None] = "due_date"
    chapter: ClassVar[str] = "S13"

    instruction: Identifier
    title: Text
    text: Text
    teams: Names | None = None
    at: Instant
    by: Actor
    due_date: Date | None = None


class Acknowledgement(Fact):
    """An employee has read and understood an instruction, or signs off what is about them (S13.10, 确认)."""

    kind: ClassVar[str] = "acknowledgement"
    natural_key: ClassVar[tuple[str, ...]] = ("of_kind", "of", "employee")
    personal: ClassVar[tuple[str, ...]] = ("note",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    voiders: ClassVar[Row] = {}
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = OWN
    readers: ClassVar[Row] = SEES_OWN_WORK
    feeds: ClassVar[tuple[str, ...]] = ("acknowledgements",)
    tells_of: ClassVar[str | None] = "at"
    chapter: ClassVar[str] = "S13"

    of_kind: Literal[
        "instruction",
        "monitoring",
        "reminder",
        "improvement_plan",
        "work_review",
        "behaviour_review",
        "appraisal",
        "quarter_review",
    ]
    of: Annotated[Identifier, NamesFact()]
    employee: EmployeeNumber
    at: Instant
    agrees: Yes | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _names_it_as_its_kind_does(self) -> Self:
        form = FORMS.get(self.of_kind)
        if form is not None and re.fullmatch(form[0], self.of) is None:
            raise PydanticCustomError("either", "of does not name one; give {right}", {"right": form[1]})
        return self
