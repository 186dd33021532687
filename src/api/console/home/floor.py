"""Parts for whoever leads: who is in, what to decide, anomalies, tomorrow's gaps, and hours that are missing."""

from collections import Counter
from datetime import timedelta

from api.charts import Chart, Series
from api.console.formats import hours
from api.console.home.day import Day, Row
from api.console.home.part import Cell, Content, Part, Table, Tile, shortened
from api.console.words import begun
from api.words.fact_words import kind_label
from api.words.labels import value_label
from api.words.translation import marked
from ledger.labels import label
from projections.presence import DUE, STATES

_ABSENT = ("missing", "late", "left")
_TONES = {"missing": "bad", "late": "wait", "left": "wait", "in": "good"}
_DECISIONS = "/team/decisions"
_DECIDED_ON = {"refund": "/records/refund", "dispute": "/quality/disputes"}
_TEAM = "team"


def _present(day: Day) -> Content:
    """How many stand how, and who is missing, late or gone."""
    found = day.present
    counts: Counter[str] = Counter(each.state for each in found)
    tiles = [
        Tile(
            label("brief", f"standing.{state}", day.visit.language),
            str(counts[state]),
            "/team/now",
            _TONES.get(state, ""),
        )
        for state in STATES
        if counts[state]
    ]
    rows = [
        (
            Cell(day.name_of(each.employee), each.employee),
            each.shift or "",
            Cell(label("brief", f"standing.{each.state}", day.visit.language), tone=_TONES[each.state]),
        )
        for each in found
        if each.state in _ABSENT
    ]
    columns = [(day.visit.says(name), False) for name in (marked("Employee"), marked("Shift"), marked("State"))]
    return Content(tiles, table=shortened(rows, columns))


def _present_by_team(day: Day) -> Content:
    """How many of each team stand how, as a picture."""
    found = [each for each in day.present if each.state in DUE]
    teams = sorted({day.people[each.employee]["team"] for each in found if each.employee in day.people})
    counts: Counter[tuple[str, str]] = Counter(
        (day.people[each.employee]["team"], each.state) for each in found if each.employee in day.people
    )
    states = [state for state in DUE if any(counts[team, state] for team in teams)]
    series = [
        Series(label("brief", f"standing.{state}", day.visit.language), [counts[team, state] for team in teams])
        for state in states
    ]
    title = day.visit.says("Who is due now, by team")
    chart = Chart(title, "stacked", teams, series, day.visit.says("Team"), counted=True)
    return Content(_present(day).tiles, [chart] if teams else ())


def _decide(day: Day) -> Content:
    """What others ask for and waits for a decision, by kind."""
    agenda = day.agenda
    rows = [
        (
            Cell(begun(kind_label(kind, day.visit.language)), path=_DECIDED_ON.get(kind, _DECISIONS)),
            str(count),
            day.shown(agenda.earliest[kind]),
        )
        for kind, count in agenda.decisions.items()
    ]
    columns = [(day.visit.says("What"), False), (day.visit.says("How many"), True), (day.visit.says("Earliest"), False)]
    return Content(table=Table(columns, rows))


def _anomalies(day: Day) -> Content:
    """The days of the running period that miss a punch, the latest first."""
    found = sorted(day.rows("anomalies"), key=lambda row: (row["date"], row["employee"]), reverse=True)
    rows = [
        (
            Cell(day.name_of(row["employee"]), row["employee"]),
            Cell(day.shown(row["date"]), path=f"/team/mend/{row['employee']}/{row['date']}"),
            value_label(row["kind"], day.visit.language),
        )
        for row in found
    ]
    return Content(table=shortened(rows, day.columns("anomalies", "employee", "date", "kind")))


def _gaps(day: Day) -> Content:
    """The hours of tomorrow for which fewer are rostered than are needed."""
    tomorrow = (day.today + timedelta(days=1)).isoformat()
    period = day.period_of(tomorrow)
    found = [] if period is None else [row for row in day.rows("coverage", period) if row["date"] == tomorrow]
    if not found:
        return Content()
    short = [row for row in found if row["gap"] > 0]
    if not short:
        return Content(sentence=day.visit.says("Nobody is missing on %(date)s.", date=day.shown(tomorrow)))
    names = ("team", "from", "until", "needed", "rostered", "gap")
    rows = [tuple(str(row[name]) for name in names) for row in short]
    return Content(table=shortened(rows, day.columns("coverage", *names)))


def _deficits(day: Day) -> Content:
    """Who ended the last whole period with hours missing, the most first."""
    whole = [each for each in day.periods if each["last_day"] < day.today.isoformat()]
    if not whole:
        return Content()
    period = whole[-1]["period"]
    found = sorted(day.rows("hours", period), key=lambda row: (-(row["deficit_closing"] or 0), row["employee"]))
    rows = [_deficit(day, row, period) for row in found if row["deficit_closing"]]
    names = day.called("hours", "employee", "deficit_closing", "deficit_overdue")
    return Content(table=shortened(rows, [(name, place > 0) for place, name in enumerate(names)]))


def _deficit(day: Day, row: Row, period: str) -> tuple[Cell, Cell, Cell]:
    overdue = row["deficit_overdue"]
    return (
        Cell(day.name_of(row["employee"]), row["employee"], path=f"/people/{row['employee']}/{period}"),
        Cell(hours(row["deficit_closing"])),
        Cell(hours(overdue), tone="bad" if overdue else ""),
    )


PRESENT = Part(
    "present",
    marked("Who is in now"),
    "/team/now",
    ("report attendance",),
    marked("Nobody is due now."),
    _present,
)
PRESENT_BY_TEAM = Part(
    "present-by-team",
    marked("Who is in now"),
    "/team/now",
    ("report attendance",),
    marked("Nobody is due now."),
    _present_by_team,
)
DECIDE = Part(
    "decide",
    marked("To decide"),
    _DECISIONS,
    ("see the agenda",),
    marked("Nothing waits for your decision."),
    _decide,
)
ANOMALIES = Part(
    "anomalies",
    marked("Attendance to correct"),
    "/team/anomalies",
    ("report anomalies",),
    marked("No punch is missing in this month."),
    _anomalies,
)
GAPS = Part(
    "gaps",
    marked("Tomorrow's gaps"),
    "/centre/reports/coverage",
    ("report coverage",),
    marked("Nobody has said how many are needed tomorrow. The manager records it under Records."),
    _gaps,
)
DEFICITS = Part(
    "deficits",
    marked("Hours missing from last month"),
    "/team/hours",
    ("report hours",),
    marked("Nobody ended last month with hours missing."),
    _deficits,
)
