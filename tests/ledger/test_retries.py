"""A transaction that the store gives up is done again, and is stored once, also where only its answer was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from ledger.appends.append import Append
from ledger.appends.appender import ATTEMPTS
from ledger.ledger import Ledger, LedgerError
from ledger.store.postgres.recorder import LedgerRecorder
from tests.ledger.material import PUNCH, counts, given, kinds_of, punches, when, written
from tests.ledger.stores import PostgresStores

BACK_AND_FORTH = [
    {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": shift} for shift in ("R", "C", "R", "C")
]


@pytest.fixture
def ledger(postgres_stores: PostgresStores) -> Iterator[Ledger]:
    with postgres_stores.open() as ledger:
        given(ledger)
        yield ledger


def lose_answers(monkeypatch: pytest.MonkeyPatch, times: int, *, committed: bool) -> None:
    """The connection is lost at the end of the next transactions, after their commit or before it."""
    left = [times]
    appending = LedgerRecorder.appending

    @contextmanager
    def losing(recorder: LedgerRecorder) -> Iterator[Any]:
        with appending(recorder) as found:
            yield found
            if left[0] and not committed:
                left[0] -= 1
                raise psycopg.OperationalError("the connection is lost")
        if left[0]:
            left[0] -= 1
            raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(LedgerRecorder, "appending", losing)


@pytest.mark.parametrize("committed", [True, False])
def test_a_lost_answer_is_found_out_and_nothing_is_stored_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    lose_answers(monkeypatch, 1, committed=committed)
    outcomes = ledger.record(BACK_AND_FORTH)
    assert [(outcome.status, outcome.position) for outcome in outcomes] == [("accepted", n) for n in (4, 5, 6, 7)]
    assert kinds_of(ledger)[3:] == ["shift"] * 4


def test_an_import_whose_answers_are_lost_counts_every_line_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    lose_answers(monkeypatch, 1, committed=True)
    file = written(tmp_path, [*punches(50), b"{"])
    assert counts(ledger.imports.import_file(file)) == (50, 0, 0, 1)
    assert len(ledger.imports.quarantine.entries()) == 1


def test_a_store_that_is_lost_again_and_again_is_one_sentence(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_answers(monkeypatch, ATTEMPTS, committed=False)
    with pytest.raises(LedgerError, match="cannot be reached"):
        when(ledger, **PUNCH)
    assert when(ledger, **PUNCH).position == 4


@pytest.mark.slow
def test_connections_that_were_cut_between_two_commits_are_made_again(
    ledger: Ledger, postgres_stores: PostgresStores
) -> None:
    for number in range(3):
        postgres_stores.cut()
        assert when(ledger, **{**PUNCH, "device": f"g{number}"}).position == 4 + number


def test_a_connection_that_is_cut_within_a_transaction_is_made_again(
    ledger: Ledger, postgres_stores: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, cut = Append.judge, [False, True, True]

    def judged(append: Append, lines: Any) -> Any:
        if cut.pop():
            postgres_stores.cut()
        return judge(append, lines)

    monkeypatch.setattr(Append, "judge", judged)
    outcomes = ledger.record(BACK_AND_FORTH)
    assert [outcome.position for outcome in outcomes] == [4, 5, 6, 7]
    assert ledger.facts.last_position() == 7


def test_a_serialisation_failure_is_tried_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    judge, fail = Append.judge, [False, True]

    def judged(append: Append, lines: Any) -> Any:
        if fail.pop():
            append.cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")
        return judge(append, lines)

    monkeypatch.setattr(Append, "judge", judged)
    assert when(ledger, **PUNCH).position == 4
