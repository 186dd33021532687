"""S12 Somebody has tea: a kind of the future, which the checkout of a test gets."""

from typing import ClassVar

from ledger.facts.base import Fact
from ledger.facts.effects import VoidedBy
from ledger.facts.types import Actor, EmployeeNumber, Identifier, Instant
from ledger.roles import FLOOR, SEES_FLOOR, Row


class TeaBreak(Fact):
    """Somebody has tea (S12.3, 茶歇)."""

    kind: ClassVar[str] = "tea_break"
    natural_key: ClassVar[tuple[str, ...]] = ("tea",)
    dated_by: ClassVar[str | None] = "at"
    recorders: ClassVar[Row] = FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    chapter: ClassVar[str] = "S12"

    tea: Identifier
    employee: EmployeeNumber
    at: Instant
    by: Actor
