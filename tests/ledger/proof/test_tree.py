"""The tree of a store fits its events, however they came in, on both engines."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError

from ledger.ledger import Ledger, LedgerError
from tests.ledger.events import event
from tests.ledger.material import COLLEAGUE, EMPLOYEE, MASTER_KEY, SITE, Counted, Hands, given, punches, when, written
from tests.ledger.proof.trees import fits, root_of
from tests.ledger.stores import Stores

LINES = [SITE, EMPLOYEE, COLLEAGUE, *punches(1_300)]


@pytest.fixture
def recorder(stores: Stores) -> Iterator[Any]:
    recorder = stores.recorder()
    yield recorder
    recorder.close()


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 7, 256, 1_000])
def test_the_root_is_the_same_whatever_the_batches(stores: Stores, batch: int) -> None:
    events = [event(f"s{number}", 1, number) for number in range(1_100)]
    whole, parts = stores.recorder("whole"), stores.recorder()
    whole.insert_events(events)
    count = 300 if batch == 1 else 1_100
    for start in range(0, count, batch):
        parts.insert_events(events[start : min(start + batch, count)])
    whole.close()
    parts.close()
    with stores.open("whole") as one, stores.open() as other:
        assert fits(stores, other)
        assert root_of(other) == root_of(one, count)


@pytest.mark.slow
def test_many_writers_make_one_tree(stores: Stores, ledger: Ledger) -> None:
    given(ledger)

    def write(number: int) -> None:
        with stores.open() as own:
            for start in range(0, 200, 40):
                outcomes = own.record(
                    [{**line, "device": f"d{number}"} for line in [*punches(200)][start : start + 40]]
                )
                assert {outcome.status for outcome in outcomes} == {"accepted"}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert ledger.facts.last_position() == 803
    assert fits(stores, ledger)


def test_an_append_that_is_refused_leaves_no_leaf(recorder: Any, stores: Stores) -> None:
    recorder.insert_events([event(f"s{number}", 1, 5) for number in range(255)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("new", 1, 6), event("s0", 1, 6)])
    assert stores.rows("SELECT COUNT(*) FROM leaves") == [(255,)]
    assert stores.rows("SELECT COUNT(*) FROM nodes") == [(0,)]
    recorder.insert_events([event("new", 1, 6), event("s0", 2, 6)])
    with stores.open() as ledger:
        assert fits(stores, ledger)


@pytest.mark.slow
def test_a_rehearsal_leaves_no_leaf(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    given(ledger)
    ledger.imports.import_file(written(tmp_path, LINES), dry_run=True)
    assert stores.rows("SELECT COUNT(*) FROM leaves") == [(3,)]
    assert fits(stores, ledger)


@pytest.mark.slow
def test_an_import_in_one_transaction_or_many_makes_the_same_tree(stores: Stores, tmp_path: Path) -> None:
    file = written(tmp_path, LINES)
    with stores.open() as imported:
        imported.imports.import_file(file)
        assert fits(stores, imported)
    with (
        Ledger.open(stores.url("one"), clock=Hands(), entropy=Counted(), master_key=MASTER_KEY) as one,
        Ledger.open(stores.url("two"), clock=Hands(), entropy=Counted(), master_key=MASTER_KEY) as two,
    ):
        one.record(LINES)
        two.imports.import_file(file)
        assert root_of(one) == root_of(two)


def older(stores: Stores) -> None:
    """Make the ledger as one of a version that had no tree."""
    for table in ("leaves", "nodes", "signing_keys", "checkpoints"):
        stores.rows(f"DROP TABLE {table}")


@pytest.mark.slow
def test_an_older_ledger_is_read_as_before_and_gets_its_tree_with_what_is_written(stores: Stores) -> None:
    with stores.open() as ledger:
        ledger.record(LINES)
    older(stores)
    with stores.open() as ledger:
        assert ledger.facts.last_position() == 1_303
        assert ledger.identifiers.names() == {"A": "张三", "B": "李四"}
        assert len(ledger.facts.page(0, 10)) == 10
        assert stores.rows("SELECT COUNT(*) FROM leaves") == [(0,)]
        when(ledger, **{**EMPLOYEE, "employee": "C"})
        assert fits(stores, ledger)


@pytest.mark.slow
def test_an_older_ledger_is_caught_up_in_parts_while_others_write(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stores.open() as ledger:
        ledger.record(LINES)
    older(stores)
    monkeypatch.setattr("ledger.parts.proofs.CAUGHT_UP_AT_ONCE", 500)
    with stores.open() as ledger, stores.open() as other:
        told: list[tuple[int, int]] = []

        def progress(done: int, whole: int) -> None:
            told.append((done, whole))
            if len(told) == 1:
                when(other, **{**EMPLOYEE, "employee": "C"})

        assert ledger.proofs.complete_tree(progress) == 1_304
        assert told[0] == (500, 1_303)
        assert told[-1] == (1_304, 1_304)
        assert fits(stores, ledger)


def test_a_ledger_whose_last_events_were_removed_takes_no_more(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    stores.rows("DELETE FROM events WHERE position=3")
    with stores.open() as again, pytest.raises(LedgerError, match="3 leaves, but events up to position 2"):
        when(again, **COLLEAGUE)


@pytest.mark.slow
def test_an_older_ledger_that_lacks_an_event_gets_no_tree(stores: Stores) -> None:
    with stores.open() as ledger:
        ledger.record(LINES)
    older(stores)
    stores.rows("DELETE FROM events WHERE position=700")
    with stores.open() as ledger, pytest.raises(LedgerError, match="missing"):
        ledger.proofs.complete_tree()


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["DELETE FROM leaves WHERE position>1000", "DELETE FROM nodes WHERE number=0"])
def test_a_tree_that_lacks_something_is_told_so_in_a_sentence(stores: Stores, gone: str) -> None:
    with stores.open() as ledger:
        ledger.record(LINES)
        signed = ledger.proofs.checkpoint().signed
        stores.rows(gone)
        with pytest.raises(LedgerError, match="see what verify finds"):
            ledger.proofs.prove(1_100, signed)
