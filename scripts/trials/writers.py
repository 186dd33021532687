"""Many processes that write at once, each for some minutes, with two that follow."""

import time

from ledger.ledger import Ledger
from tests.api.routes.served import CENTRE
from tests.ledger.material import MASTER_KEY
from trials.programs import Follower, writer
from trials.soundness import ended, findings
from trials.stores import TrialStore
from trials.trial import Trial

_FOLLOWERS = 2


def many_writers(store: TrialStore, count: int, seconds: float) -> Trial:
    """So many writers for so many seconds; a fifth of what each sends, all of them send."""
    started = time.monotonic()
    url = store.fresh()
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        ledger.imports.import_file(CENTRE)
        before = ledger.facts.last_position()
    followers = [Follower.of(url) for _ in range(_FOLLOWERS)]
    writers = [writer(url, f"w{number}", seconds) for number in range(count)]
    accepted, wrong = 0, []
    for each in writers:
        printed, errors = each.communicate(timeout=seconds + 300)
        if each.returncode:
            wrong.append(f"a writer failed: {errors.strip().splitlines()[-1]}")
        else:
            accepted += int(printed)
    ended(url)
    facts, found = findings(store, url, (), followers, before + accepted + 1)
    return Trial("many writers", store.name, count, facts, accepted, time.monotonic() - started, [*wrong, *found])
