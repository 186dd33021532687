"""Measuring: the bare route and the product in turns, so that a machine that drifts, drifts for both."""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path

from api.auth.keys import KeyRequest, new_key
from api.auth.permissions import Role
from benchmarks import centres
from benchmarks.service import running
from benchmarks.stores import Measured
from ledger.ledger import Ledger

CONNECTIONS = 64
PEOPLE, PERIODS = 60, 3


@dataclass(frozen=True)
class Turn:
    """One turn: requests a second of the bare route and of the product, and the product's latencies (ms)."""

    bare: float
    ours: float
    p50: float
    p99: float

    @property
    def ratio(self) -> float:
        """How much of the bare route's rate."""
        return self.ours / self.bare


@dataclass(frozen=True)
class Measurement:
    """What was measured of a store: punches, punches at half of their rate, payslips; a turn each time."""

    store: str
    punches: tuple[Turn, ...]
    paced: float
    """Requests a second of the paced punches."""
    paced_p50: float
    paced_p99: float
    payslips: tuple[Turn, ...]


def middle(turns: tuple[Turn, ...]) -> float:
    """The median of the ratios."""
    return statistics.median(turn.ratio for turn in turns)


def measured(store: Measured, folder: Path, *, seconds: float, turns: int) -> Measurement:
    """Measure a store: a made-up centre on it, the product's service, and the bare one."""
    url = store.fresh(PEOPLE)
    facts = folder / "facts.ndjson"
    centres.make(path=str(facts), people=PEOPLE, periods=PERIODS)
    with Ledger.open(url) as ledger:
        ledger.imports.import_file(facts)
        employee, position = sorted(ledger.identifiers.names())[-1], ledger.facts.last_position()
        with ledger.transactions.keeping() as (cursor, now):
            _, recording = new_key(cursor, KeyRequest("bench", Role.HR), "bench", now, os.urandom)
            asked = KeyRequest("bench", Role.EMPLOYEE, employee)
            _, own = new_key(cursor, asked, "bench", now, os.urandom)
    period = centres.last_period(PERIODS)
    slip = f"/v1/periods/{period}/payroll?employee={employee}&as_of={position}"
    with running.product(url, folder / "service.log") as ours, running.bare() as bare:

        def turn(what: str, path: str, token: str, run: str) -> Turn:
            words = {"token": token, "employee": employee, "period": period, "run": run}
            told = {"connections": CONNECTIONS, "seconds": seconds, "pace": None, "what": what}
            floor = running.load(port=bare, requests={"path": "/bare", **words}, **told)
            found = running.load(port=ours, requests={"path": path, **words}, **told)
            return Turn(floor["rate"], found["rate"], found["p50"], found["p99"])

        turn("write", "/v1/clocks", recording, "warm")
        punches = tuple(turn("write", "/v1/clocks", recording, f"run{number}") for number in range(turns))
        pace = statistics.median(each.ours for each in punches) / 2
        paced = running.load(
            port=ours, connections=CONNECTIONS, seconds=seconds, pace=pace, what="write",
            requests={"path": "/v1/clocks", "token": recording, "employee": employee, "period": period, "run": "paced"},
        )  # fmt: skip
        turn("read", slip, own, "warm")
        payslips = tuple(turn("read", slip, own, "") for _ in range(turns))
    return Measurement(store.name, punches, paced["rate"], paced["p50"], paced["p99"], payslips)
