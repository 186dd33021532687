"""What was entered by mistake and voided: what stood before stands again, or nothing does (S11.5)."""

from random import Random
from typing import Any

from .setting import Line

# Of each kind that states what holds, the field that a mistaken line has otherwise, and its values.
OTHERWISE: dict[str, tuple[str, list[Any]]] = {
    "employee": ("team", ["T2", "T3"]),
    "assignment": ("team", ["T1", "T3"]),
    "probation": ("until", ["2023-03-31", "2026-10-31", "2027-01-31"]),
    "notice": ("from", [None, "2023-02-10", "2026-10-10"]),
    "leaving": ("last_day", [None, "2024-06-30", "2026-11-15"]),
    "base_salary": ("monthly", ["0.00", "9999.99"]),
    "period": ("standard_days", [10, 25]),
    "holiday": ("name", [None, "误录"]),
    "shift": ("shift", [None, "R", "C", "W"]),
    "overtime_approved": ("minutes", [0, 90]),
    "work_review": ("score", ["12.50", 100]),
    "behaviour_review": ("score", ["12.50", 100]),
    "metric": ("value", [None, "12.5"]),
    "appraisal": ("points", [None]),
    "theme": ("amount", ["7.77"]),
    "opening": ("deficit", [0, 5000]),
    "calendar_day": ("type", [None, "workday", "rest_day"]),
    "contract": ("day_minutes", [1, 360]),
    "seniority": ("continuous_from", ["2026-10-15"]),
    "entitlement": ("minutes", [0, 960]),
    "hours_approval": ("months", [1, 12]),
}
OF_DUTIES: dict[str, tuple[str, list[Any]]] = {
    "volume": ("offered", [0, 77]),
    "staff_need": ("seats", [0, 9]),
    "monitoring_quota": ("per_week", [0, 9]),
    "quarter_review": ("decision", ["误录"]),
    "payment": ("amount", ["0", "7.77"]),
}
_ALL = OTHERWISE | OF_DUTIES
_PERCENT = {"shift": 4, "employee": 12}
_OFTEN = 20
_LATEST = 40


def with_mistakes(lines: list[Line], random: Random) -> list[Line]:
    """Put mistaken lines in between, each under a ref of its own, and voids of most, soon or late."""
    found: list[Line] = []
    waiting: list[tuple[int, list[Line]]] = []
    for number, line in enumerate(lines):
        found.append(line)
        if line["kind"] in _ALL and random.randrange(100) < _PERCENT.get(line["kind"], _OFTEN):
            mistaken = _mistaken(line, random) | {"ref": f"mistake {number}"}
            found.append(mistaken)
            waiting.append((number + random.randint(0, _LATEST), _taken_back(mistaken, line, random)))
        if random.randrange(100) < 1:
            found += _never_here(f"Z{number}", random)
        for due, voids in [each for each in waiting if each[0] <= number]:
            found += voids
            waiting.remove((due, voids))
    return found + [void for _due, voids in waiting for void in voids]


def _mistaken(line: Line, random: Random) -> Line:
    field, values = _ALL[line["kind"]]
    return line if random.randrange(100) < 20 else line | {field: random.choice(values)}


def _taken_back(mistaken: Line, line: Line, random: Random) -> list[Line]:
    """The void of a mistaken line, or of what it superseded; and one of the two lines again."""
    voids = [_void(mistaken)]
    if "ref" in line and random.randrange(100) < 30:
        voids.append(_void(line))
    if random.randrange(100) < 30:
        voids.append(random.choice([mistaken, line, {key: mistaken[key] for key in mistaken if key != "ref"}]))
    if random.randrange(100) < 10:
        voids.append(_void(mistaken) | {"reason": "voided again"})
    return voids[1:] if random.randrange(100) < 10 else voids


def _never_here(number: str, random: Random) -> list[Line]:
    """Somebody recorded by mistake, who goes again unless something names the person."""
    line: Line = {"kind": "employee", "employee": number, "name": "误录", "role": "csr", "team": "T1"}
    line |= {"hired_on": "2023-01-05", "ref": f"never {number}"}
    named: Line = {"kind": "notice", "employee": number, "from": "2026-10-20", "ref": f"notice of {number}"}
    lines = random.choice([[], [named], [named, _void(named)]])
    return [line, *lines, _void(line), *([line | {"ref": f"again {number}"}] if random.randrange(2) else []), named]


def _void(line: Line) -> Line:
    return {"kind": "void", "of_kind": line["kind"], "of": line["ref"], "by": "M", "reason": "entered by mistake"}
