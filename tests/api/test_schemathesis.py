"""Schemathesis asks every operation what its description promises, and much that it does not.

Random requests go to every other operation on one engine and to the rest on the other, as they are few; where they are
many, to all on both.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from api.app import create
from api.service.settings import ServiceSettings
from tests.api.campaign.documented import documented
from tests.api.campaign.expectations import NOT_ASKED
from tests.api.campaign.running import COVERAGE, EXAMPLES, EXAMPLES_PHASE, FUZZING, STATEFUL, Found, campaign
from tests.api.campaign.sequences import sequences
from tests.api.routes.operations import operations
from tests.api.routes.served import Served, served
from tests.ledger.stores import PostgresStores, Stores

pytestmark = pytest.mark.slow

DEVICE = {"serial": "0316144680030", "name": "gate-1", "pins": {"74": "E0003"}}
REFUSED_LINES = b'{"kind":"clock"}\n{"kind":"x"}\n'
MANY = 20
"""Random requests an operation from which on every border of every schema is tried as well: that takes ten minutes."""
STEPS = 1
"""Sequences of requests a resource."""


@pytest.fixture
def service(stores: Stores, tmp_path: Path) -> Iterator[Served]:
    """A service of what the examples of the description are about, with a device and lines in quarantine."""
    facts = documented(create(ServiceSettings(store="sqlite:///nothing.db")).openapi(), tmp_path)
    with served(stores.url(), facts=facts) as service:
        with service.client("admin") as admin, service.client("hr") as hr:
            admin.post("/v1/devices", json=DEVICE).raise_for_status()
            told = {"Content-Type": "application/x-ndjson", "Prefer": "wait=5"}
            hr.post("/v1/imports?format=interchange", content=REFUSED_LINES, headers=told).raise_for_status()
        yield service


@pytest.fixture
def apart() -> Iterator[Executor]:
    """The process that asks; it begins with nothing, and what it kept ends with it."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        yield pool


def test_requests_are_answered_as_the_description_says(service: Served, stores: Stores, apart: Executor) -> None:
    every = sorted({str(each) for each in operations(service.app)} - set(NOT_ASKED))
    chosen = every if EXAMPLES >= MANY else every[isinstance(stores, PostgresStores) :: 2]
    phases = [EXAMPLES_PHASE, COVERAGE] if EXAMPLES >= MANY else [EXAMPLES_PHASE]
    found = campaign(service, apart, phases, only=chosen)
    found = campaign(service, apart, [FUZZING], only=chosen, found=found)
    assert found.wrong == []
    assert found.answered(500, 599) == set()
    asked = {name for name, _ in found.answers}
    assert asked == set(chosen)
    assert len(found.answered(200, 299)) > len(asked) // 2


@pytest.mark.any_engine
def test_sequences_of_requests_are_answered_as_the_description_says(service: Served, apart: Executor) -> None:
    found = Found()
    for resource in sequences(service.app.openapi()).values():
        found = campaign(service, apart, [STATEFUL], max(STEPS, EXAMPLES // MANY), only=resource, found=found)
    assert found.wrong == []
    assert found.answered(500, 599) == set()
    assert found.scenarios > 0
