"""A made-up centre on a service of its own: July and August 2026 closed, September to close, October running.

It is Tuesday, 2026-10-20, 10:00 in Shanghai. T01 … are the teams; see `Floor.somebody` for who works there.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import DEMO_SEED
from projections.books import freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import Stores

NOW = datetime.fromisoformat("2026-10-20T10:00:00+08:00")
CLOSED, TO_CLOSE, RUNNING = ("2026-07", "2026-08"), "2026-09", "2026-10"
_PEOPLE, _PERIODS = 22, 4


@cache
def floor_facts() -> tuple[dict[str, Any], ...]:
    """What was recorded until now, in the order of recording."""
    lines = []
    for line in centre(seed=DEMO_SEED, people=_PEOPLE, first_period=CLOSED[0], periods=_PERIODS):
        at = line.get("at", line.get("date", "")) if line["kind"] in ("clock", "monitoring") else ""
        if at and datetime.fromisoformat(at if "T" in at else f"{at}T00:00:00+08:00") >= NOW:
            break
        lines.append(line)
    return tuple(lines)


@contextmanager
def floor(stores: Stores, folder: Path) -> Iterator[Served]:
    """A service of the centre in a store."""
    hands = Hands(NOW)
    path = folder / "floor.ndjson"
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in floor_facts()), encoding="utf-8")
    with served(stores.url(), clock=hands, facts=path) as found:
        reader = JournalReader(found.ledger, None)
        for period in CLOSED:
            found.ledger.closings.close(period, "HR", freezing(reader, PolarsEngine(), period, held=False))
        yield found


def first_of(ledger: Ledger, kind: str, **fields: Any) -> dict[str, Any]:
    """The first fact of a kind with these fields, as a line."""
    facts = ledger.facts.select(0, 1_000_000, [kind], None, ledger.facts.last_position())
    lines = (fact.as_json() for fact in facts)
    return next(line for line in lines if all(line.get(name) == value for name, value in fields.items()))
