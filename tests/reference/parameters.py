"""The rule parameters: the manual's table of defaults, how each is read, and how a rule set lies over them (S11.1)."""

import re
from typing import Any

from . import pay_parameters
from .fields import (
    RefusedLineError,
    boolean,
    integer,
    many,
    money,
    name,
    named,
    nullable,
    only,
    record_of,
    score,
    text,
)
from .pay_parameters import decimal

ROLES = ("csr", "team_leader", "qa", "manager")
CHANNELS = ("phone", "email_fax", "sms_chat")
THEMES = ("full_attendance", "most_improved", "service", "hundred_percent")
_TIERS = [
    {"total": "85.00", "within_percent": 10, "amount": "500"},
    {"total": "80.00", "within_percent": 10, "amount": "400"},
    {"total": "75.00", "within_percent": 35, "amount": "300"},
    {"total": "70.00", "within_percent": 45, "amount": "200"},
    {"total": "60.00", "within_percent": None, "amount": "100"},
]
_PAID = {"hours": "credit", "unpaid_percent": 0}
_EVEN = {"work": 50, "behaviour": 50}


def clock_time(value: Any) -> int:
    """`HH:MM` as minutes of the day."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text(value)):
        raise RefusedLineError(f"{value!r} should be a time HH:MM")
    return int(value[:2]) * 60 + int(value[3:])


def shift_type(value: Any) -> dict[str, Any]:
    """A shift type (S3.1): start and end as minutes from the date's midnight; an end up to the start is overnight."""
    found: dict[str, Any] = record_of({"start": clock_time, "end": clock_time, "counted": integer(1, 1440)})(value)
    overnight = found["end"] <= found["start"]
    end = found["end"] + (1440 if overnight else 0)
    if found["counted"] > end - found["start"]:
        raise RefusedLineError("counted minutes should fit into the span")
    return found | {"end": end, "overnight": overnight}


def weighted(value: Any) -> dict[str, dict[str, int]]:
    """Weights by role, each role's summing to 100 (S6.3); a weight of 0 is not a component."""
    return {only(*ROLES)(role): weights for role, weights in named(weights_of_one)(value).items()}


def weights_of_one(value: Any) -> dict[str, int]:
    """The weights of one role or pool."""
    percent = integer(0, 100)
    found = record_of({}, {"call": percent, "work": percent, "behaviour": percent})(value)
    found = {part: weight for part, weight in found.items() if weight}
    if sum(found.values()) != 100:
        raise RefusedLineError("weights should sum to 100")
    return dict(found)


def pools(value: Any) -> list[dict[str, Any]]:
    """Pools in the order in which they are tried, each with its conditions and tables (S7.1, S7.1a)."""
    if isinstance(value, dict):
        found = [_POOL({"pool": pool, "roles": roles}) for pool, roles in value.items()]
        _refuse_twice([role for pool in found for role in pool["roles"]], "role")
        return found
    found = many(_POOL)(value)
    _refuse_twice([pool["pool"] for pool in found], "pool")
    for pool in found:
        for what in ("roles", "teams", "channels"):
            _refuse_twice(pool[what] or [], what)
    if any(pool["tiers"] is not None and pool["places"] is not None for pool in found):
        raise RefusedLineError("a pool should be paid by tiers or by places (S7.1a)")
    return found


def _refuse_twice(names: list[str], what: str) -> None:
    if len(names) != len(set(names)):
        raise RefusedLineError(f"a {what} should be given once")


def distinct_themes(value: Any) -> list[dict[str, Any]]:
    """Themes of S8, each once; winners left out means no limit, or the theme's own (S8.8)."""
    entry = record_of({"theme": name}, {"amount": money(0), "winners": integer(1, 10**6)})
    found: list[dict[str, Any]] = many(entry)(value)
    if len({item["theme"] for item in found}) != len(found):
        raise RefusedLineError("a theme should be listed once")
    return found


def priced_themes(value: Any) -> list[dict[str, Any]]:
    """Themes of a rule set: there the four of S8 must have an amount (S8.1)."""
    found = distinct_themes(value)
    if any(item["amount"] is None for item in found if item["theme"] in THEMES):
        raise RefusedLineError("a rule set's theme should have an amount")
    return found


_LEAVE = record_of({"hours": only("bank", "credit", "excuse"), "unpaid_percent": integer(0, 100)})
_READ_TIERS = many(record_of({"total": score, "within_percent": nullable(integer(0, 100)), "amount": money(0)}))
_LEAD = record_of({"total_above": score, "amounts": many(money(0))})
_POOL = record_of(
    {"pool": name, "roles": many(only(*ROLES))},
    {
        "teams": many(name),
        "channels": many(only(*CHANNELS)),
        "weights": weights_of_one,
        "tiers": _READ_TIERS,
        "places": _LEAD,
    },
)

