"""S1 Organisation: the site and its people (组织与人员)."""

from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import EVERY_REPORT, Holds, VoidedBy
from ledger.facts.explicit_nulls import null_speaks
from ledger.facts.identifiers import normal
from ledger.facts.types import (
    BankMinutes,
    Count,
    Date,
    EmployeeNumber,
    Identifier,
    Label,
    Part,
    Period,
    Rank,
    Score,
    StartDay,
)
from ledger.roles import DESK, EVERYONE, QA, SEES_FLOOR, SEES_PAY, Row
from ledger.ruleset import Channel, Role


class Site(Fact):
    """The constants of a ledger (S2.1): recorded once, before everything else."""

    kind: ClassVar[str] = "site"
    natural_key: ClassVar[tuple[str, ...]] = ()
    instead_of_void: ClassVar[str] = "it is recorded once; make another ledger for another site"
    unique: ClassVar[bool] = True
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    chapter: ClassVar[str] = "S2"

    name: Label
    time_zone: Identifier
    first_period: Period
    period_start_day: StartDay

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise PydanticCustomError("time_zone", "give an IANA time zone, such as Asia/Shanghai")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site's dates."""
        return ZoneInfo(self.time_zone)


def _refuse_own_superior(employee: str, superior: str | None) -> None:
    """Refuse that somebody reports to themselves; two texts that are one identifier are one."""
    if isinstance(superior, str) and normal(superior) == normal(employee):
        raise PydanticCustomError("either", "reports_to is the employee; name somebody else, or give null")


class Employee(Fact):
    """Somebody is employed, in one role and team at a time (S1.2, S1.3). A rehire is a new employee number."""

    kind: ClassVar[str] = "employee"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    personal: ClassVar[tuple[str, ...]] = ("name",)
    dated_by: ClassVar[str | None] = "hired_on"
    readers: ClassVar[Row] = SEES_FLOOR | QA
    feeds: ClassVar[tuple[str, ...]] = EVERY_REPORT
    holds: ClassVar[Holds] = Holds.ONWARD
    new_names: ClassVar[tuple[str, ...]] = ("employee", "team")
    chapter: ClassVar[str] = "S1"

    employee: Identifier
    name: Label
    role: Role
    team: Identifier
    hired_on: Date
    channel: Channel | None = None
    probation_until: Date | None = None
    reports_to: EmployeeNumber | None = null_speaks()
    project: Identifier | None = null_speaks()

    @model_validator(mode="after")
    def _reports_to_another(self) -> Self:
        _refuse_own_superior(self.employee, self.reports_to)
        return self


class Assignment(Fact):
    """A change of role, team or channel from a date on (S1.2); what is left out stays."""

    kind: ClassVar[str] = "assignment"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "from")
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    recorders: ClassVar[Row] = DESK
    readers: ClassVar[Row] = SEES_FLOOR | QA
    feeds: ClassVar[tuple[str, ...]] = EVERY_REPORT
    holds: ClassVar[Holds] = Holds.ONWARD
    new_names: ClassVar[tuple[str, ...]] = ("team",)
    chapter: ClassVar[str] = "S1"

    employee: EmployeeNumber
    from_: Date = Field(alias="from")
    role: Role | None = None
    team: Identifier | None = None
    channel: Channel | None = None
    reports_to: EmployeeNumber | None = null_speaks()
    project: Identifier | None = null_speaks()

    @model_validator(mode="after")
    def _reports_to_another(self) -> Self:
        _refuse_own_superior(self.employee, self.reports_to)
        return self


class Probation(Fact):
    """Probation lasts until a date, that day included (S1.3, 培训试用期)."""

    kind: ClassVar[str] = "probation"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "until"
    recorders: ClassVar[Row] = DESK
    feeds: ClassVar[tuple[str, ...]] = ("bonus", "awards", "stars", "payroll", "compliance")
    holds: ClassVar[Holds] = Holds.ALWAYS
    chapter: ClassVar[str] = "S1"

    employee: EmployeeNumber
    until: Date


class Notice(Fact):
    """Under notice from a date on (S1.3, 离职通知期); null withdraws it."""

    kind: ClassVar[str] = "notice"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "from"
    feeds: ClassVar[tuple[str, ...]] = ("bonus", "awards", "payroll", "compliance")
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S1"

    employee: EmployeeNumber
    from_: Date | None = Field(alias="from")


class Leaving(Fact):
    """Employment ends on a last day (S1.3, 离职); null withdraws it. Who is transferred goes on in another ledger."""

    kind: ClassVar[str] = "leaving"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    dated_by: ClassVar[str | None] = "last_day"
    feeds: ClassVar[tuple[str, ...]] = EVERY_REPORT
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S1"

    employee: EmployeeNumber
    last_day: Date | None
    reason: Literal["resigned", "poor_performance", "transferred", "other"]


class Lot(Part):
    """Minutes of time off in lieu, by the period they were earned in."""

    period: Period
    minutes: BankMinutes


class PastTotal(Part):
    """Total and behaviour score of an earlier period, in hundredths of a point."""

    period: Period
    total: Score
    behaviour: Score


class Opening(Fact):
    """What an employee brings along from before the first period (S2.1a, 期初)."""

    kind: ClassVar[str] = "opening"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    supersedes: ClassVar[bool] = True
    voided_by: ClassVar[VoidedBy | None] = VoidedBy.REF
    readers: ClassVar[Row] = SEES_PAY
    feeds: ClassVar[tuple[str, ...]] = ("hours", "awards", "stars", "payroll", "paid_time", "compliance")
    holds: ClassVar[Holds] = Holds.ALWAYS
    chapter: ClassVar[str] = "S2"

    employee: EmployeeNumber
    lots: tuple[Lot, ...] = Field(max_length=1_000)
    deficit: BankMinutes
    error_free_periods: Count
    last_rank: Rank | None = None
    totals: Annotated[tuple[PastTotal, ...], Field(max_length=1_000)] | None = None
