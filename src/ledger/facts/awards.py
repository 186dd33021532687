"""S8.8 Awards as data: themes that a centre states itself, and to whom one is granted (表现优异奖金)."""

from typing import ClassVar, Literal

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import AWARDS, Holds, VoidedBy
from ledger.facts.measures import Measure
from ledger.facts.types import Actor, EmployeeNumber, Identifier, Label, Period, Rank, Salary, Text
from ledger.roles import MANAGER, PEOPLE, Row


class Theme(Fact):
    """An award theme from a period on, won by grant or by a metric (S8.8, 奖金主题)."""

    kind: ClassVar[str] = "theme"
    natural_key: ClassVar[tuple[str, ...]] = ("theme", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    recorders: ClassVar[Row] = MANAGER
    readers: ClassVar[Row] = PEOPLE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = AWARDS
    counts_before: ClassVar[int | None] = 0
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S8"

    theme: Identifier
    from_: Period = Field(alias="from")
    name: Label
    amount: Salary
    by: Literal["grant", "metric"]
    winners: Rank | None = None
    metric: Identifier | None = None
    best: Literal["highest", "lowest"] | None = None
    at_least: Measure | None = None
    at_most: Measure | None = None


class AwardGrant(Fact):
    """An award theme that is won by grant, granted to an employee for a period (S8.8, 授奖)."""

    kind: ClassVar[str] = "award_grant"
    natural_key: ClassVar[tuple[str, ...]] = ("grant",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = MANAGER
    feeds: ClassVar[tuple[str, ...]] = AWARDS
    counts_before: ClassVar[int | None] = 0
    says: ClassVar[tuple[str, ...]] = ("theme", "employee", "period")
    chapter: ClassVar[str] = "S8"

    grant: Identifier
    theme: Identifier
    employee: EmployeeNumber
    period: Period
    by: Actor
    note: Text | None = None
