"""Which tests are run in one process, and in which order, where pytest-xdist runs them in several.

The tests of a module are run together, so that what they share is made once. Those modules that take longest are begun
first, so that no process is left with one of them in the end.
"""

from collections.abc import Callable

import pytest

Group = Callable[[pytest.Item], str]


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _test(item: pytest.Item) -> str:
    return item.nodeid


def _engine(item: pytest.Item) -> str:
    engine = "postgres" if "[postgres" in item.nodeid else ""
    return f"{_module(item)} {engine}".strip()


_LONGEST: dict[str, Group] = {
    "api/test_schemathesis.py": _test,
    "api/console/test_every_page.py": _engine,
    "house/test_benchmarks.py": _test,
    "manual/test_the_manual.py": _function,
    "projections/test_books.py": _module,
    "projections/test_comparing.py": _module,
    "house/test_clients.py": _test,
    "house/test_guides.py": _test,
    "house/test_openapi.py": _function,
    "api/console/test_hr.py": _engine,
    "api/console/test_a_disputed_evaluation.py": _engine,
    "api/evidence/test_evidence.py": _engine,
    "ledger/test_many_writers.py": _test,
    "ledger/formats/test_clockster.py": _test,
    "api/canary/test_canary.py": _module,
    "api/console/test_team.py": _engine,
    "api/console/test_own.py": _engine,
    "api/console/test_audit.py": _engine,
    "api/console/test_proofs.py": _engine,
    "api/routes/test_examples.py": _engine,
    "api/routes/test_permissions.py": _engine,
    "api/routes/test_reports.py": _engine,
    "projections/test_books_machine.py": _test,
    "api/service/test_everything_at_once.py": _test,
    "house/test_quickstart.py": _test,
    "projections/test_presence.py": _function,
    "projections/test_explanations.py": _test,
    "projections/test_equal_to_reference.py": _test,
}
"""The modules that take longest, and what is not divided of each; of other modules, that is the whole."""
_RANKS = {f"tests/{name}": rank for rank, name in enumerate(_LONGEST)}


def divide(items: list[pytest.Item]) -> None:
    """Say of each test which ones it is run with, and put those that take longest before the others."""
    for item in items:
        group = _LONGEST.get(_module(item).removeprefix("tests/"), _module)
        item.add_marker(pytest.mark.xdist_group(group(item)))
    items.sort(key=lambda item: _RANKS.get(_module(item), len(_RANKS)))
