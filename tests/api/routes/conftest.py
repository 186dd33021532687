"""A service on each engine, with the facts of the small centre."""

from collections.abc import Iterator

import pytest

from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores


@pytest.fixture
def service(stores: Stores, clock: Hands) -> Iterator[Served]:
    """A service of a ledger with the small centre in it; on both engines."""
    with served(stores.url(), clock=clock) as found:
        yield found


@pytest.fixture
def empty_service(stores: Stores, clock: Hands) -> Iterator[Served]:
    """A service of a ledger without any facts; on both engines."""
    with served(stores.url(), clock=clock, facts=None) as found:
        yield found


@pytest.fixture
def sqlite_service(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    """A service of a ledger with the small centre in it, for what is the same on both engines."""
    with served(sqlite_stores.url()) as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def read_service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with the small centre that the tests of a module share, on both engines: no test records there."""
    postgres = request.param == "postgres"
    stores = (
        PostgresStores(request.getfixturevalue("postgres"))
        if postgres
        else SQLiteStores(tmp_path_factory.mktemp("read"))
    )
    with served(stores.url()) as found:
        last = found.ledger.facts.last_position()
        yield found
        assert found.ledger.facts.last_position() == last
    if isinstance(stores, PostgresStores):
        stores.remove()
