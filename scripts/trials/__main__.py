"""`scripts/reliability`: try what must hold when programs are killed and the database goes away, and write the page."""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from ledger.output_file import write_file
from trials.kills import importers_killed, services_killed
from trials.outages import connections_cut, server_stopped
from trials.page import by_hand, page
from trials.stores import PostgresStore, TrialStore, trial_stores
from trials.trial import Trial, TrialError
from trials.writers import many_writers

_STORES = ("sqlite", "postgresql")
_TRIALS = ("importer", "service", "server", "connections", "writers")


def main() -> int:
    """Carry out the trials that the words ask for; 0 when all held, 1 when something did not, 2 for wrong use."""
    words = _words()
    trials: list[Trial] = []
    try:
        with trial_stores(_STORES if words.store == "both" else (words.store,)) as stores:
            for store in stores:
                for carried_out in _chosen(store, words):
                    trials.append(carried_out())
                    _tell(trials[-1])
    except TrialError as error:
        sys.stderr.write(f"The trials stop: {error}.\n")
        return 1
    before = words.output.read_text(encoding="utf-8") if words.output.exists() else ""
    write_file(words.output, page(trials, _again(words), by_hand(before)).encode(), replace=True)
    sys.stderr.write(f"Written: {words.output}\n")
    return int(any(trial.findings for trial in trials))


def _chosen(store: TrialStore, words: argparse.Namespace) -> Iterator[Callable[[], Trial]]:
    random = Random(words.seed)  # noqa: S311 - a moment, no secret
    if "importer" in words.only:
        yield partial(importers_killed, store, words.kills, random, _counted)
    if "service" in words.only:
        yield partial(services_killed, store, words.kills, random, _counted)
    if isinstance(store, PostgresStore):
        if "server" in words.only:
            yield partial(server_stopped, store, words.stops, random, _counted)
        if "connections" in words.only:
            yield partial(connections_cut, store, words.cuts, random, _counted)
    if "writers" in words.only:
        yield partial(many_writers, store, words.writers, words.seconds)


def _counted(number: int) -> None:
    sys.stderr.write(f"\r{number} ")
    sys.stderr.flush()


def _tell(trial: Trial) -> None:
    found = "; ".join(trial.findings) or "all held"
    sys.stderr.write(f"\r{trial.store}, {trial.name}: {found} ({trial.seconds:.0f} s)\n")


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/reliability", description=__doc__, allow_abbrev=False)
    parser.add_argument("--kills", type=int, default=100, help="how often importers, and services, are killed (100)")
    parser.add_argument("--stops", type=int, default=20, help="how often PostgreSQL is stopped hard (20)")
    parser.add_argument("--cuts", type=int, default=500, help="how many connections are cut (500)")
    parser.add_argument("--writers", type=int, default=16, help="how many write at once (16)")
    parser.add_argument("--seconds", type=float, default=180, help="for how long they write (180)")
    parser.add_argument("--store", choices=[*_STORES, "both"], default="both", help="which store (both)")
    parser.add_argument("--only", type=_some, default=_TRIALS, help=f"some of {','.join(_TRIALS)} (all of them)")
    parser.add_argument("--seed", type=int, default=1, help="what makes the moments (1)")
    parser.add_argument("--output", type=Path, default=Path("docs/reliability.md"), help="the page")
    return parser.parse_args()


def _some(text: str) -> tuple[str, ...]:
    parts = tuple(text.split(","))
    if not set(parts) <= set(_TRIALS):
        raise argparse.ArgumentTypeError(f"{text!r} is not made of {', '.join(_TRIALS)}")
    return parts


def _again(words: argparse.Namespace) -> str:
    told = f" --kills {words.kills} --stops {words.stops} --cuts {words.cuts} --writers {words.writers}"
    told += f" --seconds {words.seconds:g} --store {words.store} --seed {words.seed}"
    return told if words.only == _TRIALS else f"{told} --only {','.join(words.only)}"


if __name__ == "__main__":
    sys.exit(main())
