"""When the lines of a made-up centre are recorded: most by the end of their period, some only after it was closed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .setting import Line, Setting

_OFTEN_LATE = {"leaving": 40, "contract": 25, "hours_approval": 25, "calendar_day": 15, "entitlement": 15}
"""Percent of the lines of some kinds: of these there are few, and what they change is looked for."""
_WORKFLOWS = ("swap", "leave", "monitoring", "complaint", "dispute", "request", "refund", "promise", "plan", "task")
"""The fields that name a workflow, each by its own number; a `request` is of a punch or of overtime."""
_OPENS = {"punch_request": "request", "overtime_request": "request", "improvement_plan": "plan"}
_OWN = {"work_error": "error", "award_grant": "grant", "test_call": "test", "reply_review": "review"}
_DATES = ("date", "at", "made_at", "first_date", "requester_date", "from", "last_day")
_PERIODS = ("period", "effective_period")


def in_batches(lines: list[Line], periods: list[str], seed: int, percent: int = 6) -> list[list[Line]]:
    """The lines that are recorded before each period is closed, and those that come after all of them.

    A line that follows from another comes after it, and what is recorded of somebody after that person.
    """
    random = Random(seed)
    on = Setting(random, lines[0]["time_zone"], periods[0], lines[0]["period_start_day"], periods)
    batches: list[list[Line]] = [[] for _ in range(len(periods) + 1)]
    known: dict[tuple[str, str], int] = {}
    for line in lines:
        share = _OFTEN_LATE.get(line["kind"], percent)
        late = random.randint(1, 3) if line["kind"] != "site" and random.randrange(100) < share else 0
        needed = [known.get(name, 0) for name in _needs(line)]
        batch = min(len(periods), max([_batch_of(line, on) + late, *needed]))
        for name in _gives(line):
            known.setdefault(name, batch)
        batches[batch].append(line)
    return batches


def after(period: str, site: Line, days: int = 1) -> datetime:
    """An instant some days after a period's last day, in the morning there."""
    on = Setting(Random(0), site["time_zone"], period, site["period_start_day"], [period])
    day = on.dates(period)[-1] + timedelta(days=days)
    return datetime.combine(day, time(9), ZoneInfo(site["time_zone"]))


def _batch_of(line: Line, on: Setting) -> int:
    """The place of the period that a line belongs to; 0 where it has none, or one before the first."""
    of_period = [line[field] for field in _PERIODS if isinstance(line.get(field), str)]
    dated = [line[field] for field in _DATES if isinstance(line.get(field), str)]
    try:
        period = of_period[0] if of_period else on.period_of(date.fromisoformat(dated[0][:10])) if dated else ""
    except ValueError:
        return 0
    return sum(each < period for each in on.periods)


def _needs(line: Line) -> Iterator[tuple[str, str]]:
    """What has to be on the ledger before a line."""
    for field in ("employee", "requester", "counterparty", "reports_to"):
        yield "employee", str(line.get(field))
    for person in [*line.get("to", ()), *line.get("attendees", ())]:
        yield "employee", str(person)
    yield from ((kind, str(line[kind])) for kind in _WORKFLOWS if kind in line)
    if line["kind"] == "acknowledgement":
        yield str(line["of_kind"]).replace("improvement_", ""), str(line["of"])
    yield from ((f"{line['kind']}_form", str(line[field])) for field in ("form",) if field in line)
    if line["kind"] == "award_grant":
        yield "theme", str(line["theme"])
    if line["kind"] == "void":
        yield str(line["of_kind"]), str(line["of"])


def _gives(line: Line) -> Iterator[tuple[str, str]]:
    """What a line is known by to those that follow from it."""
    kind = line["kind"]
    if kind == "employee":
        yield "employee", str(line["employee"])
        yield from (("employee", str(line[field])) for field in ("ref",) if field in line)
    elif kind in _WORKFLOWS or kind in _OPENS:
        workflow = _OPENS.get(kind, kind)
        yield workflow, str(line.get(workflow))
        yield from ((kind, str(line[field])) for field in ("ref",) if field in line)
    elif kind in ("theme", "monitoring_form", "appraisal_form"):
        yield from ((kind, str(line[field])) for field in ("ref", kind.split("_")[-1]) if field in line)
    else:
        yield from ((kind, str(line[field])) for field in ("ref", _OWN.get(kind, kind)) if field in line)
        if kind == "punch_request_decision":
            yield "clock", str(line["request"])
