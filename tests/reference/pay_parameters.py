"""The rule parameters by which the law may be followed instead of the manual (S2.5, S3.9a, S3.10, S4.6, S10, S14)."""

from fractions import Fraction
from typing import Any

from .fields import (
    RefusedLineError,
    boolean,
    hundredths,
    integer,
    many,
    money,
    name,
    named,
    nullable,
    only,
    record_of,
    text,
)


def decimal(value: Any) -> Fraction:
    """A decimal string, not negative, with at most two places."""
    found = hundredths(text(value))
    if found < 0:
        raise RefusedLineError(f"{value!r} should not be negative")
    return Fraction(found, 100)


_YEARS = nullable(integer(0, 200))
_SERVICE = many(record_of({"years_below": _YEARS, "days": integer(0, 366)}))
_SICK = many(record_of({"years_below": _YEARS, "percent": integer(0, 100)}))
_MULTIPLES = record_of({"workday": decimal, "rest_day": decimal, "holiday": decimal})
_MINUTES, _YUAN = integer(0, 10**6), money(0)
_COMPLIANCE = record_of(
    {},
    {
        "overtime_month": _MINUTES,
        "cycle_minutes": boolean,
        "shift_length": _MINUTES,
        "rest_between_shifts": _MINUTES,
        "days_in_a_row": _MINUTES,
        "minimum_wage": _YUAN,
        "minimum_hourly_wage": _YUAN,
        "deduction_share": integer(0, 100),
        "absenteeism_multiple": decimal,
    },
)

MAY_BE_NULL = ("entitlement_by_service", "sick_pay_tiers", "sick_pay_floor", "compliance")
TABLE: dict[str, tuple[Any, Any]] = {
    "standard_days_from": (only("weekdays", "calendar"), "weekdays"),
    "role_reading": (only("last_day", "by_days"), "last_day"),
    "star_keeps": (boolean, False),
    "entitled_types": (many(name), []),
    "entitlement_by_service": (named(_SERVICE), None),
    "deficit_periods": (integer(1, 1200), 1),
    "surplus": (only("lieu", "pay"), "lieu"),
    "surplus_multiple": (decimal, "1.5"),
    "lieu_settlement": (only("none", "pay"), "none"),
    "lieu_settlement_multiple": (decimal, "1"),
    "lieu_lapse": (only("lapse", "pay"), "lapse"),
    "deficit_settlement": (only("none", "deduct"), "none"),
    "leave_settlement": (named(decimal), {}),
    "overtime_multiples": (_MULTIPLES, {"workday": "1.5", "rest_day": "2", "holiday": "3"}),
    "overtime_base": (many(only("base", "star")), ["base"]),
    "holiday_on_top": (boolean, False),
    "holiday_in_worked": (boolean, True),
    "holiday_unit": (only("shift", "minutes"), "shift"),
    "holiday_span": (only("shift", "date"), "shift"),
    "sick_pay_tiers": (_SICK, None),
    "sick_pay_floor": (_YUAN, None),
    "compliance": (_COMPLIANCE, None),
}
