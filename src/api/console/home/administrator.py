"""The home of the administrator: how the service is, keys that run out, devices, jobs. Nobody's data is in it."""

from datetime import datetime, timedelta

from api.console.administration.jobs import STATES, TONES, called
from api.console.administration.service import FAILING
from api.console.home.day import Day
from api.console.home.part import Cell, Content, Home, Part, Table, Tile, Whose, shortened
from api.console.wall_time import now
from api.operations.devices import devices
from api.operations.jobs import jobs
from api.operations.keys import keys
from api.operations.service import service_state
from api.operations.webhooks import webhooks
from api.words.translation import marked, said

_SOON = timedelta(days=30)
_JOBS = 5


def _service(day: Day) -> Content:
    """Whether facts can be recorded, the last backup, and the version."""
    found = service_state(day.visit.context)
    ready = day.visit.says("ready") if found.failing is None else day.visit.says("not ready")
    behind = None if found.backed_up_to is None else found.position - found.backed_up_to
    backup = day.moment(found.backed_up_at) or day.visit.says("none")
    tiles = [
        Tile(day.visit.says("The service"), ready, "/admin/service", "good" if found.failing is None else "bad"),
        Tile(day.visit.says("Last backup"), backup, "/admin/service", "good" if behind == 0 else "wait"),
        Tile(day.visit.says("Ledger position"), str(found.position)),
        Tile(day.visit.says("Version"), found.version),
    ]
    return Content(tiles, sentence="" if found.failing is None else said(FAILING[found.failing], day.visit.language))


def _keys(day: Day) -> Content:
    """How many keys hold, and which end within a month."""
    holding = [each for each in keys(day.visit.context).keys if each.revoked_at is None]
    if not holding:
        return Content()
    soon = [
        each for each in holding if each.expires_at and datetime.fromisoformat(each.expires_at) < now(day.visit) + _SOON
    ]
    rows = [
        (Cell(each.name), Cell(day.visit.says("until %(moment)s", moment=day.moment(each.expires_at)), tone="wait"))
        for each in soon
    ]
    columns = [(day.visit.says("Ends soon"), False), (day.visit.says("Holds until"), False)]
    return Content([Tile(day.visit.says("In use"), str(len(holding)), "/admin/keys")], table=shortened(rows, columns))


def _devices(day: Day) -> Content:
    """The devices that may send punches and when each was seen last, and where facts are sent."""
    allowed = [each for each in devices(day.visit.context).devices if each.removed_at is None]
    rows = [(each.name, day.moment(each.last_seen_at) or day.visit.says("never")) for each in allowed]
    columns = [(day.visit.says("Device"), False), (day.visit.says("Seen last"), False)]
    sending = [each for each in webhooks(day.visit.context).webhooks if each.removed_at is None]
    tiles = [Tile(day.visit.says("Webhooks"), str(len(sending)), "/admin/webhooks")] if sending else []
    return Content(tiles, table=shortened(rows, columns))


def _jobs(day: Day) -> Content:
    """The jobs that were begun last."""
    rows = [
        (
            called(day.visit, each),
            day.moment(each.created_at),
            Cell(day.visit.says(STATES[each.state]), tone=TONES[each.state]),
        )
        for each in jobs(day.visit.context).jobs[:_JOBS]
    ]
    return Content(table=Table([(day.visit.says(name), False) for name in _HEADINGS], rows))


_HEADINGS = (marked("Job"), marked("Begun"), marked("State"))
HOME = Home(
    "admin",
    "administer keys",
    Whose.EVERYONE,
    (
        Part("service", marked("The service"), "/admin/service", ("see the service",), "", _service),
        Part(
            "keys",
            marked("Keys"),
            "/admin/keys",
            ("see keys",),
            marked("No key was made yet. Make one for each person."),
            _keys,
        ),
        Part(
            "devices",
            marked("Devices and webhooks"),
            "/admin/devices",
            ("see devices", "see webhooks"),
            marked("No device may send punches yet. Allow one by its serial number."),
            _devices,
        ),
        Part(
            "jobs",
            marked("Jobs"),
            "/admin/jobs",
            ("see every job",),
            marked("There was no job yet. Long imports, comparisons and verifications become one."),
            _jobs,
        ),
    ),
)
