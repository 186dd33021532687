"""Every rule parameter, one a line: its value in the manual, its unit and its clause.

A rule set is the manual's defaults with that set's own parameters over them, each replaced whole (S11.1).
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator

from ledger.ruleset.values import (
    MINUTES_A_DAY,
    AwardTheme,
    Days,
    HolidayMultiple,
    LeadBonus,
    LeaveType,
    Multiple,
    Name,
    Names,
    Points,
    Role,
    Roles,
    Shift,
    Tier,
    Weights,
    Yuan,
)


@dataclass(frozen=True)
class Parameter:
    """What a parameter is: the clause it belongs to, the unit it counts in, and what it is called."""

    clause: str
    unit: str
    zh: str
    en: str


def _from(least: int, most: int) -> Any:
    return Field(ge=least, le=most)


Count = StrictInt
TIERS: tuple[Tier, ...] = tuple(
    Tier.model_validate({"total": total, "within_percent": within, "amount": amount})
    for total, within, amount in (
        ("85.00", 10, "500"),
        ("80.00", 10, "400"),
        ("75.00", 35, "300"),
        ("70.00", 45, "200"),
        ("60.00", None, "100"),
    )
)
"""The table of S7.3, also S9.2's."""

_SHIFTS = {
    "R": {"start": "08:30", "end": "20:30", "counted": 660},
    "C": {"start": "09:30", "end": "18:00", "counted": 480},
    "W": {"start": "20:30", "end": "08:30", "counted": 720},
}
_LEAVE_TYPES = {
    "lieu": ("bank", 0),
    "annual": ("credit", 0),
    "marriage": ("credit", 0),
    "bereavement": ("credit", 0),
    "maternity": ("credit", 0),
    "sick": ("excuse", 40),
    "personal": ("excuse", 100),
}
_WEIGHTS: dict[Role, dict[str, int]] = {
    "csr": {"call": 30, "work": 40, "behaviour": 30},
    "team_leader": {"work": 50, "behaviour": 50},
    "qa": {"work": 50, "behaviour": 50},
}
_AWARDS = (("full_attendance", "100"), ("most_improved", "200"), ("service", "500"), ("hundred_percent", "500"))


