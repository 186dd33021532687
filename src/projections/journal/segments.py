"""Parquet segments: typed rows of a stretch of the ledger, kept so that the store need not be read again.

What is recorded at a position never changes, so neither does a segment. It is a cache: deleting it loses nothing, and
a segment that is damaged, of another ledger or of another shape is passed over. It holds no personal text.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ledger.store.own_files import PRIVATE_FOLDER_MODE, keep_private

_MANIFEST = "segment.json"
_DRAFT = "draft-"


@dataclass(frozen=True)
class Segment:
    """The rows of all tables that were recorded after one position and up to another."""

    after: int
    until: int
    folder: Path

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of a table."""
        return pl.read_parquet(self.folder.joinpath(f"{table}.parquet"), glob=False)


class Segments:
    """The segments of one ledger in a folder; `shape` is the form of their tables, `mark` what an event is known by."""

    def __init__(self, folder: Path, shape: str, mark: Callable[[int], str]) -> None:
        """The folder need not be there yet."""
        self._folder = folder
        self._shape = shape
        self._mark = mark

    def chain(self, position: int) -> list[Segment]:
        """The segments, one after the other from the ledger's beginning, that reach as far towards a position."""
        found = {segment.after: segment for segment in self._usable()}
        chain: list[Segment] = []
        covered = 0
        while covered < position and covered in found:
            chain.append(found[covered])
            covered = chain[-1].until
        return chain

    def keep(self, after: int, until: int, rows: Mapping[str, pl.DataFrame]) -> None:
        """Keep the rows recorded after one position and up to another; where the disk does not let us, do without."""
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
            keep_private(self._folder)
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
            (draft.joinpath(_MANIFEST)).write_text(json.dumps(manifest))
            for written in draft.iterdir():
                keep_private(written)
            self._forget_unusable()
            # The draft's own ending keeps apart what two processes keep at once.
            draft.replace(self._folder.joinpath(draft.name.replace(_DRAFT, f"{after + 1}-{until}-")))
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)

    def _forget_unusable(self) -> None:
        usable = {segment.folder for segment in self._usable()}
        for manifest in self._folder.glob(f"[0-9]*/{_MANIFEST}"):
            if manifest.parent not in usable:
                shutil.rmtree(manifest.parent, ignore_errors=True)

    def _usable(self) -> Iterator[Segment]:
        for manifest in sorted(self._folder.glob(f"[0-9]*/{_MANIFEST}")):
            try:
                told = json.loads(manifest.read_text())
                sound = told["shape"] == self._shape and told["mark"] == self._mark(told["until"])
                sound = sound and all(
                    _digest(manifest.parent.joinpath(f"{table}.parquet")) == digest
                    for table, digest in told["digests"].items()
                )
            except (OSError, ValueError, KeyError):
                continue
            if sound:
                yield Segment(told["after"], told["until"], manifest.parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
