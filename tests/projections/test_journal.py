"""The journal: whatever it holds or keeps already, it is the journal that a fresh reading makes."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ledger.ledger import Ledger
from projections.journal import Journal, JournalReader, read_journal, reader
from tests.generated import RECORDED_UNTIL, make_centre

STEPS = 40


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few positions, so that a small ledger has many."""
    monkeypatch.setattr(reader, "SEGMENT_POSITIONS", STEPS)


@contextmanager
def a_ledger(folder: Path, seed: int) -> Iterator[Ledger]:
    moments = (RECORDED_UNTIL + timedelta(seconds=second) for second in range(10**9))
    with Ledger.open(f"sqlite:///{folder / f'{seed}.db'}", clock=lambda: next(moments)) as ledger:
        ledger.record(json.dumps(line) for line in make_centre(seed, 4, 2))
        yield ledger


def assert_same(one: Journal, other: Journal) -> None:
    assert (one.position, one.recorded_minute, one.rule_sets) == (
        other.position,
        other.recorded_minute,
        other.rule_sets,
    )
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name])


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), random=st.randoms(use_true_random=False))
def test_a_reader_that_goes_back_and_forth_reads_what_a_fresh_one_reads(
    seed: int, random: Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    with a_ledger(folder, seed) as ledger:
        reader = JournalReader(ledger, folder / "kept")
        for _ in range(4):
            position = random.randint(1, ledger.facts.last_position())
            assert_same(reader.at(position), read_journal(ledger, position))
        assert_same(JournalReader(ledger, folder / "kept").at(), read_journal(ledger))


@pytest.mark.slow
def test_facts_that_are_recorded_meanwhile_are_read_after_what_is_held(tmp_path: Path) -> None:
    with a_ledger(tmp_path, 1) as ledger:
        reader = JournalReader(ledger)
        before = reader.at()
        line = {"kind": "holiday", "date": "2026-10-01", "name": "国庆节", "ref": "later"}
        assert [outcome.status for outcome in ledger.record([line])] == ["accepted"]

        assert reader.at().position == before.position + 1
        assert_same(reader.at(), read_journal(ledger))


@pytest.mark.slow
def test_kept_segments_are_read_instead_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_ledger(tmp_path, 2) as ledger:
        fresh = read_journal(ledger, None, tmp_path / "kept")
        asked: list[Any] = []
        arrow = ledger.facts.arrow

        def noted(columns: Any, kinds: Any, after: int = 0, position: int | None = None) -> Any:
            if kinds not in (["rules"], ["close"]) and columns != ["salt"]:
                asked.append((kinds, after, position))
            return arrow(columns, kinds, after, position)

        monkeypatch.setattr(ledger.facts, "arrow", noted)
        assert_same(read_journal(ledger, None, tmp_path / "kept"), fresh)
        assert asked == []


@pytest.mark.slow
def test_a_segment_that_was_changed_is_passed_over_and_made_anew(tmp_path: Path) -> None:
    with a_ledger(tmp_path, 3) as ledger:
        fresh = read_journal(ledger, None, tmp_path / "kept")
        (clocks,) = (tmp_path / "kept").glob("*/clocks.parquet")
        pl.read_parquet(clocks).with_columns(minute=pl.col("minute") + 60).write_parquet(clocks)

        assert_same(read_journal(ledger, None, tmp_path / "kept"), fresh)
        (made_anew,) = (tmp_path / "kept").glob("*/clocks.parquet")
        assert made_anew != clocks


@pytest.mark.slow
def test_the_segments_of_another_ledger_are_passed_over(tmp_path: Path) -> None:
    with a_ledger(tmp_path, 4) as ledger, a_ledger(tmp_path, 5) as other:
        read_journal(ledger, None, tmp_path / "kept")

        assert_same(read_journal(other, None, tmp_path / "kept"), read_journal(other))


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder would be")
    with a_ledger(tmp_path, 6) as ledger:
        assert_same(read_journal(ledger, None, tmp_path / "kept"), read_journal(ledger))


@pytest.mark.slow
@pytest.mark.parametrize("seal", ["its own", "0" * 64, None])
def test_a_segment_with_every_digest_right_but_without_the_ledgers_secret_is_not_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, seal: str | None
) -> None:
    with a_ledger(tmp_path, 3) as ledger:
        fresh = read_journal(ledger, None, tmp_path / "kept")
        (clocks,) = (tmp_path / "kept").glob("*/clocks.parquet")
        pl.read_parquet(clocks).with_columns(minute=pl.col("minute") + 60).write_parquet(clocks)
        manifest = clocks.with_name("segment.json")
        told = json.loads(manifest.read_text())
        told["digests"]["clocks"] = hashlib.sha256(clocks.read_bytes()).hexdigest()
        manifest.write_text(json.dumps(told if seal == "its own" else told | {"seal": seal}))

        assert_same(read_journal(ledger, None, tmp_path / "kept"), fresh)
        (made_anew,) = (tmp_path / "kept").glob("*/clocks.parquet")
        assert made_anew != clocks
    assert ("was not sealed by this ledger" in caplog.text) == (seal is not None)


@pytest.mark.slow
def test_a_segment_is_not_used_for_other_positions(tmp_path: Path) -> None:
    with a_ledger(tmp_path, 3) as ledger:
        fresh = read_journal(ledger, None, tmp_path / "kept")
        (manifest,) = (tmp_path / "kept").glob("*/segment.json")
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"after": 1}))
        assert_same(read_journal(ledger, None, tmp_path / "kept"), fresh)


@pytest.mark.slow
def test_without_the_master_key_no_segment_is_read_or_kept(tmp_path: Path) -> None:
    with a_ledger(tmp_path, 3) as ledger:
        fresh = read_journal(ledger, None, tmp_path / "kept")
    (tmp_path / "3.db.key").unlink()
    with Ledger.open(f"sqlite:///{tmp_path}/3.db") as ledger:
        assert_same(read_journal(ledger, None, tmp_path / "kept"), fresh)
        assert_same(read_journal(ledger, None, tmp_path / "elsewhere"), fresh)
    assert not (tmp_path / "elsewhere").exists()
