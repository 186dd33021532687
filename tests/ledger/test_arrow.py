"""Reading in columns: the same table from both engines."""

import pyarrow as pa
import pytest

from ledger.ledger import Ledger, LedgerError
from ledger.store.arrow import SCHEMA
from tests.ledger.material import PUNCH, given, punches, when
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores


def test_every_column_has_its_type_also_where_there_are_no_rows(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    for kinds in (["clock", "site"], ["exam"], []):
        table = ledger.facts.arrow(SCHEMA, kinds)
        assert table.schema.remove_metadata().types == list(SCHEMA.values())
        assert table.num_rows == (2 if kinds and "clock" in kinds else 0)


def test_the_columns_are_those_of_the_table(ledger: Ledger, stores: Stores) -> None:
    given(ledger, {**PUNCH, "ref": "打卡 1"})
    table = ledger.facts.arrow(SCHEMA, ["site", "employee", "clock"])
    found = [tuple(row.values()) for row in table.to_pylist()]
    assert found == stores.rows(f"SELECT {', '.join(SCHEMA)} FROM events ORDER BY position")
    assert len({row["salt"] for row in table.to_pylist()}) == 4


@pytest.mark.slow
def test_a_part_is_read_by_its_positions(ledger: Ledger) -> None:
    given(ledger)
    ledger.record(punches(3_000))

    def positions(after: int, position: int | None) -> list[int]:
        return list(ledger.facts.arrow(["position"], ["clock", "employee"], after, position)["position"].to_pylist())

    assert positions(0, None) == list(range(2, 3_004))
    assert positions(2, 5) == [3, 4, 5]
    assert positions(3_003, None) == []
    when(ledger, **PUNCH)
    assert positions(3_003, None) == [3_004]


def test_two_reads_over_one_connection_see_what_was_committed_between_them(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    assert ledger.facts.arrow(["position"], ["clock"]).num_rows == 0
    with stores.open() as other:
        when(other, **PUNCH)
    assert ledger.facts.arrow(["position"], ["clock"]).num_rows == 1


def test_a_reader_whose_connection_was_cut_connects_again(postgres_stores: PostgresStores) -> None:
    with postgres_stores.open() as ledger:
        given(ledger)
        for _ in range(2):
            found = ledger.facts.arrow(["position"], ["site"])
            assert found.equals(pa.table({"position": pa.array([1], pa.int64())}))
            postgres_stores.cut()


def test_there_is_nothing_to_read_where_there_is_no_ledger(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="init"):
        ledger.facts.arrow(["position"], ["clock"])


def test_a_long_stretch_is_read_in_parts_and_by_several_threads(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(ledger)
    ledger.record(punches(300))
    whole = ledger.facts.arrow(SCHEMA, ["site", "employee", "clock"])
    monkeypatch.setattr("ledger.store.sqlite.columns.POSITIONS_AT_ONCE", 7)
    assert ledger.facts.arrow(SCHEMA, ["site", "employee", "clock"]).equals(whole)
    assert whole["position"].to_pylist() == list(range(1, 304))
    assert ledger.facts.arrow(["kind"], ["employee", "clock"])["kind"].to_pylist() == ["employee"] * 2 + ["clock"] * 300


def test_a_stretch_of_long_texts_is_halved(sqlite_stores: SQLiteStores, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite_stores.open() as ledger:
        given(ledger)
        ledger.record(punches(50))
        whole = ledger.facts.arrow(SCHEMA, ["clock"])
    monkeypatch.setattr("ledger.store.sqlite.columns._LONGEST", 1_000)
    with sqlite_stores.open() as ledger:
        assert ledger.facts.arrow(SCHEMA, ["clock"]).equals(whole)


@pytest.mark.parametrize("text", ["\x1e", "a\x1eb\x1e", "", "\x00", "a\x00\x1eb", "\x1f\n\r"])
def test_texts_with_control_characters_are_read_as_they_are(sqlite_stores: SQLiteStores, text: str) -> None:
    with sqlite_stores.open() as ledger:
        given(ledger)
        ledger.record(punches(3))
        sqlite_stores.rows("UPDATE events SET employee=? WHERE position=5", text)
        found = ledger.facts.arrow(["position", "employee", "state"], ["clock"])
        assert found["employee"].to_pylist() == ["A", text, "A"]
        assert found["position"].to_pylist() == [4, 5, 6]


@pytest.mark.parametrize(
    ("column", "value"), [("originator_version", "first"), ("originator_version", 1.5), ("employee", b"\xff\xfe")]
)
def test_a_value_that_is_none_of_its_column_is_told_in_a_sentence(
    sqlite_stores: SQLiteStores, column: str, value: object
) -> None:
    with sqlite_stores.open() as ledger:
        given(ledger, PUNCH)
        sqlite_stores.rows(f"UPDATE events SET {column}=? WHERE kind='clock'", value)
        with pytest.raises(LedgerError, match="is damaged"):
            ledger.facts.arrow(["position", column], ["clock"])
