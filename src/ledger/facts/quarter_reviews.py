"""S13.12: the decision on an employee at the end of a quarter (季度考核)."""

from typing import ClassVar

from ledger.facts.base import Fact
from ledger.facts.effects import Notice, VoidedBy
from ledger.facts.spans import Quarter
from ledger.facts.types import Actor, EmployeeNumber, Instant, Text
from ledger.roles import AUDITOR, DESK, MANAGER, OWN, Row


class QuarterReview(Fact):
    """What was decided on an employee at the end of a quarter (S13.12, 季度考核)."""

    kind: ClassVar[str] = "quarter_review"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "quarter")
    judges: ClassVar[bool] = True
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    personal: ClassVar[tuple[str, ...]] = ("decision", "note")
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = OWN | DESK | AUDITOR
    feeds: ClassVar[tuple[str, ...]] = ("quarter_review",)
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.READING
    chapter: ClassVar[str] = "S13"

    employee: EmployeeNumber
    quarter: Quarter
    decision: Text
    by: Actor
    at: Instant
    note: Text | None = None
