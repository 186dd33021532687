"""Rule sets: every parameter of the manual's table, at values that change what the reports say."""

from typing import Any

from . import lawful
from .setting import DEFAULT_LEAVE_TYPES, DEFAULT_SHIFTS, Line, Setting, month_after

MORE_SHIFTS = {
    "N": {"start": "22:00", "end": "06:00", "counted": 450},
    "D": {"start": "06:00", "end": "14:00", "counted": 480},
    "H": {"start": "13:00", "end": "17:00", "counted": 240},
    "B": {"start": "18:30", "end": "02:30", "counted": 480},
    "L": {"start": "00:00", "end": "00:00", "counted": 1200},
    "W": {"start": "19:00", "end": "07:00", "counted": 690},
    "C": {"start": "09:00", "end": "17:45", "counted": 500},
}
MORE_LEAVE_TYPES = {
    "study": {"hours": "credit", "unpaid_percent": 30},
    "care": {"hours": "excuse", "unpaid_percent": 50},
    "flex": {"hours": "bank", "unpaid_percent": 0},
    "sick": {"hours": "excuse", "unpaid_percent": 100},
    "personal": {"hours": "credit", "unpaid_percent": 75},
    "lieu": {"hours": "credit", "unpaid_percent": 0},
}
POOLS = [
    {"csr": ["csr"], "lead_qa": ["team_leader", "qa"]},
    {"csr": ["csr"], "lead_qa": ["team_leader"]},
    {"csr": ["csr", "qa"], "lead_qa": ["team_leader"]},
    {"csr": ["csr"], "lead": ["team_leader"], "qa": ["qa"]},
    {"csr": ["csr"], "lead_qa": ["team_leader", "qa", "manager"]},
]
TEXT_WEIGHTS = {"call": 20, "work": 50, "behaviour": 30}
WEIGHTS = [
    {
        "csr": {"call": 25, "work": 45, "behaviour": 30},
        "team_leader": {"work": 60, "behaviour": 40},
        "qa": {"work": 50, "behaviour": 50},
    },
    {
        "csr": {"work": 33, "behaviour": 67},
        "team_leader": {"work": 50, "behaviour": 50},
        "qa": {"call": 20, "work": 40, "behaviour": 40},
        "manager": {"work": 50, "behaviour": 50},
    },
    {"csr": {"call": 100, "work": 0, "behaviour": 0}, "team_leader": {"work": 50, "behaviour": 50}},
]


def tiers(on: Setting) -> list[dict[str, Any]]:
    """A table of S7.3; a row without a rank condition may stand anywhere."""
    totals = sorted(on.random.sample(["55", "60.00", "65", "70.00", "77.50", "80", "82.50", "90"], 3), key=float)
    return [
        {
            "total": total,
            "within_percent": on.pick([10, 20, 34, 50, 67, 100, None]),
            "amount": on.pick(["450", "333.33", "120.50", "80", "0"]),
        }
        for total in reversed(totals)
    ]


def pools(on: Setting) -> list[dict[str, Any]]:
    """Pools with conditions, weights and tables of their own (S7.1a); at times somebody is in none."""
    places = {"total_above": on.pick(["60.00", "75"]), "amounts": ["300", "200", "99.99"]}
    chosen: list[dict[str, Any]] = on.some(
        [
            {"pool": "text", "roles": ["csr"], "channels": ["email_fax", "sms_chat"], "weights": TEXT_WEIGHTS},
            {"pool": "first", "roles": ["csr", "qa"], "teams": ["T1"], "places": places},
            {"pool": "csr", "roles": ["csr"]} | on.pick([{}, {"tiers": tiers(on)}]),
            {"pool": "none", "roles": []},
            {"pool": "second", "roles": ["team_leader", "manager"], "teams": ["T2", "T3"], "tiers": tiers(on)},
            {"pool": "lead_qa", "roles": ["team_leader", "qa", "csr"], "weights": {"work": 50, "behaviour": 50}},
        ],
        least=3,
    )
    if on.chance(40):
        chosen[0] |= on.pick([{"tiers": tiers(on), "places": None}, {"weights": {"call": 100}}])
    return chosen


def themes(on: Setting) -> list[dict[str, Any]]:
    """A list of award themes with amounts and numbers of winners; of those that are data both may be left out."""
    chosen = on.some(["full_attendance", "most_improved", "service", "hundred_percent"], least=2)
    found: list[dict[str, Any]] = [
        {"theme": theme, "amount": on.pick(["100", "120.00", "55.55"]), "winners": on.pick([None, 1, 1, 2])}
        for theme in chosen
    ]
    for theme in on.some(on.themes):
        found.append({"theme": theme} | on.pick([{}, {"amount": "33.30"}, {"winners": 2}, {"winners": None}]))
    return found


def leave_types(on: Setting) -> dict[str, Any]:
    """The manual's leave types with some read otherwise and some more."""
    return DEFAULT_LEAVE_TYPES | {key: MORE_LEAVE_TYPES[key] for key in on.some(list(MORE_LEAVE_TYPES), least=1)}


def shifts(on: Setting) -> dict[str, Any]:
    """Shift types, the manual's and others; at times one of the manual's is gone."""
    chosen = DEFAULT_SHIFTS | {key: MORE_SHIFTS[key] for key in on.some(list(MORE_SHIFTS), least=1)}
    if on.chance(30):
        del chosen[on.pick(["R", "W"])]
    return chosen


