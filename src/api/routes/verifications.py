"""Verifying the ledger as a job: everything derived again from the stored bytes, and what does not hold."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.descriptions import IDEMPOTENCY_KEY, content, link, told
from api.problems import Problem
from api.routes.checkpoints import LONGEST_NOTE
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.execution import answer_to
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer
from api.service.jobs import RUNNING, Job, Jobs, Progress, Work
from api.service.service import Service
from api.verifications import verification_status
from ledger.appends.append import Append
from ledger.proof.checkpoint import read_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import Verifier
from ledger.proof.rotation import read_keys

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_VERIFICATION = "verification"
_LONGEST_KEYS = 1 << 18


class VerificationBody(Body):
    """A checkpoint from elsewhere, and the keys from elsewhere; what the ledger keeps of them without."""

    checkpoint: str | None = Field(default=None, min_length=1, max_length=LONGEST_NOTE)
    keys: str | None = Field(default=None, min_length=1, max_length=_LONGEST_KEYS)


@router.post(
    "/verifications",
    **told(
        "verify",
        "Verify the ledger",
        "Derives leaves, columns, tree and the digests of frozen reports again from the stored bytes, and computes the "
        "frozen reports anew. A job, whose answer says what does not hold and where. `checkpoint` and `keys`, kept "
        "elsewhere, leave nothing in the store to trust. Without them, one that is running is answered again.",
        tag="Proof",
        permission="verify",
        answer="Job",
        status=202,
        parameters=[IDEMPOTENCY_KEY],
        body=content(
            {
                "type": "object",
                "properties": {
                    "checkpoint": {"type": "string", "minLength": 1, "maxLength": LONGEST_NOTE},
                    "keys": {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEYS},
                },
                "additionalProperties": False,
            },
            example={},
        ),
        optional_body=True,
        links={"job": link("job", job="response.body#/id")},
        writes=True,
        problems=["refused", "key-reused"],
    ),
)
async def verify(request: Request) -> Response:
    """Verify the ledger."""
    service, owner = service_of(request), principal_of(request).id
    body = await json_body(request)
    checkpoint, keys = _read(read_body(VerificationBody, body, optional=True))
    entered: list[str] = []
    running = None
    if checkpoint is None and not keys:
        running = await run_in_threadpool(lambda: service.jobs.last(_VERIFICATION, running=True))

    def enter(append: Append) -> Answer:
        job = running
        if job is None:
            now = append.recorded_at
            number = Jobs.enter(append.cursor, _VERIFICATION, owner, now)
            entered.append(number)
            job = Job(number, _VERIFICATION, owner, RUNNING, now, now, 0, 0, None)
        return Answer(202, job.as_json(), {"Location": f"/v1/jobs/{job.id}"})

    answer = await answer_to(request, body, enter)
    number = answer.body["id"]
    if number in entered:
        service.jobs.begin(number, _work(service, checkpoint, keys))
    return answer.response()


@router.get(
    "/verifications/latest",
    **told(
        "verifications",
        "How the last verification ended",
        "The job of the last one that came to its end, with its answer, and that of the one that is running.",
        tag="Proof",
        permission="verify",
        answer="Verifications",
    ),
)
async def latest(request: Request) -> Response:
    """How the last verification ended."""
    jobs = service_of(request).jobs

    def found() -> dict[str, Any]:
        by_name = {name: jobs.last(_VERIFICATION, running=name == RUNNING) for name in ("last", RUNNING)}
        return {name: None if job is None else job.as_json() for name, job in by_name.items()}

    return json_response(await run_in_threadpool(found))


def _read(asked: VerificationBody) -> tuple[bytes | None, list[Verifier]]:
    """The checkpoint and the keys that were sent. Raises Problem where one is none."""
    checkpoint = None if asked.checkpoint is None else asked.checkpoint.encode()
    try:
        if checkpoint is not None:
            read_checkpoint(checkpoint)
        return checkpoint, [] if asked.keys is None else read_keys(asked.keys.encode())
    except ProofError as error:
        raise Problem("invalid", str(error), code="bad_value") from None


def _work(service: Service, checkpoint: bytes | None, keys: list[Verifier]) -> Work:
    def work(progress: Progress) -> dict[str, Any]:
        status = verification_status(
            service.ledger,
            checkpoint,
            keys,
            jobs=service.settings.reading_processes,
            progress=progress,
            turn=service.room.turn,
        )
        # Whoever may verify need not see anybody's pay.
        return status.as_json(digests=False)

    return work
