"""S10 Pay: base, allowances and corrections (薪资)."""

from typing import ClassVar, Literal

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import PAY, WAGES, Holds, VoidedBy
from ledger.facts.types import Date, EmployeeNumber, Identifier, Money, Period, Salary, Text
from ledger.roles import SEES_PAY, Row


class BaseSalary(Fact):
    """The monthly base pay in force from a date on (S10.1, 基本工资)."""

    kind: ClassVar[str] = "base_salary"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    readers: ClassVar[Row] = SEES_PAY
    tells_pay: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = WAGES
    counts_before: ClassVar[int | None] = 0
    holds: ClassVar[Holds] = Holds.ONWARD
    amount_of: ClassVar[str | None] = "monthly"
    chapter: ClassVar[str] = "S10"
    resource: ClassVar[str] = "base-salaries"

    employee: EmployeeNumber
    from_: Date = Field(alias="from")
    monthly: Salary


class Allowance(Fact):
    """An allowance granted for a period, as given (S10.3, 津贴); it may be negative."""

    kind: ClassVar[str] = "allowance"
    natural_key: ClassVar[tuple[str, ...]] = ("allowance",)
    dated_by: ClassVar[str | None] = "period"
    readers: ClassVar[Row] = SEES_PAY
    tells_pay: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    feeds: ClassVar[tuple[str, ...]] = PAY
    counts_before: ClassVar[int | None] = 0
    says: ClassVar[tuple[str, ...]] = ("employee", "period", "type", "amount")
    grid: ClassVar[str | None] = "type"
    amount_of: ClassVar[str | None] = "amount"
    chapter: ClassVar[str] = "S10"

    allowance: Identifier
    employee: EmployeeNumber
    period: Period
    type: Literal["meal", "late_shift", "overtime", "other"]
    amount: Money


class Correction(Fact):
    """An amount added to, or taken off, the pay of a period (S10.6, 更正)."""

    kind: ClassVar[str] = "correction"
    natural_key: ClassVar[tuple[str, ...]] = ("correction",)
    personal: ClassVar[tuple[str, ...]] = ("note",)
    dated_by: ClassVar[str | None] = "period"
    readers: ClassVar[Row] = SEES_PAY
    tells_pay: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.NUMBER
    corrects: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = PAY
    counts_before: ClassVar[int | None] = 0
    says: ClassVar[tuple[str, ...]] = ("employee", "period", "amount")
    amount_of: ClassVar[str | None] = "amount"
    chapter: ClassVar[str] = "S10"

    correction: Identifier
    employee: EmployeeNumber
    period: Period
    amount: Money
    note: Text


class Payment(Fact):
    """What was really paid to an employee for an item of a period (S10.9, 实发); it changes no figure."""

    kind: ClassVar[str] = "payment"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "period", "item")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "period"
    readers: ClassVar[Row] = SEES_PAY
    tells_pay: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("payments",)
    grid: ClassVar[str | None] = "item"
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "paid_on"
    chapter: ClassVar[str] = "S10"

    employee: EmployeeNumber
    period: Period
    item: Identifier
    amount: Money
    paid_on: Date
    batch: Identifier | None = None
