"""S11.2 What a closed period hands on, as the bytes that are frozen, and read back from them.

Whole numbers: minutes, hundredths of a point, milli-days; days since 1970, periods as month numbers.
"""

import json
from collections.abc import Callable
from typing import Any

import polars as pl

from projections.expressions import Frame
from projections.hours import Bank
from projections.prior_periods import ClosingState
from projections.tables import Tables

_TEXT, _WHOLE = pl.String, pl.Int64
_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "lots": {"employee": _TEXT, "earned": _WHOLE, "minutes": _WHOLE},
    "deficits": {"employee": _TEXT, "deficit": _WHOLE},
    "opened": {"employee": _TEXT},
    "error_free": {"employee": _TEXT, "run": _WHOLE},
    "csr_ranks": {"employee": _TEXT, "rank_before": _WHOLE},
    "csr_totals": {"employee": _TEXT, "period": _WHOLE, "total": _WHOLE, "behaviour": _WHOLE},
    "absences": {"employee": _TEXT, "day": _WHOLE, "type": _TEXT, "minutes": _WHOLE, "milli_days": _WHOLE},
}
_READ: dict[str, Callable[[ClosingState], Frame]] = {
    "lots": lambda state: state.bank.lots,
    "deficits": lambda state: state.bank.deficits,
    "opened": lambda state: state.bank.opened,
    "error_free": lambda state: state.error_free,
    "csr_ranks": lambda state: state.csr_ranks,
    "csr_totals": lambda state: state.csr_totals,
    "absences": lambda state: state.absences,
}


def state_bytes(state: ClosingState, tables: Tables) -> bytes:
    """What a period hands on, as bytes: each table with its rows in order."""
    told: dict[str, Any] = {}
    for name, schema in _SCHEMAS.items():
        rows = tables.engine.rows(_READ[name](state)).select(*schema)
        told[name] = [list(row) for row in rows.sort(*schema).iter_rows()]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class FrozenState:
    """What a closed period hands on, as it was frozen."""

    def __init__(self, content: bytes, tables: Tables) -> None:
        """Of frozen bytes, on the engine of `tables`."""
        self._told: dict[str, Any] = json.loads(content)
        self._tables = tables
        self.bank = Bank(self._table("lots"), self._table("deficits"), self._table("opened"))
        self.error_free = self._table("error_free")
        self.csr_ranks = self._table("csr_ranks")
        self.csr_totals = self._table("csr_totals")
        self.absences = self._table("absences")

    def _table(self, name: str) -> Frame:
        return self._tables.made_of(_SCHEMAS[name], self._told[name])
