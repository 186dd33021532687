"""The console on each engine and in each language, and Chromium to look at it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.language import Language
from tests.api.console.browsing import Console, chromium, chromium_path
from tests.api.console.floor import floor
from tests.ledger.stores import PostgresStores, SQLiteStores

_MUST = "WORKLEDGER_TEST_BROWSER"
"""Set where a missing browser is a failure, as before a merge."""
_PAIRS = [("sqlite", Language.CHINESE), ("postgres", Language.ENGLISH)]
"""Each engine once and each language once: what is said in a language is made on no engine."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it, tests of pages are skipped."""
    if chromium_path() is None:
        told = "there is no Chromium on the path; install the package chromium, and pages are tested too"
        if os.environ.get(_MUST):
            pytest.fail(told)
        pytest.skip(told)
    with chromium() as found:
        yield found


@pytest.fixture(scope="module", params=_PAIRS, ids=lambda param: f"{param[0]}-{param[1]}")
def console(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Console]:
    """The console of a made-up centre; whatever a page did that none may do is told at the end."""
    engine, language = request.param
    folder = tmp_path_factory.mktemp("floor")
    stores = SQLiteStores(folder) if engine == "sqlite" else PostgresStores(request.getfixturevalue("postgres"))
    with floor(stores, folder) as served:
        found = Console(served, browser, language)
        yield found
        found.leave()
    if isinstance(stores, PostgresStores):
        stores.remove()
    assert found.wrong == []
