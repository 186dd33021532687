"""Signing a checkpoint, and proofs up to one, through the cursor of a transaction."""

from ledger.checkpoints.kept_checkpoints import Kept, KeptCheckpoints
from ledger.checkpoints.signing_keys import SigningKeys
from ledger.proof import merkle
from ledger.proof.checkpoint import CLOSES, Checkpoint, SignedCheckpoint
from ledger.proof.leaf import WHAT, WHO, sub_salt
from ledger.proof.notes import Note
from ledger.proof.proofs import Consistency, Opened, Proof, Shown
from ledger.refusal import DamageError, LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.tree import StoredTree, event_leaf


def sign(cursor: StoreCursor, keyring: Keyring, size: int, now: int, period: str = "") -> Kept:
    """Sign and keep the checkpoint of the first `size` events, under the append lock; or the one that is kept already.

    Raises LedgerError where the tree does not continue what was signed before: two such checkpoints would contradict
    each other for ever.
    """
    if not size:
        raise LedgerError("the ledger is empty, and there is nothing to sign; make it with init first")
    tree, kept = StoredTree(cursor), KeptCheckpoints(cursor)
    _check_what_was_signed(tree, kept)
    signer = SigningKeys(cursor, keyring).signer(now)
    extensions = (f"{CLOSES}{period}",) if period else ()
    checkpoint = Checkpoint(signer.name, size, merkle.root(tree, size), extensions)
    for each in kept.of_size(size):
        said = each.signed.checkpoint
        # One on demand says less than that of a closing, which may stand for it.
        same = said == checkpoint if period else said[:3] == checkpoint[:3]
        if same and signer.sign(said.text()) in each.signed.note.signatures:
            return each
    note = Note(checkpoint.text(), (signer.sign(checkpoint.text()),))
    return kept.keep(SignedCheckpoint(checkpoint, note), now)


def prove(cursor: StoreCursor, position: int, signed: SignedCheckpoint, *, closed: bool) -> Proof:
    """The proof that the event at a position is in the tree of a checkpoint; `closed` shows its leaf only.

    Raises LedgerError where the checkpoint is not one of this tree, or ends before the position.
    """
    tree, size = StoredTree(cursor), signed.checkpoint.size
    require(tree, signed)
    if not 0 < position <= size:
        raise LedgerError(f"the checkpoint is of positions up to {size}, without {position}; give a later one, or none")
    cursor.execute("SELECT * FROM events WHERE position=?", [position])
    row = cursor.fetchone()
    leaf = None if row is None else event_leaf(row)
    if leaf is None or leaf.hash() != tree(0, position - 1):
        raise DamageError(f"the event at position {position} is not what was recorded; see what verify finds")
    salt = bytes(row["salt"])
    who, what = Opened(sub_salt(salt, WHO), row["employee"]), Opened(sub_salt(salt, WHAT), row["state"])
    shown = Shown(leaf.data()) if closed else Shown(leaf.data(), who, what)
    return Proof(position - 1, tuple(merkle.inclusion(tree, position - 1, size)), signed, shown)


def prove_consistency(cursor: StoreCursor, earlier: SignedCheckpoint, later: SignedCheckpoint) -> Consistency:
    """The proof that a checkpoint continues an earlier one. Raises LedgerError where one is not of this tree."""
    tree = StoredTree(cursor)
    for each in (earlier, later):
        require(tree, each)
    path = merkle.consistency(tree, earlier.checkpoint.size, later.checkpoint.size)
    return Consistency(earlier, later, tuple(path))


def require(tree: StoredTree, signed: SignedCheckpoint) -> None:
    """See that a checkpoint is of a tree. Raises LedgerError where it is not."""
    said, size = signed.checkpoint, tree.size()
    if said.size > size:
        raise LedgerError(f"the checkpoint is of {said.size} events, but the tree has {size}; see what verify finds")
    if merkle.root(tree, said.size) != said.root:
        raise LedgerError(
            f"the checkpoint of {said.origin} at position {said.size} is not one of this ledger as it stands; see what "
            "verify finds, or give the checkpoint of the ledger that this one was copied from"
        )


def _check_what_was_signed(tree: StoredTree, kept: KeptCheckpoints) -> None:
    largest = kept.largest()
    if largest is not None:
        require(tree, largest.signed)
