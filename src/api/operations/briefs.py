"""The manager's morning (S13): coverage, traffic, who is missing, what waits, what is due; by what the caller sees."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

from pydantic import Field

from api.brief_object import brief_object
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.sights import sight_of
from api.problems import not_permitted
from ledger.calendar import instant
from projections.brief import brief as brief_of_all
from projections.calendar import day_number


class BriefCoverage(Answer):
    """How many seats a team needs from one time to another of the date, and has; a row of the report `coverage`."""

    team: str
    date: str
    from_time: str = Field(alias="from")
    until: str
    needed: int
    rostered: int
    on_leave: int
    present: int | None
    gap: int


class BriefTraffic(Answer):
    """Contacts of a channel and queue of the date, or of the date before; a row of the report `volume`."""

    date: str
    channel: str
    queue: str | None
    offered: int
    answered: int
    answered_percent: str | None
    within_target_percent: str | None
    mean_handle_seconds: int | None


class BriefAbsent(Answer):
    """Somebody who is missing, late or gone now, or was missing from a shift of the date."""

    employee: str
    date: str
    shift: str | None
    state: str


class BriefWaiting(Answer):
    """What waits for a decision: its kind, how many, and the earliest date that one of them is about."""

    kind: str
    count: int
    earliest: str


class BriefPromise(Answer):
    """A promise that is due by the end of the date and not kept."""

    promise: str
    employee: str
    due_at: str
    overdue: bool


class BriefComplaint(Answer):
    """A complaint without a verdict, and for how many days; of nobody while `employee` is null."""

    complaint: str
    employee: str | None
    date: str
    days: int
    severity: int | None
    status: str
    late: bool


class BriefInstruction(Answer):
    """An instruction, and how many have not acknowledged it; late where one of them is late."""

    instruction: str
    date: str
    due: str | None
    unacknowledged: int
    late: bool


class Brief(Answer):
    """A date's brief. `shifts` counts those of the date by status; `standing` everyone now by state, on the date of it.

    `now` is the latest recording in view; of complaints the ten open longest are listed; `names` are of whom it names.
    """

    date: str
    period: str
    position: int
    rules: str
    now: str
    coverage: list[BriefCoverage]
    traffic: list[BriefTraffic]
    shifts: dict[str, int]
    standing: dict[str, int] | None
    missing: list[BriefAbsent]
    waiting: list[BriefWaiting]
    promises: list[BriefPromise]
    complaints_open: int
    complaints_late: int
    complaints: list[BriefComplaint]
    instructions: list[BriefInstruction]
    names: dict[str, str]


@operation("see the brief")
def brief(
    context: Context,
    day: date | None = None,
    as_of: str | None = None,
    rules: str | None = None,
    team: str | None = None,
) -> Brief:
    """The brief of a date, today's without one, of what is within reach.

    Raises Problem for a team out of reach, and LedgerError where the period of the date is not reported on.
    """
    extent = context.extent
    if team is not None and not (extent.everyone or extent.names_team(team)):
        raise not_permitted("the team is not yours; leave `team` out, and the brief is of your own")
    site = context.ledger.site
    zone = UTC if site is None else ZoneInfo(site.time_zone)
    asked = day or instant(context.resources.now()).astimezone(zone).date()
    coordinates = (as_of, rules, team, asked.isoformat())
    found = context.kept(Brief, coordinates, lambda: _of_caller(context, asked, as_of, rules, team))
    names, told = context.ledger.identifiers.names(), (found.missing, found.promises, found.complaints)
    people = sorted({each.employee for part in told for each in part if each.employee is not None})
    return found.model_copy(update={"names": {each: names.get(each, "") for each in people}})


def _of_caller(context: Context, day: date, as_of: str | None, rules: str | None, team: str | None) -> Brief:
    """The brief of what is within reach, without names."""
    extent = context.extent
    sight = sight_of(context.resources, context.principal, extent.of_team(team) if team is not None else extent)
    with context.books(as_of) as books:
        whole = brief_of_all(books, day_number(day), rules)
    return Brief.model_validate(brief_object(whole.narrowed(sight.of_date, sight.of_team)) | {"names": {}})
