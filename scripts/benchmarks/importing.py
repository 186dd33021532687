"""The durable import of a file of facts, end to end: from NDJSON to committed events."""

import time
from pathlib import Path
from typing import Any

from api.cli.entry_point import spare_collecting
from api.processors import processors
from benchmarks.stages import IMPORT_STAGES, Clocks
from benchmarks.timing import BenchError
from ledger.ledger import Ledger

ALL_BUT_ONE_IN = 10_000
"""An invented centre may get some lines wrong, as a real one would, but no more than would move a figure here."""


def durable(*, facts: str, store: str, expected: int, stages: bool = False) -> dict[str, Any]:
    """Import a file into an empty ledger as the command line does: the seconds from opening the ledger to its closing.

    With `stages`, clocks tell where the seconds go; they slow it down, so that such a run is not a measurement of the
    whole.
    """
    clocks = Clocks()
    if stages:
        clocks.install(IMPORT_STAGES)
    spare_collecting()
    started = time.perf_counter()
    with Ledger.open(store) as ledger:
        answer = ledger.imports.import_file(Path(facts), jobs=processors())
        positions = ledger.facts.last_position()
    seconds = time.perf_counter() - started
    if (expected - answer.accepted) * ALL_BUT_ONE_IN > expected:
        raise BenchError(f"{answer.accepted} of {expected} facts were accepted; those of an invented centre should be")
    measured = {"seconds": seconds, "events": positions, "refused": expected - answer.accepted}
    return measured | {"stages": clocks.shares(seconds) if stages else {}}


def remove_store(path: Path) -> None:
    """Delete a SQLite store and what lies beside it."""
    for suffix in ("", "-wal", "-shm", ".key"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
