"""The jobs of everybody: how far each has come, and the end of one that takes too long."""

from starlette.responses import Response

from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_zone
from api.operations import jobs as every_job
from api.operations.jobs import Job
from api.words.translation import marked

room = Room()
_PATH = "/admin/jobs"
STATES = {
    "running": marked("running"),
    "finished": marked("finished"),
    "failed": marked("failed to run"),
    "interrupted": marked("interrupted"),
    "cancelled": marked("cancelled"),
}
"""How a job stands."""
TONES = {"running": "wait", "finished": "good", "failed": "bad", "interrupted": "bad", "cancelled": ""}
_SORTS = {
    "import": marked("Import"),
    "verification": marked("Verification"),
    "what-if": marked("Comparison of rules"),
    "diff": marked("Comparison of reports"),
    "backup": marked("Backup"),
}
"""What a job does, by the first word of what it is called."""


@room.get(_PATH)
def jobs(visit: Visit) -> Response:
    """The jobs that were begun last."""
    found = every_job.jobs(visit.context).jobs
    return visit.page(
        "administration/jobs.html",
        jobs=[(each, called(visit, each), visit.says(STATES[each.state]), TONES[each.state]) for each in found],
        zone=site_zone(visit),
    )


@room.post(f"{_PATH}/{{job}}/end")
def cancel(visit: Visit) -> Response:
    """Have a job end between two of its steps."""
    number = visit.path["job"]
    every_job.cancel_job(visit.context, number)
    return visit.go(_PATH, done=visit.says("The job %(id)s is told to end.", id=number))


def called(visit: Visit, job: Job) -> str:
    """What a job does, in words."""
    sort = job.what.partition(" ")[0]
    return visit.says(_SORTS[sort]) if sort in _SORTS else job.what
