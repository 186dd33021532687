"""Where the expressions run: Polars in process by default, DuckDB as the second engine.

A chapter's expressions are the same for both; an engine only takes tables in, settles a result that several chapters
read, and hands results out.
"""

from typing import Literal, Protocol, cast

import narwhals.stable.v2 as nw
import polars as pl

from projections.cancellation import rest
from projections.expressions import Frame


class Engine(Protocol):
    """What a chapter's expressions are computed by."""

    def table(self, rows: pl.DataFrame) -> Frame:
        """Take a table in."""
        ...

    def settle(self, frame: Frame) -> Frame:
        """Compute a result now, because several chapters read it."""
        ...

    def rows(self, frame: Frame) -> pl.DataFrame:
        """Hand a result out."""
        ...


LARGE = 1_000_000
"""Rows of a table from which on Polars streams: below, setting out a stream costs more than it gives."""


class PolarsEngine:
    """Polars, in this process: table by table in memory, in streams once a table of `LARGE` rows was taken in."""

    def __init__(self) -> None:
        self.way: Literal["in-memory", "streaming"] = "in-memory"
        """How Polars computes."""

    def table(self, rows: pl.DataFrame) -> Frame:
        """Take a table in."""
        if rows.height >= LARGE:
            self.way = "streaming"
        return nw.from_native(rows.lazy())

    def settle(self, frame: Frame) -> Frame:
        """Compute a result now, because several chapters read it."""
        return self.table(self.rows(frame))

    def rows(self, frame: Frame) -> pl.DataFrame:
        """Hand a result out."""
        rest()
        return cast(pl.DataFrame, frame.collect("polars", engine=self.way).to_native())


class DuckDBEngine:
    """DuckDB, in memory; it spills to disk where a result is larger than that. Needs the extra `duckdb`."""

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415 - an extra that need not be installed

        self._connection = duckdb.connect()

    def table(self, rows: pl.DataFrame) -> Frame:
        """Take a table in."""
        return nw.from_native(self._connection.from_arrow(rows.to_arrow()))

    def settle(self, frame: Frame) -> Frame:
        """Compute a result now, because several chapters read it."""
        return self.table(self.rows(frame))

    def rows(self, frame: Frame) -> pl.DataFrame:
        """Hand a result out."""
        rest()
        return cast(pl.DataFrame, frame.collect("polars").to_native())
