"""Where the master key is: handed over, in the environment, or in a file of its own."""

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from ledger.refusal import LedgerError, WrongMasterKeyError
from ledger.store.own_files import sync

KEY_BYTES = 32
MASTER_KEY_VARIABLE = "WORKLEDGER_MASTER_KEY"
MASTER_KEY_FILE_VARIABLE = "WORKLEDGER_MASTER_KEY_FILE"
NEW_MASTER_KEY_VARIABLE = "WORKLEDGER_NEW_MASTER_KEY"
"""Where a rotation finds the new master key, where the old one is given in the environment."""

Entropy = Callable[[int], bytes]


class MasterKeySource(Protocol):
    """Where a ledger finds its master key."""

    def read(self) -> bytes | None:
        """The master key, or None where there is none yet."""

    def make(self, entropy: Entropy) -> bytes:
        """The master key, made now if there is none."""

    @property
    def place(self) -> str:
        """Where it is, for sentences."""

    def candidates(self) -> list[bytes]:
        """The master key, and the one that a rotation was about to put in its place."""

    def settle(self, key: bytes) -> None:
        """One of the candidates is the ledger's; it takes its place, if it is not there yet."""

    def prepare(self, entropy: Entropy) -> bytes:
        """The master key that a rotation is to put in the place of this one, kept where it is found again."""


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

    def candidates(self) -> list[bytes]:
        """The key."""
        return [self._key]

    def settle(self, key: bytes) -> None:
        """Nothing: whoever has given the key gives the new one from now on."""
        self._key = key

    def prepare(self, _entropy: Entropy) -> bytes:
        """The key that is given to be the new one. Raises LedgerError where none is, or the same again."""
        text = os.environ.get(NEW_MASTER_KEY_VARIABLE, "")
        if not text:
            raise LedgerError(
                f"the master key is given in {self.place}; give the new one in {NEW_MASTER_KEY_VARIABLE}, 32 random "
                "bytes in base64"
            )
        key = _decoded(text.encode(), NEW_MASTER_KEY_VARIABLE)
        if key == self._key:
            raise LedgerError(f"{NEW_MASTER_KEY_VARIABLE} holds the master key as it is; give another")
        return key


class KeyFile:
    """A master key in a file of its own, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """The file at a path; its folder is made with it."""
        self.path = path
        self.place = str(path)

    def read(self) -> bytes | None:
        """The key in the file, or None where there is no file."""
        return _key_in(self.path)

    def candidates(self) -> list[bytes]:
        """The key in the file, and in the one beside it that a rotation left when it was interrupted."""
        return [key for key in (_key_in(self.path), _key_in(self._coming)) if key is not None]

    def settle(self, key: bytes) -> None:
        """Put the new key in the place of the old one, where that is the ledger's."""
        # Whoever may only read goes on with the file beside it.
        with suppress(OSError):
            if _key_in(self.path) != key and _key_in(self._coming) == key:
                self._coming.replace(self.path)
                sync(self.path.parent)

    def prepare(self, entropy: Entropy) -> bytes:
        """A new key in a file beside the old one; what an interrupted rotation left there is written over."""
        # What is there and no key is somebody's file, which is not written over.
        _key_in(self._coming)
        key = entropy(KEY_BYTES)
        try:
            self._coming.unlink(missing_ok=True)
            _write_key(self._coming, key)
            sync(self.path.parent)
        except OSError as error:
            raise LedgerError(f"the new master key {self._coming} cannot be written: {error.strerror}") from None
        return key

    @property
    def _coming(self) -> Path:
        return self.path.with_name(self.path.name + ".new")

    def make(self, entropy: Entropy) -> bytes:
        """The key in the file, which is made if there is none; called under the append lock."""
        existing = self.read()
        if existing is not None:
            return existing
        key = entropy(KEY_BYTES)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_key(self.path, key)
        except OSError as error:
            raise LedgerError(f"the master key {self.path} cannot be written: {error.strerror}") from None
        return key


def master_key_source(key_file: Path, given: bytes | None, environment: Mapping[str, str]) -> MasterKeySource:
    """The master key handed over, else the environment's, else a file: the environment's, or the store's own."""
    if given is not None:
        return GivenKey(given, "master_key")
    text = environment.get(MASTER_KEY_VARIABLE)
    if text:
        return GivenKey(_decoded(text.encode(), MASTER_KEY_VARIABLE), MASTER_KEY_VARIABLE)
    named = environment.get(MASTER_KEY_FILE_VARIABLE)
    return KeyFile(Path(named) if named else key_file)


def _key_in(path: Path) -> bytes | None:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LedgerError(f"the master key {path} cannot be read: {error.strerror}") from None
    return _decoded(text, str(path))


def _write_key(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _decoded(text: bytes, place: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise WrongMasterKeyError(f"{place} holds no master key; it should hold 32 bytes in base64")
    return key
