"""Serve a small centre, ask it for everything at once for some seconds, and say whether all were answered."""

import argparse
import platform
import sys
import tempfile
from pathlib import Path

from tests.api.routes.served import served
from tests.api.service.mixture import Mixture

_SHOWN = 20


def main() -> int:
    """The exit status: 0 where all were answered."""
    told = argparse.ArgumentParser(prog="scripts/stress", description=__doc__)
    told.add_argument("--seconds", type=float, default=60)
    seconds = told.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, served(f"sqlite:///{Path(folder) / 'ledger.db'}") as service:
        mixture = Mixture(service.url, service.key("hr"))
        mixture.run(seconds=seconds)
        holds = service.ledger.proofs.verify().holds
        position = service.ledger.facts.last_position()
    for (name, status), count in sorted(mixture.answered.items()):
        sys.stdout.write(f"{name:16} {status} {count:7}\n")
    for wrong in mixture.wrong[:_SHOWN]:
        sys.stdout.write(f"wrong: {wrong}\n")
    sys.stdout.write(
        f"Python {platform.python_version()}, {seconds:.0f} seconds: {sum(mixture.answered.values())} answers, "
        f"{len(mixture.wrong)} wrong; {position} facts, the ledger {'holds' if holds else 'does not hold'}\n"
    )
    return 0 if holds and not mixture.wrong else 1


if __name__ == "__main__":
    sys.exit(main())
