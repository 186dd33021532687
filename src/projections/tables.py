"""The journal's tables on an engine: what every chapter reads."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from projections.engine import Engine
from projections.expressions import Frame
from projections.journal import Journal


class Tables:
    """The tables of one journal, handed to the engine that computes on them; each is handed over once."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        self.journal = journal
        self.engine = engine
        self._frames: dict[str, Frame] = {}

    def of(self, name: str) -> Frame:
        """The table of that name (see ``projections.journal.schema``)."""
        if name not in self._frames:
            self._frames[name] = self.engine.table(self.journal.tables[name])
        return self._frames[name]

    def made_of(self, schema: Mapping[str, type[pl.DataType]], rows: Sequence[Sequence[Any]]) -> Frame:
        """A small table of values, such as the parameters of a rule set."""
        return self.engine.table(pl.DataFrame(rows, schema=dict(schema), orient="row"))

    def settle(self, frame: Frame) -> Frame:
        """Compute a result now, because several chapters read it."""
        return self.engine.settle(frame)
