"""What counsel should look at in a period (S14): every value beyond a limit, by rule, with the person and the dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from starlette.responses import Response

from api.console.formats import LOCALES, day, money
from api.console.formats import hours as shown_hours
from api.console.periods import every_period
from api.console.rooms import Room
from api.console.team.anomalies import period_asked
from api.console.visit import Visit
from api.words.labels import unit_of_rule, value_label
from api.words.translation import marked, said

room = Room()
_LOOKS_AT = {
    "overtime_month": marked(
        "Paid overtime, and the greater of overtime added to worked and hours above those due. Under an approved "
        "cycle: the time above the standard so far, against the limit for each month of the cycle."
    ),
    "cycle_minutes": marked("Working time and leave of the approved cycle so far, against its standard."),
    "shift_length": marked("Counted time of a shift with the overtime approved for its date."),
    "rest_between_shifts": marked("From the planned end of a shift to the planned start of the next one."),
    "days_in_a_row": marked("Days in a row with an attended shift, up to the end of the period."),
    "minimum_wage": marked(
        "Base salary, star pay, monthly bonus and awards of a whole month without leave deductions."
    ),
    "minimum_hourly_wage": marked("The lowest hourly rate in force on a day of the period."),
    "deduction_share": marked("What is taken off the pay, against its largest share of the pay before."),
    "deduction_floor": marked("Pay after something is taken off, against the minimum wage."),
    "absenteeism_multiple": marked("How many times a day's pay a day of absenteeism takes off."),
}
"""What a rule holds against its limit."""
_ROWS = 200
"""How many rows of a rule are shown; a team has seldom more."""
_BY_DATE = ("shift_length", "rest_between_shifts", "days_in_a_row")
"""The rules whose rows are of dates, and not of whole periods."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A value beyond a limit, as it is shown."""

    employee: str
    first: str
    last: str
    """The last date; empty where it is the first."""
    value: str
    limit: str


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule with the values that are beyond its limit."""

    name: str
    label: str
    looks_at: str
    clause: str
    breaches: list[Breach]
    more: int
    """How many there are beside those that are shown."""


@room.get("/team/compliance")
def latest(visit: Visit) -> Response:
    """The period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get("/team/compliance/{period}")
def compliance(visit: Visit) -> Response:
    """What is beyond a limit in a period."""
    return _page(visit, visit.path["period"])


def _page(visit: Visit, period: str) -> Response:
    periods = every_period(visit)
    period_asked(visit, periods, period)
    report = visit.report("compliance", period)
    people, asked = visit.people(), visit.query.get("team", "")
    rows = [row for row in report["rows"] if asked in ("", people.get(row["employee"], {}).get("team"))]
    broken = sorted({(row["clause"], row["rule"]) for row in rows})
    pay = visit.may("report payroll")
    limits: Mapping[str, Any] | None = visit.rules(report["rules"]).get("compliance")
    return visit.page(
        "team/compliance.html",
        periods=periods,
        period=period,
        report=report,
        replayed=report.get("replayed", False),
        looked_at=bool(limits),
        with_pay=pay is not None and pay.everyone,
        rules=[_rule(visit, name, clause, rows) for clause, name in broken],
        people=people,
        teams=visit.teams("report compliance"),
        team=asked,
    )


def _rule(visit: Visit, name: str, clause: str, rows: list[dict[str, Any]]) -> BrokenRule:
    own = [row for row in rows if row["rule"] == name]
    return BrokenRule(
        name,
        value_label(name, visit.language),
        said(_LOOKS_AT[name], visit.language),
        clause,
        [_breach(visit, row) for row in own[:_ROWS]],
        max(len(own) - _ROWS, 0),
    )


def _breach(visit: Visit, row: Mapping[str, Any]) -> Breach:
    locale, first, last = LOCALES[visit.language], row["from"], row["until"]
    if row["rule"] in _BY_DATE:
        first, last = (day(each, locale, format_date) for each in (first, last))
    value, limit = (_figure(visit, row["rule"], row[name]) for name in ("value", "limit"))
    return Breach(row["employee"], first, "" if last == first else last, value, limit)


def _figure(visit: Visit, rule: str, figure: Any) -> str:
    """Hours and minutes, days, yuan, or how many times."""
    unit = unit_of_rule(rule)
    if unit == "minutes":
        return visit.says("%(hours)s h", hours=shown_hours(figure))
    if unit == "days":
        return visit.says("%(count)s days", count=figure)
    if unit == "yuan":
        return visit.says("%(amount)s yuan", amount=money(figure, LOCALES[visit.language], format_decimal))
    return visit.says("%(factor)s times", factor=figure)
