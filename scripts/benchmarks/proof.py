"""`scripts/bench proof`: what the tree costs an import, and how long a proof takes; writes its page."""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import child, importing, machine
from benchmarks.sections import table
from benchmarks.stores import Measured, opened
from benchmarks.targets import NAMES, Target
from benchmarks.timing import BenchError, Timing, shown
from ledger.ledger import Ledger, LedgerError
from ledger.output_file import write_file
from ledger.proof.proofs import verify_proof
from ledger.store import tree

MOST_TIMES = 1.3
PROOF_SECONDS = 0.05
SEED = 20260701

_INTRODUCTION = """\
# Benchmarks of proofs

Made by `scripts/bench proof`: the facts of an invented centre, imported with the Merkle tree and, by a switch that only
this bench has, without it; one after the other, in processes of their own, so that both meet the same machine.

- *of processors*: what the processes of the import used of them, a database server aside: other work on the machine
  changes it less than the time by the clock.
- *proof*: from the position of a fact to the text of its proof up to the newest checkpoint, with the ledger open and
  connected, of facts drawn at random. *First*: the first one of them.
- *check*: from that text to what it proves, by the public key alone.
- *caught up*: the tree of a ledger that has none yet.
"""


def main() -> int:
    """Measure, and write the page; 0 when it was written, 1 when something failed."""
    words = _words()
    names = ("sqlite", "postgresql") if words.store == "both" else (words.store,)
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench", dir=words.folder) as folder:
        try:
            facts = Path(folder) / "facts.ndjson"
            expected = child.run("centres:make", path=str(facts), people=words.people, periods=1)["facts"]
            with opened(names, Path(folder), notes) as stores:
                chosen = [store for store in stores if store.name in names]
                measured = [_measured(store, facts, expected, words) for store in chosen]
        except (BenchError, LedgerError) as error:
            sys.stderr.write(f"The bench stops: {error}.\n")
            return 1
    write_file(words.output, _page(measured, notes, words).encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return 0


def imported(*, facts: str, store: str, expected: int, with_tree: bool) -> dict[str, Any]:
    """Import a file into an empty ledger; where there is to be no tree, nothing is added to it."""
    if not with_tree:
        tree.grow_with = lambda _cursor, size, _rows: size
    done = importing.durable(facts=facts, store=store, expected=expected)
    return done | {"processors": sum(os.times()[:4])}


def caught_up(*, store: str) -> dict[str, Any]:
    """Make the tree of a ledger that has none."""
    started = time.perf_counter()
    with Ledger.open(store) as ledger:
        leaves = ledger.proofs.complete_tree()
    return {"seconds": time.perf_counter() - started, "leaves": leaves}


def proven(*, store: str, proofs: int) -> dict[str, Any]:
    """Prove facts drawn at random, and check the proofs."""
    making, checking, sizes = [], [], []
    with Ledger.open(store) as ledger:
        started = time.perf_counter()
        last = ledger.proofs.checkpoint().size
        signed = time.perf_counter() - started
        keys = [key.verifier for key in ledger.proofs.signing_keys()]
    chance = random.Random(SEED)  # noqa: S311 - which facts are proven is not secret
    with Ledger.open(store) as ledger:
        ledger.facts.last_position()
        for position in chance.sample(range(1, last + 1), min(proofs, last)):
            started = time.perf_counter()
            text = str(ledger.proofs.prove(position)).encode()
            making.append(time.perf_counter() - started)
            started = time.perf_counter()
            verify_proof(text, keys)
            checking.append(time.perf_counter() - started)
            sizes.append(len(text))
    return {"events": last, "signed": signed, "making": making, "checking": checking, "bytes": max(sizes)}


def _measured(store: Measured, facts: Path, expected: int, words: argparse.Namespace) -> dict[str, Any]:
    seconds: dict[bool, list[float]] = {True: [], False: []}
    processors: dict[bool, list[float]] = {True: [], False: []}
    for repeat in range(words.repeats):
        # Each comes first as often as second.
        for with_tree in (False, True) if repeat % 2 else (True, False):
            url = store.fresh(words.people)
            done = child.run("proof:imported", facts=str(facts), store=url, expected=expected, with_tree=with_tree)
            seconds[with_tree].append(done["seconds"])
            processors[with_tree].append(done["processors"])
            if not with_tree:
                behind = child.run("proof:caught_up", store=url)
    found = child.run("proof:proven", store=url, proofs=words.proofs)
    return {
        "store": NAMES[store.name],
        "with": Timing.of(seconds[True]),
        "without": Timing.of(seconds[False]),
        "used": " / ".join(str(Timing.of(processors[kind])) for kind in (True, False)),
        "caught_up": behind,
        **found,
    }


def _targets(measured: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for each in measured:
        ratio = each["with"].median / each["without"].median
        wanted = f"{each['store']}: import with the tree ≤ {MOST_TIMES} times without"
        yield _target(wanted, f"{ratio:.2f}", ratio <= MOST_TIMES)
    for each in measured:
        slowest = max(each["making"])
        wanted = f"{each['store']}: proof of any of {each['events']:,} facts < {shown(PROOF_SECONDS)}"
        yield _target(wanted, f"{shown(slowest)} at the most", slowest < PROOF_SECONDS)


def _target(wanted: str, found: str, met: bool) -> tuple[str, str, str]:
    target = Target(wanted, found, met)
    return target.wanted, target.found, target.verdict


def _page(measured: Sequence[dict[str, Any]], notes: Sequence[str], words: argparse.Namespace) -> str:
    again = f"--people {words.people} --repeats {words.repeats} --proofs {words.proofs} --store {words.store}"
    parts: tuple[Iterator[str] | list[str], ...] = (
        [_INTRODUCTION, "## Targets\n"],
        table(("target", "found", ""), _targets(measured)),
        ["## Import\n"],
        table(
            ("store", "facts", "with the tree", "without", "times", "of processors, with / without", "caught up"),
            (
                (
                    each["store"],
                    f"{each['events']:,}",
                    each["with"],
                    each["without"],
                    f"{each['with'].median / each['without'].median:.2f}",
                    each["used"],
                    f"{each['caught_up']['leaves'] / each['caught_up']['seconds']:,.0f} leaves a second",
                )
                for each in measured
            ),
        ),
        ["## Proofs\n"],
        table(
            ("store", "proofs", "checkpoint", "first", "proof", "check", "largest"),
            (
                (
                    each["store"],
                    f"{len(each['making']):,}",
                    shown(each["signed"]),
                    shown(each["making"][0]),
                    Timing.of(each["making"]),
                    Timing.of(each["checking"]),
                    f"{each['bytes']:,} bytes",
                )
                for each in measured
            ),
        ),
        [f"{note}\n" for note in notes],
        ["## How it was measured\n"],
        table(
            ("the machine", ""), machine.described(server=any(each["store"] != NAMES["sqlite"] for each in measured))
        ),
        [f"Again:\n\n```sh\nscripts/bench proof {again}\n```\n"],
    )
    return "\n".join(chain.from_iterable(parts))


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench proof", description=__doc__, allow_abbrev=False)
    parser.add_argument("--people", type=int, default=20_000, help="people of the centre, some 50 facts each (20000)")
    parser.add_argument("--repeats", type=int, default=3, help="imports of each kind (3)")
    parser.add_argument("--proofs", type=int, default=1_000, help="facts that are proven (1000)")
    parser.add_argument("--store", choices=["sqlite", "postgresql", "both"], default="both", help="where (both)")
    parser.add_argument("--folder", help="where ledgers are made; they are deleted at the end (the system's place)")
    page = Path("docs/benchmarks-proof.md")
    parser.add_argument("--output", type=Path, default=page, help=f"the page ({page})")
    words = parser.parse_args()
    if words.people < 20 or words.repeats < 1 or words.proofs < 1:
        parser.error("a centre has 20 people or more, and everything is measured once at least")
    return words


if __name__ == "__main__":
    sys.exit(main())
