"""Many processes write, are killed, and are followed: every acknowledged fact is on the ledger once."""

import random
import subprocess
import sys
from hashlib import sha256
from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import given
from tests.ledger.stores import Stores

WRITERS = 8
FOLLOWERS = 2
BATCHES = 16
BATCH = 260
SHARED = 10
"""Lines of every batch that all writers have in common."""
PATIENCE = 300
KILLS = 12

_COMMON = """
import sys
from hashlib import sha256
from ledger.ledger import Ledger

def punches(device, start, count):
    for number in range(start, start + count):
        at = f"2026-10-{1 + number // 86_400:02d}T{number // 3_600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"
        yield {"kind": "clock", "employee": "AB"[number % 2], "at": at, "direction": "in", "device": device}

def wait_for_the_others():
    print("ready", flush=True)
    sys.stdin.readline()
"""

_WRITE = (
    _COMMON
    + """
url, name, batches, size, shared = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
with Ledger.open(url, master_key=bytes(range(32))) as ledger:
    wait_for_the_others()
    for batch in range(batches):
        lines = [*punches(name, batch * size, size), *punches("shared", batch * shared, shared)]
        outcomes = ledger.record(lines)
        assert {outcome.status for outcome in outcomes[:size]} == {"accepted"}, outcomes[0]
        assert {outcome.status for outcome in outcomes[size:]} <= {"accepted", "duplicate"}
"""
)

_FOLLOW = (
    _COMMON
    + """
url, last = sys.argv[1], int(sys.argv[2])
digest = sha256()
with Ledger.open(url, master_key=bytes(range(32))) as ledger, ledger.facts.follow() as follower:
    wait_for_the_others()
    for expected, recorded in enumerate(follower, 1):
        assert recorded.position == expected
        digest.update(recorded.id.encode())
        if expected == last:
            break
print(digest.hexdigest())
"""
)

_ACKNOWLEDGED = (
    _COMMON
    + """
url, name, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Ledger.open(url, master_key=bytes(range(32))) as ledger:
    while True:
        outcomes = ledger.record(punches(name, batch * 7, 7))
        assert {outcome.status for outcome in outcomes} <= {"accepted", "duplicate"}
        print(batch, *(outcome.id for outcome in outcomes), flush=True)
        batch += 1
"""
)


def process(program: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ends(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What processes printed, when all have ended well."""
    printed = [each.communicate(timeout=PATIENCE)[0] for each in processes]
    assert [each.returncode for each in processes] == [0] * len(processes)
    return printed


@pytest.mark.slow
def test_eight_write_and_two_follow_thirty_thousand_facts(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    last = 3 + BATCHES * (WRITERS * (BATCH - SHARED) + SHARED)
    assert last > 30_000
    url = stores.url()
    followers = [process(_FOLLOW, url, last) for _ in range(FOLLOWERS)]
    writers = [process(_WRITE, url, f"g{number}", BATCHES, BATCH - SHARED, SHARED) for number in range(WRITERS)]
    for each in (*followers, *writers):
        assert each.stdin is not None
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
        each.stdin.write("go\n")
        each.stdin.flush()
    ends(writers)
    assert ledger.facts.last_position() == last
    rows = stores.rows("SELECT position, originator_id, originator_version, recorded_at FROM events ORDER BY position")
    assert [row[0] for row in rows] == list(range(1, last + 1))
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    digest = sha256("".join(f"{stream}.{version}" for _, stream, version, _ in rows).encode()).hexdigest()
    assert ends(followers) == [f"{digest}\n"] * FOLLOWERS


@pytest.mark.slow
@pytest.mark.parametrize("seed", [20261001])
def test_what_was_acknowledged_before_a_kill_is_there_once(ledger: Ledger, stores: Stores, seed: int) -> None:
    given(ledger)
    chance = random.Random(seed)
    url = stores.url()
    batches = [0, 0, 0, 0]
    acknowledged: set[str] = set()
    writers = [process(_ACKNOWLEDGED, url, f"g{number}", 0) for number in range(len(batches))]
    for _ in range(KILLS):
        number = chance.randrange(len(batches))
        writer: Any = writers[number]
        for _ in range(chance.randint(1, 12)):
            acknowledge(writer.stdout.readline(), batches, number, acknowledged)
        # What it had answered before it was killed counts as well; a line that was cut off does not.
        for line in killed(writer):
            if line.endswith("\n"):
                acknowledge(line, batches, number, acknowledged)
        writers[number] = process(_ACKNOWLEDGED, url, f"g{number}", batches[number])
    for writer in writers:
        killed(writer)
    found = stores.rows("SELECT position, originator_id, originator_version FROM events ORDER BY position")
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    ids = [f"{stream}.{version}" for _, stream, version in found]
    assert len(acknowledged) > 7 * KILLS
    assert len(set(ids)) == len(ids)
    assert acknowledged <= set(ids)


def killed(writer: Any) -> list[str]:
    """Kill a process at once; what it had printed and was not read yet."""
    writer.kill()
    with writer:
        return list(writer.stdout)


def acknowledge(line: str, batches: list[int], number: int, acknowledged: set[str]) -> None:
    batch, *ids = line.split()
    assert len(ids) == 7
    batches[number] = int(batch) + 1
    acknowledged.update(ids)
