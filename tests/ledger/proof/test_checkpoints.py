"""Checkpoints of a store: at every closing and on demand, kept, cosigned, and signed by keys that follow another."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.closing import Frozen
from ledger.ledger import Ledger, LedgerError
from ledger.proof.checkpoint import verify_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import COSIGNATURE, Signer
from ledger.proof.proofs import verify_consistency, verify_proof
from ledger.proof.rotation import read_keys
from tests.ledger.material import COLLEAGUE, EMPLOYEE, MASTER_KEY, SITE, Hands, given, punches, when
from tests.ledger.proof.trees import expected, fits, root_of
from tests.ledger.stores import Stores

WITNESS = Signer("witness.example/w", Ed25519PrivateKey.from_private_bytes(bytes(32)), COSIGNATURE)
STRANGER = Signer("witness.example/w", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32), COSIGNATURE)


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    given(ledger, *punches(600))
    return ledger


def keys(ledger: Ledger) -> list[Any]:
    return [key.verifier for key in ledger.proofs.signing_keys()]


def close(ledger: Ledger, period: str = "2026-10") -> int:
    def freeze(_position: int, _now: int) -> Frozen:
        return Frozen("default", "code", "tzdata", {"payroll": period.encode()}, period[::-1].encode())

    return ledger.closings.close(period, "HR", freeze)


@pytest.mark.slow
def test_a_checkpoint_is_signed_over_all_events_and_kept(full: Ledger, stores: Stores) -> None:
    kept = full.proofs.checkpoint()
    signed = verify_checkpoint(str(kept).encode(), keys(full))
    assert (signed.checkpoint.size, signed.checkpoint.root) == (603, expected(stores).get_root())
    assert signed.checkpoint.origin.startswith("workledger/")
    assert full.proofs.checkpoint() == kept
    assert full.proofs.checkpoints() == [kept]


@pytest.mark.slow
@pytest.mark.parametrize("position", [1, 255, 256, 257, 512, 600])
def test_a_checkpoint_at_an_earlier_position_is_of_the_events_then(full: Ledger, stores: Stores, position: int) -> None:
    assert full.proofs.checkpoint(position).signed.checkpoint.root == expected(stores).get_root(position)


def test_there_is_no_checkpoint_beyond_the_last_position_or_of_nothing(full: Ledger) -> None:
    for position in (0, 604):
        with pytest.raises(LedgerError, match="no position"):
            full.proofs.checkpoint(position)
    assert full.proofs.checkpoints() == []


def test_every_closing_signs_a_checkpoint_that_ends_with_it(full: Ledger, clock: Hands) -> None:
    clock.move(days=10)
    position = close(full)
    (kept,) = full.proofs.checkpoints()
    said = verify_checkpoint(str(kept).encode(), keys(full)).checkpoint
    assert (said.size, said.period, said.root) == (position, "2026-10", root_of(full, position))
    assert full.proofs.kept_checkpoint(position) == kept


def test_a_closing_that_is_refused_signs_nothing(full: Ledger) -> None:
    with pytest.raises(LedgerError):
        close(full, "2026-12")
    assert full.proofs.checkpoints() == []


@pytest.mark.slow
def test_a_closing_of_an_older_ledger_makes_its_tree_first(full: Ledger, stores: Stores, clock: Hands) -> None:
    for table in ("leaves", "nodes", "signing_keys", "checkpoints"):
        stores.rows(f"DROP TABLE {table}")
    clock.move(days=10)
    with stores.open(clock=clock) as again:
        assert close(again) == 604
        assert fits(stores, again)
        assert [kept.size for kept in again.proofs.checkpoints()] == [604]
        assert len(again.proofs.signing_keys()) == 1


def test_nothing_is_signed_that_contradicts_what_was_signed(full: Ledger, stores: Stores) -> None:
    full.proofs.checkpoint()
    stores.rows("UPDATE leaves SET hash=? WHERE position=590", bytes(32))
    with pytest.raises(LedgerError, match="not one of this ledger"):
        full.proofs.checkpoint(10)
    with pytest.raises(LedgerError, match="not one of this ledger"):
        full.proofs.prove(3)


def test_a_fact_is_proven_by_the_public_key_alone(full: Ledger) -> None:
    recorded = full.facts.page(299, 1)[0]
    proof = str(full.proofs.prove(300)).encode()
    proven = verify_proof(proof, keys(full))
    assert (proven.leaf.position, proven.leaf.fact, proven.employee) == (300, recorded.id, "A")
    assert proven.state is not None
    assert '"direction":"in"' in proven.state
    assert proven.checkpoint.size == 603


def test_a_closed_proof_shows_neither_whose_nor_what(full: Ledger) -> None:
    proof = full.proofs.prove(300, closed=True)
    proven = verify_proof(str(proof).encode(), keys(full))
    assert (proven.leaf.position, proven.employee, proven.state) == (300, None, None)
    opened = full.proofs.prove(300).shown
    assert opened is not None
    assert opened.what is not None
    assert opened.what.sub_salt not in str(proof).encode()


@pytest.mark.parametrize("position", [1, 2, 255, 256, 257, 512, 513, 603])
def test_any_fact_is_proven_up_to_any_checkpoint_after_it(full: Ledger, position: int) -> None:
    for size in {position, 603, min(603, position + 100)}:
        signed = full.proofs.checkpoint(size).signed
        assert verify_proof(str(full.proofs.prove(position, signed)).encode(), keys(full)).checkpoint.size == size


def test_a_fact_after_the_checkpoint_is_not_proven_by_it(full: Ledger) -> None:
    signed = full.proofs.checkpoint(100).signed
    with pytest.raises(LedgerError, match="up to 100"):
        full.proofs.prove(101, signed)
    with pytest.raises(LedgerError, match="no position"):
        full.proofs.prove(604)


def test_a_checkpoint_of_another_ledger_proves_nothing_here(full: Ledger, stores: Stores) -> None:
    with stores.open("other") as other:
        other.record([SITE, EMPLOYEE, COLLEAGUE])
        strange = other.proofs.checkpoint().signed
    with pytest.raises(LedgerError, match="not one of this ledger"):
        full.proofs.prove(1, strange)
    with pytest.raises(ProofError):
        verify_proof(str(full.proofs.prove(1)).encode(), [Signer("x", WITNESS.private).verifier])


def test_an_event_that_was_changed_is_not_proven(full: Ledger, stores: Stores) -> None:
    full.proofs.checkpoint()
    stores.rows("UPDATE events SET employee='B' WHERE position=300")
    with pytest.raises(LedgerError, match="position 300 is not what was recorded"):
        full.proofs.prove(300)


def test_a_later_checkpoint_continues_an_earlier_one(full: Ledger) -> None:
    first = full.proofs.checkpoint().signed
    when(full, **{**EMPLOYEE, "employee": "C"})
    second = full.proofs.checkpoint().signed
    proof = str(full.proofs.prove_consistency(first, second)).encode()
    earlier, later = verify_consistency(proof, keys(full))
    assert (earlier.size, later.size) == (603, 604)
    with pytest.raises(LedgerError, match="earlier one first"):
        full.proofs.prove_consistency(second, first)


def test_a_later_checkpoint_of_another_history_continues_nothing(full: Ledger) -> None:
    first, second = full.proofs.checkpoint(300).signed, full.proofs.checkpoint().signed
    proof = full.proofs.prove_consistency(first, second)
    changed = str(proof._replace(path=proof.path[:-1])).encode()
    with pytest.raises(ProofError):
        verify_consistency(changed, keys(full))
    swapped = str(proof._replace(earlier=second, later=first)).encode()
    with pytest.raises(ProofError):
        verify_consistency(swapped, keys(full))


def test_a_witness_signs_a_checkpoint_and_the_ledger_keeps_it(full: Ledger) -> None:
    kept = full.proofs.checkpoint()
    text = kept.signed.note.text
    cosigned = full.proofs.cosign(text, WITNESS.sign(text, 1_700_000_000), WITNESS.verifier)
    assert full.proofs.checkpoints() == [cosigned]
    assert full.proofs.cosign(text, WITNESS.sign(text, 1_700_000_000), WITNESS.verifier) == cosigned
    assert [each.name for each in cosigned.signed.note.signatures] == [keys(full)[0].name, "witness.example/w"]
    assert full.proofs.checkpoint() == cosigned


def test_a_signature_that_is_not_the_witnesses_is_not_kept(full: Ledger) -> None:
    kept = full.proofs.checkpoint()
    text = kept.signed.note.text
    with pytest.raises(ProofError, match="not one of"):
        full.proofs.cosign(text, STRANGER.sign(text), WITNESS.verifier)
    with pytest.raises(ProofError, match="not one of"):
        full.proofs.cosign(text, WITNESS.sign(text + "more\n"), WITNESS.verifier)
    with pytest.raises(LedgerError, match="keeps"):
        full.proofs.cosign(text.replace("603", "602"), WITNESS.sign(text), WITNESS.verifier)
    assert full.proofs.checkpoints() == [kept]


def test_keys_follow_one_another_and_what_each_signed_holds(full: Ledger, stores: Stores) -> None:
    first = str(full.proofs.checkpoint()).encode()
    full.proofs.rotate_signing_key()
    full.proofs.rotate_signing_key()
    second = str(full.proofs.checkpoint()).encode()
    chain = read_keys(full.proofs.key_chain().encode())
    assert chain == keys(full)
    assert len(set(chain)) == 3
    assert verify_checkpoint(first, chain[:1]).checkpoint == verify_checkpoint(second, chain[2:]).checkpoint
    with pytest.raises(ProofError):
        verify_checkpoint(second, chain[:2])
    lengths = stores.rows("SELECT length(wrapped), retired_at > 0 FROM signing_keys ORDER BY number")
    assert [(length > 0, bool(retired)) for length, retired in lengths] == [(False, True), (False, True), (True, False)]


def test_the_key_is_made_with_the_ledger_and_kept_wrapped(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    ((wrapped, public),) = stores.rows("SELECT wrapped, public FROM signing_keys")
    assert len(wrapped) == 12 + 32 + 16
    with stores.open() as again:
        again.proofs.checkpoint()
        assert again.proofs.signing_keys()[0].verifier.public == bytes(public)
    with (
        Ledger.open(stores.url(), master_key=bytes(32)) as wrong,
        pytest.raises(LedgerError, match="not this ledger's"),
    ):
        wrong.proofs.rotate_signing_key()


def test_a_copy_has_the_same_tree_the_same_keys_and_checkpoints(full: Ledger, stores: Stores) -> None:
    kept = full.proofs.checkpoint()
    full.proofs.rotate_signing_key()
    with Ledger.open(stores.url("copy"), master_key=bytes(reversed(MASTER_KEY)), clock=Hands()) as copy:
        full.upkeep.copy_to(copy.store)
        assert root_of(copy) == root_of(full)
        assert copy.proofs.checkpoints() == [kept]
        assert copy.proofs.key_chain() == full.proofs.key_chain()
        when(copy, **{**EMPLOYEE, "employee": "C"})
        when(full, **{**EMPLOYEE, "employee": "D"})
        signed = copy.proofs.checkpoint().signed
        verify_checkpoint(str(signed.note).encode(), keys(full)[1:])
        assert verify_consistency(str(copy.proofs.prove_consistency(kept.signed, signed)).encode(), keys(full))
        with pytest.raises(LedgerError, match="not one of this ledger"):
            full.proofs.prove(1, signed)


def test_an_empty_store_has_nothing_to_sign(stores: Stores) -> None:
    with stores.open() as ledger:
        with pytest.raises(LedgerError, match="init"):
            ledger.proofs.checkpoint()
        ledger.upkeep.secret("a purpose")
        with pytest.raises(LedgerError, match="empty"):
            ledger.proofs.checkpoint()
        with pytest.raises(LedgerError, match="no key"):
            ledger.proofs.rotate_signing_key()
