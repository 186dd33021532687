"""Where the master key is: handed over, in the environment, or in a file of its own."""

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from ledger.refusal import LedgerError

KEY_BYTES = 32
MASTER_KEY_VARIABLE = "WORKLEDGER_MASTER_KEY"
MASTER_KEY_FILE_VARIABLE = "WORKLEDGER_MASTER_KEY_FILE"

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
        """The file at a path; its folder is made with it."""
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
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise LedgerError(f"the master key {self.path} cannot be written: {error.strerror}") from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(key) + b"\n")
            file.flush()
            os.fsync(file.fileno())
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


def _decoded(text: bytes, place: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise LedgerError(f"{place} holds no master key; it should hold 32 bytes in base64")
    return key
