"""The programs that trials start: the command line, a writer, and a follower; each in a process of its own."""

import base64
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.ledger.material import MASTER_KEY

END = "the-end"
"""The `ref` of the last fact of a trial: a follower that has seen it stops."""

ENVIRONMENT: Mapping[str, str] = {
    **os.environ,
    "PYTHONUTF8": "1",
    "WORKLEDGER_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
}

_WRITER = """
import sys, time
from ledger.ledger import Ledger

url, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])

def punches(device, start, count):
    for number in range(start, start + count):
        at = f"{2000 + number // 2_419_200}-10-{1 + number // 86_400 % 28:02d}"
        at += f"T{number // 3_600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"
        yield {"kind": "clock", "employee": "E1", "at": at, "direction": "in", "device": device}

accepted, batch, end = 0, 0, time.monotonic() + seconds
with Ledger.open(url) as ledger:
    while time.monotonic() < end:
        outcomes = ledger.record([*punches(name, batch * 40, 40), *punches("shared", batch * 10, 10)])
        assert {outcome.status for outcome in outcomes[:40]} == {"accepted"}, outcomes[0]
        assert {outcome.status for outcome in outcomes[40:]} <= {"accepted", "duplicate"}
        accepted += sum(outcome.status == "accepted" for outcome in outcomes)
        batch += 1
print(accepted)
"""

_FOLLOWER = """
import sys, time
from hashlib import sha256
from ledger.ledger import Ledger

url, end = sys.argv[1], sys.argv[2]
digest, position, lost = sha256(), 0, 0
while True:
    try:
        with Ledger.open(url) as ledger, ledger.facts.follow(position) as follower:
            for recorded in follower:
                assert recorded.position == position + 1, (recorded.position, position)
                position = recorded.position
                digest.update(recorded.id.encode())
                if recorded.fact.ref == end:
                    print(digest.hexdigest())
                    sys.exit(0)
    except AssertionError:
        raise
    except Exception:
        # The store was away; a follower goes on after what it has seen.
        lost += 1
        if lost > 3_000:
            raise
        time.sleep(0.1)
"""


def command(url: str, *words: str) -> list[str]:
    """`workledger` on a store."""
    return [sys.executable, "-c", "from api.cli import main; main()", "--store", url, "--journal", "off", *words]


def writer(url: str, name: str, seconds: float) -> "subprocess.Popen[str]":
    """A process that writes batches of 50 facts for so many seconds, then prints how many were accepted."""
    return _started([sys.executable, "-c", _WRITER, url, name, str(seconds)])


def _started(words: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(words, env=dict(ENVIRONMENT), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - this program itself


@dataclass
class Follower:
    """A process that follows a ledger from its first fact on, until it has seen the last one."""

    process: "subprocess.Popen[str]"

    @classmethod
    def of(cls, url: str) -> "Follower":
        """Start one."""
        return cls(_started([sys.executable, "-c", _FOLLOWER, url, END]))

    def finding(self, expected: str) -> list[str]:
        """What is wrong with what it saw, beside the digest of every id in order."""
        printed, errors = self.process.communicate(timeout=600)
        if self.process.returncode:
            return [f"a follower failed: {errors.strip().splitlines()[-1]}"]
        return [] if printed.strip() == expected else ["a follower saw other facts, or in another order"]


def carried_out(url: str, *words: str, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603 - this program itself
        command(url, *words), env=dict(ENVIRONMENT), cwd=folder, capture_output=True, text=True, check=False
    )
