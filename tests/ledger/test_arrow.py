"""Reading in columns: the same table from both engines."""

import pyarrow as pa
import pytest

from ledger.ledger import Ledger, LedgerError
from ledger.store.arrow import SCHEMA
from tests.ledger.material import PUNCH, given, punches, when
from tests.ledger.stores import PostgresStores, Stores


def test_every_column_has_its_type_also_where_there_are_no_rows(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    for kinds in (["clock", "site"], ["exam"], []):
        table = ledger.read_arrow(SCHEMA, kinds)
        assert table.schema.remove_metadata().types == list(SCHEMA.values())
        assert table.num_rows == (2 if kinds and "clock" in kinds else 0)


def test_the_columns_are_those_of_the_table(ledger: Ledger, stores: Stores) -> None:
    given(ledger, {**PUNCH, "ref": "打卡 1"})
    table = ledger.read_arrow(SCHEMA, ["site", "employee", "clock"])
    found = [tuple(row.values()) for row in table.to_pylist()]
    assert found == stores.rows(f"SELECT {', '.join(SCHEMA)} FROM events ORDER BY position")
    assert len({row["salt"] for row in table.to_pylist()}) == 4


def test_a_part_is_read_by_its_positions(ledger: Ledger) -> None:
    given(ledger)
    ledger.record(punches(3_000))

    def positions(after: int, position: int | None) -> list[int]:
        return list(ledger.read_arrow(["position"], ["clock", "employee"], after, position)["position"].to_pylist())

    assert positions(0, None) == list(range(2, 3_004))
    assert positions(2, 5) == [3, 4, 5]
    assert positions(3_003, None) == []
    when(ledger, **PUNCH)
    assert positions(3_003, None) == [3_004]


def test_two_reads_over_one_connection_see_what_was_committed_between_them(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    assert ledger.read_arrow(["position"], ["clock"]).num_rows == 0
    with stores.open() as other:
        when(other, **PUNCH)
    assert ledger.read_arrow(["position"], ["clock"]).num_rows == 1


def test_a_reader_whose_connection_was_cut_connects_again(postgres_stores: PostgresStores) -> None:
    with postgres_stores.open() as ledger:
        given(ledger)
        for _ in range(2):
            found = ledger.read_arrow(["position"], ["site"])
            assert found.equals(pa.table({"position": pa.array([1], pa.int64())}))
            postgres_stores.cut()


def test_there_is_nothing_to_read_where_there_is_no_ledger(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="init"):
        ledger.read_arrow(["position"], ["clock"])
