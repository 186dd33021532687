"""The home of the manager: all teams now, coverage, traffic, what is open, scores, the ranking, complaints."""

from api.charts import Chart, Series
from api.console.home import floor, quality
from api.console.home.day import Day
from api.console.home.part import Cell, Content, Home, Part, Tile, Whose, shortened
from api.words.labels import value_label
from api.words.translation import marked

_DAYS, _TOP, _PERIODS = 14, 5, 3


def _coverage(day: Day) -> Content:
    """How many seats are needed and rostered today, by the hour, all teams together."""
    found = day.brief["coverage"]
    spans = sorted({(row["from"], row["until"]) for row in found})
    series = [
        Series(name, [sum(row[column] for row in found if (row["from"], row["until"]) == span) for span in spans])
        for (name, _), column in zip(day.columns("coverage", "needed", "rostered"), ("needed", "rostered"), strict=True)
    ]
    labels = [f"{first}–{last}" for first, last in spans]
    title = day.visit.says("Seats needed and rostered today")
    return Content(charts=[Chart(title, "bars", labels, series, day.visit.says("Time"), counted=True)] if spans else ())


def _traffic(day: Day) -> Content:
    """What came in and what was answered, of the last days that are known."""
    found = [row for period in day.periods[-2:] for row in day.rows("volume", period["period"])]
    dates = sorted({row["date"] for row in found})[-_DAYS:]
    series = [
        Series(name, [sum(row[column] or 0 for row in found if row["date"] == each) for each in dates])
        for (name, _), column in zip(day.columns("volume", "offered", "answered"), ("offered", "answered"), strict=True)
    ]
    title = day.visit.says("Contacts offered and answered")
    labels = [each[5:] for each in dates]
    return Content(charts=[Chart(title, "line", labels, series, day.visit.says("Date"), counted=True)] if dates else ())


def _ranking(day: Day) -> Content:
    """The first of each pool, of the last period that has a ranking."""
    for period in reversed(day.periods[-_PERIODS:]):
        found = [row for row in day.rows("ranking", period["period"]) if row["rank"] is not None]
        if found:
            break
    else:
        return Content()
    first = sorted(found, key=lambda row: (row["pool"], row["rank"], row["employee"]))
    rows = [
        (
            Cell(day.name_of(row["employee"]), row["employee"], f"/people/{row['employee']}/{period['period']}"),
            value_label(row["pool"], day.visit.language),
            str(row["rank"]),
            str(row["total"]),
        )
        for row in first
        if row["rank"] <= _TOP
    ]
    columns = day.columns("ranking", "employee", "pool", "rank", "total")
    return Content([Tile(day.visit.says("Period"), period["period"])], table=shortened(rows, columns, 2 * _TOP))


def _complaints(day: Day) -> Content:
    """The complaints without a verdict, those open longest first."""
    brief = day.brief
    if not brief["complaints_open"]:
        return Content()
    late = brief["complaints_late"]
    tiles = [
        Tile(day.visit.says("Without a verdict"), str(brief["complaints_open"]), "/complaints"),
        Tile(day.visit.says("Open too long"), str(late), "/complaints", "bad" if late else "good"),
    ]
    columns = [
        (day.visit.says("Complaint"), False),
        (day.visit.says("Employee"), False),
        (day.visit.says("Days"), True),
    ]
    rows = [
        (
            Cell(row["complaint"], path=f"/complaints/{row['complaint']}"),
            Cell(day.name_of(row["employee"] or ""), row["employee"] or ""),
            Cell(str(row["days"]), tone="bad" if row["late"] else ""),
        )
        for row in brief["complaints"]
    ]
    return Content(tiles, table=shortened(rows, columns))


HOME = Home(
    "manager",
    "record quarter_review",
    Whose.EVERYONE,
    (
        floor.PRESENT_BY_TEAM,
        Part(
            "coverage",
            marked("Coverage today"),
            "/centre/reports/coverage",
            ("see the brief", "report coverage"),
            marked("Nobody has said how many are needed today. Record it under Records."),
            _coverage,
        ),
        Part(
            "traffic",
            marked("Traffic"),
            "/centre/reports/volume",
            ("report volume",),
            marked("No traffic of these two months is known. Record it under Records, or import it."),
            _traffic,
        ),
        floor.DECIDE,
        Part(
            "complaints",
            marked("Open complaints"),
            "/complaints",
            ("see the brief", "read complaint"),
            marked("No complaint is open."),
            _complaints,
        ),
        Part(
            "ranking",
            marked("Ranking of the month"),
            "/centre/ranking",
            ("report ranking",),
            marked("Nobody is ranked yet. It needs all scores of a month."),
            _ranking,
        ),
        floor.DEFICITS,
        quality.TREND,
    ),
)
