"""Programs that are killed at random: importers and services."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from api.auth.keys import KeyRequest, new_key
from api.auth.permissions import Role
from ledger.ledger import Ledger
from tests.api.routes.served import CENTRE
from tests.api.service.process import serving
from tests.ledger.material import MASTER_KEY
from trials.load import Load
from trials.programs import ENVIRONMENT, Follower, carried_out, command
from trials.soundness import ended, findings
from trials.stores import TrialStore
from trials.trial import Trial, TrialError

_LINES = 20_000
_MOST_AT_ONCE = 200
"""Facts that are acknowledged, at the most, between the start of a service and its end."""


def importers_killed(store: TrialStore, times: int, random: Random, told: Callable[[int], None]) -> Trial:
    """Imports that are killed at a random moment and begun again, file after file."""
    started = time.monotonic()
    url = store.fresh()
    with TemporaryDirectory(prefix="trial") as name:
        folder = Path(name)
        _import_to_its_end(url, CENTRE)
        begun = time.monotonic()
        _import_to_its_end(url, _file(folder, 0))
        longest = time.monotonic() - begun
        follower, files, kills, current = Follower.of(url), 1, 0, _file(folder, 1)
        while kills < times:
            if _killed(command(url, "import", str(current)), random.uniform(0, longest)):
                kills += 1
                told(kills)
            else:
                files += 1
                current = _file(folder, files)
        _import_to_its_end(url, current)
    ended(url)
    expected = _facts_of_the_centre() + (files + 1) * _LINES + 1
    facts, wrong = findings(store, url, (), [follower], expected)
    return Trial("importer killed", store.name, kills, facts, facts, time.monotonic() - started, wrong)


def services_killed(store: TrialStore, times: int, random: Random, told: Callable[[int], None]) -> Trial:
    """A service under load that is killed at a random moment and started again."""
    started = time.monotonic()
    url, load = loaded(store)
    follower = Follower.of(url)
    for number in range(1, times + 1):
        with serving(url, **ENVIRONMENT) as service:
            load.url = service.url
            load.wait_for(random.randint(1, _MOST_AT_ONCE))
            service.stop(signal.SIGKILL)
        told(number)
        if load.wrong:
            break
    with serving(url, **ENVIRONMENT) as service:
        load.url = service.url
        load.finish()
        service.stop()
    return finished("service killed", store, url, load, times, started, follower)


def loaded(store: TrialStore) -> tuple[str, Load]:
    """A ledger with a small centre on it, and clients that send to it once they are told where."""
    url = store.fresh()
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        ledger.imports.import_file(CENTRE)
        with ledger.transactions.keeping() as (cursor, now):
            _, token = new_key(cursor, KeyRequest("trials", Role.HR), "trials", now, os.urandom)
    return url, Load(token)


def finished(
    name: str, store: TrialStore, url: str, load: Load, times: int, started: float, follower: Follower
) -> Trial:
    """What a trial of a service found: every fact that a request was sent for is there once, and no other."""
    ended(url)
    expected = _facts_of_the_centre() + load.sent + 1
    facts, wrong = findings(store, url, load.acknowledged, [follower], expected)
    seconds = time.monotonic() - started
    return Trial(name, store.name, times, facts, len(load.acknowledged), seconds, [*load.wrong, *wrong])


def _facts_of_the_centre() -> int:
    return len(CENTRE.read_text(encoding="utf-8").splitlines())


def _import_to_its_end(url: str, file: Path) -> None:
    done = carried_out(url, "import", str(file))
    if done.returncode:
        raise TrialError(f"an import failed: {done.stderr.strip()[-300:]}")


def _killed(words: list[str], after: float) -> bool:
    """Start a program and kill it after some seconds; False where it had ended by then."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(words, env=dict(ENVIRONMENT), stdout=silent, stderr=silent) as process:  # noqa: S603 - this program itself
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
        return False


def _file(folder: Path, number: int) -> Path:
    path = folder / f"punches-{number}.ndjson"
    with path.open("w", encoding="utf-8") as file:
        for line in range(_LINES):
            clock = f"{line // 3_600:02d}:{line // 60 % 60:02d}:{line % 60:02d}"
            at = f"2024-11-{1 + number % 28:02d}T{clock}+08:00"
            fact = {"kind": "clock", "employee": "E1", "at": at, "direction": "in", "device": f"file-{number}"}
            file.write(json.dumps(fact) + "\n")
    return path
