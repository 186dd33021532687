"""S14.2 What the authorities have approved (综合计算工时批准)."""

from typing import ClassVar

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import Holds, VoidedBy
from ledger.facts.spans import CycleMonths
from ledger.facts.types import Identifier, Period
from ledger.roles import EVERYONE, Row
from ledger.ruleset import Role


class HoursApproval(Fact):
    """Working time of some roles may be reckoned over a cycle of periods (S14.2, 综合计算工时批准)."""

    kind: ClassVar[str] = "hours_approval"
    natural_key: ClassVar[tuple[str, ...]] = ("approval",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("compliance",)
    counts_before: ClassVar[int | None] = 0
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S14"

    approval: Identifier
    from_: Period = Field(alias="from")
    months: CycleMonths
    roles: tuple[Role, ...] = Field(min_length=1, max_length=100)
    until: Period | None = None
