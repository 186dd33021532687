"""What an interrupted run has verified, so that the next one goes on from there.

Whoever can write to the store may write to this file as well: who does not trust its keeper verifies without it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from ledger.proof.leaf import HASH_BYTES
from ledger.store.own_files import PRIVATE_FOLDER_MODE, make_private
from ledger.verification.findings import Odd
from ledger.verification.ranges import BLOCKS, Verified


class Remembered:
    """The file of an interrupted run: a line a range, each of `BLOCKS` whole blocks."""

    def __init__(self, path: Path | None) -> None:
        """The file at a path; nowhere, where None."""
        self._path = path

    def read(self, still_holds: Callable[[list[Verified]], bool]) -> list[Verified]:
        """What was verified before, where it still holds; else it is forgotten."""
        lines: list[str] = []
        with suppress(OSError, ValueError):
            lines = self._path.read_text(encoding="utf-8").splitlines() if self._path is not None else []
        found = []
        for line in lines:
            try:
                shown = _read_line(line)
            except (ValueError, KeyError, TypeError):
                break
            if len(shown.nodes) != BLOCKS:
                break
            found.append(shown)
        if found and still_holds(found):
            return found
        self.forget()
        return []

    def add(self, shown: Verified) -> None:
        """Add the next range; where the disk does not let us, an interrupted run begins anew."""
        if self._path is None or len(shown.nodes) != BLOCKS:
            return
        with suppress(OSError):
            self._path.parent.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True, exist_ok=True)
            make_private(self._path)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(shown) + "\n")

    def forget(self) -> None:
        """All is verified, or nothing is to be gone on with."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def _line(shown: Verified) -> str:
    parts = {str(number): _joined(hashes) for number, hashes in shown.parts.items()}
    told = {"nodes": _joined(shown.nodes), "parts": parts, "odd": shown.odd, "more": shown.more, "opened": shown.opened}
    return json.dumps(told, separators=(",", ":"))


def _read_line(line: str) -> Verified:
    """What a line says. Raises ValueError, KeyError or TypeError where it says nothing whole."""
    told = json.loads(line)
    parts = {int(number): _split(hashes) for number, hashes in told["parts"].items()}
    odd = [Odd(place, what, shift, tuple(reasons), tuple(of)) for place, what, shift, reasons, of in told["odd"]]
    return Verified(_split(told["nodes"]), parts, odd, int(told["more"]), bool(told["opened"]))


def _joined(hashes: Sequence[bytes]) -> str:
    return b64encode(b"".join(hashes)).decode()


def _split(text: str) -> list[bytes]:
    raw = b64decode(text, validate=True)
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]
