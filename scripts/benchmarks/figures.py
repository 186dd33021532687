"""The figures that all ways of computing a month must agree on, and the check that they do.

Of every employee: minutes worked, rank, and the monthly bonus in fen; None where a report has none.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks.timing import BenchError
from ledger.output_file import write_file

Figures = dict[str, tuple[int | None, int | None, int | None]]
NAMES = ("minutes worked", "rank", "bonus in fen")


def of_parts(worked: dict[str, int], ranks: dict[str, int | None], amounts: dict[str, int]) -> Figures:
    """The figures of everyone in any of the parts."""
    everyone = sorted(worked.keys() | ranks.keys() | amounts.keys())
    return {each: (worked.get(each), ranks.get(each), amounts.get(each)) for each in everyone}


def write(path: str, figures: Figures) -> None:
    """Write figures for another process to compare."""
    write_file(Path(path), json.dumps(figures).encode(), replace=True)


def compare(ours: Path, theirs: Path, what: str) -> int:
    """How many figures agree. Raises BenchError with the first that does not."""
    product, other = _read(ours), _read(theirs)
    if product.keys() != other.keys():
        odd = min(product.keys() ^ other.keys())
        raise BenchError(f"{what} and the product disagree on who has figures: {odd}; nothing was written")
    for employee, figures in product.items():
        for name, mine, its in zip(NAMES, figures, other[employee], strict=True):
            if mine != its:
                raise BenchError(
                    f"{employee} has {name} {mine} by the product and {its} by {what}; nothing was written"
                )
    if not product:
        raise BenchError(f"{what} was compared with an empty report; a centre with people would be right")
    return len(product) * len(NAMES)


def _read(path: Path) -> dict[str, list[Any]]:
    read: dict[str, list[Any]] = json.loads(path.read_text(encoding="utf-8"))
    return read
