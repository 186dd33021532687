"""The leaf and the texts of proofs: golden bytes, nothing that was changed holds, garbage is judged."""

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.proof import merkle
from ledger.proof.checkpoint import Checkpoint, SignedCheckpoint
from ledger.proof.errors import ProofError
from ledger.proof.leaf import WHAT, WHO, commitment, leaf_hashes, leaf_of, read_leaf, sub_salt
from ledger.proof.notes import Note, Signer
from ledger.proof.proofs import Consistency, Opened, Proof, Shown, verify_consistency, verify_proof

SIGNER = Signer("ledger.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
KEYS = [SIGNER.verifier]
SALT = bytes(range(16))
LEAVES = [
    leaf_of(
        number + 1, f"{number:032x}", 1, "clock.v1", 1_760_000_000_000_000 + number, "张三"[number % 2 :], "{}", SALT
    )
    for number in range(11)
]
HASHES = [leaf.hash() for leaf in LEAVES]


def read(level: int, number: int) -> bytes:
    return merkle.subtree_hash(HASHES[number << level : (number + 1) << level])


def signed(size: int) -> SignedCheckpoint:
    checkpoint = Checkpoint("ledger.example", size, merkle.root(read, size))
    return SignedCheckpoint(checkpoint, Note(checkpoint.text(), (SIGNER.sign(checkpoint.text()),)))


def proof_of(index: int, size: int) -> Proof:
    leaf = LEAVES[index]
    who, what = Opened(sub_salt(SALT, WHO), "张三"[index % 2 :]), Opened(sub_salt(SALT, WHAT), "{}")
    return Proof(index, tuple(merkle.inclusion(read, index, size)), signed(size), Shown(leaf.data(), who, what))


PROOF = str(proof_of(4, 11)).encode()
CONSISTENT = str(Consistency(signed(5), signed(11), tuple(merkle.consistency(read, 5, 11)))).encode()


def test_the_bytes_of_a_leaf_are_as_they_always_were() -> None:
    leaf = leaf_of(7, "ab" * 16, 3, "shift.v1", 1_760_000_000_000_001, "A", '{"shift":"R"}', SALT)
    assert leaf.data().hex() == (
        "01000000000000000700000020"
        + (b"ab" * 16).hex()
        + "0000000000000003"
        + "00000008"
        + b"shift.v1".hex()
        + "000640b5eece0001"
        + sha256(sha256(SALT + b"who").digest() + b"A").hexdigest()
        + sha256(sha256(SALT + b"what").digest() + b'{"shift":"R"}').hexdigest()
    )
    assert leaf.hash().hex() == "3375c29fc0492eaeeec5ddfb94c86fd383089bbae70c9c3582a2d6b9a0f80f24"
    assert leaf.fact == f"{'ab' * 16}.3"


@pytest.mark.slow
@given(
    st.integers(1, 2**63 - 1),
    st.text(max_size=40),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=40),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=9),
    st.text(max_size=40),
)
def test_a_leaf_is_read_as_it_was_written(
    position: int, stream: str, version: int, topic: str, recorded_at: int, employee: str, state: str
) -> None:
    leaf = leaf_of(position, stream, version, topic, recorded_at, employee, state, SALT)
    assert read_leaf(leaf.data()) == leaf
    assert leaf.who == commitment(sub_salt(SALT, WHO), employee.encode())
    assert leaf.what == commitment(sub_salt(SALT, WHAT), state.encode())


@pytest.mark.slow
@given(st.binary(max_size=200))
def test_whatever_is_given_for_a_leaf_is_judged(data: bytes) -> None:
    try:
        leaf = read_leaf(data)
    except ProofError:
        return
    assert leaf.data() == data


@pytest.mark.parametrize("size", range(1, 12))
def test_every_leaf_is_proven_in_every_tree_that_it_is_in(size: int) -> None:
    for index in range(size):
        proven = verify_proof(str(proof_of(index, size)).encode(), KEYS)
        assert (proven.leaf, proven.checkpoint.size, proven.state) == (LEAVES[index], size, "{}")


@given(st.integers(0, len(PROOF) - 1), st.integers(0, 255))
def test_a_proof_with_a_changed_byte_proves_nothing_else(place: int, byte: int) -> None:
    changed = PROOF[:place] + bytes([byte]) + PROOF[place + 1 :]
    try:
        proven = verify_proof(changed, KEYS)
    except ProofError:
        assert changed != PROOF
    else:
        assert proven == verify_proof(PROOF, KEYS)