# name -> (how it is read, the manual's default in JSON)
TABLE: dict[str, tuple[Any, Any]] = {
    "shifts": (
        named(shift_type),
        {
            "R": {"start": "08:30", "end": "20:30", "counted": 660},
            "C": {"start": "09:30", "end": "18:00", "counted": 480},
            "W": {"start": "20:30", "end": "08:30", "counted": 720},
        },
    ),
    "window_minutes": (integer(0, 1440), 240),
    "repeat_minutes": (integer(0, 1440), 10),
    "missing_punch": (only("zero", "planned"), "zero"),
    "standard_days_min": (integer(0, 31), 21),
    "standard_days_max": (integer(0, 31), 22),
    "hours_roles": (many(only(*ROLES)), ["csr"]),
    "punch_request_days": (nullable(integer(0, 10**6)), None),
    "punch_requests_per_period": (nullable(integer(0, 10**6)), None),
    "briefing_minutes": (integer(0, 1440), 30),
    "lieu_months": (integer(0, 1200), 6),
    "lieu_notice_days": (integer(0, 3660), 3),
    "offset_deficit_with_lieu": (boolean, True),
    "leave_types": (
        named(_LEAVE),
        {
            "lieu": {"hours": "bank", "unpaid_percent": 0},
            "annual": _PAID,
            "marriage": _PAID,
            "bereavement": _PAID,
            "maternity": _PAID,
            "sick": {"hours": "excuse", "unpaid_percent": 40},
            "personal": {"hours": "excuse", "unpaid_percent": 100},
        },
    ),
    "absenteeism_multiple": (decimal, "1"),
    "deduction_unit": (only("minutes", "shift"), "minutes"),
    "absence_kinds": (many(name), ["absenteeism", "personal", "sick"]),
    "absence_limit": (integer(0, 10**6), 3000),
    "absence_unit": (only("shift", "day480"), "shift"),
    "late_grace_minutes": (integer(0, 1440), 0),
    "late_grace_times": (nullable(integer(0, 1000)), None),
    "complaint_deduction": (score, "0"),
    "weights": (
        weighted,
        {"csr": {"call": 30, "work": 40, "behaviour": 30}, "team_leader": _EVEN, "qa": _EVEN},
    ),
    "leader_work_from_team": (boolean, False),
    "pools": (pools, {"csr": ["csr"], "lead_qa": ["team_leader", "qa"]}),
    "rank_pool": (only("scored", "eligible"), "scored"),
    "rank_reading": (only("cumulative", "shares"), "cumulative"),
    "rank_rounding": (only("exact", "up", "nearest"), "exact"),
    "new_employee_days": (integer(0, 10**6), 0),
    "bonus_tiers": (_READ_TIERS, _TIERS),
    "lead_bonus": (_LEAD, {"total_above": "60.00", "amounts": ["500", "300", "100"]}),
    "award_themes": (
        priced_themes,
        [
            {"theme": theme, "amount": amount, "winners": None}
            for theme, amount in zip(THEMES, ("100", "200", "500", "500"), strict=True)
        ],
    ),
    "full_attendance_swaps": (integer(0, 10**6), 3),
    "improved_floor": (score, "70.00"),
    "error_free_periods": (integer(1, 1200), 3),
    "error_free_min_shifts": (integer(0, 1000), 1),
    "star_min_periods": (integer(1, 3), 3),
    "star_tiers": (_READ_TIERS, _TIERS),
    "night_allowance": (money(0), "10"),
    "meal_allowance": (money(0), "0"),
    "holiday_multiple": (decimal, "3"),
    "pay_days": (decimal, "21.75"),
    **pay_parameters.TABLE,
}

# A limit that may be null: there is none.
MAY_BE_NULL = ("late_grace_times", "punch_request_days", "punch_requests_per_period", *pay_parameters.MAY_BE_NULL)
DEFAULTS: dict[str, Any] = {key: None if value is None else read(value) for key, (read, value) in TABLE.items()}


def over_defaults(own: dict[str, Any]) -> dict[str, Any]:
    """Lay a set's own parameters over the manual's defaults, each replaced whole (S11.1)."""
    return DEFAULTS | own


def parameters(value: Any) -> dict[str, Any]:
    """Read a rule set's own parameters, and refuse what cannot be computed with."""
    own: dict[str, Any] = record_of({}, {key: read for key, (read, _default) in TABLE.items()})(value)
    own = {key: own[key] for key in value}
    if any(parameter is None for key, parameter in own.items() if key not in MAY_BE_NULL):
        raise RefusedLineError("a parameter should have a value")
    whole = over_defaults(own)
    if whole["standard_days_min"] > whole["standard_days_max"]:
        raise RefusedLineError("standard_days_min should not be above standard_days_max")
    if whole["pay_days"] == 0:
        raise RefusedLineError("pay_days should be above 0")
    if "absenteeism" in whole["leave_types"]:
        raise RefusedLineError("absenteeism is not a leave type")
    starts = [shift["start"] for shift in whole["shifts"].values()]
    ends = [shift["end"] for shift in whole["shifts"].values()]
    # The day before, the day and the day after: three reaches share a minute if the outer two do (S3.4).
    if starts and max(ends) + 2 * whole["window_minutes"] > 2 * 1440 + min(starts):
        raise RefusedLineError("a punch could lie within the reach of three shifts")
    return own
