"""`scripts/bench older CHECKOUT`: the reports of both, in turn, and how many times the older's time they take.

The centre is the one that the older checkout's bench makes, since it knows no later kinds of facts. That checkout has
an environment of its own in .venv (`scripts/environment.sh` makes it).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.centres import last_period
from benchmarks.older.forms import with_forms

_SINCE_0_1_0 = ("attendance", "hours", "anomalies", "scores", "ranking", "bonus", "awards", "stars", "payroll")
_WITH_FORMS = (*_SINCE_0_1_0, "appraisals", "punctuality")
_REPORTING = Path(__file__).parent / "reporting.py"
_OWN = Path(__file__).parents[3]


@dataclass(frozen=True)
class Contender:
    """A checkout, the store that it made of a centre, and the reports that it is asked for."""

    label: str
    checkout: Path
    store: Path
    reports: tuple[str, ...]

    def make(self, facts: Path, people: int, periods: int) -> None:
        """Write the centre that the checkout's own bench measures."""
        source = f"from benchmarks.centres import make; make(path={str(facts)!r}, people={people}, periods={periods})"
        self._run("python", "-c", f"import sys; sys.path.insert(0, {str(self.checkout / 'scripts')!r}); {source}")

    def record(self, facts: Path) -> None:
        """Import the centre."""
        self._run("workledger", "--store", f"sqlite:///{self.store}", "import", str(facts))

    def milliseconds(self, period: str, often: int) -> float:
        """The least processor time of so many times."""
        words = (str(_REPORTING), f"sqlite:///{self.store}", period, str(often), *self.reports)
        return float(self._run("python", *words))

    def _run(self, program: str, *words: str) -> str:
        command = [str(self.checkout / ".venv/bin" / program), *words]
        # Another checkout's program finds its own bench, not this one's.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - ours
        return done.stdout


def main() -> int:
    """Measure in turn, and print a table."""
    parser = argparse.ArgumentParser(prog="scripts/bench older", description=__doc__, allow_abbrev=False)
    parser.add_argument("checkout", type=Path, help="the folder of the older checkout")
    parser.add_argument("--people", type=int, default=500, help="how many people the centre has (500)")
    parser.add_argument("--periods", type=int, default=3, help="how many periods, the last of which is reported (3)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured, in turn (5)")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        contenders = _recorded(Path(folder), words.checkout.resolve(), words.people, words.periods)
        least = dict.fromkeys(contenders, float("inf"))
        for _ in range(words.rounds):
            for each in contenders:
                least[each] = min(least[each], each.milliseconds(last_period(words.periods), 5))
    older = least[contenders[0]]
    for each, found in least.items():
        sys.stdout.write(f"{each.label:42} {found:8.1f} ms {found / older:6.2f}\n")
    return 0


def _recorded(folder: Path, checkout: Path, people: int, periods: int) -> list[Contender]:
    plain, forms = folder / "centre.ndjson", folder / "forms.ndjson"
    older = Contender("older, the reports of 0.1.0", checkout, folder / "older.db", _SINCE_0_1_0)
    own = Contender("this one, the reports of 0.1.0", _OWN, folder / "own.db", _SINCE_0_1_0)
    with_all = Contender("this one, forms for everyone, two more", _OWN, folder / "forms.db", _WITH_FORMS)
    older.make(plain, people, periods)
    with plain.open(encoding="utf-8") as lines, forms.open("w", encoding="utf-8") as written:
        written.writelines(with_forms(lines))
    for each, facts in ((older, plain), (own, plain), (with_all, forms)):
        each.record(facts)
    return [older, own, with_all]


if __name__ == "__main__":
    sys.exit(main())
