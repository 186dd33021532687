"""The keys that personal texts are sealed under: one for each employee, one for the site, wrapped by a master key.

One more is the service's, from which its secrets follow.

Destroying one key erases what was sealed under it, and nothing else moves: the sealed bytes stay as they are.
"""

from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.key_wrap import NONCE_BYTES, SERVICE_SUBJECT, SITE_SUBJECT, MasterKey
from ledger.store.keys.master_key import KEY_BYTES, Entropy, MasterKeySource

__all__ = ["NONCE_BYTES", "SERVICE_SUBJECT", "SITE_SUBJECT", "Keyring", "last_erasure", "subject_of"]

_ERASURE = "erasure"
"""The kind of fact with which a key was destroyed."""


def subject_of(employee: str) -> str:
    """Whose key seals a fact of this employee; the site's where a fact has none, or several."""
    return f"employee:{employee}" if employee else SITE_SUBJECT


class Keyring:
    """The keys in use, unwrapped. Reads and makes them in the table `keys`."""

    def __init__(self, source: MasterKeySource, entropy: Entropy) -> None:
        """A keyring that looks for its master key when it first needs it."""
        self.master = MasterKey(source, entropy)
        self.source = source
        self.entropy = entropy
        self._keys: dict[str, AESGCM | None] = {}
        self._erasure = 0
        self._lock = Lock()
        self._new: set[str] = set()

    @property
    def place(self) -> str:
        """Where the master key is."""
        return self.master.place

    def begin(self, cursor: StoreCursor, *, keep: bool) -> None:
        """Make the master key of a new ledger, and the site's; called with the first fact, under the append lock.

        A rehearsal (`keep` false) leaves no key file behind. That there is always a key that the master key opens is
        how a wrong master key is noticed before anything is sealed under it.
        """
        if keep:
            self.master.make()
        else:
            self.master.rehearse()
        self._make(cursor, SITE_SUBJECT)

    def for_sealing(self, cursor: StoreCursor, subject: str, erasure: int) -> AESGCM:
        """The key of a subject, made if there is none yet. Raises LedgerError where it was destroyed."""
        found = self._found(cursor, subject, erasure)
        if found is None:
            return self._make(cursor, subject)
        (key,) = found
        if key is None:
            raise LedgerError(f"the key of {subject} was destroyed: nothing personal can be recorded of it")
        return key

    def for_reading(self, cursor: StoreCursor, subject: str, erasure: int) -> AESGCM | None:
        """The key of a subject, or None where there is none, or it was destroyed.

        `erasure` is the position of the last erasure in view of the transaction: a key that was unwrapped before
        another process destroyed it is not used again.
        """
        found = self._found(cursor, subject, erasure)
        return None if found is None else found[0]

    def destroy(self, cursor: StoreCursor, subject: str) -> None:
        """Destroy the key of a subject; what was sealed under it cannot be read again, and none is made anew."""
        cursor.execute("UPDATE keys SET wrapped=? WHERE subject=?", [b"", subject])
        cursor.execute(
            "INSERT INTO keys (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING", [subject, b""]
        )
        with self._lock:
            self._keys.pop(subject, None)

    def derived_already(self, cursor: StoreCursor, purpose: str) -> bytes | None:
        """What `derived` gives; None while the service has no key."""
        raw = self._service_key(cursor)
        return None if raw is None else _derived(raw, purpose)

    def derived(self, cursor: StoreCursor, purpose: str) -> bytes:
        """32 bytes for one purpose of the service, the same in every process; they go along with the ledger's keys.

        On a ledger that has nothing yet the master key is made. Raises LedgerError where it is missing.
        """
        raw = self._service_key(cursor)
        if raw is None:
            cursor.execute("SELECT 1 AS found FROM keys LIMIT 1")
            if cursor.fetchone() is None:
                self.master.make()
            # Another worker may begin at the same time; the key that is there first is the one for all.
            self._insert(cursor, SERVICE_SUBJECT, self.entropy(KEY_BYTES), again="ON CONFLICT (subject) DO NOTHING")
            self.master.settle()
            raw = self._service_key(cursor)
        assert raw is not None
        return _derived(raw, purpose)

    def _service_key(self, cursor: StoreCursor) -> bytes | None:
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [SERVICE_SUBJECT])
        row = cursor.fetchone()
        return None if row is None else self.master.unwrap(cursor, SERVICE_SUBJECT, bytes(row["wrapped"]))

    def committed(self) -> None:
        """The transaction held: what was made in it stays."""
        self._new.clear()
        self.master.settle()

    def rolled_back(self) -> None:
        """The transaction did not hold: what was made in it is forgotten."""
        with self._lock:
            for subject in self._new:
                self._keys.pop(subject, None)
        self._new.clear()
        self.master.forget()

    def nonce(self) -> bytes:
        """A fresh nonce."""
        return self.entropy(NONCE_BYTES)

    def _found(self, cursor: StoreCursor, subject: str, erasure: int) -> tuple[AESGCM | None] | None:
        """The key of a subject, or None for one that was destroyed, in a tuple; None where there never was one."""
        with self._lock:
            if erasure > self._erasure:
                self._keys = {name: key for name, key in self._keys.items() if name in self._new}
                self._erasure = erasure
            if erasure == self._erasure and subject in self._keys:
                return (self._keys[subject],)
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [subject])
        row = cursor.fetchone()
        if row is None:
            return None
        wrapped = bytes(row["wrapped"])
        key = AESGCM(self.master.unwrap(cursor, subject, wrapped)) if wrapped else None
        with self._lock:
            # A transaction that began before the last erasure still sees the key.
            if erasure == self._erasure:
                self._keys[subject] = key
        return (key,)

    def _make(self, cursor: StoreCursor, subject: str) -> AESGCM:
        raw = self.entropy(KEY_BYTES)
        self._insert(cursor, subject, raw)
        key = self._keys[subject] = AESGCM(raw)
        self._new.add(subject)
        return key

    def _insert(self, cursor: StoreCursor, subject: str, raw: bytes, again: str = "") -> None:
        wrapped = self.master.wrap(cursor, subject, raw)
        cursor.execute(f"INSERT INTO keys (subject, wrapped) VALUES (?, ?) {again}", [subject, wrapped])  # noqa: S608


def _derived(raw: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(raw)


def last_erasure(cursor: StoreCursor) -> int:
    """The position of the last erasure in view of a transaction; 0 where there is none."""
    cursor.execute("SELECT position FROM events WHERE kind=? ORDER BY position DESC LIMIT 1", [_ERASURE])
    row = cursor.fetchone()
    return 0 if row is None else int(row["position"])
