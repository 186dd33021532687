"""The traps of PostgreSQL and of the library's recorder for it, each held by a test."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError

from ledger.ledger import Ledger, LedgerError
from ledger.store.postgres.recorder import LedgerRecorder
from ledger.store.postgres.subscription import LedgerSubscription
from ledger.store_connection import place_of
from tests.ledger.events import event
from tests.ledger.material import MASTER_KEY, PUNCH, SITE, given, when
from tests.ledger.stores import Stores

PATIENCE = 60
"""Seconds after which what should have come has not."""


@pytest.fixture
def recorder(postgres_stores: Stores) -> Iterator[LedgerRecorder]:
    recorder = postgres_stores.recorder()
    assert isinstance(recorder, LedgerRecorder)
    yield recorder
    recorder.close()


@contextmanager
def aside(work: Callable[[], Any]) -> Iterator[Any]:
    """Something done in a thread of its own; its end is waited for."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work)


def test_the_librarys_database_functions_stay_off_whatever_the_environment_says(
    postgres_stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "yes")
    with postgres_stores.open() as ledger:
        given(ledger)
    schema = "SELECT oid FROM pg_namespace WHERE nspname = current_schema()"
    assert postgres_stores.rows(f"SELECT proname FROM pg_proc WHERE pronamespace = ({schema})") == []
    assert postgres_stores.rows(f"SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = ({schema})") == []


def test_a_follower_loses_nothing_to_a_transaction_that_commits_late(recorder: LedgerRecorder) -> None:
    recorder.datastore.enable_db_functions = True
    with recorder.subscribe() as following:
        with recorder.appending() as (cursor, last):
            recorder.append(cursor, last, [event("early", 1, 1)])
            inserting = threading.Thread(target=recorder.insert_events, args=[[event("late", 1, 2)]])
            inserting.start()
            # Nothing is visible yet, and the other one waits for this transaction.
            assert recorder.max_notification_id() is None
        inserting.join(PATIENCE)
        found = [next(following) for _ in range(2)]
    assert [(item.id, item.originator_id) for item in found] == [(1, "early"), (2, "late")]


def test_a_commit_between_the_first_look_and_the_listening_is_not_slept_through(recorder: LedgerRecorder) -> None:
    looked = threading.Event()

    class Late(LedgerSubscription):
        """Something is committed when it has looked, and does not listen yet."""

        def _pull(self) -> None:
            super()._pull()
            looked.set()

        def _listen(self) -> None:
            looked.wait(PATIENCE)
            recorder.insert_events([event("meanwhile", 1, 1)])
            super()._listen()

    with Late(recorder) as following, aside(lambda: next(following)) as found:
        try:
            assert found.result(PATIENCE).originator_id == "meanwhile"
        finally:
            following.stop()


def test_a_big_batch_goes_through_a_socket_without_hanging(recorder: LedgerRecorder) -> None:
    batch = [event(f"s{number}", 1, number, state=b'{"text": "%s"}' % (b"x" * 500)) for number in range(10_000)]
    with aside(lambda: recorder.insert_events(batch)) as positions:
        assert positions.result(PATIENCE) == list(range(1, 10_001))


def test_state_is_stored_as_the_text_it_is(recorder: LedgerRecorder, postgres_stores: Stores) -> None:
    state = '{"name": "张三\\t\\\\x41\\u0000", "n": 1}'.encode()
    for count in (1, 100):
        recorder.insert_events([event(f"{count}.{number}", 1, 1, state=state) for number in range(count)])
    assert {text for (text,) in postgres_stores.rows("SELECT state FROM events")} == {state.decode()}
    assert recorder.select_events("1.0")[0].state == state
    assert {item.state for item in recorder.select_notifications(1, 1_000)} == {state}
    types = "SELECT DISTINCT pg_typeof(state)::text, pg_typeof(salt)::text, pg_typeof(position)::text FROM events"
    assert postgres_stores.rows(types) == [("text", "bytea", "bigint")]


def test_a_refused_batch_leaves_no_gap(recorder: LedgerRecorder) -> None:
    recorder.insert_events([event("a", 1, 1)])
    for size in (1, 100):
        fresh = [event(f"{size}.{number}", 1, 2) for number in range(size)]
        with pytest.raises(IntegrityError):
            recorder.insert_events([*fresh, event("a", 1, 2)])
    assert recorder.insert_events([event("b", 1, 2)]) == [2]


def test_ten_that_make_the_schema_at_once_make_it_once(postgres_stores: Stores) -> None:
    place = place_of(postgres_stores.url())
    together = threading.Barrier(10)

    def make(_number: int) -> None:
        together.wait(PATIENCE)
        place.recorder().close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(make, range(10)))
    assert place.exists()


