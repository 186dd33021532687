"""`scripts/bench`: measure, and write the page."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import measured
from benchmarks.page import page
from benchmarks.plan import PARTS, STORES, Plan
from benchmarks.timing import BenchError
from ledger.ledger import LedgerError
from ledger.output_file import write_file


def main() -> int:
    """Measure what the words ask for; 0 when the page was written, 1 when something failed, 2 for wrong use."""
    words = _words()
    for needed in (words.folder, words.output.parent):
        if not Path(needed or ".").is_dir():
            sys.stderr.write(f"There is no folder {needed}; name one that is there.\n")
            return 2
    with tempfile.TemporaryDirectory(prefix="bench", dir=words.folder) as folder:
        plan = Plan(
            people=tuple(sorted(set(words.people))),
            periods=words.periods,
            stores=STORES if words.store == "both" else (words.store,),
            parts=tuple(words.only),
            folder=Path(folder),
            once=words.once,
        )
        try:
            text = page(plan, measured(plan))
        except (BenchError, LedgerError) as error:
            sys.stderr.write(f"The bench stops: {error}.\n")
            return 1
    write_file(words.output, text.encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "--people", type=_sizes, default=[500, 5_000, 50_000], help="sizes of centres, as N or N,N,… (500,5000,50000)"
    )
    parser.add_argument("--periods", type=int, default=8, help="the most periods of which growth is measured (8)")
    parser.add_argument("--store", choices=[*STORES, "both"], default="both", help="where to import to (both)")
    parser.add_argument("--only", type=_parts, default=PARTS, help=f"some of {','.join(PARTS)} (all of them)")
    parser.add_argument("--once", action="store_true", help="everything once: to see that it works, not for figures")
    parser.add_argument("--output", type=Path, default=Path("docs/benchmarks.md"), help="the page (docs/benchmarks.md)")
    parser.add_argument("--folder", help="where ledgers are made; they are deleted at the end (the system's place)")
    words = parser.parse_args()
    if words.periods < 1:
        parser.error(f"--periods {words.periods} is too few; 1 or more would be right")
    return words


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if min(sizes) < 20:
        raise argparse.ArgumentTypeError("a centre that is measured has 20 people or more")
    return sizes


def _parts(text: str) -> list[str]:
    parts = text.split(",")
    if not set(parts) <= set(PARTS):
        raise argparse.ArgumentTypeError(f"{text!r} is not made of {', '.join(PARTS)}")
    return [part for part in PARTS if part in parts]


if __name__ == "__main__":
    sys.exit(main())
