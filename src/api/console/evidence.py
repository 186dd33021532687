"""Files that prove something, as the API makes them: for pages that offer them for download."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.visit import Visit

_KEPT = ("content-disposition", "content-type", "cache-control")


def evidence_of(visit: Visit, period: str, employee: str) -> Response:
    """The evidence of somebody's payslip of a closed period. Raises Problem where there is none."""
    made = visit.api.answer("GET", f"/v1/periods/{quote(period, safe='')}/evidence/{quote(employee, safe='')}")
    return Response(made.content, headers={name: made.headers[name] for name in _KEPT if name in made.headers})


def text_file(visit: Visit, name: str, path: str, **query: Any) -> Response:
    """A text of the API, to be saved under a name. Raises Problem where there is none."""
    given = {each: value for each, value in query.items() if value}
    made = visit.api.answer("GET", path, params=given)
    return _saved(made.content, name)


def keys_file(visit: Visit) -> Response:
    """The ledger's public keys, the first and every rotation since, as every verifier reads them."""
    return _saved((visit.api.get("/v1/checkpoint-keys"))["chain"].encode(), "ledger.pub")


def _saved(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type="text/plain; charset=utf-8")
