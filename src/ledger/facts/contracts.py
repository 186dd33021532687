"""S3.7a and S4.6c: for how long a day and how somebody is employed, and since when they serve (劳动合同与工龄)."""

from typing import ClassVar, Literal

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import BALANCES, WAGES, Holds, VoidedBy
from ledger.facts.spans import DayMinutes
from ledger.facts.types import Date, EmployeeNumber, Label, Salary
from ledger.roles import SEES_PAY, Row

STANDARD_DAY = 480
"""Minutes of a day without a contract (S3.7a)."""


class Contract(Fact):
    """How many minutes a day somebody is employed for from a date on, and how they are paid (S3.7a, 劳动合同)."""

    kind: ClassVar[str] = "contract"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    personal: ClassVar[tuple[str, ...]] = ("employer",)
    dated_by: ClassVar[str | None] = "from"
    readers: ClassVar[Row] = SEES_PAY
    tells_pay: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("hours", "bonus", "awards", *WAGES, *BALANCES)
    counts_before: ClassVar[int | None] = 0
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S3"

    employee: EmployeeNumber
    from_: Date = Field(alias="from")
    day_minutes: DayMinutes
    pay: Literal["monthly", "hourly", "none"]
    rate: Salary | None = None
    employer: Label | None = None


class Seniority(Fact):
    """Since when somebody has served, with any employer and with this one (S4.6c, S10.5b, 工龄)."""

    kind: ClassVar[str] = "seniority"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    readers: ClassVar[Row] = SEES_PAY
    feeds: ClassVar[tuple[str, ...]] = (*BALANCES, *WAGES)
    holds: ClassVar[Holds] = Holds.ALWAYS
    chapter: ClassVar[str] = "S4"
    resource: ClassVar[str] = "seniorities"

    employee: EmployeeNumber
    from_: Date = Field(alias="from")
    continuous_from: Date | None = None
