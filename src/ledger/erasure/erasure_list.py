"""The list of erasures that is kept beside the master key, outside of the store.

A backup, an export or a copy from before an erasure does not know of it. The list does, so that what was erased is
erased again after such a one was restored. It names people by their numbers.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ledger.refusal import LedgerError

_FIELDS = {"employee", "by", "reason", "erased_at"}


@dataclass(frozen=True, slots=True)
class ListedErasure:
    """An erasure on the list: whose, by whom, why, and when, as an instant in UTC."""

    employee: str
    by: str
    reason: str
    erased_at: str


def list_beside(key_file: Path) -> Path:
    """Where the list of a ledger is: beside its master key, whether the key is kept there or given."""
    return key_file.with_name(key_file.name.removesuffix(".key") + ".erasures")


def read_list(path: Path) -> list[ListedErasure]:
    """The erasures on a list, in order; none where there is no list. Raises LedgerError where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"the list of erasures {path} cannot be read: {error}") from None
    return [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def add_to_list(path: Path, erasures: Iterable[ListedErasure]) -> None:
    """Add erasures that are not on the list yet. Raises LedgerError where it cannot be written."""
    known = {each.employee for each in read_list(path)}
    fresh = [each for each in erasures if each.employee not in known]
    if not fresh:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(b"".join(json.dumps(asdict(each), ensure_ascii=False).encode() + b"\n" for each in fresh))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LedgerError(f"the list of erasures {path} cannot be written: {error.strerror}") from None


def _read(path: Path, number: int, line: str) -> ListedErasure:
    try:
        fields = json.loads(line)
    except ValueError:
        fields = None
    if (
        not isinstance(fields, dict)
        or set(fields) != _FIELDS
        or not all(isinstance(each, str) for each in fields.values())
    ):
        raise LedgerError(f"line {number} of the list of erasures {path} is not valid; give the list as erase wrote it")
    return ListedErasure(**fields)
