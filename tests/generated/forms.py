"""Monitorings by form, appraisal forms, metrics and appraisals: most are right, and some are refused (S6.1a, S6.2a)."""

from datetime import timedelta
from typing import Any

from .setting import Line, Person, Setting

Marks = list[tuple[int, Any, bool]]

CRITERIA: list[list[tuple[str, int, bool]]] = [
    [("a", 25, False), ("b", 75, False), ("id", 0, True)],
    [("a", 33, True), ("b", 33, False), ("c", 34, False)],
    [("a", 100, False)],
    [("a", 99, False)],
]
MARKS: list[Any] = ["80.02", 80, 51, "50", 0, 100, "66.67", None]
COUNTED = ["ledger.late_times", "ledger.unpunctual_shifts", "ledger.absence_days", "ledger.voluntary_swaps"]
COUNTED += ["ledger.complaints_upheld", "ledger.praises", "ledger.work_errors", "ledger.violations"]
SCORED = ["ledger.call_score", "ledger.exam_mean"]
TOTALS = ["ledger.team_total_mean", "ledger.csr_total_mean"]
OWN = ["aht", "satisfaction"]
ROLES = [["csr"], ["csr"], ["csr", "qa"], ["team_leader"], ["qa", "team_leader"], ["csr", "team_leader", "qa"]]
SPLITS: list[list[Any]] = [[100], [60, 40], ["40.5", "29.50", 30], [25, 25, 25, 25], ["99.99"]]


def forms(on: Setting) -> list[Line]:
    """Everything that is by a form, forms first: of monitorings, and of appraisals with their metrics."""
    return [*_monitored(on), *_appraised(on)]


def _monitored(on: Setting) -> list[Line]:
    made: dict[tuple[str, int], Line] = {}
    for version in (1, 2):
        for name in on.some(["call", "mail"]):
            made[name, version] = _monitoring_form(on, name, version)
    found = list(made.values())
    if not made:
        return found
    for person in on.people:
        for period in on.periods:
            if on.chance(35):
                found += _monitoring(on, person, period, on.pick(list(made.values())))
    return found + [_void(on, "monitoring_form", line) for line in made.values() if "ref" in line and on.chance(60)]


def _monitoring_form(on: Setting, name: str, version: int) -> Line:
    criteria = [dict(zip(("name", "weight", "critical"), each, strict=True)) for each in on.pick(CRITERIA)]
    line: Line = {"kind": "monitoring_form", "form": name, "version": version, "criteria": criteria}
    return on.with_ref(line | ({"channel": "phone"} if on.chance(40) else {}), 45)


def _monitoring(on: Setting, person: Person, period: str, form: Line) -> list[Line]:
    number, day = on.number("f"), on.pick(on.dates(period))
    line: Line = {"kind": "monitoring", "monitoring": number, "employee": person.number, "evaluator": "Q"}
    line |= {"date": day.isoformat(), "channel": on.pick(["phone", "phone", "email"]), "contact": on.number("call-")}
    found = [on.with_ref(line | {"form": form["form"], "version": form["version"]} | _marked(on, form))]
    if on.chance(25):
        revision = {"kind": "monitoring_revision", "monitoring": number, "by": "M", "reason": "heard again"}
        revision |= {"at": on.at(day + timedelta(days=1))} | _marked(on, form)
        if on.chance(15):
            revision.pop("criteria", None)
        found.append(revision)
    return found


def _marked(on: Setting, form: Line) -> Line:
    """Marks for the criteria of a form, and the score that they come to, or sometimes another one."""
    criteria = [{"name": each["name"], "weight": each["weight"], "score": on.pick(MARKS)} for each in form["criteria"]]
    marks = [(each["weight"], each["score"]) for each in criteria if each["score"] is not None]
    weight = sum(each for each, _score in marks)
    failed = {each["name"] for each in form["criteria"] if each["critical"]} & {
        each["name"] for each in criteria if each["score"] is not None and _hundredths(each["score"]) == 0
    }
    whole = sum(each * _hundredths(score) for each, score in marks)
    score = 0 if failed or not weight else (2 * whole + weight) // (2 * weight)
    if on.chance(6):
        score = min(10_000, score + 1)
    on.random.shuffle(criteria)
    if on.chance(3):
        criteria.pop()
    return {"score": f"{score // 100}.{score % 100:02d}", "criteria": criteria}


