"""Submissions: carried out once under a key and answered the same again; the answer goes with the fact."""

from collections.abc import Sequence

import pytest

from ledger.appends.append import Append, Outcome
from ledger.appends.incoming_facts import read_incoming
from ledger.appends.submissions import Expected, Hindrance, Keyed, Submission, Taken
from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import MASTER_KEY, PUNCH, Hands, given
from tests.ledger.stores import Stores

KEY = Keyed(b"request", b"content")


@pytest.fixture(autouse=True)
def _given(ledger: Ledger) -> None:
    given(ledger)


def statuses(outcomes: Sequence[Outcome]) -> bytes:
    return " ".join(outcome.status for outcome in outcomes).encode()


def submission(keyed: Keyed | None = None, expected: Expected | None = None, **changes: object) -> Submission:
    return Submission([read_incoming({**PUNCH, **changes})], keyed, expected, None if keyed is None else statuses)


def test_the_same_request_again_is_answered_as_the_first_time_and_records_nothing(ledger: Ledger) -> None:
    (first,) = ledger.transactions.take([submission(KEY)])
    position = ledger.facts.last_position()
    (again,) = ledger.transactions.take([submission(KEY)])
    assert first.answer == again.answer == b"accepted"
    assert (again.outcomes, ledger.facts.last_position()) == ([], position)


def test_within_one_commit_too_a_key_is_carried_out_once(ledger: Ledger) -> None:
    before = ledger.facts.last_position()
    taken = ledger.transactions.take([submission(KEY)] * 5 + [submission(device="other")])
    assert [each.answer for each in taken] == [b"accepted"] * 5 + [None]
    assert ledger.facts.last_position() == before + 2


def test_a_key_with_other_content_is_told_and_records_nothing(ledger: Ledger) -> None:
    ledger.transactions.take([submission(KEY)])
    before = ledger.facts.last_position()
    (other,) = ledger.transactions.take([submission(Keyed(b"request", b"other content"), direction="out")])
    assert other == Taken([], hindrance=Hindrance.KEY_REUSED)
    assert ledger.facts.last_position() == before


def test_a_workflow_that_moved_on_is_told_and_its_answer_is_not_kept(ledger: Ledger) -> None:
    (outcome,) = ledger.record([{**PUNCH, "device": "x"}])
    assert outcome.known is not None
    stream = outcome.known.stream
    keyed = Keyed(b"late", b"content")
    (late,) = ledger.transactions.take([submission(keyed, Expected(stream, 2))])
    assert late.hindrance is Hindrance.MOVED_ON
    (right,) = ledger.transactions.take([submission(keyed, Expected(stream, 1))])
    assert right.answer == b"accepted"


def test_an_answer_that_cannot_be_made_takes_the_fact_back(ledger: Ledger) -> None:
    def broken(_outcomes: Sequence[Outcome]) -> bytes:
        raise RuntimeError("no answer")

    before = ledger.facts.last_position()
    with pytest.raises(RuntimeError):
        ledger.transactions.take([Submission([read_incoming(PUNCH)], KEY, None, broken)])
    assert ledger.facts.last_position() == before
    (now,) = ledger.transactions.take([submission(KEY)])
    assert now.answer == b"accepted"


def test_other_work_is_done_once_too_and_not_at_all_where_it_fails(ledger: Ledger) -> None:
    done: list[str] = []

    def work(append: Append) -> bytes:
        done.append("done")
        append.cursor.execute("INSERT INTO keys (subject, wrapped) VALUES (?, ?)", [f"test {len(done)}", b""])
        if len(done) == 1:
            raise RuntimeError("it fails the first time")
        return b"answer"

    with pytest.raises(RuntimeError):
        ledger.transactions.once(KEY, work)
    assert ledger.transactions.once(KEY, work).answer == ledger.transactions.once(KEY, work).answer == b"answer"
    assert ledger.transactions.once(Keyed(b"request", b"x"), work).hindrance is Hindrance.KEY_REUSED
    assert len(done) == 2
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT COUNT(*) AS found FROM keys WHERE subject LIKE 'test%'")
        assert cursor.fetchone()["found"] == 1


def test_a_secret_is_the_same_in_every_process_and_goes_along_with_a_copy(ledger: Ledger, stores: Stores) -> None:
    other_key = bytes(reversed(range(32)))
    with stores.open() as other, Ledger.open(stores.url("copy"), clock=Hands(), master_key=other_key) as copy:
        first = ledger.upkeep.secret("a")
        ledger.upkeep.copy_to(copy.store)
        assert first == other.upkeep.secret("a") == copy.upkeep.secret("a")
        assert first != ledger.upkeep.secret("b")
        assert len(first) == 32


def test_a_secret_needs_the_master_key(ledger: Ledger, stores: Stores) -> None:
    ledger.upkeep.secret("a")
    with (
        Ledger.open(stores.url(), master_key=b"x" * 32) as other,
        pytest.raises(LedgerError, match="not this ledger's"),
    ):
        other.upkeep.secret("a")


def test_a_store_of_the_first_version_gets_the_tables_that_it_lacks(stores: Stores, ledger: Ledger) -> None:
    ledger.close()
    for table in ("answers", "api_keys", "access_log", "devices", "webhooks", "deliveries", "jobs"):
        stores.rows(f"DROP TABLE {table}")
    assert stores.exist()
    with stores.open() as reopened:
        assert reopened.facts.last_position() == 3
        (taken,) = reopened.transactions.take([submission(KEY)])
        assert taken.answer == b"accepted"


def test_what_the_service_keeps_is_copied_with_the_ledger(ledger: Ledger, stores: Stores) -> None:
    ledger.transactions.take([submission(KEY)])
    with Ledger.open(stores.url("copy"), clock=Hands(), master_key=MASTER_KEY) as copy:
        ledger.upkeep.copy_to(copy.store)
        (again,) = copy.transactions.take([submission(KEY)])
        assert again.answer == b"accepted"
        assert copy.facts.last_position() == ledger.facts.last_position()
