"""The master key at work: it wraps the keys of a ledger, and opens them again, also after it was rotated."""

from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.refusal import LedgerError, WrongMasterKeyError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.master_key import (
    KEY_BYTES,
    MASTER_KEY_FILE_VARIABLE,
    MASTER_KEY_VARIABLE,
    Entropy,
    MasterKeySource,
)

NONCE_BYTES = 12
SITE_SUBJECT = "site"
SERVICE_SUBJECT = "service"
"""Whose key the secrets of the service follow from: no text is sealed under it."""
SIGNING_PREFIX = "signing key "
"""Before the number of a key that signs checkpoints: what its wrapped form is bound to."""
WRAPPED_TABLES = (("keys", "subject", ""), ("signing_keys", "number", SIGNING_PREFIX))
"""Every table that holds something wrapped by the master key, in its column `wrapped`: the key of a row, and what
comes before it in what the wrapped form is bound to."""


class MasterKey:
    """The master key of a ledger, read from its source when it is first needed."""

    def __init__(self, source: MasterKeySource, entropy: Entropy) -> None:
        """The master key of a source; nothing is read yet."""
        self._source = source
        self._entropy = entropy
        self._cipher: AESGCM | None = None
        self._checked = False

    @property
    def place(self) -> str:
        """Where it is."""
        return self._source.place

    def make(self) -> None:
        """Make the master key of a new ledger, where there is none yet."""
        self._cipher, self._checked = AESGCM(self._source.make(self._entropy)), True

    def rehearse(self) -> None:
        """Be the master key of a ledger that is forgotten again: no key file is left behind."""
        self._cipher, self._checked = AESGCM(self._source.read() or self._entropy(KEY_BYTES)), True

    def replace(self, new: bytes) -> None:
        """Be another master key from here on; it is checked, because all is wrapped by it in this transaction."""
        self._cipher, self._checked = AESGCM(new), True

    def forget(self) -> None:
        """The transaction did not hold: read the master key again when it is needed."""
        self._cipher, self._checked = None, False

    def settle(self) -> None:
        """The transaction held; another process may rotate the master key before the next one."""
        self._checked = False

    def wrap(self, cursor: StoreCursor, subject: str, raw: bytes) -> bytes:
        """A key as it is kept, under the append lock: wrapped, and bound to its subject."""
        if not self._checked:
            # Another process may have rotated the master key since it was read.
            self._see(cursor)
            self._checked = True
        assert self._cipher is not None
        nonce = self._entropy(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, raw, subject.encode())

    def unwrap(self, cursor: StoreCursor, subject: str, wrapped: bytes) -> bytes:
        """A key that was wrapped. Raises LedgerError where the master key is missing, or is another."""
        if self._cipher is None:
            self._see(cursor)
        return self._opened(subject, wrapped)

    def check(self, cursor: StoreCursor) -> None:
        """See that the master key opens the keys of a store. Raises LedgerError where it is missing, or is another."""
        cursor.execute("SELECT subject, wrapped FROM keys WHERE wrapped<>? ORDER BY subject LIMIT 1", [b""])
        row = cursor.fetchone()
        if row is not None:
            self._read()
            self._opened(row["subject"], bytes(row["wrapped"]))

    def match(self, cursor: StoreCursor) -> None:
        """See that the master key is the store's, where it can be read. Raises WrongMasterKeyError where it is another.

        Where there is none, what is not sealed can be read all the same.
        """
        try:
            if self._source.read() is None:
                return
        except WrongMasterKeyError:
            raise
        except LedgerError:
            # A file that belongs to somebody else.
            return
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [SITE_SUBJECT])
        row = cursor.fetchone()
        if row is not None:
            self.unwrap(cursor, SITE_SUBJECT, bytes(row["wrapped"]))

    def _see(self, cursor: StoreCursor) -> None:
        """Read the master key where that was not done yet, and see that it opens the site's key."""
        if self._cipher is None:
            self._read()
        for subject in (SITE_SUBJECT, SERVICE_SUBJECT):
            cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [subject])
            row = cursor.fetchone()
            if row is not None:
                self._opened(subject, bytes(row["wrapped"]))
                return

    def _read(self) -> None:
        key = self._source.read()
        if key is None:
            raise LedgerError(
                f"the master key {self._source.place} is missing; put it back, or give it in {MASTER_KEY_VARIABLE} "
                f"or in the file that {MASTER_KEY_FILE_VARIABLE} names"
            )
        self._cipher = AESGCM(key)

    def _opened(self, subject: str, wrapped: bytes) -> bytes:
        """A key, unwrapped; where the master key was rotated meanwhile, by the new one."""
        if self._cipher is not None:
            with suppress(InvalidTag):
                return _decrypted(self._cipher, subject, wrapped)
        for key in self._source.candidates():
            with suppress(InvalidTag):
                raw = _decrypted(AESGCM(key), subject, wrapped)
                self._source.settle(key)
                self._cipher = AESGCM(key)
                return raw
        self._cipher = None
        raise WrongMasterKeyError(
            f"the master key in {self._source.place} is not this ledger's; give the one that was made with it"
        )


def rewrap(cursor: StoreCursor, master: MasterKey, new: bytes) -> int:
    """Wrap everything by another master key, in one transaction under the append lock; how many keys there are.

    Raises LedgerError where one does not open with the master key as it is.
    """
    opened: list[tuple[str, str, str | int, str, bytes]] = []
    for table, column, prefix in WRAPPED_TABLES:
        cursor.execute(f"SELECT {column} AS name, wrapped FROM {table} WHERE wrapped<>? ORDER BY {column}", [b""])  # noqa: S608
        for row in cursor.fetchall():
            subject = f"{prefix}{row['name']}"
            raw = master.unwrap(cursor, subject, bytes(row["wrapped"]))
            opened.append((table, column, row["name"], subject, raw))
    master.replace(new)
    for table, column, name, subject, raw in opened:
        wrapped = master.wrap(cursor, subject, raw)
        cursor.execute(f"UPDATE {table} SET wrapped=? WHERE {column}=?", [wrapped, name])  # noqa: S608
    return len(opened)


def _decrypted(cipher: AESGCM, subject: str, wrapped: bytes) -> bytes:
    return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], subject.encode())
