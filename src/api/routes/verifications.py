"""Verifying the ledger over HTTP: a job."""

from starlette.responses import Response

from api.operations import verifications as verification
from api.operations.jobs import Job
from api.operations.verifications import NewVerification, Verifications
from api.routes.guard import Asked, AskedOnce, guarded_router, leads_to, needs, sent

router = guarded_router("Proof")
_WHAT_IS_KEPT = NewVerification()


@router.post(
    "/verifications",
    summary="Verify the ledger",
    status_code=202,
    responses={202: {"links": {"job": leads_to("job", job="response.body#/id")}}},
    openapi_extra=needs(verification.verify),
)
def verify(asked: AskedOnce, response: Response, new: NewVerification = _WHAT_IS_KEPT) -> Job:
    """Derives leaves, columns, tree and the digests of frozen reports again from the stored bytes.

    And computes the frozen reports anew. A job, whose answer says what does not hold and where. `checkpoint` and
    `keys`, kept elsewhere, leave nothing in the store to trust. Without them, one that is running is answered again.
    """
    return sent(response, verification.verify(asked, new))


@router.get(
    "/verifications/latest",
    summary="How the last verification ended",
    openapi_extra=needs(verification.verifications),
)
def verifications(asked: Asked) -> Verifications:
    """The job of the last one that came to its end, with its answer, and that of the one that is running."""
    return verification.verifications(asked)
