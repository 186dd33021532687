"""Which tests are run in one process, and in which order, where pytest-xdist runs them in several.

The tests of a module are run together, so that what they share is made once. Those modules that take longest are begun
first, so that no process is left with one of them in the end.
"""

from collections.abc import Callable

import pytest
from xdist.scheduler import LoadScopeScheduling

Group = Callable[[str], str]


def _module(test: str) -> str:
    return test.partition("::")[0]


def _function(test: str) -> str:
    return test.partition("[")[0]


def _test(test: str) -> str:
    return test


def _engine(test: str) -> str:
    engine = "postgres" if "[postgres" in test else ""
    return f"{_module(test)} {engine}".strip()


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
    "api/console/test_roster_plan.py": _engine,
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


class ByModule(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a process those tests at once that are run together. Marks of a group do nothing under pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return _LONGEST.get(_module(nodeid).removeprefix("tests/"), _module)(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the tests of those modules before the others that take longest."""
    items.sort(key=lambda item: _RANKS.get(_module(item.nodeid), len(_RANKS)))