@given(st.integers(0, len(CONSISTENT) - 1), st.integers(0, 255))
def test_a_proof_of_consistency_with_a_changed_byte_proves_nothing_else(place: int, byte: int) -> None:
    changed = CONSISTENT[:place] + bytes([byte]) + CONSISTENT[place + 1 :]
    try:
        proven = verify_consistency(changed, KEYS)
    except ProofError:
        assert changed != CONSISTENT
    else:
        assert proven == verify_consistency(CONSISTENT, KEYS)


PARTS = st.sampled_from(
    [*PROOF.decode().split("\n"), *CONSISTENT.decode().split("\n"), "", "extra ", "extra e30=", "index -1", "index 01"]
)
GARBAGE = st.one_of(
    st.binary(max_size=200),
    st.lists(PARTS, max_size=14).map(lambda lines: "\n".join(lines).encode()),
    st.tuples(st.integers(0, len(PROOF)), st.integers(0, len(PROOF))).map(
        lambda cut: PROOF[: cut[0]] + PROOF[cut[1] :]
    ),
    st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5).map(
        lambda told: PROOF.replace(PROOF.split(b"\n")[1], b"extra " + b64encode(repr(told).encode()))
    ),
    st.sampled_from(
        [
            b'{"leaf":1}',
            b'{"leaf":"AA=="}',
            b'{"leaf":"","who":{}}',
            b"[" * 5_000,
            b'{"leaf":"\\ud800"}',
            b"NaN",
            b"1" * 5_000,
        ]
    ).map(lambda told: PROOF.replace(PROOF.split(b"\n")[1], b"extra " + b64encode(told))),
)


@pytest.mark.slow
@given(GARBAGE)
def test_whatever_is_given_for_a_proof_is_judged(raw: bytes) -> None:
    for check in (verify_proof, verify_consistency):
        try:
            proven = check(raw, KEYS)
        except ProofError:
            continue
        assert proven in (verify_proof(PROOF, KEYS), verify_consistency(CONSISTENT, KEYS))


def test_what_is_opened_must_be_what_the_leaf_is_committed_to() -> None:
    proof = proof_of(4, 11)
    assert proof.shown is not None
    assert proof.shown.who is not None
    lie = Proof(4, proof.path, proof.signed, proof.shown._replace(who=proof.shown.who._replace(content="李四")))
    with pytest.raises(ProofError, match="who"):
        verify_proof(str(lie).encode(), KEYS)


def test_a_leaf_that_says_another_position_is_not_proven() -> None:
    moved = [*LEAVES[:4], LEAVES[5], LEAVES[4]]
    hashes = [leaf.hash() for leaf in moved]

    def other(level: int, number: int) -> bytes:
        return merkle.subtree_hash(hashes[number << level : (number + 1) << level])

    checkpoint = Checkpoint("ledger.example", 6, merkle.root(other, 6))
    note = SignedCheckpoint(checkpoint, Note(checkpoint.text(), (SIGNER.sign(checkpoint.text()),)))
    proof = Proof(4, tuple(merkle.inclusion(other, 4, 6)), note, Shown(moved[4].data()))
    with pytest.raises(ProofError, match="position 6, but it is at index 4"):
        verify_proof(str(proof).encode(), KEYS)


def test_checkpoints_of_two_ledgers_are_not_consistent() -> None:
    later = Checkpoint("other.example", 11, merkle.root(read, 11))
    note = SignedCheckpoint(later, Note(later.text(), (SIGNER.sign(later.text()),)))
    proof = Consistency(signed(5), note, tuple(merkle.consistency(read, 5, 11)))
    with pytest.raises(ProofError, match="two ledgers"):
        verify_consistency(str(proof).encode(), KEYS)


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.integers(1, 2**62), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)), max_size=5
    )
)
def test_many_leaves_have_the_hashes_that_each_has(events: list[tuple[int, str, str, str]]) -> None:
    columns = [(position, stream, 2, topic, 5, "A", state, SALT) for position, stream, topic, state in events]
    assert leaf_hashes(columns) == [leaf_of(*each).hash() for each in columns]
