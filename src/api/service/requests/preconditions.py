"""Entity tags: of answers that never change, and of workflows, which move on version by version."""

from starlette.requests import Request
from starlette.responses import Response

from api.service.requests.answer_cache import KeptAnswer


def entity_tag(version: int) -> str:
    """The tag of a workflow at a version."""
    return f'"{version}"'


def is_known(given: str | None, etag: str) -> bool:
    """Whether an `If-None-Match` names a tag: the client has the answer already."""
    if given is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    return etag in tags or "*" in tags


def fixed_response(request: Request, answer: KeptAnswer) -> Response:
    """The answer of fixed coordinates; 304 without a body where the client has it."""
    if is_known(request.headers.get("if-none-match"), answer.etag):
        return Response(status_code=304, headers=dict(answer.headers))
    return _KeptResponse(answer)


class _KeptResponse(Response):
    """An answer that is kept, with nothing left to be made."""

    def __init__(self, answer: KeptAnswer) -> None:
        self.status_code = 200
        self.background = None
        self.body = answer.content
        self.raw_headers = answer.raw_headers
