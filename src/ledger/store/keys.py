"""The keys that personal texts are sealed under: one for each employee, one for the site, wrapped by a master key.

Destroying one key erases what was sealed under it, and nothing else moves: the sealed bytes stay as they are.
"""

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.sqlite import SQLiteCursor

from ledger.refusal import LedgerError

KEY_BYTES = 32
NONCE_BYTES = 12
SITE_SUBJECT = "site"
MASTER_KEY_VARIABLE = "WORKLEDGER_MASTER_KEY"

Entropy = Callable[[int], bytes]


def subject_of(employee: str) -> str:
    """Whose key seals a fact of this employee; the site's where a fact has none, or several."""
    return f"employee:{employee}" if employee else SITE_SUBJECT


class MasterKeySource(Protocol):
    """Where a ledger finds its master key."""

    def read(self) -> bytes | None:
        """The master key, or None where there is none yet."""

    def make(self, entropy: Entropy) -> bytes:
        """The master key, made now if there is none."""

    @property
    def place(self) -> str:
        """Where it is, for sentences."""


class GivenKey:
    """A master key handed over by the caller or the environment."""

    def __init__(self, key: bytes, place: str) -> None:
        """A master key of 32 bytes, and where it came from."""
        if len(key) != KEY_BYTES:
            raise LedgerError(f"the master key in {place} has {len(key)} bytes; give 32 bytes, in base64")
        self._key = key
        self.place = place

    def read(self) -> bytes:
        """The key."""
        return self._key

    def make(self, _entropy: Entropy) -> bytes:
        """The key: there is no need of another."""
        return self._key


class KeyFile:
    """A master key in a file of its own, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """The file beside the store."""
        self.path = path
        self.place = str(path)

    def read(self) -> bytes | None:
        """The key in the file, or None where there is no file."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LedgerError(f"the master key {self.path} cannot be read: {error.strerror}") from None
        return _decoded(text, self.place)

    def make(self, entropy: Entropy) -> bytes:
        """The key in the file, which is made if there is none; called under the append lock."""
        existing = self.read()
        if existing is not None:
            return existing
        key = entropy(KEY_BYTES)
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise LedgerError(f"the master key {self.path} cannot be written: {error.strerror}") from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return key


def master_key_source(path: Path, given: bytes | None, environment: Mapping[str, str]) -> MasterKeySource:
    """The master key handed over, else the environment's, else the file beside the store."""
    if given is not None:
        return GivenKey(given, "master_key")
    text = environment.get(MASTER_KEY_VARIABLE)
    if text:
        return GivenKey(_decoded(text.encode(), MASTER_KEY_VARIABLE), MASTER_KEY_VARIABLE)
    return KeyFile(path.with_name(path.name + ".key"))


def _decoded(text: bytes, place: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise LedgerError(f"{place} holds no master key; it should hold 32 bytes in base64")
    return key


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

    def begin(self, cursor: SQLiteCursor, *, keep: bool) -> None:
        """Make the master key of a new ledger, and the site's; called with the first fact, under the append lock.

        A rehearsal (`keep` false) leaves no key file behind. That there is always a key that the master key opens is
        how a wrong master key is noticed before anything is sealed under it.
        """
        key = self._source.make(self._entropy) if keep else self._source.read() or self._entropy(KEY_BYTES)
        self._master = AESGCM(key)
        self._make(cursor, SITE_SUBJECT)

    def for_sealing(self, cursor: SQLiteCursor, subject: str) -> AESGCM:
        """The key of a subject, made if there is none yet. Raises LedgerError where it was destroyed."""
        key = self.for_reading(cursor, subject)
        if key is None:
            if subject in self._keys:
                raise LedgerError(f"the key of {subject} was destroyed: nothing personal can be recorded of it")
            self._require_master(cursor)
            key = self._make(cursor, subject)
        return key

    def for_reading(self, cursor: SQLiteCursor, subject: str) -> AESGCM | None:
        """The key of a subject, or None where there is none, or it was destroyed."""
        if subject not in self._keys:
            cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [subject])
            row = cursor.fetchone()
            if row is None:
                return None
            self._require_master(cursor)
            self._keys[subject] = self._unwrapped(subject, row["wrapped"]) if row["wrapped"] else None
        return self._keys[subject]

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

    def _make(self, cursor: SQLiteCursor, subject: str) -> AESGCM:
        assert self._master is not None
        raw, nonce = self._entropy(KEY_BYTES), self.nonce()
        wrapped = nonce + self._master.encrypt(nonce, raw, subject.encode())
        cursor.execute("INSERT INTO keys (subject, wrapped) VALUES (?, ?)", [subject, wrapped])
        key = self._keys[subject] = AESGCM(raw)
        self._new.add(subject)
        return key

    def _unwrapped(self, subject: str, wrapped: bytes) -> AESGCM:
        assert self._master is not None
        try:
            key = self._master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], subject.encode())
        except InvalidTag:
            self._master = None
            raise LedgerError(
                f"the master key in {self._source.place} is not this ledger's; give the one that was made with it"
            ) from None
        return AESGCM(key)

    def _require_master(self, cursor: SQLiteCursor) -> None:
        """Read the master key where that was not done yet, and see that it opens the site's key."""
        if self._master is not None:
            return
        key = self._source.read()
        if key is None:
            raise LedgerError(
                f"the master key {self._source.place} is missing; put it back, or give it in {MASTER_KEY_VARIABLE}"
            )
        self._master = AESGCM(key)
        cursor.execute("SELECT wrapped FROM keys WHERE subject=?", [SITE_SUBJECT])
        row = cursor.fetchone()
        if row is not None:
            self._unwrapped(SITE_SUBJECT, row["wrapped"])
