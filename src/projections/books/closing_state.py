"""S11.2 What a closed period hands on, as the bytes that are frozen, and read back from them.

The bytes say the version of their form; those of the first say none. A form is never given up: what was frozen in it is
read for ever, and computed in it again to be compared.

Whole numbers: minutes, hundredths of a point, milli-days; days since 1970, periods as month numbers.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ledger.lazy_attribute import computed_once
from projections.bank import OF_NONE, Bank
from projections.expressions import Frame
from projections.lookback import CYCLE_TIME, LAST_ATTENDED, Lookback
from projections.prior_periods import ClosingState
from projections.tables import Tables

_TEXT, _WHOLE = pl.String, pl.Int64
VERSIONS = (3, 2, 1)
"""Of the form of the bytes: the first is what a closing freezes today."""
VERSION = VERSIONS[0]
_VERSION = "version"
_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "lots": {"employee": _TEXT, "earned": _WHOLE, "minutes": _WHOLE},
    "deficits": {"employee": _TEXT, "owed_in": _WHOLE, "deficit": _WHOLE},
    "opened": {"employee": _TEXT},
    "error_free": {"employee": _TEXT, "run": _WHOLE},
    "csr_ranks": {"employee": _TEXT, "rank_before": _WHOLE, "pool_before": _TEXT},
    "csr_totals": {"employee": _TEXT, "period": _WHOLE, "total": _WHOLE, "behaviour": _WHOLE},
    "absences": {"employee": _TEXT, "day": _WHOLE, "type": _TEXT, "minutes": _WHOLE, "milli_days": _WHOLE},
    "cycle_time": CYCLE_TIME,
    "last_attended": LAST_ATTENDED,
}
_SINCE: dict[tuple[str, str], int] = {("csr_ranks", "pool_before"): 2, ("deficits", "owed_in"): 3}
"""The columns that a later version brought."""
_TABLE_SINCE = {"cycle_time": 3, "last_attended": 3}
"""The tables that a later version brought."""
_READ: dict[str, Callable[[ClosingState], Frame]] = {
    "lots": lambda state: state.bank.lots,
    "deficits": lambda state: state.bank.deficits,
    "opened": lambda state: state.bank.opened,
    "error_free": lambda state: state.error_free,
    "csr_ranks": lambda state: state.csr_ranks,
    "csr_totals": lambda state: state.csr_totals,
    "absences": lambda state: state.absences,
    "cycle_time": lambda state: state.lookback.cycle_time,
    "last_attended": lambda state: state.lookback.last_attended,
}


def state_bytes(state: ClosingState, tables: Tables, version: int = VERSION) -> bytes:
    """What a period hands on, as bytes of a version of their form: each table with its rows in order."""
    told: dict[str, Any] = {} if version == 1 else {_VERSION: version}
    for name in _SCHEMAS:
        if _TABLE_SINCE.get(name, 1) > version:
            continue
        columns = _columns(name, version)
        rows = tables.engine.rows(_READ[name](state)).select(*columns)
        if name == "deficits" and "owed_in" not in columns:
            rows = rows.group_by("employee").agg(pl.col("deficit").sum())
        told[name] = [list(row) for row in rows.sort(*columns).iter_rows()]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def version_of(content: bytes) -> int:
    """The version of the form that frozen bytes are in."""
    version: int = json.loads(content).get(_VERSION, 1)
    return version


def _columns(name: str, version: int) -> list[str]:
    return [column for column in _SCHEMAS[name] if _SINCE.get((name, column), 1) <= version]


@dataclass(frozen=True)
class Beside:
    """What the frozen reports of a period tell where its closing state does not yet (S11.3)."""

    period: int
    """The month number."""
    pools: Callable[[], Mapping[str, str]]
    """Everyone's pool, as the ranking has it."""
    overdue: Callable[[], Mapping[str, int]]
    """Everyone's overdue deficit in minutes, as the hours have it."""


class FrozenState:
    """What a closed period hands on, as it was frozen."""

    def __init__(self, content: bytes, tables: Tables, beside: Beside, replayed: Callable[[], ClosingState]) -> None:
        """Of frozen bytes, on the engine of `tables`.

        Where the bytes do not tell it yet, `beside` is asked, and `replayed`, the replay at the position of the
        closing, for what is looked back at (S11.3).
        """
        self._replayed = replayed
        self._told: dict[str, Any] = json.loads(content)
        self._tables = tables
        version = self._told.get(_VERSION, 1)
        if version < _SINCE["csr_ranks", "pool_before"]:
            pool = beside.pools()
            self._told["csr_ranks"] = [[*row, pool.get(row[0])] for row in self._told["csr_ranks"]]
        if version < _SINCE["deficits", "owed_in"]:
            self._told["deficits"] = list(_by_period(self._told["deficits"], beside))
        self.bank = Bank(self._table("lots"), self._table("deficits"), self._table("opened"))
        self.error_free = self._table("error_free")
        self.csr_ranks = self._table("csr_ranks")
        self.csr_totals = self._table("csr_totals")
        self.absences = self._table("absences")

    @computed_once
    def lookback(self) -> Lookback:
        """S14: time and standard, and everyone's last attended shift."""
        if "cycle_time" not in self._told:
            return self._replayed().lookback
        return Lookback(self._table("cycle_time"), self._table("last_attended"))

    def _table(self, name: str) -> Frame:
        return self._tables.made_of(_SCHEMAS[name], self._told[name])


def _by_period(deficits: Iterable[tuple[str, int]], beside: Beside) -> Iterator[tuple[str, int, int]]:
    """S11.3: what is overdue is older than any period, the rest is of the closed one. employee, owed_in, minutes."""
    overdue = beside.overdue()
    for employee, minutes in deficits:
        older = min(minutes, overdue.get(employee, 0))
        parts = (employee, OF_NONE, older), (employee, beside.period, minutes - older)
        yield from (part for part in parts if part[2])
