"""The stores that tests run on. Where a test asks for `stores` or `ledger`, it runs on both engines."""

import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from ledger.ledger import Ledger
from tests.ledger.material import Hands
from tests.ledger.postgres.server import database
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores
from tests.scheduling import ByModule, longest_first

# How long an example takes is the machine's affair: a test says what holds, not how fast.
settings.register_profile("without a clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("without a clock")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Which tests are slow, which are left out, and which are begun first.

    Where one process runs all, they stay as they stand in the files. pytest finds a hook by the name of the function.
    """
    for item in items:
        if _is_on_postgres(item) or _is_on_duckdb(item):
            item.add_marker(pytest.mark.slow)
    left_out = [item for item in items if _is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _is_left_out(item)]
    if hasattr(config, "workerinput"):
        longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByModule:
    """How several processes share the tests."""
    return ByModule(config, log)


def _is_on_postgres(item: pytest.Item) -> bool:
    """The fast tests leave the second engine out: its server takes longer to start than most of them."""
    case = item.callspec.id if hasattr(item, "callspec") else ""
    return isinstance(item, pytest.Function) and ("postgres" in case or "postgres" in item.fixturenames)


def _is_on_duckdb(item: pytest.Item) -> bool:
    """The fast tests compute with one engine: plans of the other take several times as long on small centres."""
    return "duckdb" in getattr(getattr(item, "callspec", None), "id", "").casefold()


def _is_left_out(item: pytest.Item) -> bool:
    """What does not depend on the store is run on SQLite alone, but for the tests that are marked `both_engines`."""
    free = item.get_closest_marker("any_engine") is not None and item.get_closest_marker("both_engines") is None
    return free and _is_on_postgres(item)


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage: it is looked for in what they leave."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _commands_share_a_process() -> Iterator[None]:
    """Commands that are run within this process, not one a process: the tree of them is made once.

    What a test left is not kept for ever as what a process has loaded would be.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.main.get_command", cache(typer.main.get_command))
        patch.setattr("api.cli.entry_point.spare_collecting", lambda: None)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL database."""
    with database() as url:
        yield url


@pytest.fixture
def sqlite_stores(tmp_path: Path) -> Stores:
    return SQLiteStores(tmp_path)


@pytest.fixture
def postgres_stores(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresStores]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    stores = PostgresStores(postgres)
    yield stores
    stores.remove()


@pytest.fixture(params=["sqlite", "postgres"])
def stores(request: pytest.FixtureRequest) -> Stores:
    found: Stores = request.getfixturevalue(f"{request.param}_stores")
    return found


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def ledger(stores: Stores, clock: Hands) -> Iterator[Ledger]:
    with stores.open(clock=clock) as ledger:
        yield ledger
