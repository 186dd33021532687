"""Who asks where tables say by hand who may: a caller of each role, and a small centre of two teams, served."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.api.routes.served import Served, served
from tests.ledger.stores import SQLiteStores

WHO: dict[str, tuple[str, str | None, str | None]] = {
    "E": ("employee", "E1", None),
    "L": ("team_leader", "L1", "A"),
    "Q": ("qa", "Q1", None),
    "M": ("manager", "M1", None),
    "H": ("hr", "H1", None),
    "A": ("auditor", "A1", None),
    "D": ("device", None, None),
    "S": ("admin", None, None),
}
"""Role, person and team of each caller."""
EVERYONE = {"E1", "E3", "L1", "Q1"}
SIGHTED = {"M": EVERYONE, "H": EVERYONE, "A": EVERYONE}
MARKS = {"E": {"E1"}, "L": {"E1"}, "Q": {"E1", "E3"}} | SIGHTED
"""Whose marks each caller sees: those of agents within reach."""


@contextmanager
def centre_of(facts: Iterable[Mapping[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre with these facts, all of them recorded, served on SQLite."""
    with served(SQLiteStores(tmp_path_factory.mktemp("centre")).url()) as found:
        outcomes = found.ledger.record(list(facts))
        assert {each.status for each in outcomes} == {"accepted"}, [each.refusal for each in outcomes]
        yield found
