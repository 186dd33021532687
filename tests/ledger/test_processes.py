"""Several processes at once, and processes that are killed: nothing is lost, nothing doubled."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ledger.material import EMPLOYEE, PUNCH, SITE, counts, punches, written
from tests.ledger.stores import Stores

_WRITE = """
import sys
from ledger.ledger import Ledger
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
with Ledger.open(url, master_key=bytes(range(32))) as ledger:
    site = {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-10", "period_start_day": 1}
    employee = {"kind": "employee", "employee": "A", "name": "A", "role": "csr", "team": "T", "hired_on": "2026-10-01"}
    ledger.record([site, employee])
    for number in range(count):
        at = f"2026-10-12T09:{number // 60:02d}:{number % 60:02d}+08:00"
        punch = {"kind": "clock", "employee": "A", "at": at, "direction": "in"}
        own, same = ledger.record([{**punch, "device": name}, {**punch, "device": "shared"}])
        assert own.status == "accepted" and same.status in ("accepted", "duplicate")
"""


@pytest.mark.slow
def test_ten_processes_that_begin_at_once_lose_nothing_and_double_nothing(stores: Stores) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITE, stores.url(), f"g{number}", "20"], stdin=subprocess.PIPE)
        for number in range(10)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"\n")
        writer.stdin.close()
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 10
    with stores.open() as ledger:
        facts = ledger.facts.page(0, 10_000)
        assert [recorded.position for recorded in facts] == list(range(1, 2 + 10 * 20 + 20 + 1))
        assert len({recorded.id for recorded in facts}) == len(facts)
        assert sorted(recorded.recorded_at for recorded in facts) == [recorded.recorded_at for recorded in facts]


_IMPORT = """
import sys
from pathlib import Path
from ledger.imports import file_import
from ledger.ledger import Ledger
file_import.BATCH_LINES = int(sys.argv[3])
def told(done, total):
    print(done, flush=True)
with Ledger.open(sys.argv[1], master_key=bytes(range(32))) as ledger:
    answer = ledger.imports.import_file(Path(sys.argv[2]), progress=told)
print(answer.as_json(), flush=True)
"""


def importer(stores: Stores, file: Path, batch: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _IMPORT, stores.url(), str(file), str(batch)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_where_it_stopped(stores: Stores, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, *punches(3_000), b"{", PUNCH, PUNCH])
    for batches in (1, 3):
        process = importer(stores, file, 200)
        assert process.stdout is not None
        for _ in range(batches):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        process.stdout.close()
    # By the clock of the processes.
    with stores.open(clock=lambda: datetime.now(UTC)) as ledger:
        assert 0 < ledger.facts.last_position() < 3_000
        assert counts(ledger.imports.import_file(file)) == (3_003, 1, 0, 1)
        assert ledger.facts.last_position() == 3_003


@pytest.mark.slow
def test_two_processes_that_import_one_file_share_the_work(stores: Stores, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE, EMPLOYEE, *punches(4_000), b"{"])
    both = [importer(stores, file, 100) for _ in range(2)]
    answers = [process.communicate(timeout=120)[0].splitlines()[-1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    with stores.open() as ledger:
        assert ledger.facts.last_position() == 4_002
        assert len(ledger.imports.quarantine.entries()) == 1
        assert counts(ledger.imports.import_file(file)) == (0, 4_002, 0, 1)
    assert any("'accepted': 4002" in answer for answer in answers)
