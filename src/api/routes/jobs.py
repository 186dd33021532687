"""Jobs over HTTP."""

from api.operations import jobs
from api.operations.jobs import Job, Jobs
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import JobId

router = guarded_router("Service")


@router.get("/jobs", summary="The last jobs", openapi_extra=needs(jobs.jobs))
def every_job(asked: Asked) -> Jobs:
    """Those of everybody that were begun last, the latest first: how far each has come, without its answer."""
    return jobs.jobs(asked)


@router.get("/jobs/{job}", summary="One job", openapi_extra=needs(jobs.job))
def job(asked: Asked, job: JobId) -> Job:
    """How far it has come (`done` of `whole`), and once it has ended its answer, or what was wrong as `problem`.

    Seen by whom it is of, and by HR and auditors; administrators see how far it has come.
    """
    return jobs.job(asked, job)


@router.delete("/jobs/{job}", summary="Cancel a job", status_code=202, openapi_extra=needs(jobs.cancel_job))
def cancel_job(asked: Asked, job: JobId) -> Job:
    """It stops between two steps, and `state` is `cancelled` then; what it has recorded by then stays.

    One that has ended stays as it ended. By whom it is of, and by HR and administrators.
    """
    return jobs.cancel_job(asked, job)