def parameters(on: Setting) -> dict[str, Any]:
    """Some parameters of a rule set, each with its own chance to differ."""
    choices: dict[str, Any] = {
        "shifts": shifts(on),
        "window_minutes": on.pick([0, 60, 120, 180, 240, 300]),
        "repeat_minutes": on.pick([0, 3, 5, 30]),
        "missing_punch": on.pick(["planned", "planned", "zero"]),
        "standard_days_min": on.pick([3, 5, 20]),
        "standard_days_max": on.pick([22, 23]),
        "hours_roles": on.pick([["csr"], ["csr", "team_leader"], ["manager", "qa", "team_leader", "csr"]]),
        "lieu_months": on.pick([1, 1, 2, 3]),
        "lieu_notice_days": on.pick([0, 1, 7]),
        "offset_deficit_with_lieu": on.chance(30),
        "leave_types": leave_types(on),
        "absenteeism_multiple": on.pick(["3", "1.50", "0", "2"]),
        "deduction_unit": on.pick(["shift", "shift", "minutes"]),
        "absence_kinds": on.pick([["absenteeism"], ["absenteeism", "personal"], ["sick", "care", "personal"], []]),
        "absence_limit": on.pick([500, 1000, 1500, 2000]),
        "absence_unit": "day480",
        "late_grace_minutes": on.pick([3, 9, 30, 240]),
        "late_grace_times": on.pick([None, 1, 1, 2, 0]),
        "complaint_deduction": on.pick(["2", "2.50", "60", 5]),
        "weights": on.pick(WEIGHTS),
        "leader_work_from_team": on.chance(80),
        "pools": on.pick(POOLS),
        "rank_pool": "eligible",
        "rank_reading": "shares",
        "rank_rounding": on.pick(["up", "nearest", "nearest", "exact"]),
        "new_employee_days": on.pick([15, 45, 400]),
        "bonus_tiers": tiers(on),
        "lead_bonus": {
            "total_above": on.pick(["60.00", "79.99", "70"]),
            "amounts": on.pick([["400", "200.50"], ["90"]]),
        },
        "award_themes": themes(on),
        "full_attendance_swaps": on.pick([0, 1, 1, 2]),
        "improved_floor": on.pick(["50", "75", "60.01"]),
        "error_free_periods": on.pick([1, 2, 2]),
        "error_free_min_shifts": on.pick([0, 2, 4]),
        "star_min_periods": on.pick([1, 2]),
        "star_tiers": tiers(on),
        "night_allowance": on.pick(["12.50", "0", "20"]),
        "meal_allowance": on.pick(["15", "7.77"]),
        "holiday_multiple": on.pick(["2", "2.50", "1", "3.33"]),
        "pay_days": on.pick(["21", "22.50", "30"]),
    }
    share = on.pick([20, 40, 70])
    chosen = {key: value for key, value in choices.items() if on.chance(share)}
    if on.chance(50):
        chosen["pools"] = pools(on)
    by_law = on.pick([0, 30, 60, 90])
    chosen |= {key: value for key, value in lawful.parameters(on).items() if on.chance(by_law)}
    if on.chance(12):
        chosen |= lawful.LAWFUL
    return fitted(chosen)


def minute_of_day(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def fitted(own: dict[str, Any]) -> dict[str, Any]:
    """Narrow the window until no punch can lie within the reach of three shifts (S3.4)."""
    kinds = own.get("shifts", DEFAULT_SHIFTS).values()
    starts = [minute_of_day(kind["start"]) for kind in kinds]
    ends = [
        minute_of_day(kind["end"]) + (1440 if minute_of_day(kind["end"]) <= minute_of_day(kind["start"]) else 0)
        for kind in kinds
    ]
    widest = (2880 + min(starts) - max(ends)) // 2
    if own.get("window_minutes", 240) > widest:
        return own | {"window_minutes": widest}
    return own


def rule_sets(on: Setting) -> list[Line]:
    """Some rule sets, effective from different periods, not always recorded in that order."""
    found = []
    for version in range(1, on.pick([1, 2, 3, 4])):
        found.append(
            {
                "kind": "rules",
                "version": f"v{version}",
                "effective_period": month_after(on.first_period, on.pick([-1, 0, 0, 1, 1, 2, 3])),
                "parameters": parameters(on),
                "reason": "another reading",
            }
        )
    return found


def openings_of_periods(on: Setting) -> list[Line]:
    """Open periods with standard days or themes of their own, and again with others (S3.7, S8.1)."""
    found = []
    for period in on.periods:
        for _times in range(on.pick([0, 1, 1, 1, 2])):
            line: Line = {"kind": "period", "period": period}
            if on.chance(80):
                line["standard_days"] = on.pick([1, 2, 3, 5, 8])
            if on.chance(35):
                line["award_themes"] = _own_themes(on, period)
            found.append(on.with_ref(line))
    return found


def _own_themes(on: Setting, period: str) -> list[dict[str, Any]]:
    """A period's own list; an amount is left out only where the rule set has one."""
    of_rules = on.in_force(period, "award_themes", None)
    priced = {entry["theme"] for entry in of_rules} if of_rules else None
    found = []
    for entry in themes(on):
        own = dict(entry)
        if on.chance(50) and (priced is None or entry["theme"] in priced):
            own.pop("amount", None)
        if on.chance(50):
            own.pop("winners", None)
        found.append(own)
    return found