def _hundredths(score: Any) -> int:
    whole, _, decimals = str(score).partition(".")
    return int(whole) * 100 + int((decimals or "0").ljust(2, "0"))


def _appraised(on: Setting) -> list[Line]:
    made = [_form(on, name, version) for name in ("w", "b", "l") for version in (1, 2) if on.chance(80)]
    found = list(made)
    if not made:
        return found
    for person in on.people:
        for period in on.periods:
            for metric in OWN:
                if on.chance(50):
                    found += _metric(on, person, period, metric)
            for component in ("work", "behaviour"):
                if on.chance(45):
                    found += _appraisals(on, person, period, component, made)
    return found + [_void(on, "appraisal_form", line) for line in made if "ref" in line and on.chance(30)]


def _form(on: Setting, name: str, version: int) -> Line:
    roles = on.pick(ROLES)
    component = "behaviour" if name == "b" else "work"
    leaders = set(roles) <= {"team_leader", "qa"} or on.chance(5)
    items = [_item(on, f"i{place}", most, leaders) for place, most in enumerate(on.pick(SPLITS))]
    line: Line = {"kind": "appraisal_form", "form": name, "version": version, "component": component}
    return on.with_ref(line | {"roles": roles, "items": items}, 30)


def _item(on: Setting, name: str, most: Any, leaders: bool) -> Line:
    if on.chance(45):
        return {"item": name, "max": most, "source": "judged"}
    metric = on.pick([*COUNTED, *SCORED, *OWN, *(TOTALS if leaders else [])])
    bounds = ["0", "1", "2.5"] if metric in COUNTED else ["60", "75", "80.5"]
    way = "at_most" if metric in COUNTED or on.chance(50) else "at_least"
    full = _hundredths(most)
    steps = [
        {way: bound, "points": f"{full * share // 400}.{full * share // 4 % 100:02d}"}
        for bound, share in zip(on.some(bounds, 1), (4, 2, 1), strict=False)
    ]
    return {"item": name, "max": most, "source": "metric", "metric": metric, "scale": steps}


def _metric(on: Setting, person: Person, period: str, metric: str) -> list[Line]:
    line: Line = {"kind": "metric", "employee": person.number, "period": period, "metric": metric}
    found = [on.with_ref(line | {"value": on.pick(["60", "74.99", "80.50", "-1", "90"])}, 30)]
    if on.chance(15):
        found.append(line | {"value": on.pick([None, "75", "0"])})
    return found + [_void(on, "metric", each) for each in found if "ref" in each and on.chance(20)]


def _appraisals(on: Setting, person: Person, period: str, component: str, made: list[Line]) -> list[Line]:
    found: list[Line] = []
    for stage in on.pick([["final"], ["final"], ["preliminary"], ["preliminary", "final"], ["final", "final"]]):
        fitting = [form for form in made if form["component"] == component] or made
        form = on.pick(fitting if on.chance(95) else made)
        judged = {item["item"]: item["max"] for item in form["items"] if item["source"] == "judged"}
        points: dict[str, Any] | None = {item: on.pick([0, 5, most, "3.25"]) for item, most in judged.items()}
        if stage == "preliminary" and on.chance(40) and points:
            points.popitem()
        if on.chance(6):
            points = on.pick([None, {**(points or {}), "i9": 1}, {}])
        line: Line = {"kind": "appraisal", "employee": person.number, "period": period, "component": component}
        line |= {"stage": stage, "form": form["form"], "version": form["version"], "points": points}
        line |= {"evaluator": "L", "at": on.at(on.dates(period)[-1], 18)}
        found.append(on.with_ref(line | ({"notes": "steady"} if on.chance(30) else {}), 30))
    return found + [_void(on, "appraisal", line) for line in found if "ref" in line and on.chance(25)]


def _void(on: Setting, kind: str, line: Line) -> Line:
    return {"kind": "void", "of_kind": kind, "of": line["ref"], "by": "M", "reason": "wrong"}
