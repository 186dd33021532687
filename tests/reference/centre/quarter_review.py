"""S13.12 Quarter review (季度考核): everyone's totals, rank and conduct over a quarter, and what was decided."""

from tests.reference import leave
from tests.reference.figures import mean, two_places
from tests.reference.metrics import upheld_complaints
from tests.reference.periods import last_date
from tests.reference.ranking import places
from tests.reference.stars import brought_along

from .looks import Look, Row, quarter_of
from .plans import open_plans

GROUPS = {"csr": "csr", "team_leader": "lead", "qa": "lead"}
# Total and behaviour of each of the three periods, as far as earned in the group.
Earned = list[tuple[int, int] | None]


def report(look: Look) -> list[Row]:
    """One row for everyone who is a CSR, leader or QA in the quarter's last period, in the report of that period."""
    if int(look.period[5:]) % 3:
        return []
    groups = {each: GROUPS.get(str(look.view.role(each, look.period))) for each in look.view.in_period(look.period)}
    found: dict[str, Row] = {}
    for group in ("csr", "lead"):
        members = sorted(each for each, own in groups.items() if own == group)
        totals = {each: _earned(look, each, group) for each in members}
        found |= _ranked(look, totals)
    return [_row(look, employee) | found[employee] | _conduct(look, employee) for employee in sorted(found)]


def _earned(look: Look, employee: str, group: str) -> Earned:
    """S9.1: the totals of the three periods; an opening's are of a CSR."""
    brought = brought_along(look.view) if group == "csr" else {}
    found: Earned = []
    for period in quarter_of(look.period):
        score = look.scores.get(period, {}).get(employee)
        if score is not None and score.total is not None and GROUPS.get(score.role) == group:
            found.append((score.total, score.behaviour or 0))
        else:
            found.append(brought.get(period, {}).get(employee))
    return found


def _ranked(look: Look, totals: dict[str, Earned]) -> dict[str, Row]:
    """S9.1, S9.2: means and ranks within a group."""
    there = {each: [pair for pair in pairs if pair is not None] for each, pairs in totals.items()}
    least = look.rules["star_min_periods"]
    scored = {
        each: (mean([total for total, _behaviour in pairs]) or 0, mean([behaviour for _total, behaviour in pairs]) or 0)
        for each, pairs in there.items()
        if len(pairs) >= least
    }
    ranks = places((each, *figures) for each, figures in scored.items())
    return {
        each: {
            "totals": [two_places(pair[0]) if pair else None for pair in pairs],
            "mean": two_places(scored[each][0]) if each in scored else None,
            "rank": ranks.get(each),
            "of": len(scored),
        }
        for each, pairs in totals.items()
    }


def _row(look: Look, employee: str) -> Row:
    return {"employee": employee, "quarter": _quarter(look)}


def _quarter(look: Look) -> str:
    return f"{look.period[:4]}-Q{int(look.period[5:]) // 3}"


def _conduct(look: Look, employee: str) -> Row:
    """Absence (S4.5), complaints and violations of the three periods, plans that are open, and the decision."""
    view = look.view
    absence = complaints = violations = 0
    for period in quarter_of(look.period):
        if period >= view.first_period:
            attendance, rules = look.attendance(period), look.rules_of(period)
            parts = [part for row in attendance.of(employee) for part in row.parts]
            absence += leave.milli_days(parts, rules["absence_kinds"], rules["absence_unit"])
            complaints += upheld_complaints(view, employee, period)
            violations += len(view.dated("violation", employee, period))
    decided = view.standing["quarter_review"].get((employee, _quarter(look)))
    return {
        "absence": absence,
        "complaints_upheld": complaints,
        "violations": violations,
        "plans_open": open_plans(look, employee, last_date(look.period, view.start_day)),
        "decision": decided["decision"] if decided else None,
    }
