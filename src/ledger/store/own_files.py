"""What on a disk is a part of some ledger: its store, what SQLite keeps beside one, its keys, its list of erasures.

Told by what a file is, not by what it is called: a link of either kind, another spelling and ``/proc/self/fd`` lead to
the same file.
"""

import base64
import binascii
import json
import os
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

PRIVATE_MODE, PRIVATE_FOLDER_MODE = 0o600, 0o700
"""A file and a folder that nobody but their owner reads, whatever the umask is."""

SQLITE_SUFFIXES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database while it is in use, or after it was not closed."""
OWN = "a part of this ledger"
KEY_SUFFIX, NEW_SUFFIX, ERASURES_SUFFIX = ".key", ".new", ".erasures"

_DATABASE = b"SQLite format 3\0"
_BEGINNINGS = {
    _DATABASE: "a database",
    b"\x37\x7f\x06\x82": "a part of a database",
    b"\x37\x7f\x06\x83": "a part of a database",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7": "a part of a database",
    (3_007_000).to_bytes(4, "little"): "a part of a database",
    (3_007_000).to_bytes(4, "big"): "a part of a database",
    b"PRIVATE+KEY+": "a private key",
}
_KEY_BYTES, _LONGEST_KEY = 32, 64
_LOOKED_AT = 8_192
_ERASURE = {"employee", "by", "reason", "erased_at"}


def files_beside(store: Path) -> list[Path]:
    """A store in a SQLite file, and what belongs beside it, whether it is there or not."""
    return [store, *(store.with_name(store.name + suffix) for suffix in SQLITE_SUFFIXES)]


def files_of_key(key: Path) -> list[Path]:
    """A file of a master key, the one that a rotation makes beside it, and the list of erasures."""
    stem = key.name.removesuffix(KEY_SUFFIX)
    return [key, key.with_name(key.name + NEW_SUFFIX), key.with_name(stem + ERASURES_SUFFIX)]


def part_of_a_ledger(path: Path, own: Iterable[Path] = ()) -> str | None:
    """What a file is that nothing may be written over, in words; None of a file that is not part of a ledger.

    `own` are the files of the ledger that is in use, which are told without being opened: whoever opens and closes a
    database takes away the locks that this process holds on it.
    """
    target = Path(os.path.realpath(path))
    if any(is_same_file(target, each) for each in own):
        return OWN
    for suffix in (*SQLITE_SUFFIXES, KEY_SUFFIX, KEY_SUFFIX + NEW_SUFFIX, ERASURES_SUFFIX):
        base = target.with_name(target.name.removesuffix(suffix) or target.name)
        if base != target and _beginning(base).startswith(_DATABASE):
            return f"a part of the ledger {base.name}"
    found = _beginning(target)
    if _is_key(found):
        return "a master key"
    if _is_erasure(found.partition(b"\n")[0]):
        return "a list of erasures"
    return next((what for begins, what in _BEGINNINGS.items() if found.startswith(begins)), None)


def is_backup(path: Path) -> bool:
    """Whether a file is a backup of a ledger, which is not a ledger until it is restored."""
    with suppress(sqlite3.Error), closing(_read_only(path)) as connection:
        found = connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('manifest', 'events')")
        return bool(found.fetchone() == (2,))
    return False


def is_same_file(path: Path, other: Path) -> bool:
    """Whether two names lead to one file, or would if there were one."""
    with suppress(OSError):
        return path.samefile(other)
    if path.exists():
        return False
    other = Path(os.path.realpath(other))
    with suppress(OSError):
        return _spelling(path.name) == _spelling(other.name) and path.parent.samefile(other.parent)
    return False


def make_private(path: Path) -> None:
    """Make an empty file that nobody but its owner reads, where there is none; and take a file from all others.

    Whoever may not change its mode, because it is somebody else's, leaves it as it is.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE))
    keep_private(path)


def keep_private(path: Path) -> None:
    """Take a file from everybody but its owner, where it is there and ours."""
    with suppress(OSError):
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            path.chmod(mode & 0o700)


def sync(path: Path) -> None:
    """Have the disk keep a file as it is, or a folder's list of files. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)


def _beginning(path: Path) -> bytes:
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(_LOOKED_AT)
    return b""


def _is_key(content: bytes) -> bool:
    with suppress(binascii.Error):
        return len(content) <= _LONGEST_KEY and len(base64.b64decode(content.strip(), validate=True)) == _KEY_BYTES
    return False


def _is_erasure(line: bytes) -> bool:
    with suppress(ValueError):
        fields = json.loads(line)
        return isinstance(fields, dict) and set(fields) == _ERASURE
    return False


def _spelling(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
