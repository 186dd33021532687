"""The console asks the API, within the process, with the key or token of who looks: it can see nothing more."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx
from anyio import from_thread
from starlette.requests import Request
from starlette.types import ASGIApp

from api.problems import Problem

_BASE = "http://console"
_MOST_ROWS = 10_000
_MOST = 1_000
_PATIENCE_SECONDS = 600


class Api:
    """The operations of the API for one visit. Every method raises Problem where the API answers with a problem."""

    def __init__(self, request: Request, token: str) -> None:
        """For who holds a key or token."""
        app: ASGIApp = request.app
        client = request.client
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(client.host, client.port) if client else ("", 0)),
            base_url=_BASE,
            headers={"Authorization": f"Bearer {token}", "X-Request-ID": request.scope["request_id"]},
            timeout=_PATIENCE_SECONDS,
        )

    def answer(self, method: str, path: str, **told: Any) -> httpx.Response:
        """An answer as it came, for who is in a thread; `told` is as httpx has it (params, json, content, headers)."""
        return from_thread.run(partial(self._answer, method, path, **told))

    async def _answer(self, method: str, path: str, **told: Any) -> httpx.Response:
        """An answer as it came; `told` is as httpx has it (params, json, content, headers)."""
        try:
            asked = self._client.build_request(method, path, **told)
        except (httpx.InvalidURL, ValueError):
            # What somebody typed fits into no address or header: then nothing is called so.
            raise Problem("not-found", "nothing is called so; choose it on a page") from None
        answer = await self._client.send(asked)
        if answer.is_error:
            told_ = answer.json()
            kind = str(told_["type"]).rpartition("/")[2]
            raise Problem(kind, str(told_["detail"]), code=told_.get("code"))
        return answer

    def get(self, path: str, **query: Any) -> Any:
        """What a GET answers, as JSON; a query parameter that is None is left out."""
        given = {name: value for name, value in query.items() if value is not None}
        return (self.answer("GET", path, params=given)).json()

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """What a POST of JSON answers, as JSON."""
        return (self.answer("POST", path, json=body, headers=headers)).json()

    def report(self, name: str, period: str, **query: Any) -> Mapping[str, Any]:
        """A whole report: `period`, `position`, `rules`, `rows`."""
        first = self.get(f"/v1/periods/{period}/{name}", limit=_MOST_ROWS, **query)
        page = first
        while page["next"]:
            page = self.get(f"/v1/periods/{period}/{name}", limit=_MOST_ROWS, cursor=page["next"], **query)
            first["rows"].extend(page["rows"])
        whole: Mapping[str, Any] = first
        return whole

    def every(self, path: str, member: str, **query: Any) -> list[Any]:
        """All of what comes in pages, such as the `workflows` of /v1/swaps or the `facts` of /v1/facts."""
        page = self.get(path, limit=_MOST, **query)
        found: list[Any] = page[member]
        while page["next"]:
            page = self.get(path, limit=_MOST, cursor=page["next"], **query)
            found.extend(page[member])
        return found

    async def close(self) -> None:
        """Let go of it."""
        await self._client.aclose()
