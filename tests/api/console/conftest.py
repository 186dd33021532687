"""The console on each engine and in each language, and Chromium to look at it.

A page asks the operations of the API, and those are tested on both engines. So pages are tested on SQLite, in the
language that is their module's; those tests that are marked `both_engines`, one of each room at least, are run on
PostgreSQL too, in the other language.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.words.language import Language
from tests.api.console.browsing import Console, chromium, chromium_path
from tests.api.console.floor import floor
from tests.ledger.stores import PostgresStores, SQLiteStores

_MUST = "WORKLEDGER_TEST_BROWSER"
"""Set where a missing browser is a failure, as before a merge."""
_DEEP = "WORKLEDGER_TEST_DEEP"
"""Set where each engine is tried in each language."""
_IN_ENGLISH = {"test_audit", "test_quality", "test_team"}
"""The modules that are in English on SQLite; the others are in Chinese."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which console a test is run on."""
    if "console" in metafunc.fixturenames:
        languages = [Language.CHINESE, Language.ENGLISH]
        if metafunc.module.__name__.rpartition(".")[2] in _IN_ENGLISH:
            languages.reverse()
        pairs = list(zip(("sqlite", "postgres"), languages, strict=True))
        if metafunc.definition.get_closest_marker("both_engines") is None:
            del pairs[1:]
        elif os.environ.get(_DEEP):
            pairs = [(engine, language) for engine in ("sqlite", "postgres") for language in languages]
        ids = [f"{engine}-{language}" for engine, language in pairs]
        metafunc.parametrize("console", pairs, indirect=True, ids=ids, scope="module")


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


@pytest.fixture(scope="module")
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


@pytest.fixture(autouse=True)
def _windows_are_closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test opened goes on asking the service in the background until it is closed."""
    yield
    if "console" in request.fixturenames:
        request.getfixturevalue("console").leave()
