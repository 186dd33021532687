"""Fixtures of the ledger's tests. Where a test asks for `stores` or `ledger`, it runs on both engines."""

from collections.abc import Iterator

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import Hands
from tests.ledger.stores import Stores


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def ledger(stores: Stores, clock: Hands) -> Iterator[Ledger]:
    with stores.open(clock=clock) as ledger:
        yield ledger
