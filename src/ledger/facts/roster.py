"""S3.2 and S5: periods, holidays, the roster and its swaps (排班与换班)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import BALANCES, LEAVE_TAKEN, WAGES, Notice, VoidedBy
from ledger.facts.types import (
    Actor,
    Count,
    Date,
    Days,
    EmployeeNumber,
    Identifier,
    Instant,
    Label,
    Part,
    Period,
    Salary,
)
from ledger.roles import DESK, EVERYONE, FLOOR, OWN, SEES_FLOOR, Role, Row
from ledger.ruleset import Theme


class PeriodTheme(Part):
    """A theme that a period sets for itself (S8.1): an amount left out is the rule set's, or the theme's (S8.8)."""

    theme: Theme
    amount: Salary | None = None
    winners: Count | None = None


class PeriodFact(Fact):
    """What is set when a period is opened (S3.7, S8.1, 考勤周期)."""

    kind: ClassVar[str] = "period"
    natural_key: ClassVar[tuple[str, ...]] = ("period",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    opens: ClassVar[bool] = True
    dated_by: ClassVar[str | None] = "period"
    recorders: ClassVar[Row] = DESK
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("hours", "awards", "payroll", "paid_time", "compliance")
    counts_before: ClassVar[int | None] = 0
    chapter: ClassVar[str] = "S3"

    period: Period
    standard_days: Days | None = None
    award_themes: Annotated[tuple[PeriodTheme, ...], Field(max_length=100)] | None = None


class Holiday(Fact):
    """A statutory holiday (S10.4, 国定假期); null: no holiday after all."""

    kind: ClassVar[str] = "holiday"
    natural_key: ClassVar[tuple[str, ...]] = ("date",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "date"
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("attendance", "hours", "bonus", "awards", *WAGES, *BALANCES)
    # A shift of the day before may reach into it (S10.4a).
    counts_before: ClassVar[int | None] = 1
    chapter: ClassVar[str] = "S10"

    date: Date
    name: Label | None


class CalendarDay(Fact):
    """A weekend day that is worked, or a weekday that is free (S2.5, 调休日); null: as the week has it after all."""

    kind: ClassVar[str] = "calendar_day"
    natural_key: ClassVar[tuple[str, ...]] = ("date",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "date"
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = ("hours", "bonus", "awards", *WAGES, *BALANCES)
    counts_before: ClassVar[int | None] = 0
    chapter: ClassVar[str] = "S2"

    date: Date
    type: Literal["workday", "rest_day"] | None
    name: Label | None = None


class ShiftFact(Fact):
    """The roster's entry for an employee and a date (S3.2, 排班); null clears the date."""

    kind: ClassVar[str] = "shift"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "date")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "date"
    recorders: ClassVar[Row] = FLOOR
    of_oneself: ClassVar[bool] = True
    readers: ClassVar[Row] = SEES_FLOOR
    feeds: ClassVar[tuple[str, ...]] = LEAVE_TAKEN
    counts_before: ClassVar[int | None] = 7
    notice: ClassVar[Notice | None] = Notice.ROSTER
    chapter: ClassVar[str] = "S3"

    employee: EmployeeNumber
    date: Date
    shift: Identifier | None


class Swap(Fact):
    """A request to exchange shifts (S5.1, 换班申请)."""

    kind: ClassVar[str] = "swap"
    natural_key: ClassVar[tuple[str, ...]] = ("swap",)
    instead_of_void: ClassVar[str] = "cancel it by a swap_decision"
    opens: ClassVar[bool] = True
    begins_as: ClassVar[str] = "requested"
    dated_by: ClassVar[str | None] = "requester_date"
    recorders: ClassVar[Row] = OWN | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    sides: ClassVar[Mapping[str, str]] = {
        "requester": "requester_date",
        "counterparty": "counterparty_date",
    }
    feeds: ClassVar[tuple[str, ...]] = LEAVE_TAKEN
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    says: ClassVar[tuple[str, ...]] = ("requester", "requester_date", "counterparty", "counterparty_date")
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S5"

    swap: Identifier
    requester: EmployeeNumber
    requester_date: Date
    counterparty: EmployeeNumber
    counterparty_date: Date
    at: Instant


class SwapDecision(Fact):
    """A step of a swap (S5.1, 换班处理); an approval also changes the roster (S5.2)."""

    kind: ClassVar[str] = "swap_decision"
    natural_key: ClassVar[tuple[str, ...]] = ("swap", "decision")
    follows: ClassVar[str | None] = "swap"
    recorders: ClassVar[Row] = OWN | FLOOR
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {Role.EMPLOYEE: ("accepted", "rejected", "cancelled")}
    not_for_recorder: ClassVar[tuple[str, ...]] = ("approved", "rejected")
    readers: ClassVar[Row] = SEES_FLOOR
    outcome: ClassVar[str | None] = "decision"
    steps: ClassVar[tuple[str, ...]] = ("accepted",)
    feeds: ClassVar[tuple[str, ...]] = LEAVE_TAKEN
    counts_before: ClassVar[int | None] = 0
    tells_of: ClassVar[str | None] = "at"
    notice: ClassVar[Notice | None] = Notice.DECIDED
    chapter: ClassVar[str] = "S5"

    swap: Identifier
    decision: Literal["accepted", "approved", "rejected", "cancelled"]
    by: Actor
    at: Instant
