"""Polars answers alike in memory and in streams, and streams where a table is large."""

from pathlib import Path

import polars as pl
import pytest

from projections import engine
from projections.engine import PolarsEngine
from tests.projections.demo_ledgers import batches_of, demo_lines, every_report, record_in_batches


@pytest.mark.slow
def test_reports_are_the_same_in_memory_and_in_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, _ = record_in_batches(tmp_path, batches_of(demo_lines(), 1))
    in_memory = every_report(ledger)
    monkeypatch.setattr(engine, "LARGE", 0)
    assert every_report(ledger) == in_memory


def test_one_large_table_is_enough_to_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", 2)
    polars = PolarsEngine()
    taken = [(polars.table(pl.DataFrame({"row": range(size)})), polars.way) for size in (1, 2, 1)]
    assert [way for _, way in taken] == ["in-memory", "streaming", "streaming"]
