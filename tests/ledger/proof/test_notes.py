"""Signed notes, checkpoints and the texts of keys: what is written is read, and garbage is told to be such."""

from base64 import b64encode
from contextlib import suppress
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.proof.checkpoint import Checkpoint, checkpoint_of, read_checkpoint, verify_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import COSIGNATURE, Note, Signer, Verifier, read_note, read_verifier, verify
from ledger.proof.rotation import chain_text, read_keys, read_rotation, signed_rotation
from ledger.proof.witness import read_signatures, read_signer, signer_text


def signer(number: int, name: str = "ledger.example/one", kind: int = 1) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32), kind)


FIRST, SECOND, THIRD = signer(1), signer(2), signer(3)
WITNESS = signer(9, "witness.example/w", COSIGNATURE)
CHECKPOINT = Checkpoint("ledger.example/one", 20_852_163, sha256(b"root").digest(), ("closes 2026-10",))
TEXT = CHECKPOINT.text()
SIGNED = str(Note(TEXT, (FIRST.sign(TEXT), WITNESS.sign(TEXT, 1_679_315_147)))).encode()

# The example of c2sp.org/signed-note's reference implementation, golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PETERS_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"


def test_a_note_of_another_implementation_is_verified() -> None:
    note = read_note(PETERS_NOTE.encode())
    assert verify(note, read_verifier(PETER)).name == "PeterNeumann"
    assert str(note) == PETERS_NOTE


def test_a_key_of_another_implementation_makes_the_same_note() -> None:
    peter = read_signer(f"{PETERS_KEY}\n".encode())
    note = read_note(PETERS_NOTE.encode())
    assert (peter.sign(note.text),) == note.signatures
    assert str(peter.verifier) == PETER
    assert signer_text(peter) == PETERS_KEY


def test_the_id_of_a_key_follows_from_its_name_and_its_bytes() -> None:
    key = FIRST.verifier
    assert key.key_id == sha256(b"ledger.example/one\n\x01" + key.public).digest()[:4]
    assert read_verifier(str(key)) == key
    assert read_verifier(str(WITNESS.verifier)) == WITNESS.verifier


def test_a_cosignature_is_of_a_moment_as_well() -> None:
    signature = WITNESS.sign(TEXT, 1_679_315_147)
    assert signature.signature[:8] == (1_679_315_147).to_bytes(8)
    signed = f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()
    WITNESS.private.public_key().verify(signature.signature[8:], signed)
    later = signature._replace(signature=(1_679_315_148).to_bytes(8) + signature.signature[8:])
    assert WITNESS.verifier.holds(TEXT, signature)
    assert not WITNESS.verifier.holds(TEXT, later)


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    signed = verify_checkpoint(SIGNED, [SECOND.verifier, FIRST.verifier])
    assert signed.checkpoint == CHECKPOINT
    assert signed.checkpoint.period == "2026-10"
    assert str(signed.note).encode() == SIGNED
    lines = SIGNED.decode().split("\n")
    assert lines[:2] == ["ledger.example/one", "20852163"]
    assert lines[2] == b64encode(CHECKPOINT.root).decode()


def test_a_checkpoint_that_a_stranger_signed_is_not_verified() -> None:
    with pytest.raises(ProofError, match="but not with the key"):
        verify_checkpoint(SIGNED, [SECOND.verifier])
    forged = str(Note(TEXT, (FIRST.sign(TEXT)._replace(signature=SECOND.sign(TEXT).signature),))).encode()
    with pytest.raises(ProofError, match="changed"):
        verify_checkpoint(forged, [FIRST.verifier])


@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 255))
def test_no_changed_byte_of_a_checkpoint_is_verified_as_another(place: int, byte: int) -> None:
    changed = SIGNED[:place] + bytes([byte]) + SIGNED[place + 1 :]
    try:
        signed = verify_checkpoint(changed, [FIRST.verifier])
        verify(signed.note, WITNESS.verifier)
    except ProofError:
        assert changed != SIGNED
    else:
        assert changed == SIGNED


LINES = st.sampled_from([*SIGNED.decode().split("\n"), "", " ", "0", "01", "-1", "— a ", "— ", "é", "\x00", "1" * 30])
GARBAGE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(LINES, max_size=9).map(lambda lines: "\n".join(lines).encode()),
    st.lists(LINES, max_size=9).map(lambda lines: "".join(f"{line}\n" for line in lines).encode()),
)


@pytest.mark.slow
@given(GARBAGE)
def test_whatever_is_given_for_a_checkpoint_is_judged(raw: bytes) -> None:
    try:
        signed = verify_checkpoint(raw, [FIRST.verifier])
    except ProofError:
        return
    assert signed.checkpoint == CHECKPOINT


@given(GARBAGE)
def test_a_note_that_is_read_is_written_the_same(raw: bytes) -> None:
    try:
        note = read_note(raw)
    except ProofError:
        return
    assert str(note).encode() == raw


@pytest.mark.slow
@given(GARBAGE)
def test_whatever_is_given_for_keys_is_judged(raw: bytes) -> None:
    for read in (read_keys, read_signer, read_signatures, read_checkpoint):
        with suppress(ProofError):
            assert read(raw)


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n1\nAAAA\n",
        f"a\n01\n{'A' * 43}=\n",
        f"a\n-1\n{'A' * 43}=\n",
        f"a\n1\n{'A' * 43}=\n\nx\n",
        "\n1\n\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        checkpoint_of(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b"])
def test_a_name_with_spaces_or_a_plus_sign_is_none(name: str) -> None:
    with pytest.raises(ProofError):
        read_verifier(str(Verifier(name, bytes(32))))


def test_the_first_key_leads_to_every_later_one() -> None:
    notes = [str(signed_rotation(FIRST, SECOND, "2026-11-25T00:00:00Z"))]
    notes.append(str(signed_rotation(SECOND, THIRD, "2027-01-01T00:00:00Z")))
    chain = chain_text(FIRST.verifier, notes).encode()
    assert read_keys(chain) == [FIRST.verifier, SECOND.verifier, THIRD.verifier]
    assert read_keys(f"{FIRST.verifier}\n".encode()) == [FIRST.verifier]


def test_a_chain_with_a_gap_or_a_stranger_in_it_is_refused() -> None:
    second = str(signed_rotation(SECOND, THIRD, "2027-01-01T00:00:00Z"))
    with pytest.raises(ProofError, match="does not follow"):
        read_keys(chain_text(FIRST.verifier, [second]).encode())
    other = str(signed_rotation(FIRST, signer(4, "other.example"), "2027-01-01T00:00:00Z"))
    with pytest.raises(ProofError, match="does not follow"):
        read_keys(chain_text(FIRST.verifier, [other]).encode())


def test_a_rotation_that_the_older_key_has_not_signed_is_refused() -> None:
    note = signed_rotation(FIRST, SECOND, "2026-11-25T00:00:00Z")
    with pytest.raises(ProofError, match="but not with the key"):
        read_rotation(note._replace(signatures=note.signatures[1:]))
    with pytest.raises(ProofError, match="but not with the key"):
        read_rotation(note._replace(signatures=note.signatures[:1]))
    later = note.text.replace("2026", "2027")
    with pytest.raises(ProofError, match="changed"):
        read_rotation(note._replace(text=later))