def test_what_is_looked_up_in_a_table_without_statistics_is_found_by_its_index(recorder: LedgerRecorder) -> None:
    recorder.insert_events([event(f"s{number}", 1, 1) for number in range(3_000)])
    with recorder.looking() as cursor:
        condition, parameters = cursor.dialect.any_of("originator_id", [f"s{number}" for number in range(2_000)])
        cursor.execute(f"EXPLAIN SELECT * FROM events WHERE {condition}", parameters)
        plan = " ".join(row["QUERY PLAN"] for row in cursor.fetchall())
    assert "Seq Scan" not in plan


def with_options(url: str, *settings: str) -> str:
    return with_word(url, "options", " ".join(f"-c{setting}" for setting in settings))


def with_word(url: str, name: str, value: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{name}={quote(value)}"


def test_a_commit_is_on_the_disk_whatever_the_role_is_set_to(postgres_stores: Stores) -> None:
    recorder = place_of(with_options(postgres_stores.url(), "synchronous_commit=off")).recorder()
    with recorder.looking() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == {"synchronous_commit": "on"}
    recorder.close()


def test_appends_see_the_last_commit_whatever_isolation_the_role_is_set_to(postgres_stores: Stores) -> None:
    url = with_options(postgres_stores.url(), "default_transaction_isolation=serializable")
    with Ledger.open(url, master_key=MASTER_KEY) as one, Ledger.open(url, master_key=MASTER_KEY) as other:
        given(one)
        for number in range(3):
            assert when(one, **{**PUNCH, "device": f"g{number}"}).status == "accepted"
            assert when(other, **{**PUNCH, "device": f"g{number}"}).status == "duplicate"
        assert other.facts.last_position() == 6


def test_a_url_that_is_none_is_one_sentence() -> None:
    for url, words in (
        ("postgresql://[::1/x", "postgresql://USER"),
        ("postgresql:///x?colour=red", "postgresql://USER"),
        ("postgresql:///x?schema=", "1 to 63"),
        ("postgresql:///x?schema=" + "s" * 64, "1 to 63"),
        ("postgresql:///x?options=-csearch_path%3Dledger", "schema=NAME"),
    ):
        with pytest.raises(LedgerError, match=words) as caught:
            Ledger.open(url)
        assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_one_sentence_without_the_password() -> None:
    with Ledger.open("postgresql://me:hunter2@/centre?host=/nowhere") as ledger:
        for use in (ledger.facts.last_position, lambda: when(ledger, **SITE), lambda: ledger.site):
            with pytest.raises(LedgerError, match=r"centre\.public at /nowhere cannot be reached") as caught:
                use()
            assert "hunter2" not in str(caught.value)
            assert "\n" not in str(caught.value)


def test_a_database_that_is_not_there_is_one_sentence(postgres: str) -> None:
    with pytest.raises(LedgerError, match="createdb"), Ledger.open(with_word(postgres, "dbname", "nowhere")) as ledger:
        ledger.facts.last_position()


def test_a_role_that_is_not_there_is_one_sentence(postgres: str) -> None:
    url = with_word(postgres, "user", "nobody of that name")
    with pytest.raises(LedgerError, match="right user and password"), Ledger.open(url) as ledger:
        ledger.facts.last_position()


def test_a_database_in_another_encoding_is_refused(postgres: str) -> None:
    name = "ledger_in_ascii"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0")
        try:
            with pytest.raises(LedgerError, match="UTF8"), Ledger.open(with_word(postgres, "dbname", name)) as ledger:
                when(ledger, **SITE)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_schema_with_tables_of_something_else_is_refused(postgres_stores: Stores, recorder: LedgerRecorder) -> None:
    recorder.close()
    postgres_stores.rows("DROP TABLE imports, quarantine")
    with postgres_stores.open() as ledger, pytest.raises(LedgerError, match="schema=NAME"):
        when(ledger, **SITE)


def test_the_master_key_is_in_the_users_data_unless_the_environment_names_a_file(
    postgres_stores: Stores, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    url = postgres_stores.url()
    key = postgres_stores.key_file()
    assert key.parent == tmp_path / "data" / "workledger"
    with Ledger.open(url) as ledger:
        given(ledger)
    assert key.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("WORKLEDGER_MASTER_KEY_FILE", str(tmp_path / "elsewhere"))
    with Ledger.open(url) as ledger, pytest.raises(LedgerError, match="elsewhere is missing"):
        ledger.identifiers.names()
    key.rename(tmp_path / "elsewhere")
    with Ledger.open(url) as ledger:
        assert ledger.identifiers.names()["A"] == "张三"
