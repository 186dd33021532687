"""Parts for whoever keeps or checks the books: what closes next, late facts, files, checkpoints, and looks at pay."""

from collections import Counter
from datetime import date

from api.console.administration.jobs import STATES
from api.console.audit.access_log import operation_words
from api.console.home.day import Day
from api.console.home.part import Cell, Content, Part, Table, Tile
from api.console.hr.open_items import grouped
from api.console.words import begun
from api.operations.access_log import access_log
from api.operations.checkpoints import checkpoints
from api.operations.closings import open_matters
from api.operations.facts import FactQuery, facts
from api.operations.import_reversals import kept_imports
from api.operations.pages import PageQuery
from api.operations.verifications import verifications
from api.words.fact_words import kind_label
from api.words.translation import marked

_LATE, _LOOKS, _IMPORTS = 6, 6, 4
_QUARANTINE = "/hr/quarantine"


def _due(day: Day) -> Content:
    """The periods that have ended and are not closed."""
    today = day.today.isoformat()
    ended = [each for each in day.periods if each["last_day"] < today and not each["closed_at"]]
    columns = [(day.visit.says("Period"), False), (day.visit.says("Ended on"), False)]
    rows = [(Cell(each["period"], path=f"/hr/close/{each['period']}"), day.shown(each["last_day"])) for each in ended]
    return Content(table=Table(columns, rows))


def _checklist(day: Day) -> Content:
    """What is open in the period that is closed next, by what it is."""
    following = next((each for each in day.periods if not each["closed_at"]), None)
    if following is None:
        return Content()
    period = following["period"]
    found = open_matters(day.visit.context, period, day.visit.language.value, doubted=False)
    rows = [
        (Cell(group.label, path=group.page or ""), str(len(group.matters)))
        for group in grouped(day.visit, period, found.open)
    ]
    columns = [(day.visit.says("Open in %(period)s", period=period), False), (day.visit.says("How many"), True)]
    if not rows:
        return Content(sentence=day.visit.says("Nothing is open in %(period)s.", period=period))
    return Content(table=Table(columns, rows))


def _late(day: Day) -> Content:
    """What was recorded of closed periods since the last of them was closed."""
    closed = [each for each in day.periods if each["closed_at"]]
    if not closed:
        return Content()
    last = closed[-1]
    query = FactQuery(first=date.fromisoformat(closed[0]["first_day"]), last=date.fromisoformat(last["last_day"]))
    found = facts(day.visit.context, query, PageQuery(after=last["closed_at"], limit=_LATE + 1)).facts
    rows = [
        (
            Cell(begun(kind_label(each["kind"], day.visit.language)), path=f"/audit/facts/{each['id']}"),
            Cell(day.name_of(each.get("employee") or ""), each.get("employee") or ""),
            day.moment(each["recorded_at"]),
        )
        for each in found
        if each["kind"] != "close"
    ]
    columns = [(day.visit.says(name), False) for name in (marked("Fact"), marked("Employee"), marked("Recorded"))]
    return Content(table=Table(columns, rows[:_LATE], max(0, len(rows) - _LATE)))


def _files(day: Day) -> Content:
    """The refused lines that wait, and the last imports."""
    waiting = day.agenda.quarantined
    tile = Tile(day.visit.says("Lines in quarantine"), str(waiting), _QUARANTINE, "bad" if waiting else "good")
    rows = [
        (
            day.moment(each.started_at),
            str(each.accepted),
            Cell(str(each.rejected + each.conflict), tone="bad" if each.rejected + each.conflict else ""),
        )
        for each in kept_imports(day.visit.context).imports[:_IMPORTS]
    ]
    columns = [
        (day.visit.says("Imported"), False),
        (day.visit.says("Accepted"), True),
        (day.visit.says("Refused"), True),
    ]
    return Content([tile], table=Table(columns, rows))


def _checkpoints(day: Day) -> Content:
    """The last checkpoint, and the last verification."""
    kept = checkpoints(day.visit.context).checkpoints
    tiles = []
    if kept:
        last = max(kept, key=lambda each: each.position)
        tiles.append(Tile(day.visit.says("Last checkpoint, at position"), str(last.position), "/audit/proofs"))
        tiles.append(Tile(day.visit.says("Signed"), day.moment(last.created_at), "/audit/proofs"))
    found = verifications(day.visit.context)
    job = found.running or found.last
    if job is not None:
        holds = isinstance(job.answer, dict) and job.answer.get("holds")
        tone = "wait" if job.state == "running" else "good" if holds else "bad"
        called = day.visit.says(STATES[job.state]) if job.state != "finished" else _ended(day, holds=bool(holds))
        tiles.append(Tile(day.visit.says("Last verification"), called, f"/audit/verifications/{job.id}", tone))
        tiles.append(Tile(day.visit.says("Begun"), day.moment(job.created_at), f"/audit/verifications/{job.id}"))
    return Content(tiles)


def _ended(day: Day, *, holds: bool) -> str:
    return day.visit.says("passed") if holds else day.visit.says("failed")


def _looks(day: Day) -> Content:
    """Who looked at whose pay last, and who most of late."""
    entries = access_log(day.visit.context, None, "newest", 100).entries
    often = Counter(each.who for each in entries).most_common(1)
    rows = [
        (
            day.moment(each.at),
            each.who.partition(" ")[2] or each.who,
            operation_words(each.operation, day.visit.language),
            Cell(day.name_of(each.employee), each.employee),
        )
        for each in entries[:_LOOKS]
    ]
    names = (marked("When"), marked("Reader"), marked("What"), marked("Of whom"))
    tiles = [
        Tile(day.visit.says("Most of the last 100: %(who)s", who=who.partition(" ")[2] or who), str(n))
        for who, n in often
    ]
    return Content(tiles, table=Table([(day.visit.says(name), False) for name in names], rows))


DUE = Part(
    "due",
    marked("Months to close"),
    "/hr/close",
    ("close", "see periods"),
    marked("No month waits for its closing."),
    _due,
)
CHECKLIST = Part(
    "checklist",
    marked("Before the next closing"),
    "/hr/close",
    ("see closings",),
    marked("Every month is closed."),
    _checklist,
)
LATE = Part(
    "late",
    marked("Late facts"),
    "/audit/facts",
    ("follow facts", "see periods"),
    marked("Nothing was recorded of closed months since they were closed."),
    _late,
)
FILES = Part(
    "files",
    marked("Imports and quarantine"),
    "/hr/imports",
    ("see imports", "see the agenda"),
    marked("No file was imported yet."),
    _files,
)
CHECKPOINTS = Part(
    "checkpoints",
    marked("Checkpoints and verification"),
    "/audit/proofs",
    ("see checkpoints", "verify"),
    marked("Nothing is signed or verified yet. Sign a checkpoint, and verify the ledger."),
    _checkpoints,
)
LOOKS = Part(
    "looks",
    marked("Looks at others' pay"),
    "/audit/access-log",
    ("see the access log",),
    marked("Nobody has looked at anybody else's pay."),
    _looks,
    is_broad=True,
)
