"""The stores that tests run on. Where a test asks for `stores` or `ledger`, it runs on both engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from ledger.ledger import Ledger
from tests.ledger.material import Hands
from tests.ledger.postgres.server import database
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores

_OF_ONE_CENTRE = "tests/api/console/"


class _OneCentreAtATime(LoadScopeScheduling):  # type: ignore[misc]
    """Tests are shared among processes one by one, but those of one made-up centre, which takes long to make, stay."""

    def _split_scope(self, nodeid: str) -> str:
        if not nodeid.startswith(_OF_ONE_CENTRE):
            return nodeid
        module, test = nodeid.split("::", 1)
        engine = test.rpartition("[")[2].partition("-")[0]
        return f"{module}[{engine}]"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How pytest-xdist shares the tests among its processes."""
    return _OneCentreAtATime(config, log)


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
