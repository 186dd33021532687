"""`Ledger.verify` says what does not hold in a store, and where; of a ledger that nobody touched, nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.closing import Frozen
from ledger.facts.governance import Close
from ledger.ledger import Ledger, LedgerError
from ledger.proof.errors import ProofError
from ledger.proof.notes import read_verifier
from ledger.refusal import WrongMasterKeyError
from ledger.verification import store_verification
from ledger.verification.findings import (
    CHANGED,
    CHECKPOINT,
    DANGLING,
    FROZEN,
    INSERTED,
    KEY,
    LEAF,
    REMOVED,
    TABLES,
    TRUNCATED,
)
from ledger.verification.store_verification import Verification
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, Hands, given, punches, when, written
from tests.ledger.proof.test_tree import older
from tests.ledger.stores import SQLiteStores, Stores

ALLOWANCE = {"kind": "allowance", "allowance": "a1", "employee": "A", "period": "2026-10", "type": "other"}
VOID = {"kind": "void", "of_kind": "allowance", "of": "a1", "by": "HR", "reason": "双重"}
LEAVE = {
    "kind": "leave_request",
    "leave": "l1",
    "employee": "A",
    "type": "annual",
    "from": "2026-10-14",
    "to": "2026-10-14",
}
NOTE = {"kind": "violation", "violation": "v1", "employee": "A", "date": "2026-10-12", "note": "迟到三次"}


@pytest.fixture
def full(ledger: Ledger, clock: Hands) -> Ledger:
    """A ledger with a void, sealed texts, a second version, and a closed period."""
    given(ledger, {**ALLOWANCE, "amount": "10.00"}, VOID, NOTE, PUNCH)
    when(ledger, **{**EMPLOYEE, "name": "张三丰"})
    clock.move(days=1)
    frozen = Frozen("manual", "0.1.0", "2026a", {"hours": b'{"rows":[]}', "payroll": b'{"rows":[1]}'}, b"{}")
    ledger.closings.close("2026-10", "HR", lambda _position, _at: frozen)
    when(ledger, **{**PUNCH, "direction": "out", "at": "2026-10-12T18:30:00+08:00"})
    return ledger


def said(found: Verification) -> list[tuple[str, int]]:
    return [(each.kind, each.first) for each in found.findings]


def sentence(found: Verification) -> str:
    (finding,) = found.findings
    return finding.sentence


def test_a_ledger_that_nobody_touched_holds(full: Ledger) -> None:
    found = full.proofs.verify()
    assert (found.holds, found.findings, found.events, found.leaves) == (True, [], 10, 10)
    assert found.signed == 9
    assert found.opened
    assert full.proofs.verify(str(full.proofs.checkpoint()).encode()).signed == 10


def test_what_is_of_nobody_and_what_follows_it_hold(ledger: Ledger) -> None:
    at = "2026-10-12T09:00:00+08:00"
    given(ledger, {"kind": "complaint", "complaint": "c1", "date": "2026-10-12"})
    step = {"kind": "complaint_update", "complaint": "c1", "status": "followed_up", "by": "M"}
    given(ledger, step | {"at": at, "note": "已回电"}, step | {"at": "2026-10-12T10:00:00+08:00", "employee": "A"})
    given(ledger, {"kind": "task", "task": "t1", "title": "整理", "to": ["A", "B"], "by": "M", "at": at})
    given(ledger, {"kind": "task_step", "task": "t1", "at": at, "employee": "A", "status": "done", "by": "A"})
    assert ledger.proofs.verify().findings == []


def test_a_copy_a_backup_and_an_export_that_are_restored_hold(full: Ledger, stores: Stores, tmp_path: Path) -> None:
    given_ = str(full.proofs.checkpoint()).encode()
    full.upkeep.back_up(tmp_path / "backup")
    with (tmp_path / "export").open("wb") as file:
        full.exports.write(file)
    with stores.open("copy") as copy, stores.open("back") as back, stores.open("exported") as exported:
        full.upkeep.copy_to(copy.store)
        back.upkeep.restore(tmp_path / "backup")
        exported.imports.import_file(tmp_path / "export")
        assert copy.proofs.verify(given_).findings == back.proofs.verify(given_).findings == []
        assert exported.proofs.verify().holds
        with pytest.raises(ProofError, match="name the store that it is of"):
            exported.proofs.verify(given_)


def test_what_an_erased_person_left_holds(full: Ledger, clock: Hands) -> None:
    when(full, kind="leaving", employee="A", last_day="2026-10-31", reason="resigned")
    clock.move(days=40)
    frozen = Frozen("manual", "0.1.0", "2026a", {}, b"{}")
    full.closings.close("2026-11", "HR", lambda _position, _at: frozen)
    assert full.erasures.erase("A", "HR", "asked for")
    assert full.identifiers.names()["A"] == "[erased]"
    assert full.proofs.verify().findings == []


def test_a_key_that_is_gone_without_an_erasure_is_named(full: Ledger, stores: Stores) -> None:
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    assert "no erasure is on the ledger" in sentence(full.proofs.verify())
    stores.rows("DELETE FROM keys WHERE subject='employee:A'")
    with stores.open() as again:
        found = again.proofs.verify()
    assert {kind for kind, _ in said(found)} == {CHANGED}
    assert "is not there" in found.findings[0].sentence


def test_a_sealed_text_under_another_persons_key_is_named(full: Ledger, stores: Stores) -> None:
    ((wrapped,),) = stores.rows("SELECT wrapped FROM keys WHERE subject='employee:B'")
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", wrapped)
    with stores.open() as again:
        found = again.proofs.verify()
    assert "does not open with the master key" in found.findings[0].sentence


def test_without_the_master_key_everything_but_the_texts_is_verified(stores: Stores) -> None:
    with stores.open() as ledger:
        given(ledger)
        ledger.proofs.checkpoint()
    with Ledger.open(stores.url()) as stranger:
        found = stranger.proofs.verify()
        assert (found.holds, found.opened, found.signed) == (True, False, 3)
        stores.rows("UPDATE events SET employee='C' WHERE position=3")
        assert said(stranger.proofs.verify())[0] == (CHANGED, 3)


def test_a_wrong_master_key_does_not_hold(stores: Stores) -> None:
    with stores.open() as ledger:
        given(ledger)
    with Ledger.open(stores.url(), master_key=bytes(32)) as stranger:
        assert "is not this ledger's" in sentence(stranger.proofs.verify())
        for use in (lambda: stranger.record([PUNCH]), lambda: stranger.facts.arrow(["position"], ["clock"])):
            with pytest.raises(WrongMasterKeyError, match="is not this ledger's"):
                use()


def test_a_trigger_on_the_tables_is_named(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    if isinstance(stores, SQLiteStores):
        stores.rows("CREATE TRIGGER later AFTER INSERT ON events BEGIN DELETE FROM access_log; END")
    else:
        stores.rows("CREATE RULE later AS ON INSERT TO events DO ALSO DELETE FROM access_log")
    assert said(ledger.proofs.verify()) == [(TABLES, 0)]
    assert "later acts on the table events" in sentence(ledger.proofs.verify())


def test_an_index_that_is_gone_is_named_and_another_view_or_index_is_not(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    stores.rows("CREATE INDEX by_day ON events (business_date)")
    stores.rows("CREATE VIEW people AS SELECT employee FROM events")
    assert ledger.proofs.verify().holds
    stores.rows("DROP INDEX events_by_ref")
    assert sentence(ledger.proofs.verify()).startswith("the index events_by_ref is missing")


def test_a_kept_checkpoint_that_was_removed_or_replaced_is_named(full: Ledger, stores: Stores) -> None:
    for day in (14, 15):
        full.proofs.checkpoint()
        when(full, **{**PUNCH, "at": f"2026-10-{day}T09:30:00+08:00"})
    assert full.proofs.verify().holds
    kept = stores.rows("SELECT size, root, period, note FROM checkpoints WHERE number=2")[0]
    change = "UPDATE checkpoints SET size=?, root=?, period=?, note=? WHERE number=3"
    before = stores.rows("SELECT size, root, period, note FROM checkpoints WHERE number=3")[0]
    stores.rows(change, *kept)
    assert "another one was put in its place" in sentence(full.proofs.verify())
    stores.rows(change, *before)
    stores.rows("DELETE FROM checkpoints WHERE number=2")
    assert sentence(full.proofs.verify()) == "the kept checkpoint of number 2 was removed"


def test_the_checkpoint_of_a_closing_is_missed(ledger: Ledger, clock: Hands, stores: Stores) -> None:
    given(ledger, PUNCH)
    ledger.proofs.checkpoint()
    clock.move(days=1)
    ledger.closings.close("2026-10", "HR", lambda _position, _at: Frozen("manual", "0.1.0", "2026a", {}, b"{}"))
    assert ledger.proofs.verify().holds
    stores.rows("DELETE FROM checkpoints WHERE number=2")
    assert sentence(ledger.proofs.verify()) == "the kept checkpoint of the closing at position 5 was removed"


def test_what_refers_to_a_removed_event_is_said_to_lack_it(full: Ledger, stores: Stores) -> None:
    stores.rows("DELETE FROM events WHERE position=4")
    found = full.proofs.verify()
    assert said(found)[:2] == [(REMOVED, 4), (DANGLING, 5)]
    assert "of which there are 0" in found.findings[1].sentence


def test_a_changed_date_of_the_event_that_is_referred_to_is_named_once(full: Ledger, stores: Stores) -> None:
    stores.rows("UPDATE events SET business_date='2026-10-30' WHERE position=4")
    assert said(full.proofs.verify()) == [(CHANGED, 4)]


def test_a_frozen_report_that_was_altered_is_named(full: Ledger, stores: Stores) -> None:
    (close,) = [each.fact for each in full.facts.page() if isinstance(each.fact, Close)]
    stores.rows("UPDATE frozen SET content=? WHERE digest=?", b'{"rows":[2]}', close.report_digests["payroll"])
    found = full.proofs.verify()
    assert said(found) == [(FROZEN, 9)]
    assert sentence(found).startswith("the frozen payroll of 2026-10, closed at position 9, was altered")


def test_a_checkpoint_from_elsewhere_finds_what_was_cut_off(full: Ledger, stores: Stores) -> None:
    elsewhere = str(full.proofs.checkpoint()).encode()
    stores.rows("DELETE FROM events WHERE position>8")
    stores.rows("DELETE FROM leaves WHERE position>8")
    stores.rows("DELETE FROM checkpoints")
    assert full.proofs.verify().holds
    found = full.proofs.verify(elsewhere)
    assert said(found) == [(TRUNCATED, 9)]
    assert found.findings[0].last == 10


def test_an_event_without_a_leaf_is_an_inserted_one_once_a_checkpoint_was_signed(full: Ledger, stores: Stores) -> None:
    stores.rows(
        "INSERT INTO events SELECT 11, ?, 1, topic, state, kind, employee, business_date, recorded_at, '', salt "
        "FROM events WHERE position=10",
        "0" * 32,
    )
    assert said(full.proofs.verify()) == [(INSERTED, 11)]


def test_a_leaf_that_was_changed_is_told_from_an_event_that_was(full: Ledger, stores: Stores) -> None:
    stores.rows("UPDATE leaves SET hash=? WHERE position=5", bytes(32))
    assert said(full.proofs.verify()) == [(LEAF, 5)]
    stores.rows("DELETE FROM leaves WHERE position=5")
    assert "is missing" in sentence(full.proofs.verify())


def test_kept_checkpoints_that_were_changed_are_named(full: Ledger, stores: Stores) -> None:
    stores.rows("UPDATE checkpoints SET size=8")
    assert "under another position" in sentence(full.proofs.verify())
    stores.rows("UPDATE checkpoints SET note=replace(note, 'closes 2026-10', 'closes 2026-11'), size=9")
    found = full.proofs.verify()
    assert said(found) == [(CHECKPOINT, 9)]
    assert "was changed" in sentence(found)
    stores.rows("UPDATE checkpoints SET note='x'")
    assert said(full.proofs.verify()) == [(CHECKPOINT, 9)]


def test_keys_follow_from_one_another_and_from_the_one_that_is_given(full: Ledger, stores: Stores) -> None:
    first = read_verifier(full.proofs.key_chain().split("\n")[0])
    full.proofs.rotate_signing_key()
    when(full, **{**COLLEAGUE, "name": "李四光"})
    elsewhere = str(full.proofs.checkpoint()).encode()
    assert full.proofs.verify(elsewhere, [first]).holds
    assert full.proofs.verify(elsewhere, [full.proofs.signing_keys()[-1].verifier]).holds
    with stores.open("other") as other:
        given(other)
        other.proofs.checkpoint()
        stranger = [each.verifier for each in other.proofs.signing_keys()]
    assert (KEY, 0) in said(full.proofs.verify(None, stranger))
    with pytest.raises(ProofError, match="name the store"):
        full.proofs.verify(elsewhere, stranger)
    stores.rows("UPDATE signing_keys SET note=replace(note, 'key-rotation@v1', 'key-rotation@v2') WHERE number=2")
    found = full.proofs.verify(None, [first])
    assert (KEY, 0) in said(found)
    assert "do not follow from one another" in " ".join(each.sentence for each in found.findings)


def test_a_checkpoint_that_nobody_signed_is_refused(full: Ledger) -> None:
    note = str(full.proofs.checkpoint())
    with pytest.raises(ProofError, match="one of the two was changed"):
        full.proofs.verify(note.replace("\n10\n", "\n9\n").encode())
    with pytest.raises(ProofError):
        full.proofs.verify(b"nothing")


def test_an_older_ledger_is_verified_without_its_leaves(full: Ledger, stores: Stores) -> None:
    full.close()
    older(stores)
    with stores.open() as ledger:
        found = ledger.proofs.verify()
        assert (found.holds, found.leaves, found.signed, found.checkpoints) == (True, 0, 0, [])
        stores.rows("UPDATE events SET ref='x' WHERE position=7")
        assert said(ledger.proofs.verify()) == [(CHANGED, 7)]
        stores.rows("UPDATE events SET ref='' WHERE position=7")
        stores.rows("DELETE FROM events WHERE position=7")
        assert (REMOVED, 7) in said(ledger.proofs.verify())


def test_an_empty_store_has_nothing_to_verify(stores: Stores) -> None:
    with stores.open() as ledger, pytest.raises(LedgerError, match="there is no ledger"):
        ledger.proofs.verify()


@pytest.mark.parametrize("column", ["state", "topic", "employee", "ref", "salt", "recorded_at", "originator_id"])
def test_what_is_not_even_text_is_named(sqlite_stores: SQLiteStores, column: str) -> None:
    with sqlite_stores.open() as ledger:
        given(ledger, {**ALLOWANCE, "amount": "10.00", "ref": "r"}, VOID)
        ledger.proofs.checkpoint()
        for value in ("CAST(x'ff00fe' AS TEXT)", "x'ff'", "'x'", "1.5"):
            was = sqlite_stores.rows(f"SELECT CAST({column} AS BLOB), typeof({column}) FROM events WHERE position=4")
            sqlite_stores.rows(f"UPDATE events SET {column}={value} WHERE position=4")
            assert (CHANGED, 4) in said(ledger.proofs.verify())
            kind = {"text": "TEXT", "integer": "INTEGER", "blob": "BLOB"}[was[0][1]]
            sqlite_stores.rows(f"UPDATE events SET {column}=CAST(? AS {kind}) WHERE position=4", was[0][0])
        assert ledger.proofs.verify().holds


@pytest.fixture
def large(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger of several ranges."""
    monkeypatch.setattr(store_verification, "BLOCKS", 1)
    monkeypatch.setattr("ledger.verification.progress.BLOCKS", 1)
    with stores.open() as ledger:
        ledger.imports.import_file(written(tmp_path, [SITE, EMPLOYEE, COLLEAGUE, *punches(1_000)]))
        ledger.proofs.checkpoint(700)
        yield ledger


