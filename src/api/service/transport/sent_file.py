"""A file that was sent, as operations take it; it needs nothing of the framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from ledger.imports.spooled_file import Spooled

FILE = "file"
"""The part that is the file itself, and what a file is called that has no name."""


@dataclass(slots=True)
class Received:
    """A file that was sent, the parts beside it, and the digest of them all.

    It is closed with the request, unless something else has taken it over and closes it.
    """

    file: BinaryIO
    size: int
    digest: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    taken_over: bool = False
    called: str = FILE
    """What the file is called, where that was sent."""

    @property
    def spooled(self) -> Spooled:
        """The file, to be imported."""
        return Spooled(self.file, self.size)
