"""Parquet segments: typed rows of a stretch of the ledger, kept so that the store need not be read again.

What is recorded at a position never changes, so neither does a segment. It is a cache: deleting it loses nothing, and
a segment that is damaged, of another ledger or of another shape is passed over, and made anew. It holds no personal
text. Whoever may write to the folder, and has not the master key, cannot make one that is read. Closing and verifying
read none.
"""

import hashlib
import hmac
import io
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ledger.store.own_files import PRIVATE_FOLDER_MODE, keep_private

_MANIFEST = "segment.json"
_DRAFT = "draft-"
_SEAL = "seal"


_log = logging.getLogger("workledger.journal")


@dataclass(frozen=True)
class Segment:
    """The rows of all tables recorded after one position and up to another, and the digests of their files."""

    after: int
    until: int
    folder: Path
    digests: Mapping[str, str]

    def rows(self) -> dict[str, pl.DataFrame] | None:
        """The rows of every table; None where a file is not the one that was kept."""
        found = {}
        for table in self.digests:
            content = self._content(table)
            if content is None:
                _log.warning("the journal segment %s was changed, and is read from the ledger again", self.folder)
                return None
            found[table] = pl.read_parquet(io.BytesIO(content))
        return found

    def is_whole(self) -> bool:
        """Whether every file is the one that was kept."""
        return all(self._content(table) is not None for table in self.digests)

    def _content(self, table: str) -> bytes | None:
        """The bytes of a file, which were compared themselves; None where they are not those that were kept."""
        try:
            content = self.folder.joinpath(f"{table}.parquet").read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == self.digests[table] else None


class Segments:
    """The segments of one ledger in a folder; `shape` is the form of their tables, `mark` what an event is known by.

    `secret` gives 32 bytes that only who has the ledger's master key can make, under which a segment is sealed; None
    where they cannot be had, and segments are neither read nor kept.
    """

    def __init__(
        self, folder: Path, shape: str, mark: Callable[[int], str], secret: Callable[[], bytes | None]
    ) -> None:
        """The folder need not be there yet."""
        self._folder = folder
        self._shape = shape
        self._mark = mark
        self._secret = secret

    def chain(self, position: int) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        """Where each segment ends, and its rows: one after the other from the ledger's beginning up to a position."""
        found = {segment.after: segment for segment in self._usable()}
        covered = 0
        while covered < position and covered in found:
            rows = found[covered].rows()
            if rows is None:
                return
            covered = found[covered].until
            yield covered, rows

    def keep(self, after: int, until: int, rows: Mapping[str, pl.DataFrame]) -> None:
        """Keep the rows recorded after one position and up to another; where the disk does not let us, do without."""
        secret = self._secret()
        if secret is None:
            return
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=self._folder))
        except OSError:
            return
        try:
            for table, frame in rows.items():
                frame.write_parquet(draft.joinpath(f"{table}.parquet"))
            manifest = {
                "after": after,
                "until": until,
                "shape": self._shape,
                "mark": self._mark(until),
                "digests": {table: _digest(draft.joinpath(f"{table}.parquet")) for table in rows},
            }
            draft.joinpath(_MANIFEST).write_text(json.dumps(manifest | {_SEAL: _seal(secret, manifest)}))
            for written in draft.iterdir():
                keep_private(written)
            self._forget_unusable()
            # The draft's own ending keeps apart what two processes keep at once.
            draft.replace(self._folder.joinpath(draft.name.replace(_DRAFT, f"{after + 1}-{until}-")))
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)

    def _forget_unusable(self) -> None:
        usable = {segment.folder for segment in self._usable() if segment.is_whole()}
        for manifest in self._folder.glob(f"[0-9]*/{_MANIFEST}"):
            if manifest.parent not in usable:
                shutil.rmtree(manifest.parent, ignore_errors=True)

    def _usable(self) -> Iterator[Segment]:
        """Those that are of this ledger and shape, and sealed; their files are compared as they are read."""
        manifests = sorted(self._folder.glob(f"[0-9]*/{_MANIFEST}"))
        secret = self._secret() if manifests else None
        if secret is None:
            return
        for path in manifests:
            try:
                told = json.loads(path.read_text())
                seal = told.pop(_SEAL, None)
                if told["shape"] != self._shape or told["mark"] != self._mark(told["until"]) or seal is None:
                    continue
                if not hmac.compare_digest(str(seal).encode(), _seal(secret, told).encode()):
                    _log.warning("the journal segment %s was not sealed by this ledger, and is not used", path.parent)
                    continue
                yield Segment(told["after"], told["until"], path.parent, told["digests"])
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue


def _seal(secret: bytes, manifest: Mapping[str, Any]) -> str:
    """HMAC-SHA-256 over the manifest: the positions, the form, the event that it ends with, and every file's digest."""
    return hmac.digest(secret, json.dumps(manifest, sort_keys=True).encode(), "sha256").hex()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
