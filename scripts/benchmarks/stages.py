"""Where the seconds of an import go: clocks around the product's own functions, each counting only its own time."""

import importlib
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from benchmarks.timing import BenchError

IMPORT_STAGES = {
    "read and validate a line": ("ledger.imports.read_ahead", "read_line"),
    "prefetch streams and refs": ("ledger.appends.ledger_state", "StoredLedgerState.prefetch"),
    "judge": ("ledger.appends.append", "Append.judge"),
    "encode": ("ledger.store.mapper", "FactMapper.stored"),
    "insert": ("ledger.appends.append", "Append.flush"),
    "commit (SQLite)": ("eventsourcing.sqlite", "SQLiteTransaction.__exit__"),
    "commit (PostgreSQL)": ("psycopg", "Transaction.__exit__"),
}
"""Stage to the module and the function that it is spent in; what they call of each other counts once."""
REST = "lines, digest, progress and the rest"


class Clocks:
    """Seconds by stage. A clocked function that calls another stops while that one runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._within: list[float] = []

    def clocked(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its own seconds added to a stage."""

        def measured(*words: Any, **options: Any) -> Any:
            self._within.append(0.0)
            started = time.perf_counter()
            try:
                return function(*words, **options)
            finally:
                taken = time.perf_counter() - started
                inner = self._within.pop()
                self.seconds[stage] += taken - inner
                self.calls[stage] += 1
                if self._within:
                    self._within[-1] += taken

        return measured

    def install(self, stages: dict[str, tuple[str, str]]) -> None:
        """Put a clock around each function. Raises BenchError where one is no longer there."""
        for stage, (module, path) in stages.items():
            owner: Any = importlib.import_module(module)
            *parents, name = path.split(".")
            for parent in parents:
                owner = getattr(owner, parent, None)
            function = getattr(owner, name, None)
            if function is None:
                raise BenchError(f"{module} has no {path} any more; name what does {stage!r} in benchmarks/stages.py")
            setattr(owner, name, self.clocked(stage, function))

    def shares(self, whole: float) -> dict[str, float]:
        """Seconds by stage, and what is left of the whole; stages that were not reached are left out."""
        taken = dict(self.seconds)
        return taken | {REST: whole - sum(taken.values())}
