"""The home of an agent: the next shifts, what waits, the balance, the last payslip."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from api.console.formats import hours
from api.console.home.day import Day, Row
from api.console.home.part import Cell, Content, Home, Part, Table, Tile, Whose, shortened
from api.console.names import yuan
from api.console.self_service.month import hours_chart, own_number
from api.console.team.spans import span_of
from api.console.words import begun
from api.operations.outlooks import outlook
from api.words.fact_words import kind_label
from api.words.labels import value_label
from api.words.translation import marked

_AHEAD = timedelta(days=14)
_SHIFTS, _PERIODS = 5, 6
_DONE_ON = {"swap": "/my/swaps"}
_TASKS = "/my/tasks"


def _shifts(day: Day) -> Content:
    """Today's shift and the next ones, with their times."""
    columns = [(day.visit.says("Date"), False), (day.visit.says("Shift"), False), (day.visit.says("Time"), False)]
    rows = [(day.shown(each["date"]), each["shift"], _time(day, each)) for each in islice(_coming(day), _SHIFTS)]
    return Content(table=Table(columns, rows))


def _coming(day: Day) -> Iterator[Row]:
    """The own shifts from today on, leaves aside; of the periods that anything is known of."""
    today, number = day.today.isoformat(), own_number(day.visit)
    for period in span_of(day.visit, day.today, day.today + _AHEAD).periods:
        for row in day.rows("attendance", period["period"], employee=number):
            if row["date"] >= today and row["shift"] and row["status"] != "leave":
                yield row


def _time(day: Day, row: Row) -> str:
    on = date.fromisoformat(row["date"])
    shift = span_of(day.visit, on, on).shifts[row["shift"]]
    return f"{shift['start']}–{shift['end']}"


def _errands(day: Day) -> Content:
    """What the agent is asked to answer, to read and to do."""
    columns = [(day.visit.says("What"), False), (day.visit.says("Due by"), False)]
    rows = [
        (
            Cell(
                f"{begun(kind_label(each.kind, day.visit.language))} {each.number}",
                path=_DONE_ON.get(each.kind, _TASKS),
            ),
            Cell("" if each.due is None else day.shown(each.due), tone="bad" if each.late else ""),
        )
        for each in day.agenda.errands
    ]
    return Content(table=shortened(rows, columns))


def _balance(day: Day) -> Content:
    """The hours of the running period, as they are and as they are expected at its end, and the periods before."""
    number, period = own_number(day.visit), day.running["period"]
    row = next(iter(day.rows("hours", employee=number)), None)
    if row is None:
        return Content()
    due, worked, lieu, deficit = day.called("hours", "due", "worked", "lieu_closing", "deficit_closing")
    tiles = [Tile(due, hours(row["due"])), Tile(day.visit.says("%(name)s so far", name=worked), hours(row["worked"]))]
    for ahead in outlook(day.visit.context, period, number).rows:
        figures = ((worked, ahead.expected_worked), (lieu, ahead.expected_lieu), (deficit, ahead.expected_deficit))
        tiles += [Tile(day.visit.says("%(name)s, expected", name=name), hours(figure)) for name, figure in figures]
    return Content(tiles, [hours_chart(day.visit, day.periods[-_PERIODS:], number)])


def _payslip(day: Day) -> Content:
    """What the last closed period pays."""
    period = day.settled["period"]
    row = next(iter(day.rows("payroll", period, employee=own_number(day.visit))), None)
    if row is None:
        return Content()
    total = next(iter(day.columns("payroll", "total")))[0]
    return Content(
        [Tile(f"{period} {total}", yuan(Decimal(row["total"]), day.visit.language), f"/my/payslip/{period}")]
    )


def _standing(day: Day) -> Content:
    """The rank and the scores of the last period that has them."""
    period = day.settled["period"]
    row = next(iter(day.rows("ranking", period, employee=own_number(day.visit))), None)
    if row is None or row["rank"] is None:
        return Content()
    pool = value_label(row["pool"], day.visit.language)
    rank = day.visit.says("%(rank)s of %(of)s", rank=row["rank"], of=row["of"])
    (total, _), (ranked, _) = day.columns("ranking", "total", "rank")
    path = f"/my/month/{period}"
    return Content([Tile(f"{ranked} · {pool}", rank, path), Tile(f"{period} {total}", row["total"] or "–", path)])


HOME = Home(
    "employee",
    "report payroll",
    Whose.OWN,
    (
        Part(
            "shifts",
            marked("My next shifts"),
            "/my/month",
            ("report attendance",),
            marked("No shift is planned for you in the next two weeks. Ask your leader when the roster comes."),
            _shifts,
        ),
        Part(
            "errands",
            marked("Waiting for me"),
            _TASKS,
            ("see the agenda",),
            marked("Nothing waits for you."),
            _errands,
        ),
        Part(
            "payslip",
            marked("My last payslip"),
            "/my/payslip",
            ("report payroll",),
            marked("There is no payslip of yours yet. It comes when a month is closed."),
            _payslip,
        ),
        Part(
            "rank",
            marked("My scores and rank"),
            "/my/month",
            ("report ranking",),
            marked("You have no rank yet. It needs all scores of a month."),
            _standing,
        ),
        Part(
            "balance",
            marked("My hours this month"),
            "/my/month",
            ("report hours",),
            marked("You have no hours in this month yet. They begin with your first shift."),
            _balance,
        ),
    ),
)
