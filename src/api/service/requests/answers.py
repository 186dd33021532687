"""Answers as they are sent: made anew, kept, or of a problem."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.problems import MEDIA_TYPE, Problem
from api.problems.problem import problem_content
from api.service.requests.answer_cache import KeptAnswer
from api.service.requests.idempotency import KeptOutcome
from api.service.requests.preconditions import is_known
from ledger.labels import ENGLISH
from ledger.sentence_catalogue import sentence_in

_JSON = "application/json"


def json_response(
    content: Any, status: int = 200, headers: Mapping[str, str] | None = None, media_type: str = _JSON
) -> Response:
    """An answer in JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, headers=dict(headers or {}), media_type=media_type)


def outcome_response(outcome: KeptOutcome) -> Response:
    """An answer that can be given again, as it is sent."""
    if outcome.body is None:
        return Response(b"", outcome.status, headers=dict(outcome.headers), media_type=outcome.media_type)
    return json_response(outcome.body, outcome.status, outcome.headers, outcome.media_type)


def problem_response(problem: Problem, request: str, language: str = ENGLISH) -> Response:
    """The answer of a problem in the language of the reader; it names the id of the request."""
    detail = problem.detail if language == ENGLISH else sentence_in(problem.detail, language)
    content = problem_content(problem.kind, detail, problem.code, request, language)
    return json_response(content, problem.kind.status, problem.headers, MEDIA_TYPE)


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
