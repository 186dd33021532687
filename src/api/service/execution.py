"""Carrying out what an operation asks for: in one transaction, and once under its `Idempotency-Key`."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.service.guard import principal_of, service_of
from api.service.idempotency import Answer, answer_of
from ledger.appends.append import Append


async def carried_out(request: Request, body: bytes, work: Callable[[Append], Answer]) -> Response:
    """Carry out work under the append lock, in a thread, and answer what it answers; under a known key, again."""
    return (await answer_to(request, body, work)).response()


async def answer_to(request: Request, body: bytes, work: Callable[[Append], Answer]) -> Answer:
    """What `carried_out` answers, for who has to do more before it is sent."""
    service = service_of(request)
    key = service.request_keys.of(request, principal_of(request).id, body)

    def content(append: Append) -> bytes:
        answer = work(append).as_bytes()
        return answer if key is None else key.sealed(answer)

    taken = await run_in_threadpool(service.ledger.transactions.once, None if key is None else key.keyed, content)
    return answer_of(taken, key)
