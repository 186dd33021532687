"""Erasing a person over HTTP."""

from starlette.responses import Response

from api.operations import erasures
from api.operations.erasures import Erasability, Erasure, NewErasure
from api.routes.guard import Asked, AskedOnce, guarded_router, needs, sent
from api.routes.parameters import EmployeeNumber

router = guarded_router("Facts")


@router.get(
    "/employees/{employee}/erasure",
    summary="Whether somebody is erased, or may be",
    openapi_extra=needs(erasures.erasability),
)
def erasability(asked: Asked, employee: EmployeeNumber) -> Erasability:
    """The position of the erasure, where there is one; else why it cannot be done now, in a sentence, or nothing."""
    return erasures.erasability(asked, employee)


@router.post(
    "/employees/{employee}/erasure",
    summary="Erase a person",
    status_code=201,
    responses={200: {"model": Erasure, "description": "The person was erased before."}},
    openapi_extra=needs(erasures.erase),
)
def erase(asked: AskedOnce, employee: EmployeeNumber, new: NewErasure, response: Response) -> Erasure:
    """Destroys the key of a person's names and texts, for good; figures stay under the number, and every proof holds.

    Refused while the person is employed, a period of theirs is open, or a legal hold stands. `reason` is kept for ever
    and in clear, so without the name. Once more, it only cleans the store's files again.
    """
    return sent(response, erasures.erase(asked, employee, new))
