"""A database that goes away under load: the server is stopped hard, or connections are cut."""

import time
from collections.abc import Callable
from random import Random

from tests.api.service.process import serving
from trials.kills import finished, loaded
from trials.programs import ENVIRONMENT, Follower
from trials.stores import PostgresStore
from trials.trial import Trial

_WORKERS = 2
_MOST_BEFORE_A_STOP = 300
_MOST_BETWEEN_CUTS = 20


def server_stopped(store: PostgresStore, times: int, random: Random, told: Callable[[int], None]) -> Trial:
    """PostgreSQL stopped hard under load and started again; the service stays."""
    started = time.monotonic()
    url, load = loaded(store)
    follower = Follower.of(url)
    with serving(url, workers=_WORKERS, **ENVIRONMENT) as service:
        load.url = service.url
        for number in range(1, times + 1):
            load.wait_for(random.randint(1, _MOST_BEFORE_A_STOP))
            store.stop_hard()
            store.start()
            told(number)
            if load.wrong:
                break
        load.finish()
        service.stop()
    return finished("PostgreSQL stopped hard", store, url, load, times, started, follower)


def connections_cut(store: PostgresStore, times: int, random: Random, told: Callable[[int], None]) -> Trial:
    """Connections of the service and of a follower cut at random, under load."""
    started = time.monotonic()
    url, load = loaded(store)
    follower = Follower.of(url)
    cut = 0
    with serving(url, workers=_WORKERS, **ENVIRONMENT) as service:
        load.url = service.url
        while cut < times and not load.wrong:
            load.wait_for(random.randint(1, _MOST_BETWEEN_CUTS))
            if store.cut_one(random.randrange(1_000)):
                cut += 1
                told(cut)
        load.finish()
        service.stop()
    return finished("connections cut", store, url, load, cut, started, follower)
