"""A real browser on the console, signed in; what no page may do is watched all along."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from api.words.language import Language
from api.words.translation import said
from ledger.labels import label
from tests.api.asking import asking
from tests.api.routes.served import Served

_FOUND_AS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_WORDS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 60_000
"""Milliseconds until a page is given up: the machine may be busy with other tests."""
DESKTOP, PHONE = (1280, 900), (390, 844)
_AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
_REFUSED = "the server responded with a status of 4"
_SERIOUS = ("serious", "critical")
# What is found is looked through in the page: all of it, sent over, takes longer than the finding.
_FIND = """async serious => (await axe.run({resultTypes: ["violations"]})).violations
    .filter(each => serious.includes(each.impact))
    .map(each => ({id: each.id, help: each.help, targets: each.nodes.slice(0, 3).map(node => node.target)}))"""


def chromium_path() -> str | None:
    """Where Chromium is; None where there is none."""
    return next((path for name in _FOUND_AS if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(_WORDS))
        try:
            yield browser
        finally:
            browser.close()


class Console:
    """The console of a service in a browser, in one language."""

    def __init__(self, served: Served, browser: Browser, language: Language) -> None:
        """Of a service."""
        self.served = served
        self.language = language
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.wrong: list[str] = []
        """What pages did that none may do: errors of scripts, broken policies, requests to other hosts."""

    def said(self, message: str, **parts: object) -> str:
        """A message as the console says it."""
        return said(message, self.language, **parts)

    def called(self, context: str, key: str) -> str:
        """What a thing is called, such as how a workflow stands."""
        return label(context, key, self.language)

    def sign_in(
        self,
        role: str,
        employee: str | None = None,
        team: str | None = None,
        size: tuple[int, int] = DESKTOP,
        **told: Any,
    ) -> Page:
        """The first page of somebody who has signed in, in a browser of his own."""
        width, height = size
        context = self._browser.new_context(
            locale=self.language.value, viewport={"width": width, "height": height}, base_url=self.served.url, **told
        )
        context.set_default_timeout(_PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self._watch(page)
        page.goto("/sign-in")
        page.fill("#key", self.served.key(role, employee, team))
        page.click("main button")
        # A click does not wait for the page that it leads to.
        page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")
        return page

    def confirm(self, page: Page) -> None:
        """Record what a page shows as doubtful, with a reason."""
        page.fill("[name=doubts_reason]", "已核对")
        page.get_by_role("button", name=self.said("Record it with this reason")).click()

    @contextmanager
    def signed_in(self, role: str, **whose: str) -> Iterator[httpx.Client]:
        """A client that has signed in and follows where it is led, for what needs no browser."""
        headers = {"accept-language": self.language.value}
        with asking(self.served.url, headers=headers, follow_redirects=True) as client:
            client.post("/sign-in", data={"key": self.served.key(role, **whose)})
            yield client

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda told: self._refuse_error(page, told))
        page.on("request", lambda asked: self._refuse_other_host(page, asked.url))

    def _refuse_error(self, page: Page, told: ConsoleMessage) -> None:
        # A refusal is an answer that a test asks for.
        if told.type == "error" and _REFUSED not in told.text:
            self.wrong.append(f"{page.url}: {told.text}")

    def _refuse_other_host(self, page: Page, url: str) -> None:
        if not url.startswith((self.served.url, "data:", "blob:")):
            self.wrong.append(f"{page.url} asked {url}")

    def hindrances(self, page: Page) -> list[str]:
        """What axe-core finds serious or critical on a page."""
        page.evaluate(_AXE)
        return [
            f"{page.url} {each['id']}: {each['help']} {each['targets']}"
            for each in page.evaluate(_FIND, list(_SERIOUS))
        ]

    def leave(self) -> None:
        """Close every browser window."""
        while self._contexts:
            self._contexts.pop().close()
