"""Verifying the ledger as a job: everything derived again from the stored bytes, and what does not hold."""

from typing import Any

from pydantic import Field

from api.operations.answer import Answer, Asked, Done
from api.operations.checkpoints import LONGEST_NOTE
from api.operations.context import Context
from api.operations.jobs import Job
from api.operations.operation import operation
from api.operations.verification_status import verification_status
from api.problems import Problem
from api.service.concurrency import jobs as service_jobs
from api.service.concurrency.jobs import RUNNING, Jobs, Progress, Work
from api.service.service import Service
from ledger.appends.append import Append
from ledger.proof.checkpoint import read_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import Verifier
from ledger.proof.rotation import read_keys

_VERIFICATION = "verification"
_LONGEST_KEYS = 1 << 18


class NewVerification(Asked):
    """A checkpoint from elsewhere, and the keys from elsewhere; what the ledger keeps of them without."""

    checkpoint: str | None = Field(None, min_length=1, max_length=LONGEST_NOTE)
    keys: str | None = Field(None, min_length=1, max_length=_LONGEST_KEYS)


class Verifications(Answer):
    """The last verification that came to its end, and the one that is running."""

    last: Job | None
    running: Job | None


@operation("verify")
def verify(context: Context, new: NewVerification) -> Done[Job]:
    """Begin a verification; without a checkpoint and keys, one that is running is answered again.

    Raises Problem where what was sent is not a checkpoint, or are no keys.
    """
    service, entered = context.service, list[str]()
    checkpoint, keys = _read(new)
    running = None if checkpoint is not None or keys else service.jobs.last(_VERIFICATION, running=True)

    def enter(append: Append) -> Done[Job]:
        job = running
        if job is None:
            owner, now = context.principal.id, append.recorded_at
            entered.append(Jobs.enter(append.cursor, _VERIFICATION, owner, now))
            job = service_jobs.Job(entered[0], _VERIFICATION, owner, RUNNING, now, now, 0, 0, None)
        return Done(Job(**job.as_json()), 202, f"/v1/jobs/{job.id}")

    done = context.once(Job, enter)
    if done.answer.id in entered:
        service.jobs.begin(done.answer.id, _work(service, checkpoint, keys))
    return done


@operation("verify")
def verifications(context: Context) -> Verifications:
    """The last verification that came to its end, with its answer, and the one that is running."""
    jobs = context.service.jobs
    last, running = (jobs.last(_VERIFICATION, running=is_running) for is_running in (False, True))
    return Verifications(
        last=None if last is None else Job(**last.as_json()),
        running=None if running is None else Job(**running.as_json()),
    )


def _read(asked: NewVerification) -> tuple[bytes | None, list[Verifier]]:
    """The checkpoint and the keys that were sent. Raises Problem where one is invalid."""
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
