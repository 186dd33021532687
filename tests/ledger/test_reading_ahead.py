"""Reading with helping processes: what is stored is the same, byte for byte, whoever has read it."""

import os
from pathlib import Path
from typing import Any

import pytest

from ledger.imports import file_import, read_ahead
from ledger.imports.read_ahead import ReadingAhead
from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import write_facts
from tests.ledger.material import MASTER_KEY, Counted, Hands
from tests.ledger.stores import Stores

pytestmark = pytest.mark.slow

LINES_AT_ONCE = 300
BAD = [b"{", b'{"kind": "tea_break"}', b'{"kind": "clock", "employee": "nobody", "at": "2026-07-01T08:00:00+08:00"}']
PERSONAL = '{"kind": "complaint", "complaint": "爱", "employee": "E00003", "date": "2026-07-03", "summary": "电话"}'


@pytest.fixture(autouse=True)
def helpers_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small batches, and no reading here while the helpers start."""
    monkeypatch.setattr(file_import, "BATCH_LINES", LINES_AT_ONCE)
    monkeypatch.setattr(file_import, "HELPED_BYTES", 0)
    there = ReadingAhead._are_there

    def waited(self: ReadingAhead) -> bool:
        if self._ready is not None:
            self._ready.result()
        return there(self)

    monkeypatch.setattr(ReadingAhead, "_are_there", waited)


def facts(folder: Path) -> Path:
    path = folder / "facts.ndjson"
    write_facts(path, centre(seed=7, people=12, first_period="2026-07", periods=2))
    lines = path.read_bytes().splitlines()
    for number, bad in enumerate(BAD):
        lines.insert(700 * (number + 1), bad)
    lines += [PERSONAL.encode(), lines[5], b"", b'{"kind": "clock"' + b" " * 1_100_000 + b"}"]
    path.write_bytes(b"\n".join(lines))
    return path


def stored(stores: Stores, name: str, path: Path, jobs: int) -> tuple[dict[str, Any], list[Any], list[Any]]:
    url = stores.url(name)
    with Ledger.open(url, clock=Hands(), entropy=Counted(), master_key=MASTER_KEY) as ledger:
        answer = ledger.imports.import_file(path, jobs=jobs)
        kept = ledger.imports.quarantine.entries()
        return answer.as_json(), rows(ledger), [(entry.line, entry.code, entry.raw) for entry in kept]


def rows(ledger: Ledger) -> list[Any]:
    with ledger.store.use() as (recorder, _appender):
        return list(recorder.select_notifications(1, 1_000_000))


def test_any_number_of_processes_stores_the_same_bytes(stores: Stores, tmp_path: Path) -> None:
    path = facts(tmp_path)
    alone = stored(stores, "alone", path, 1)
    assert alone[0]["rejected"] == len(BAD) + 1
    assert alone[0]["duplicate"] == 1
    assert stored(stores, "two", path, 2) == alone
    assert stored(stores, "four", path, 4) == alone


def ends(*_: object) -> bytes:
    """What a helper does that is killed."""
    os._exit(1)


def test_an_import_goes_on_without_a_helper_that_was_killed(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = facts(tmp_path)
    alone = stored(stores, "alone", path, 1)
    monkeypatch.setattr(read_ahead, "_read_there", ends)
    assert stored(stores, "helped", path, 2) == alone
