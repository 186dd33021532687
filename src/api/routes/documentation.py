"""The description as a page to read and to try operations on: Swagger UI, from this host alone."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import Response

from api.problems import Problem

router = APIRouter()

_ASSETS = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon.png": "image/png",
}
_PARAMETERS = {
    "deepLinking": True,
    "docExpansion": "none",
    "defaultModelsExpandDepth": -1,
    # A key is typed in for as long as the page is open, and the description is sent to nobody.
    "persistAuthorization": False,
    "validatorUrl": None,
}
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@router.get("/docs", include_in_schema=False)
def documentation(request: Request) -> Response:
    """The page; it may load and ask this host only, and run no script but its own."""
    text, policy = _page()
    return _kept(request, text, "text/html; charset=utf-8", {"Content-Security-Policy": policy})


@router.get("/docs/{name}", include_in_schema=False)
def documentation_asset(request: Request, name: str) -> Response:
    """What the page is made of."""
    if name not in _ASSETS:
        raise Problem("not-found", f"there is no {name[:60]!r} of the page /docs; open that page itself")
    return _kept(request, _asset(name), _ASSETS[name], {})


def _kept(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    kept = {"Cache-Control": f"public, max-age={request.app.state.settings.docs_seconds}"}
    return Response(content, media_type=media_type, headers=kept | headers)


@cache
def _page() -> tuple[bytes, str]:
    """The page and its policy, which names the one script in it by its hash."""
    page = bytes(
        get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="Workforce Ledger",
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="/docs/favicon.png",
            swagger_ui_parameters=_PARAMETERS,
        ).body
    )
    (script,) = _INLINE.findall(page.decode())
    named = b64encode(sha256(script.encode()).digest()).decode()
    return page, (
        f"default-src 'none'; script-src 'self' 'sha256-{named}'; style-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@cache
def _asset(name: str) -> bytes:
    return (files("fastapi_offline") / "static" / name).read_bytes()
