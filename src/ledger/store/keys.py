"""The keys that personal texts are sealed under: one for each employee, one for the site, wrapped by a master key.

One more is the service's, from which its secrets follow.

Destroying one key erases what was sealed under it, and nothing else moves: the sealed bytes stay as they are.
"""

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.master_key import KEY_BYTES, MASTER_KEY_FILE_VARIABLE, MASTER_KEY_VARIABLE, Entropy, MasterKeySource

NONCE_BYTES = 12
SITE_SUBJECT = "site"
SERVICE_SUBJECT = "service"
"""Whose key the secrets of the service follow from: no text is sealed under it."""


def subject_of(employee: str) -> str:
    """Whose key seals a fact of this employee; the site's where a fact has none, or several."""
    return f"employee:{employee}" if employee else SITE_SUBJECT


class Keyring:
    """The keys in use, unwrapped. Reads and makes them in the table `keys`."""

    def __init__(self, source: MasterKeySource, entropy: Entropy) -> None:
        """A keyring that looks for its master key when it first needs it."""
        self._source = source
        self._entropy = entropy
        self._master: AESGCM | None = None
        self._keys: dict[str, AESGCM | None] = {}
        self._new: set[str] = set()

    @property
    def place(self) -> str:
        """Where the master key is."""
        return self._source.place

    def begin(self, cursor: StoreCursor, *, keep: bool) -> None:
        """Make the master key of a new ledger, and the site's; called with the first fact, under the append lock.

        A rehearsal (`keep` false) leaves no key file behind. That there is always a key that the master key opens is
        how a wrong master key is noticed before anything is sealed under it.
        """
        key = self._source.make(self._entropy) if keep else self._source.read() or self._entropy(KEY_BYTES)
        self._master = AESGCM(key)
        self._make(cursor, SITE_SUBJECT)

    def for_sealing(self, cursor: StoreCursor, subject: str) -> AESGCM:
        """The key of a subject, made if there is none yet. Raises LedgerError where it was destroyed."""
        key = self.for_reading(cursor, subject)
        if key is None:
            if subject in self._keys:
                raise LedgerError(f"the key of {subject} was destroyed: nothing personal can be recorded of it")
            self._require_master(cursor)
            key = self._make(cursor, subject)
        return key

    def for_reading(self, cursor: StoreCursor, subject: str) -> AESGCM | None:
        """The key of a subject, or None where there is none, or it was destroyed."""
        if subject not in self._keys:
            cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [subject])
            row = cursor.fetchone()
            if row is None:
                return None
            self._require_master(cursor)
            self._keys[subject] = AESGCM(self._unwrapped(subject, row["wrapped"])) if row["wrapped"] else None
        return self._keys[subject]

    def unwrapped(self, cursor: StoreCursor) -> Iterator[tuple[str, bytes | None]]:
        """Every subject and its key, or None where it was destroyed; only to be taken over by another keyring."""
        cursor.execute("SELECT subject, wrapped FROM keys ORDER BY subject")
        for row in cursor.fetchall():
            self._require_master(cursor)
            yield row["subject"], self._unwrapped(row["subject"], row["wrapped"]) if row["wrapped"] else None

    def take(self, cursor: StoreCursor, keys: Iterator[tuple[str, bytes | None]]) -> None:
        """Take over the keys of another keyring into an empty store, wrapped by this one's master key."""
        self._master = AESGCM(self._source.make(self._entropy))
        for subject, raw in keys:
            self._insert(cursor, subject, raw)

    def derived(self, cursor: StoreCursor, purpose: str) -> bytes:
        """32 bytes for one purpose of the service, the same in every process; they go along with the ledger's keys.

        On a ledger that has nothing yet the master key is made. Raises LedgerError where it is missing.
        """
        raw = self._service_key(cursor)
        if raw is None:
            cursor.execute("SELECT 1 AS found FROM keys LIMIT 1")
            if cursor.fetchone() is None:
                self._master = AESGCM(self._source.make(self._entropy))
            self._require_master(cursor)
            # Another worker may begin at the same time; the key that is there first is the one for all.
            self._insert(cursor, SERVICE_SUBJECT, self._entropy(KEY_BYTES), again="ON CONFLICT (subject) DO NOTHING")
            raw = self._service_key(cursor)
        assert raw is not None
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(raw)

    def _service_key(self, cursor: StoreCursor) -> bytes | None:
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [SERVICE_SUBJECT])
        row = cursor.fetchone()
        if row is None:
            return None
        self._require_master(cursor)
        return self._unwrapped(SERVICE_SUBJECT, bytes(row["wrapped"]))

    def committed(self) -> None:
        """The transaction held: what was made in it stays."""
        self._new.clear()

    def rolled_back(self) -> None:
        """The transaction did not hold: what was made in it is forgotten."""
        for subject in self._new:
            self._keys.pop(subject, None)
        self._new.clear()
        self._master = None

    def nonce(self) -> bytes:
        """A fresh nonce."""
        return self._entropy(NONCE_BYTES)

    def _make(self, cursor: StoreCursor, subject: str) -> AESGCM:
        raw = self._entropy(KEY_BYTES)
        self._insert(cursor, subject, raw)
        key = self._keys[subject] = AESGCM(raw)
        self._new.add(subject)
        return key

    def _insert(self, cursor: StoreCursor, subject: str, raw: bytes | None, again: str = "") -> None:
        wrapped = b""
        if raw is not None:
            assert self._master is not None
            nonce = self.nonce()
            wrapped = nonce + self._master.encrypt(nonce, raw, subject.encode())
        cursor.execute(f"INSERT INTO keys (subject, wrapped) VALUES (?, ?) {again}", [subject, wrapped])  # noqa: S608

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        assert self._master is not None
        try:
            key = self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], subject.encode())
        except InvalidTag:
            self._master = None
            raise LedgerError(
                f"the master key in {self._source.place} is not this ledger's; give the one that was made with it"
            ) from None
        return key

    def _require_master(self, cursor: StoreCursor) -> None:
        """Read the master key where that was not done yet, and see that it opens the site's key."""
        if self._master is not None:
            return
        key = self._source.read()
        if key is None:
            raise LedgerError(
                f"the master key {self._source.place} is missing; put it back, or give it in {MASTER_KEY_VARIABLE} "
                f"or in the file that {MASTER_KEY_FILE_VARIABLE} names"
            )
        self._master = AESGCM(key)
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [SITE_SUBJECT])
        row = cursor.fetchone()
        if row is not None:
            self._unwrapped(SITE_SUBJECT, row["wrapped"])
