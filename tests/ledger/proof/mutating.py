"""`python -m tests.ledger.proof.mutating --count N --seed N`: mutations of a large ledger, all found, none falsely.

See scripts/verify_mutations. The ledger is the demonstration's, with a checkpoint at its last position.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from ledger.ledger import Ledger
from ledger.made_up_centre.file import demo_facts
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import GivenKey
from tests.ledger.material import MASTER_KEY
from tests.ledger.proof.forging import drawn
from tests.ledger.proof.judging import judged_wrong
from tests.ledger.proof.memory import MemoryLedger

PEOPLE = 40
_BATCH = 1_000


class Tried(NamedTuple):
    """How many mutations of each name were made, and what was wrong with what was found after some."""

    made: Counter[str]
    wrong: list[str]


def filled(ledger: Ledger, people: int = PEOPLE) -> None:
    """Record the demonstration, with a checkpoint on the way and one at the end."""
    facts = list(demo_facts(people=people))
    for start in range(0, len(facts), _BATCH):
        outcomes = ledger.record(facts[start : start + _BATCH])
        assert {outcome.status for outcome in outcomes} == {"accepted"}
        if start == _BATCH:
            ledger.proofs.checkpoint(ledger.facts.last_position() - 77)
    ledger.proofs.checkpoint()


def in_memory(ledger: Ledger) -> MemoryLedger:
    """A ledger in memory, with the tests' master key."""
    return MemoryLedger(ledger, Keyring(GivenKey(MASTER_KEY, "the test"), os.urandom))


def tried(memory: MemoryLedger, seed: str, count: int) -> Tried:
    """So many mutations, each verified, and judged by what it was."""
    random, made, wrong = Random(seed), Counter[str](), []
    for number in range(count):
        mutation = drawn(memory, random)
        made[mutation.name] += 1
        sentence = judged_wrong(memory, mutation, memory.verify(mutation))
        if sentence is not None:
            wrong.append(f"seed {seed}, number {number}: {mutation.name} at {mutation.first}: {sentence}")
    return Tried(made, wrong)


def tried_there(url: str, seed: str, count: int) -> Tried:
    """The same of the ledger in a store."""
    return tried(_opened(url), seed, count)


@cache
def _opened(url: str) -> MemoryLedger:
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        return in_memory(ledger)


def main() -> int:
    """Make mutations as told, say how many of each there were; the exit status is 1 where one was not found rightly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--people", type=int, default=PEOPLE)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        with Ledger.open(url, master_key=MASTER_KEY) as ledger:
            filled(ledger, told.people)
            print(f"{told.count} mutations of a ledger of {ledger.facts.last_position()} facts, seed {told.seed}")
        parts = 10 * told.jobs
        each = [(url, f"{told.seed}.{part}", _share(told.count, parts, part)) for part in range(parts)]
        with multiprocessing.get_context("spawn").Pool(told.jobs) as pool:
            found = []
            for part in pool.imap_unordered(_tried_there, each):
                found.append(part)
                print(f"… {sum(done.made.total() for done in found)} made", file=sys.stderr, flush=True)
    return _said(found)


def _tried_there(part: tuple[str, str, int]) -> Tried:
    return tried_there(*part)


def _share(count: int, parts: int, part: int) -> int:
    return count * (part + 1) // parts - count * part // parts


def _said(found: Iterable[Tried]) -> int:
    made, wrong = Counter[str](), []
    for each in found:
        made += each.made
        wrong += each.wrong
    for name, count in sorted(made.items()):
        print(f"{name}\t{count}")
    print(f"in all\t{made.total()}, of which not found rightly: {len(wrong)}")
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
