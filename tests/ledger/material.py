"""What the tests of the ledger are made of: a store in a folder, a clock that is told the time, known random bytes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ledger.appends.append import Outcome
from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MASTER_KEY = bytes(range(32))

SITE = {
    "kind": "site",
    "name": "客服中心",
    "time_zone": "Asia/Shanghai",
    "first_period": "2026-10",
    "period_start_day": 1,
}
EMPLOYEE = {
    "kind": "employee",
    "employee": "A",
    "name": "张三",
    "role": "csr",
    "team": "T1",
    "hired_on": "2026-10-01",
    "channel": "phone",
}
COLLEAGUE = {**EMPLOYEE, "employee": "B", "name": "李四"}
PUNCH = {"kind": "clock", "employee": "A", "at": "2026-10-12T09:30:00+08:00", "direction": "in", "device": "g1"}


@dataclass
class Hands:
    """A clock whose hands a test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.now

    def move(self, **by: int) -> None:
        """Move the hands."""
        self.now += timedelta(**by)


@dataclass
class Counted:
    """Random bytes that are the same in every run: 00 01 02 …"""

    drawn: int = field(default=0)

    def __call__(self, size: int) -> bytes:
        """The next bytes."""
        start, self.drawn = self.drawn, self.drawn + size
        return bytes((start + index) % 256 for index in range(size))


def given(ledger: Ledger, *facts: dict[str, Any]) -> None:
    """These facts are on the ledger, after a site and two employees."""
    refused = [outcome.refusal for outcome in ledger.record([SITE, EMPLOYEE, COLLEAGUE, *facts]) if outcome.refusal]
    assert not refused, refused


def when(ledger: Ledger, **fact: Any) -> Outcome:
    """This line comes in."""
    (outcome,) = ledger.record([fact])
    return outcome


def refusal(outcome: Outcome) -> str:
    """The code and the sentence that a line was refused with."""
    assert outcome.refusal is not None, f"it was not refused, but {outcome.status}"
    return f"{outcome.refusal.code}: {outcome.refusal.message}"


def written(folder: Path, lines: Iterable[dict[str, Any] | bytes], name: str = "facts.ndjson") -> Path:
    """A file of lines."""
    path = folder / name
    encoded = (line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines)
    path.write_bytes(b"".join(line + b"\n" for line in encoded))
    return path


def kinds_of(ledger: Ledger) -> list[str]:
    """The kinds of all facts in the order of their positions."""
    return [recorded.fact.kind for recorded in ledger.facts.page(0, 1_000_000)]


def counts(answer: ImportAnswer) -> tuple[int, int, int, int]:
    """Accepted, duplicate, conflict, rejected."""
    return answer.accepted, answer.duplicate, answer.conflict, answer.rejected


def punches(count: int, employee: str = "A") -> Iterator[dict[str, Any]]:
    """So many punches, each of another minute or device."""
    for number in range(count):
        at = f"2026-10-{1 + number // 1_440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00+08:00"
        yield {"kind": "clock", "employee": employee, "at": at, "direction": "in", "device": f"g{number // 40_320}"}
