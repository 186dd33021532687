"""Rule parameters by which the law may be followed: each by itself, and all of them as the named set has them."""

from typing import Any

from .setting import Setting

SICK = [(2, 60), (4, 70), (6, 80), (8, 90), (None, 100)]
SERVICE = [(1, 0), (10, 5), (20, 10), (None, 15)]
BY_SERVICE = [{"years_below": years, "days": days} for years, days in SERVICE]
LAWFUL: dict[str, Any] = {
    "standard_days_from": "calendar",
    "absenteeism_multiple": "1",
    "deduction_unit": "minutes",
    "holiday_multiple": "3",
    "holiday_on_top": True,
    "holiday_unit": "minutes",
    "holiday_span": "date",
    "holiday_in_worked": False,
    "pay_days": "21.75",
    "overtime_base": ["base", "star"],
    "overtime_multiples": {"workday": "1.5", "rest_day": "2", "holiday": "3"},
    "surplus": "pay",
    "surplus_multiple": "1.5",
    "lieu_settlement": "pay",
    "lieu_settlement_multiple": "1.5",
    "lieu_lapse": "pay",
    "deficit_settlement": "none",
    "sick_pay_tiers": [{"years_below": years, "percent": percent} for years, percent in SICK],
    "sick_pay_floor": "2192.00",
    "entitled_types": ["annual"],
    "entitlement_by_service": {"annual": BY_SERVICE},
    "leave_settlement": {"annual": "2"},
    "compliance": {
        "overtime_month": 2160,
        "cycle_minutes": True,
        "shift_length": 660,
        "rest_between_shifts": None,
        "days_in_a_row": 6,
        "minimum_wage": "2740.00",
        "minimum_hourly_wage": "25.00",
        "deduction_share": 20,
        "absenteeism_multiple": "1",
    },
}


def compliance(on: Setting) -> dict[str, Any]:
    """Limits low enough to be passed in a few shifts; some are not looked at."""
    limits: dict[str, Any] = {
        "overtime_month": on.pick([0, 30, 600]),
        "cycle_minutes": True,
        "shift_length": on.pick([450, 480, 660]),
        "rest_between_shifts": on.pick([540, 660, 720, 1440]),
        "days_in_a_row": on.pick([1, 1, 2, 3]),
        "minimum_wage": on.pick(["2740.00", "3000", "4350.00", "0.00"]),
        "minimum_hourly_wage": on.pick(["25.00", "25.01", "30"]),
        "deduction_share": on.pick([0, 7, 20]),
        "absenteeism_multiple": on.pick(["1", "0.5", "1.50"]),
    }
    for rule in on.some(list(limits)) if on.chance(30) else []:
        limits[rule] = None
    return limits


def parameters(on: Setting) -> dict[str, Any]:
    """The parameters of pay, each at values that change what the reports say."""
    types = ["annual", "lieu", "sick", "bereavement"]
    by_service = dict.fromkeys(on.some(["annual", "marriage"], least=1), BY_SERVICE)
    if on.chance(40):
        by_service["annual"] = [{"years_below": 5, "days": 40}, {"years_below": None, "days": 91}]
    return {
        "standard_days_from": "calendar",
        "role_reading": "by_days",
        "star_keeps": True,
        "entitled_types": on.some(types, least=1),
        "entitlement_by_service": by_service,
        "deficit_periods": on.pick([1, 2, 3]),
        "surplus": on.pick(["pay", "pay", "lieu"]),
        "surplus_multiple": on.pick(["2", "1.25"]),
        "lieu_settlement": "pay",
        "lieu_settlement_multiple": on.pick(["1.5", "0", "1.07"]),
        "lieu_lapse": on.pick(["pay", "pay", "lapse"]),
        "deficit_settlement": "deduct",
        "leave_settlement": {kind: on.pick(["2", "1", "0.33"]) for kind in on.some(types, least=1)},
        "overtime_multiples": {"workday": on.pick(["1.25", "1.5"]), "rest_day": "2", "holiday": "2.75"},
        "overtime_base": ["base", "star"],
        "holiday_on_top": True,
        "holiday_in_worked": on.chance(20),
        "holiday_unit": "minutes",
        "holiday_span": on.pick(["date", "date", "shift"]),
        "sick_pay_tiers": on.pick([LAWFUL["sick_pay_tiers"], [{"years_below": None, "percent": 45}], None]),
        "sick_pay_floor": on.pick(["2192.00", "3000.50", "100", None]),
        "compliance": compliance(on),
    }
