"""A program for the interpreter of any checkout: the least processor time that the reports of a period take, in ms.

Words: a store, a period, how often, and the names of reports. Books are fresh each time, the journal is in memory. It
imports what the product has had under these names since 0.1.0, and nothing else of the bench.
"""

import gc
import sys
import time

from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.journal import read_journal


def main() -> None:
    """Measure, and print."""
    store, period, often, *names = sys.argv[1:]
    with Ledger.open(store) as ledger:
        journal = read_journal(ledger)
    times = []
    for _ in range(int(often)):
        books = Books(journal, PolarsEngine())
        gc.collect()
        started = time.process_time_ns()
        made = make_reports(books, names, ReportRequest(period))
        times.append(time.process_time_ns() - started)
        assert list(made) == names
    sys.stdout.write(f"{min(times) // 10_000 / 100}\n")


if __name__ == "__main__":
    main()
