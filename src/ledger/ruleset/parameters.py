"""Every rule parameter, one a line: its value in the manual, its unit and its clause.

A rule set is the manual's defaults with that set's own parameters over them, each replaced whole (S11.1).
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, model_validator

from ledger.labels import CHINESE, ENGLISH, label
from ledger.ruleset.compliance import Compliance
from ledger.ruleset.pools import Pool, Pools, pools_of, refuse_pools_that_overlap
from ledger.ruleset.service import LeaveTable, SickTable
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
    OvertimeBase,
    OvertimeMultiples,
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
    """What a parameter is: the clause it belongs to, the unit it counts in, and its name, by which it has labels."""

    clause: str
    unit: str
    name: str = ""

    @property
    def zh(self) -> str:
        """What it is called in Chinese."""
        return label("parameter", self.name, CHINESE)

    @property
    def en(self) -> str:
        """What it is called in English."""
        return label("parameter", self.name, ENGLISH)


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

    standard_days_from: Annotated[Literal["weekdays", "calendar"], Parameter("S2.5", "choice")] = "weekdays"
    shifts: Annotated[dict[Name, Shift], Parameter("S3.1", "HH:MM, minutes")] = Field(default={name: Shift.model_validate(shift) for name, shift in _SHIFTS.items()}, min_length=1)
    punch_request_days: Annotated[Count | None, _from(0, 3660), Parameter("S3.3b", "days")] = None
    punch_requests_per_period: Annotated[Count | None, _from(0, 1000), Parameter("S3.3b", "times a period")] = None
    window_minutes: Annotated[Count, _from(0, 720), Parameter("S3.4", "minutes")] = 240
    repeat_minutes: Annotated[Count, _from(0, 240), Parameter("S3.5", "minutes")] = 10
    missing_punch: Annotated[Literal["zero", "planned"], Parameter("S3.5", "choice")] = "zero"
    late_grace_minutes: Annotated[Count, _from(0, 240), Parameter("S3.6a", "minutes")] = 0
    late_grace_times: Annotated[Count | None, _from(0, 1000), Parameter("S3.6a", "times a period")] = None
    standard_days_min: Annotated[Count, _from(0, 31), Parameter("S3.7", "days")] = 21
    standard_days_max: Annotated[Count, _from(0, 31), Parameter("S3.7", "days")] = 22
    hours_roles: Annotated[Roles, Parameter("S3.7", "roles")] = ("csr",)
    holiday_in_worked: Annotated[StrictBool, Parameter("S3.8", "true or false")] = True
    lieu_months: Annotated[Count, _from(1, 120), Parameter("S3.9", "periods")] = 6
    lieu_notice_days: Annotated[Count, _from(0, 365), Parameter("S4.2", "days")] = 3
    offset_deficit_with_lieu: Annotated[StrictBool, Parameter("S3.9", "true or false")] = True
    deficit_periods: Annotated[Count, _from(1, 120), Parameter("S3.9", "periods")] = 1
    surplus: Annotated[Literal["lieu", "pay"], Parameter("S3.9a", "choice")] = "lieu"
    surplus_multiple: Annotated[Multiple, Parameter("S10.8a", "times an hour's pay")] = 150
    lieu_settlement: Annotated[Literal["none", "pay"], Parameter("S3.10", "choice")] = "none"
    lieu_settlement_multiple: Annotated[Multiple, Parameter("S3.10", "times an hour's pay")] = 100
    lieu_lapse: Annotated[Literal["lapse", "pay"], Parameter("S3.10", "choice")] = "lapse"
    deficit_settlement: Annotated[Literal["none", "deduct"], Parameter("S3.10", "choice")] = "none"
    leave_settlement: Annotated[dict[Name, Multiple], Parameter("S3.10", "times an hour's pay")] = {}
    leave_types: Annotated[dict[Name, LeaveType], Parameter("S4.4", "percent unpaid")] = {name: LeaveType.model_validate({"hours": hours, "unpaid_percent": unpaid}) for name, (hours, unpaid) in _LEAVE_TYPES.items()}
    absenteeism_multiple: Annotated[Multiple, Parameter("S4.4", "times a day's pay")] = 100
    deduction_unit: Annotated[Literal["minutes", "shift"], Parameter("S10.5", "choice")] = "minutes"
    entitled_types: Annotated[Names, Parameter("S4.6", "leave types")] = ()
    entitlement_by_service: Annotated[dict[Name, LeaveTable] | None, Parameter("S4.6c", "years, days")] = None
    absence_kinds: Annotated[Names, Parameter("S4.5", "leave types")] = ("absenteeism", "personal", "sick")
    absence_unit: Annotated[Literal["shift", "day480"], Parameter("S4.5", "choice")] = "shift"
    absence_limit: Annotated[Count, _from(0, 1_000_000), Parameter("S7.6c", "milli-days")] = 3000
    complaint_deduction: Annotated[Points, Parameter("S6.2", "points")] = 0
    weights: Annotated[dict[Role, Weights], Parameter("S6.3", "percent")] = {role: Weights.model_validate(weights) for role, weights in _WEIGHTS.items()}
    leader_work_from_team: Annotated[StrictBool, Parameter("S6.3", "true or false")] = False
    pools: Annotated[Pools, Parameter("S7.1", "roles")] = {"csr": ("csr",), "lead_qa": ("team_leader", "qa")}
    rank_pool: Annotated[Literal["scored", "eligible"], Parameter("S7.1", "choice")] = "scored"
    rank_reading: Annotated[Literal["cumulative", "shares"], Parameter("S7.3", "choice")] = "cumulative"
    rank_rounding: Annotated[Literal["exact", "up", "nearest"], Parameter("S7.3", "choice")] = "exact"
    new_employee_days: Annotated[Count, _from(0, 36_600), Parameter("S7.6e", "days")] = 0
    bonus_tiers: Annotated[tuple[Tier, ...], Parameter("S7.3", "points, percent, yuan")] = TIERS
    lead_bonus: Annotated[LeadBonus, Parameter("S7.4", "points, yuan by rank")] = LeadBonus.model_validate({"total_above": "60.00", "amounts": ("500", "300", "100")})
    award_themes: Annotated[tuple[AwardTheme, ...], Parameter("S8.1", "yuan, persons")] = tuple(AwardTheme.model_validate({"theme": theme, "amount": amount}) for theme, amount in _AWARDS)
    full_attendance_swaps: Annotated[Count, _from(0, 1000), Parameter("S8.3", "swaps")] = 3
    improved_floor: Annotated[Points, Parameter("S8.4", "points")] = 7000
    error_free_periods: Annotated[Count, _from(1, 120), Parameter("S8.6", "periods")] = 3
    error_free_min_shifts: Annotated[Count, _from(0, 1000), Parameter("S8.6", "shifts")] = 1
    star_min_periods: Annotated[Count, _from(1, 3), Parameter("S9.1", "periods")] = 3
    star_tiers: Annotated[tuple[Tier, ...], Parameter("S9.2", "points, percent, yuan")] = TIERS
    role_reading: Annotated[Literal["last_day", "by_days"], Parameter("S9.3a", "choice")] = "last_day"
    star_keeps: Annotated[StrictBool, Parameter("S9.3a", "true or false")] = False
    night_allowance: Annotated[Yuan, Parameter("S10.2", "yuan a shift")] = 1000
    meal_allowance: Annotated[Yuan, Parameter("S10.3", "yuan a shift")] = 0
    holiday_multiple: Annotated[HolidayMultiple, Parameter("S10.4", "times a day's pay")] = 300
    holiday_on_top: Annotated[StrictBool, Parameter("S10.4a", "true or false")] = False
    holiday_unit: Annotated[Literal["shift", "minutes"], Parameter("S10.4a", "choice")] = "shift"
    holiday_span: Annotated[Literal["shift", "date"], Parameter("S10.4a", "choice")] = "shift"
    sick_pay_tiers: Annotated[SickTable | None, Parameter("S10.5b", "years, percent")] = None
    sick_pay_floor: Annotated[Yuan | None, Parameter("S10.5b", "yuan a month")] = None
    overtime_multiples: Annotated[OvertimeMultiples, Parameter("S10.8", "times an hour's pay")] = OvertimeMultiples.model_validate({"workday": "1.5", "rest_day": "2", "holiday": "3"})
    overtime_base: Annotated[OvertimeBase, Parameter("S10.8", "lines of pay")] = ("base",)
    briefing_minutes: Annotated[Count, _from(0, MINUTES_A_DAY), Parameter("S13.5", "minutes")] = 30
    compliance: Annotated[Compliance | None, Parameter("S14", "limits")] = None
    pay_days: Annotated[Days, Parameter("S10.4", "days a month")] = 2175
    # fmt: on

    @model_validator(mode="after")
    def _parameters_agree(self) -> Self:
        if self.standard_days_min > self.standard_days_max:
            raise ValueError(
                f"standard_days_min {self.standard_days_min} is above standard_days_max {self.standard_days_max}"
            )
        if "absenteeism" in self.leave_types:
            raise ValueError("leave_types names absenteeism, which is absence without leave and no leave type")
        refuse_pools_that_overlap(self.pools)
        self._refuse_unknown_leave_types()
        themes = [award.theme for award in self.award_themes]
        if len(set(themes)) != len(themes):
            raise ValueError("award_themes has a theme twice; name each once")
        self._refuse_three_reaches()
        return self

    @property
    def pool_list(self) -> tuple[Pool, ...]:
        """S7.1a: the pools in the order in which they are tried, whichever form they were given in."""
        return pools_of(self.pools)

    def _refuse_unknown_leave_types(self) -> None:
        """S3.10d, S4.6: what is entitled to, granted by service or settled is a leave type of the same set."""
        named = {
            "entitled_types": self.entitled_types,
            "entitlement_by_service": self.entitlement_by_service or (),
            "leave_settlement": self.leave_settlement,
        }
        for parameter, types in named.items():
            unknown = next((each for each in types if each not in self.leave_types), None)
            if unknown is not None:
                raise ValueError(
                    f"{parameter} names {unknown}, which leave_types does not have; "
                    f"give one of {', '.join(self.leave_types)}"
                )

    def _refuse_three_reaches(self) -> None:
        """S3.4: no instant may lie in the reach of three shifts; those of days 0 and 2 must keep apart."""
        for name, first in self.shifts.items():
            for other, last in self.shifts.items():
                ends = first.start + first.span + self.window_minutes
                begins = 2 * MINUTES_A_DAY + last.start - self.window_minutes
                if ends > begins:
                    raise ValueError(
                        f"window_minutes {self.window_minutes} lets the reach of shift {name} meet that of {other} two "
                        "days later, so that a punch could belong to three shifts; use fewer minutes"
                    )


MANUAL = RuleSet()
"""The manual's own rule set."""
