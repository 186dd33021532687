"""Every page that somebody can get to by links: each kind of page once, from the first page on."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Page, Response
from starlette.routing import Match, Route

from api.console.routes import console_routes

_HREF = re.compile(r'<a [^>]*href="(/[^"]*)"')
_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_PAGES = [route for route in console_routes() if "GET" in (route.methods or ())]
_AFTER_WORK = (
    "/admin/webhooks/{webhook}",
    "/hr/imports/{job}",
    "/hr/imports/files/{id}",
    "/hr/comparisons/{job}",
    "/hr/comparisons/{job}/sheet",
    "/hr/close/{period}/adjustments",
    "/audit/verifications/{job}",
    "/my/notifications/confirm/{reference}",
)
_DEEPER = ("/audit/workflows/{kind}/{number}", "/records/{kind}/{number}")
"""Pages that something has to be done for first, or that are found by a choice; the tests of their room open them."""
_LEAD_ON = ("/centre/records", "/centre/records/{rest:path}", "/kept/{number}", "/notifications/{reference}")
"""Addresses that lead to a page: earlier ones, those of a form that was kept, and those in messages."""
_PARTS = ("/records/people", "/hr/people/new/number")
"""What a field of a form asks for while it is filled in."""
_NO_PAGES = (
    *_AFTER_WORK,
    *_DEEPER,
    *_LEAD_ON,
    *_PARTS,
    "/static/{name}",
    "/documents/{period}/{name}",
    "/hr/imports/templates/{name}",
    "/roster/plan/sheet",
    "/documents/{period}/evidence",
    "/my/checkpoint-keys",
    "/audit/proofs/keys",
    "/audit/proofs/checkpoints/{size}",
    "/audit/proofs/fact",
    "/audit/proofs/consistency",
    "/audit/proofs/evidence",
    "/sign-in/issuer",
    "/sign-in/issuer/return",
)
FIRST_AGENT = "first csr"
ROLES: dict[str, dict[str, str]] = {
    "employee": {"employee": FIRST_AGENT},
    "team_leader": {"team": "T01", "employee": "E00002"},
    "qa": {"employee": "E00003"},
    "manager": {"employee": "E00001"},
    "hr": {"employee": "E00005"},
    "auditor": {},
    "admin": {},
}
"""Who signs in, and whose key it is: somebody of the made-up centre, who has a month of the own."""


def kind_of(path: str) -> str | None:
    """The route of a page, such as ``/my/month/{period}``; None for any other text."""
    address = path.partition("?")[0].partition("#")[0]
    for route in _PAGES:
        match, _ = route.matches({"type": "http", "method": "GET", "path": address, "root_path": ""})
        if match is Match.FULL:
            return None if route.path in _NO_PAGES else route.path
    return None


def kinds_of_pages() -> set[str]:
    """Every kind of page that there is."""
    return {route.path for route in _PAGES if isinstance(route, Route)} - set(_NO_PAGES)


def pages_from(page: Page, known: set[str]) -> Iterator[str]:
    """Open every kind of page that can be reached from the one that is open; the path of each that is not known yet.

    One that is known from another role is asked for without looking at it: it answers this role too, and may have links
    that the other did not see.
    """
    waiting = _links(page)
    opened: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind is None or kind in opened:
            continue
        opened.add(kind)
        if kind in known:
            waiting.extend(_links_of(_text_of(page.request.get(path), path)))
            continue
        known.add(kind)
        answer = page.goto(path)
        assert answer is not None
        # A link of the menu may lead on, such as to the next period: the page that is looked at is known too.
        known.add(kind_of(urlsplit(answer.url).path) or kind)
        # What a page was sent with, before its parts came in, and what it has now.
        sent = _links_of(_text_of(answer, path))
        yield path
        waiting.extend([*sent, *_links(page)])


def _text_of(answer: Response | APIResponse, path: str) -> str:
    text = answer.text()
    assert answer.status == 200, f"{path}: {answer.status} {' '.join(_MAIN.findall(text))[:600]}"
    return text


def _links_of(text: str) -> list[str]:
    return [unescape(path) for path in _HREF.findall(text)]


def _links(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    return [path for path in found if path.startswith("/")]
