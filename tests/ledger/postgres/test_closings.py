"""Closed periods on both engines: the same bytes are frozen, and shown again from a copy, an export or a restore."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from tests.ledger.material import MASTER_KEY, Counted, Hands
from tests.ledger.stores import Stores
from tests.projections.late_cases import LATE, PERIODS, centre, november
from tests.projections.office import Office

pytestmark = pytest.mark.slow
ENDED = (datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC))
LATE_NAMES = ("a base salary", "annual leave", "a punch", "a void", "a review", "rules", "somebody")


def closed(stores: Stores, engine: type[Engine] = PolarsEngine) -> Office:
    """A ledger in which two periods were closed, with late facts in between."""
    clock = Hands()
    ledger = Ledger.open(stores.url(), clock=clock, entropy=Counted(), master_key=MASTER_KEY)
    at = Office(ledger, clock, engine)
    at.given(*centre(), at=ENDED[0])
    at.close(PERIODS[0])
    at.given(*(line for name in LATE_NAMES for line in LATE[name].lines), *november(), at=ENDED[1])
    at.close(PERIODS[1])
    at.given(*LATE["a holiday"].lines)
    return at


def everything(at: Office) -> dict[str, dict[str, bytes]]:
    return {period: at.shown(period) for period in PERIODS[:3]}


def test_the_same_bytes_are_frozen_in_both_stores(sqlite_stores: Stores, postgres_stores: Stores) -> None:
    one, other = closed(sqlite_stores), closed(postgres_stores)
    with one.ledger, other.ledger:
        assert one.ledger.facts.page(0, 1_000) == other.ledger.facts.page(0, 1_000)
        kept = "SELECT digest, content FROM frozen ORDER BY digest"
        assert sqlite_stores.rows(kept) == postgres_stores.rows(kept)
        assert everything(one) == everything(other)


def test_the_same_bytes_are_frozen_by_both_engines(sqlite_stores: Stores, postgres_stores: Stores) -> None:
    one, other = closed(sqlite_stores), closed(postgres_stores, DuckDBEngine)
    with one.ledger, other.ledger:
        assert one.ledger.facts.page(0, 1_000) == other.ledger.facts.page(0, 1_000)


def test_a_copy_and_a_restored_export_show_the_same_bytes(
    sqlite_stores: Stores, postgres_stores: Stores, tmp_path: Path
) -> None:
    at = closed(sqlite_stores)
    with at.ledger, postgres_stores.open("copy") as copied, postgres_stores.open("restored") as restored:
        at.ledger.upkeep.copy_to(copied.store)
        stream = io.BytesIO()
        at.ledger.exports.write(stream)
        path = tmp_path / "export.ndjson"
        path.write_bytes(stream.getvalue())
        restored.imports.import_file(path)
        assert everything(Office(copied, at.clock)) == everything(at)
        assert everything(Office(restored, at.clock)) == everything(at)