def interrupted(ledger: Ledger, file: Path) -> None:
    def stop(done: int, _whole: int) -> None:
        if done >= 512:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.proofs.verify(remembered=file, progress=stop)


@pytest.mark.slow
def test_a_run_that_was_interrupted_goes_on_where_it_stopped(large: Ledger, tmp_path: Path) -> None:
    file, told = tmp_path / "folder" / "verify", []  # type: ignore[var-annotated]
    interrupted(large, file)
    assert file.exists()
    found = large.proofs.verify(remembered=file, progress=lambda *done: told.append(done))
    assert told == [(768, 1_003), (1_003, 1_003)]
    assert (found.holds, found.resumed_at, found.root) == (True, 512, large.proofs.verify().root)
    assert not file.exists()


@pytest.mark.slow
def test_nothing_is_gone_on_with_that_does_not_hold_any_more(large: Ledger, stores: Stores, tmp_path: Path) -> None:
    file = tmp_path / "verify"
    interrupted(large, file)
    stores.rows("UPDATE nodes SET hash=? WHERE level=8 AND number=0", bytes(32))
    assert large.proofs.verify(remembered=file).resumed_at == 0
    interrupted(large, file)
    file.write_text(file.read_text()[:100])
    assert large.proofs.verify(remembered=file).resumed_at == 0


