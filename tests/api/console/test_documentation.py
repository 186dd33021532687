"""The page of the description: from this host alone, and usable in a real browser under its own policy."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.asking import asking
from tests.api.routes.served import Served, served

pytestmark = pytest.mark.slow
_PATIENCE = 60_000
"""Milliseconds until the page is given up: it draws every operation, and the machine may be busy."""
_LOADED = re.compile(r'(?:src|href)="([^"]+)"')


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('documentation') / 'ledger.db'}", facts=None) as found:
        yield found


def test_the_page_and_all_that_it_loads_come_from_this_host(service: Served) -> None:
    with asking(service.url) as client:
        page = client.get("/docs")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
        assert "http" not in policy
        assert "*" not in policy
        assert "unsafe" not in policy.partition("style-src")[0]
        loaded = _LOADED.findall(page.text)
        assert loaded
        for path in (*loaded, "/openapi.json"):
            assert path.startswith("/"), path
            assert not path.startswith("//"), path
            assert client.get(path).status_code == 200, path
        assert "://" not in page.text.replace("window.location.origin", "")


def test_what_is_no_part_of_the_page_is_not_there(service: Served) -> None:
    with asking(service.url) as client:
        for name in ("redoc.standalone.js", "..%2F__init__.py", "nothing"):
            assert client.get(f"/docs/{name}").json()["type"] == "/problems/not-found"


def test_a_browser_shows_the_operations_and_asks_nobody_else(service: Served, browser: Browser) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    context = browser.new_context(base_url=service.url)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto("/docs")
    page.locator("#operations-tag-Reports").wait_for()
    with asking(service.url) as client:
        tags = {each["name"] for each in client.get("/openapi.json").json()["tags"]}
    shown = page.locator("[id^=operations-tag-]").evaluate_all("all => all.map(each => each.dataset.tag)")
    assert set(shown) == tags
    page.locator("#operations-tag-Service").click()
    page.locator("#operations-Service-health .opblock-summary-control").click()
    page.locator("#operations-Service-health .try-out__btn").click()
    page.locator("#operations-Service-health .execute").click()
    answer = page.locator("#operations-Service-health .live-responses-table .highlight-code").first
    assert json.loads(answer.inner_text().removeprefix("Download").strip())["status"] == "ok"
    assert [url for url in asked if not url.startswith((service.url, "data:"))] == []
    assert wrong == []
    assert page.evaluate("Object.keys(localStorage).length") == 0
    context.close()