# fmt: off
class RuleSet(BaseModel):
    """A whole rule set: every parameter with the value in force. Whole numbers only: minutes, fen, hundredths."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    shifts: Annotated[dict[Name, Shift], Parameter("S3.1", "HH:MM, minutes", "班次", "Shift types")] = Field(default={name: Shift.model_validate(shift) for name, shift in _SHIFTS.items()}, min_length=1)
    window_minutes: Annotated[Count, _from(0, 720), Parameter("S3.4", "minutes", "打卡归属范围", "Reach before and after a shift")] = 240
    repeat_minutes: Annotated[Count, _from(0, 240), Parameter("S3.5", "minutes", "重复打卡间隔", "Span within which automatic punches repeat one another")] = 10
    missing_punch: Annotated[Literal["zero", "planned"], Parameter("S3.5", "choice", "缺卡处理", "What a shift with a missing punch counts")] = "zero"
    standard_days_min: Annotated[Count, _from(0, 31), Parameter("S3.7", "days", "标准工作日下限", "Least standard days of a period")] = 21
    standard_days_max: Annotated[Count, _from(0, 31), Parameter("S3.7", "days", "标准工作日上限", "Most standard days of a period")] = 22
    hours_roles: Annotated[Roles, Parameter("S3.7", "roles", "计算工时的岗位", "Roles that have hours reports")] = ("csr",)
    lieu_months: Annotated[Count, _from(1, 120), Parameter("S3.9", "periods", "换休有效期", "Periods in which a lot of time off in lieu may be used")] = 6
    lieu_notice_days: Annotated[Count, _from(0, 365), Parameter("S4.2", "days", "换休提前申请天数", "Days of notice for lieu leave")] = 3
    offset_deficit_with_lieu: Annotated[StrictBool, Parameter("S3.9", "true or false", "换休抵扣不满工时", "Missing hours are drawn from the lieu bank")] = True
    leave_types: Annotated[dict[Name, LeaveType], Parameter("S4.4", "percent unpaid", "假别", "Leave types")] = {name: LeaveType.model_validate({"hours": hours, "unpaid_percent": unpaid}) for name, (hours, unpaid) in _LEAVE_TYPES.items()}
    absenteeism_multiple: Annotated[Multiple, Parameter("S4.4", "times a day's pay", "旷工扣薪倍数", "Days of pay that a day of absenteeism costs")] = 100
    deduction_unit: Annotated[Literal["minutes", "shift"], Parameter("S10.5", "choice", "扣薪单位", "What leave deductions count in")] = "minutes"
    absence_kinds: Annotated[Names, Parameter("S4.5", "leave types", "计入缺勤的类别", "Kinds that count as absence")] = ("absenteeism", "personal", "sick")
    absence_limit: Annotated[Count, _from(0, 1_000_000), Parameter("S7.6c", "milli-days", "缺勤上限", "Absence from which there is no monthly bonus")] = 3000
    complaint_deduction: Annotated[Points, Parameter("S6.2", "points", "投诉扣分", "Behaviour points an upheld complaint costs")] = 0
    weights: Annotated[dict[Role, Weights], Parameter("S6.3", "percent", "评核权重", "Weights of the total")] = {role: Weights.model_validate(weights) for role, weights in _WEIGHTS.items()}
    leader_work_from_team: Annotated[StrictBool, Parameter("S6.3", "true or false", "组长成绩取组员平均", "A leader's work score is the mean of the team's totals")] = False
    pools: Annotated[dict[Name, Roles], Parameter("S7.1", "roles", "排名组", "Pools that are ranked together")] = {"csr": ("csr",), "lead_qa": ("team_leader", "qa")}
    rank_pool: Annotated[Literal["scored", "eligible"], Parameter("S7.1", "choice", "参与排名的人员", "Who is ranked")] = "scored"
    rank_reading: Annotated[Literal["cumulative", "shares"], Parameter("S7.3", "choice", "排名比例的读法", "How the rank percentages are read")] = "cumulative"
    bonus_tiers: Annotated[tuple[Tier, ...], Parameter("S7.3", "points, percent, yuan", "月度奖金档", "Tiers of the monthly bonus")] = TIERS
    lead_bonus: Annotated[LeadBonus, Parameter("S7.4", "points, yuan by rank", "组长及QA月度奖金", "Monthly bonus of leaders and QA")] = LeadBonus.model_validate({"total_above": "60.00", "amounts": ("500", "300", "100")})
    award_themes: Annotated[tuple[AwardTheme, ...], Parameter("S8.1", "yuan, persons", "表现优异奖主题", "Award themes")] = tuple(AwardTheme.model_validate({"theme": theme, "amount": amount}) for theme, amount in _AWARDS)
    full_attendance_swaps: Annotated[Count, _from(0, 1000), Parameter("S8.3", "swaps", "全勤奖换班次数", "Voluntary swaps from which full attendance is lost")] = 3
    improved_floor: Annotated[Points, Parameter("S8.4", "points", "进步奖最低分", "Least monitoring and exam score for most improved")] = 7000
    error_free_periods: Annotated[Count, _from(1, 120), Parameter("S8.6", "periods", "百分百之星期数", "Error-free periods in a row that pay")] = 3
    star_min_periods: Annotated[Count, _from(1, 3), Parameter("S9.1", "periods", "星级最少期数", "Totals a quarter score needs")] = 3
    star_tiers: Annotated[tuple[Tier, ...], Parameter("S9.2", "points, percent, yuan", "星级工资档", "Tiers of the star pay")] = TIERS
    night_allowance: Annotated[Yuan, Parameter("S10.2", "yuan a shift", "夜班津贴", "Night allowance")] = 1000
    meal_allowance: Annotated[Yuan, Parameter("S10.3", "yuan a shift", "伙食津贴", "Meal allowance")] = 0
    holiday_multiple: Annotated[HolidayMultiple, Parameter("S10.4", "times a day's pay", "国定假期薪资倍数", "Times a day's pay on a statutory holiday")] = 300
    pay_days: Annotated[Days, Parameter("S10.4", "days a month", "月计薪天数", "Days of pay in a month")] = 2175
    # fmt: on

    @model_validator(mode="after")
    def _parameters_agree(self) -> Self:
        if self.standard_days_min > self.standard_days_max:
            raise ValueError(
                f"standard_days_min {self.standard_days_min} is above standard_days_max {self.standard_days_max}"
            )
        if "absenteeism" in self.leave_types:
            raise ValueError("leave_types names absenteeism, which is absence without leave and no leave type")
        roles = [role for members in self.pools.values() for role in members]
        if len(set(roles)) != len(roles):
            raise ValueError("pools has a role in two pools; each role in one would be right")
        themes = [award.theme for award in self.award_themes]
        if len(set(themes)) != len(themes):
            raise ValueError("award_themes has a theme twice; each once would be right")
        self._refuse_three_reaches()
        return self

    def _refuse_three_reaches(self) -> None:
        """S3.4: no instant may lie in the reach of three shifts; those of days 0 and 2 must keep apart."""
        for name, first in self.shifts.items():
            for other, last in self.shifts.items():
                ends = first.start + first.span + self.window_minutes
                begins = 2 * MINUTES_A_DAY + last.start - self.window_minutes
                if ends > begins:
                    raise ValueError(
                        f"window_minutes {self.window_minutes} lets the reach of shift {name} meet that of {other} two "
                        "days later, so that a punch could belong to three shifts; fewer minutes would be right"
                    )


MANUAL = RuleSet()
"""The manual's own rule set."""
