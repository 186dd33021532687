"""A made-up centre on a service of its own: July and August 2026 closed, September to close, October running.

It is Tuesday, 2026-10-20, 10:00 in Shanghai. T01 … are the teams; see `Floor.somebody` for who works there.
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.demonstration import DEMO_SEED
from projections.books import freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.api.routes.served import SQLITE, Served, fill, served
from tests.ledger.material import MASTER_KEY, Hands
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


def _close(ledger: Ledger) -> None:
    reader = JournalReader(ledger, None)
    for period in CLOSED:
        ledger.closings.close(period, "HR", freezing(reader, PolarsEngine(), period, held=False))


def _written(folder: Path) -> Path:
    path = folder / "floor.ndjson"
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in floor_facts()), encoding="utf-8")
    return path


@cache
def _made_floor(name: str) -> Path:
    """A folder with the centre in a file of this name: made once, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="floor"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Ledger.open(f"{SQLITE}{folder / name}", clock=Hands(NOW), master_key=MASTER_KEY) as ledger:
        fill(ledger, _written(folder))
        _close(ledger)
    return folder


@contextmanager
def floor(stores: Stores, folder: Path) -> Iterator[Served]:
    """A service of the centre in a store."""
    url, hands = stores.url(), Hands(NOW)
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE))
        shutil.copytree(_made_floor(path.name), path.parent, dirs_exist_ok=True)
        with served(url, clock=hands, facts=None) as found:
            yield found
    else:
        with served(url, clock=hands, facts=_written(folder)) as found:
            _close(found.ledger)
            yield found


def first_of(ledger: Ledger, kind: str, **fields: Any) -> dict[str, Any]:
    """The first fact of a kind with these fields, as a line."""
    facts = ledger.facts.select(0, 1_000_000, [kind], None, ledger.facts.last_position())
    lines = (fact.as_json() for fact in facts)
    return next(line for line in lines if all(line.get(name) == value for name, value in fields.items()))
