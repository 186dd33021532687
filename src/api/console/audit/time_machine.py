"""The time machine: any report of any period as it was known at any moment, beside today's (S11.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.audit.moments import as_instant, as_local, milestones
from api.console.audit.report_diff import beside, chart_of
from api.console.audit.report_diff_words import headings, shown_row
from api.console.periods import Period, every_period, named
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.facts import FactQuery, facts
from api.operations.pages import PageQuery
from api.operations.periods import rule_sets
from api.problems import Problem
from projections.reports import REPORTS

room = Room()
_PATH = "/audit/time-machine"
_ROWS = 200
_MOST_DIGITS = 7
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; `as_of` is a position or an instant, `moment` the instant on the site's clock."""

    period: str
    report: str
    as_of: str
    moment: str
    rules: str
    employee: str
    everything: bool
    """Whether rows that are the same on both sides are shown too."""
    start: int

    @property
    def position(self) -> str:
        """What stands in the field of the position."""
        return "" if self.moment else self.as_of

    def address(self, **changed: Any) -> str:
        """The page's address with something changed."""
        told = {
            "period": self.period,
            "report": self.report,
            "as_of": self.as_of,
            "rules": self.rules,
            "employee": self.employee,
            "all": "1" if self.everything else "",
        }
        return f"{_PATH}?{urlencode({name: value for name, value in (told | changed).items() if value})}"

    @property
    def why(self) -> str:
        """What the address of an explanation has after the question mark, to explain the side of then."""
        told = {"as_of": self.as_of, "rules": self.rules}
        return urlencode({name: value for name, value in told.items() if value})


@room.get(_PATH)
def time_machine(visit: Visit) -> Response:
    """A report as it was known, beside today's."""
    zone, periods, people = visit.zone, every_period(visit), visit.people()
    sets = [dict(each) for each in rule_sets(visit.context).rules]
    first = facts(visit.context, FactQuery(), PageQuery(limit=1)).facts
    asked = _asked(visit, periods, zone)
    told: dict[str, Any] = {
        "asked": asked,
        "periods": periods,
        "reports": [name for name in REPORTS if visit.may(f"report {name}")],
        "rule_sets": [MANUAL, *(each["version"] for each in sets)],
        "zone": zone,
        "marks": milestones(
            named(periods, asked.period),
            periods,
            sets,
            first[0]["recorded_at"] if first else None,
            site_now(visit),
        ),
        "people": people,
        "refusal": None,
        "found": None,
    }
    status = 200
    try:
        told |= _compared(visit, asked, {number: each["name"] for number, each in people.items()})
    except Problem as problem:
        told["refusal"], status = refusal_of(problem, visit.language), problem.kind.status
    return visit.page("audit/time_machine.html", status=status, **told)


def _asked(visit: Visit, periods: Sequence[Period], zone: str) -> Asked:
    query = visit.query
    closed = [each["period"] for each in periods if each["closed_at"]]
    start = query.get("start", "0")
    as_of = _chosen(query, zone)
    return Asked(
        period=query.get("period") or (closed or [each["period"] for each in periods])[-1],
        report=query.get("report", "ranking"),
        as_of=as_of,
        moment=as_local(as_of, zone),
        rules=query.get("rules", ""),
        employee=query.get("employee", "").strip(),
        everything=query.get("all") == "1",
        start=int(start) if start.isascii() and start.isdigit() and len(start) < _MOST_DIGITS else 0,
    )


def _chosen(query: Mapping[str, str], zone: str) -> str:
    """The coordinate of then. Of two fields that are filled in, the one that was not filled in by the page counts."""
    moment, as_of, had = (query.get(name, "").strip() for name in ("moment", "as_of", "had"))
    if moment and (not as_of or as_of == had):
        return as_instant(moment, zone)
    return as_instant(as_of, zone)


def _compared(visit: Visit, asked: Asked, names: Mapping[str, str]) -> dict[str, Any]:
    """Both sides of what was asked for. Raises Problem where either is refused."""
    if asked.report not in REPORTS:
        raise Problem("not-found", visit.says("Unknown report; choose one from the list."))
    narrowed = {"employee": asked.employee or None}
    now = visit.report(asked.report, asked.period, **narrowed)
    then = now
    if asked.as_of or asked.rules:
        coordinates = {"as_of": asked.as_of or None, "rules": asked.rules or None}
        then = visit.report(asked.report, asked.period, **narrowed, **coordinates)
    found = beside(asked.report, then["rows"], now["rows"])
    moved = then is not now
    shown = found.pairs if asked.everything or not moved else found.differing
    return {
        "found": found,
        "moved": moved,
        "then": then,
        "now": now,
        "headings": headings(found, visit.language),
        "rows": [shown_row(pair, visit.language) for pair in shown[asked.start : asked.start + _ROWS]],
        "whole": len(shown),
        "earlier": max(asked.start - _ROWS, 0) if asked.start else None,
        "later": asked.start + _ROWS if len(shown) > asked.start + _ROWS else None,
        "chart": chart_of(found, names, visit.language) if moved else None,
    }
