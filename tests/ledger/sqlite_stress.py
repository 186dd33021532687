"""A program of one process: a thread records, one reads facts, and one in columns, by a connection that comes and goes.

Its words are a store's URL and how many facts are recorded. It ends with 0 where the readers have seen every fact. With
another SQLite library for the columns it is killed: who opens a file as the first of its library empties the shared
memory that the others look at.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

from ledger.ledger import Ledger
from ledger.store_connection import place_of
from tests.ledger.material import EMPLOYEE, MASTER_KEY, SITE, Hands, punches

AT_ONCE = 5


def main(url: str, facts: int) -> int:
    """Record and read at once; 0 where nothing was missed."""
    with Ledger.open(url, clock=Hands(), master_key=MASTER_KEY) as ledger:
        ledger.record([SITE, EMPLOYEE])
        done = Event()

        def columns() -> int:
            while True:
                ended = done.is_set()
                with closing(place_of(url).reader()) as reader:
                    seen = reader.read(["position", "state"], ["clock"]).num_rows
                if ended:
                    return seen

        def rows() -> int:
            while True:
                ended = done.is_set()
                seen = sum(1 for each in ledger.facts.page(0, facts + 2) if each.fact.kind == "clock")
                if ended:
                    return seen

        with ThreadPoolExecutor() as threads:
            reading = [threads.submit(columns), threads.submit(rows)]
            lines = list(punches(facts))
            try:
                for start in range(0, facts, AT_ONCE):
                    ledger.record(lines[start : start + AT_ONCE])
            finally:
                done.set()
            return 0 if {each.result() for each in reading} == {facts} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
