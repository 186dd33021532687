"""`scripts/bench console`: how long every page takes, and the page that says so."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from api.auth.keys import KeyRequest, new_key
from api.auth.permissions import Role
from benchmarks import centres, machine
from benchmarks.console.visiting import PageTime, visited
from benchmarks.plan import STORES
from benchmarks.sections import table
from benchmarks.service import running
from benchmarks.stores import Measured, opened
from benchmarks.targets import NAMES
from benchmarks.timing import BenchError
from ledger.ledger import Ledger, LedgerError
from ledger.output_file import write_file
from projections.books import freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader

_PEOPLE, _PERIODS, _CLOSED = 500, 4, 2
_MOST_MS = 300
_ROLES = (Role.EMPLOYEE, Role.TEAM_LEADER, Role.QA, Role.MANAGER, Role.HR, Role.AUDITOR, Role.ADMIN)

_INTRODUCTION = f"""\
# Benchmarks of the console

Made by `scripts/bench console`: a made-up centre of {_PEOPLE} people over {_PERIODS} periods, {_CLOSED} of them closed,
served as it is shipped (`workledger serve`, one worker). Every page that a role can get to by links is opened once, and
then again and again: *first* is the first time after the start, *warm* the median, *longest* the longest of the times
after. A page that several roles have is measured for the first of them.
"""


def main() -> int:
    """Measure what the words ask for; 0 when the page was written, 1 when something failed."""
    words = _words()
    stores = STORES if words.store == "both" else (words.store,)
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        try:
            with opened(stores, Path(folder), notes) as found:
                chosen = [store for store in found if store.name in stores]
                measured = {store.name: _measured(store, Path(folder), words.turns) for store in chosen}
        except (BenchError, LedgerError) as error:
            sys.stderr.write(f"The bench stops: {error}.\n")
            return 1
    again = f"Again:\n\n```sh\nscripts/bench console --turns {words.turns}\n```\n"
    text = "\n".join(chain(_page(measured, notes), [again]))
    write_file(words.output, text.encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench console", description=__doc__, allow_abbrev=False)
    parser.add_argument("--turns", type=int, default=7, help="how often each page is opened warm (7)")
    parser.add_argument("--store", choices=[*STORES, "both"], default="both", help="what the ledger is on (both)")
    page = Path("docs/benchmarks-console.md")
    parser.add_argument("--output", type=Path, default=page, help=f"the page ({page})")
    words = parser.parse_args()
    if words.turns < 1:
        parser.error("--turns is 1 or more")
    return words


def _measured(store: Measured, folder: Path, turns: int) -> list[PageTime]:
    url = store.fresh(_PEOPLE)
    facts = folder / "facts.ndjson"
    centres.make(path=str(facts), people=_PEOPLE, periods=_PERIODS)
    with Ledger.open(url) as ledger:
        ledger.imports.import_file(facts)
        reader = JournalReader(ledger, None)
        for number in range(1, _CLOSED + 1):
            period = centres.last_period(number)
            ledger.closings.close(period, "HR", freezing(reader, PolarsEngine(), period, held=False))
        keys = {role: _key(ledger, role) for role in _ROLES}
    known: set[str] = set()
    with running.product(url, folder / "service.log") as port:
        address = f"http://127.0.0.1:{port}"
        return [each for role in _ROLES for each in visited(address, role.value, keys[role], turns, known)]


def _key(ledger: Ledger, role: Role) -> str:
    employee = sorted(ledger.identifiers.names())[-1] if role is Role.EMPLOYEE else None
    team = "T01" if role is Role.TEAM_LEADER else None
    with ledger.transactions.keeping() as (cursor, now):
        return new_key(cursor, KeyRequest("bench", role, employee, team), "bench", now, os.urandom)[1]


def _page(measured: dict[str, list[PageTime]], notes: Sequence[str]) -> list[str]:
    parts = [_INTRODUCTION]
    for store, pages in measured.items():
        slow = [each for each in pages if each.warm >= _MOST_MS]
        verdict = "met" if not slow else f"missed by {len(slow)}"
        parts.append(f"## {NAMES[store]}\n")
        parts.append(f"{len(pages)} kinds of pages; under {_MOST_MS} ms warm: **{verdict}**.\n")
        rows = sorted(pages, key=lambda each: -each.warm)
        heads = ("page", "role", "first", "warm", "longest", "kB")
        parts.extend(table(heads, (_row(each) for each in rows)))
    parts.extend(f"{note}\n" for note in notes)
    parts.append("## How it was measured\n")
    parts.extend(table(("the machine", ""), machine.described(server="postgresql" in measured)))
    return parts


def _row(each: PageTime) -> tuple[str, ...]:
    times = (f"{ms:,.0f} ms" for ms in (each.first, each.warm, each.longest))
    return (f"`{each.page}`", each.role, *times, f"{each.bytes / 1_000:,.0f}")


if __name__ == "__main__":
    sys.exit(main())
