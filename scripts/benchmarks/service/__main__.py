"""`scripts/bench service`: measure the service, and write its page."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.plan import STORES
from benchmarks.service.measuring import measured
from benchmarks.service.page import page
from benchmarks.stores import opened
from benchmarks.timing import BenchError
from ledger.ledger import LedgerError
from ledger.output_file import write_file


def main() -> int:
    """Measure what the words ask for; 0 when the page was written, 1 when something failed."""
    words = _words()
    stores = STORES if words.store == "both" else (words.store,)
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        try:
            with opened(stores, Path(folder), notes) as found:
                chosen = [store for store in found if store.name in stores]
                measurements = [
                    measured(store, Path(folder), seconds=words.seconds, turns=words.turns) for store in chosen
                ]
        except (BenchError, LedgerError) as error:
            sys.stderr.write(f"The bench stops: {error}.\n")
            return 1
    again = f"--seconds {words.seconds:g} --turns {words.turns} --store {words.store}"
    write_file(words.output, page(measurements, notes, again).encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench service", description=__doc__, allow_abbrev=False)
    parser.add_argument("--seconds", type=float, default=8, help="how long each load lasts (8)")
    parser.add_argument("--turns", type=int, default=5, help="turns of each series that are counted (5)")
    parser.add_argument("--store", choices=[*STORES, "both"], default="both", help="what the ledger is on (both)")
    page_ = Path("docs/benchmarks-service.md")
    parser.add_argument("--output", type=Path, default=page_, help=f"the page ({page_})")
    words = parser.parse_args()
    if words.seconds <= 0 or words.turns < 1:
        parser.error("--seconds is above 0, and --turns is 1 or more")
    return words


if __name__ == "__main__":
    sys.exit(main())
