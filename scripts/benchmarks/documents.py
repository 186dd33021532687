"""`scripts/bench documents`: how long printing takes, from a ledger to bytes; writes its page."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from api.documents.printouts import DOCUMENTS, PURPOSE, DocumentAsked, Source, prepared
from api.words.language import Language
from benchmarks import centres, machine
from benchmarks.sections import table
from benchmarks.targets import Target
from benchmarks.timing import BenchError, Timing, repeated
from ledger.ledger import Ledger, LedgerError
from ledger.output_file import write_file
from projections.books import Books
from projections.engine import PolarsEngine
from projections.journal import JournalReader

TARGET = 10
PERIODS = 2
_MEASURED = {name: {} for name in DOCUMENTS if name != "dispute-file"} | {"ranking-notice": {"amounts": True}}

_INTRODUCTION = """\
# Benchmarks of documents

Made by `scripts/bench documents`: an invented centre on SQLite, everything in Chinese, everyone's, as PDF.

- *command*: `workledger document payslips` from the start of a process to its end: interpreter, store, journal, books,
  the month, the reports, and the PDF. *Of processors* is what it used of them, which other work on the machine does
  not change much.
- *gathered*: the figures, with the journal in memory and the month computed (the first time aside), as a service has
  them: reports, digests, names, disputes, and the blocks of the pages.
- *set*: those blocks to a PDF by Typst, with its font in it.
"""


@dataclass(frozen=True)
class Measured:
    """One document: pages are as many as it has, bytes its size."""

    name: str
    first: float
    gathered: Timing
    set: Timing
    size: int


@dataclass(frozen=True)
class Command:
    """The command, in seconds by the clock and of processors."""

    seconds: Timing
    processors: Timing


def main() -> int:
    """Measure, and write the page; 0 when it was written, 1 when something failed."""
    words = _words()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        try:
            command, measured, people = _run(Path(folder), words.people, words.repeats)
        except (BenchError, LedgerError) as error:
            sys.stderr.write(f"The bench stops: {error}.\n")
            return 1
    again = f"--people {words.people} --repeats {words.repeats}"
    write_file(words.output, _page(command, measured, people, again).encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return 0


def _run(folder: Path, people: int, repeats: int) -> tuple[Command, list[Measured], int]:
    facts, store = folder / "facts.ndjson", f"sqlite:///{folder}/bench.db"
    centres.make(path=str(facts), people=people, periods=PERIODS)
    period = centres.last_period(PERIODS)
    with Ledger.open(store) as ledger:
        ledger.imports.import_file(facts)
        measured = [_measured(ledger, name, period, repeats) for name in _MEASURED]
        count = len(ledger.identifiers.names())
    slips = folder / "slips.pdf"
    words = ["document", "payslips", period, "--lang", "zh-CN", "--output", str(slips), "--force"]
    found = [_command(["--store", store, "--journal", "off", *words]) for _ in range(repeats)]
    return Command(*(Timing.of(each) for each in zip(*found, strict=True))), measured, count


def _command(words: list[str]) -> tuple[float, float]:
    """Seconds of a process, and of the processors that it used: beside other work the first are more."""
    program = "from api.cli import main; main()"
    before, started = _processors(), time.perf_counter()
    done = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError(f"the command failed: {done.stderr.strip()}")
    return time.perf_counter() - started, _processors() - before


def _processors() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _measured(ledger: Ledger, name: str, period: str, repeats: int) -> Measured:
    reader = JournalReader(ledger)
    source = Source(ledger, reader, Books(reader.at(), PolarsEngine()), ledger.upkeep.secret(PURPOSE))
    options: dict[str, Any] = _MEASURED[name]
    asked = DocumentAsked(name, period, language=Language.CHINESE, **options)
    started = time.perf_counter()
    made = prepared(source, asked)
    first = time.perf_counter() - started
    gathered = repeated(lambda: prepared(source, asked), warm_up=0, repeats=repeats)
    size = len(made.document().content)
    return Measured(name, first, Timing.of(gathered), Timing.of(repeated(made.write, warm_up=0, repeats=repeats)), size)


def _page(command: Command, measured: list[Measured], people: int, again: str) -> str:
    wanted = f"{people} payslips < {TARGET} s"
    target = Target(wanted, f"{command.seconds}", command.seconds.median < TARGET)
    parts: tuple[Iterator[str] | list[str], ...] = (
        [_INTRODUCTION, "## Targets\n"],
        table(
            ("target", "command", "of processors", ""),
            [(target.wanted, target.found, command.processors, target.verdict)],
        ),
        [f"## {people} people\n"],
        table(
            ("document", "gathered at first", "gathered", "set", "size"),
            (
                (each.name, f"{each.first:.2f} s", each.gathered, each.set, f"{each.size / 2**10:,.0f} KiB")
                for each in measured
            ),
        ),
        ["## How it was measured\n"],
        table(("the machine", ""), machine.described(server=False)),
        [f"Again:\n\n```sh\nscripts/bench documents {again}\n```\n"],
    )
    return "\n".join(chain.from_iterable(parts))


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench documents", description=__doc__, allow_abbrev=False)
    parser.add_argument("--people", type=int, default=500, help="people of the centre (500)")
    parser.add_argument("--repeats", type=int, default=5, help="repeats of each measurement (5)")
    page = Path("docs/benchmarks-documents.md")
    parser.add_argument("--output", type=Path, default=page, help=f"the page ({page})")
    words = parser.parse_args()
    if words.people < 20 or words.repeats < 1:
        parser.error("--people is 20 or more, and --repeats 1 or more")
    return words


if __name__ == "__main__":
    sys.exit(main())