@pytest.mark.slow
def test_a_checkpoint_within_what_was_verified_is_looked_at_again(large: Ledger, tmp_path: Path) -> None:
    interrupted(large, tmp_path / "verify")
    earlier = str(large.proofs.checkpoint(300)).encode()
    found = large.proofs.verify(earlier, remembered=tmp_path / "verify")
    assert (found.holds, found.resumed_at) == (True, 0)


@pytest.mark.slow
def test_what_is_found_is_the_same_with_any_number_of_processes(large: Ledger, stores: Stores) -> None:
    stores.rows("UPDATE events SET employee='B' WHERE position IN (5, 400, 900)")
    stores.rows("DELETE FROM events WHERE position>990")
    one, three = large.proofs.verify(), large.proofs.verify(jobs=3)
    assert one == three
    assert [each for each in said(one) if each[0] == CHANGED] == [(CHANGED, 5), (CHANGED, 400), (CHANGED, 900)]


@pytest.mark.slow
def test_a_ledger_that_is_written_to_meanwhile_holds(large: Ledger, stores: Stores) -> None:
    with stores.open() as other:

        def write(done: int, _whole: int) -> None:
            when(other, **{**PUNCH, "device": f"n{done}"})

        found = large.proofs.verify(progress=write)
    assert (found.holds, found.events) == (True, 1_003)
    assert large.proofs.verify().events > 1_003
