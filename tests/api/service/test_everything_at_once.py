"""Whoever asks for whatever beside whomever is answered: nobody waits for somebody who waits for him."""

import pytest

from tests.api.routes.served import Served, served
from tests.api.service.mixture import ROUNDS, Mixture
from tests.ledger.stores import SQLiteStores

ROUNDS_EACH = 3

pytestmark = pytest.mark.slow


def test_reports_verifications_closings_comparisons_and_writes_are_all_answered(sqlite_stores: SQLiteStores) -> None:
    with served(sqlite_stores.url()) as service:
        _ask(service)


def _ask(service: Served) -> None:
    mixture = Mixture(service.url, service.key("hr"))
    mixture.run(rounds=ROUNDS_EACH)
    assert mixture.wrong == []
    assert {name for name, _status in mixture.answered} == set(ROUNDS)
    # The tree, the closings and every frozen report hold after it.
    assert service.ledger.proofs.verify().holds
