"""The home of QA: the quota of the week, disputes to answer, the forms, and how scores go."""

from urllib.parse import urlencode

from api.charts import Chart, Series
from api.console.home.day import Day
from api.console.home.part import Cell, Content, Home, Part, Table, Tile, Whose, shortened
from api.console.quality.form_versions import forms_in_force
from api.console.quality.score import drawn, shown_points
from api.operations.evaluations import call_scores
from api.words.labels import value_label
from api.words.translation import marked

_PERIODS, _DISPUTE = 6, "dispute"


def _quota(day: Day) -> Content:
    """How many evaluations the week asks for, how many there are, and of whom they are missing."""
    year, week, _ = day.today.isocalendar()
    found = [row for row in day.rows("monitoring_plan") if row["week"] == f"{year}-W{week:02}"]
    if not found:
        return Content()
    names = ("done", "due", "missing")
    sums = {name: sum(row[name] for row in found) for name in names}
    tones = {"missing": "wait" if sums["missing"] else "good"}
    columns = day.columns("monitoring_plan", *names)
    tiles = [
        Tile(called, str(sums[name]), tone=tones.get(name, ""))
        for name, (called, _) in zip(names, columns, strict=True)
    ]
    missing = sorted((row for row in found if row["missing"]), key=lambda row: (-row["missing"], row["employee"]))
    rows = [
        (
            Cell(
                day.name_of(row["employee"]),
                row["employee"],
                f"/quality/monitorings/new?{urlencode({'employee': row['employee']})}",
            ),
            str(row["done"]),
            str(row["due"]),
        )
        for row in missing
    ]
    return Content(tiles, table=shortened(rows, day.columns("monitoring_plan", "employee", "done", "due")))


def _disputes(day: Day) -> Content:
    """How many disputes wait, and since when."""
    count = day.agenda.decisions.get(_DISPUTE, 0)
    if not count:
        return Content()
    since = day.shown(day.agenda.earliest[_DISPUTE])
    path = "/quality/disputes"
    return Content(
        [Tile(day.visit.says("Not answered"), str(count), path, "wait"), Tile(day.visit.says("Oldest"), since, path)]
    )


def _forms(day: Day) -> Content:
    """The newest version of each form, to evaluate by."""
    newest = {form.name: form for form in reversed(forms_in_force(day.visit))}
    columns = [(day.visit.says("Form"), False), (day.visit.says("Version"), True), (day.visit.says("Channel"), False)]
    rows = [
        (
            Cell(form.name, path=f"/quality/monitorings/new?{urlencode({'form': form.name})}"),
            str(form.version),
            value_label(form.channel or "", day.visit.language),
        )
        for form in sorted(newest.values(), key=lambda form: form.name)
    ]
    return Content(table=Table(columns, rows))


def trend(day: Day) -> Content:
    """The mean of the call scores, period by period."""
    shown = day.periods[-_PERIODS:]
    found = [call_scores(day.visit.context, each["period"]) for each in shown]
    series = [Series(day.visit.says("Mean of the call scores"), [drawn(each.mean) for each in found])]
    labels = [each["period"] for each in shown]
    title = day.visit.says("Call scores, period by period")
    return Content(charts=[Chart(title, "line", labels, series, day.visit.says("Period"), shown_points)])


TREND = Part(
    "trend",
    marked("How scores go"),
    "/quality/report",
    ("report scores",),
    marked("There are no scores yet. They begin with the first evaluation."),
    trend,
)
HOME = Home(
    "qa",
    "record monitoring",
    Whose.AGENTS,
    (
        Part(
            "quota",
            marked("Evaluations this week"),
            "/quality/monitorings",
            ("report monitoring_plan",),
            marked("This week has no quota. The manager records it under Records."),
            _quota,
        ),
        Part(
            "disputes",
            marked("Disputes to answer"),
            "/quality/disputes",
            ("read dispute", "see the agenda"),
            marked("No dispute waits for an answer."),
            _disputes,
        ),
        Part(
            "forms",
            marked("Evaluate by a form"),
            "/quality/forms",
            ("read monitoring_form",),
            marked("There is no monitoring form yet. Make one."),
            _forms,
        ),
        TREND,
    ),
)
