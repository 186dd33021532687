"""The trials of reliability work: they disturb a small ledger, find nothing wrong with it, and write their page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT

WORDS = ("--kills", "1", "--writers", "2", "--seconds", "0.5", "--store", "sqlite", "--only", "service,writers")


@pytest.mark.slow
def test_the_trials_disturb_a_ledger_and_write_their_page(tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    page.write_text("of another run\n\n## By hand\n\nkept\n", encoding="utf-8")
    paths = os.pathsep.join((str(CHECKOUT / "scripts"), str(CHECKOUT)))
    done = subprocess.run(
        [sys.executable, "-m", "trials", *WORDS, "--output", str(page)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "| service killed | SQLite | 1 times |" in text
    assert "| many writers | SQLite | 2 writers |" in text
    assert str(tmp_path) not in text
    assert text.endswith("\n## By hand\n\nkept\n")
    assert "of another run" not in text


@pytest.mark.slow
def test_a_fact_that_is_lost_or_doubled_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(CHECKOUT / "scripts"))
    from trials.soundness import findings
    from trials.stores import SQLiteStore

    from ledger.ledger import Ledger
    from tests.ledger.material import COLLEAGUE, EMPLOYEE, MASTER_KEY, SITE

    store = SQLiteStore(tmp_path)
    url = store.fresh()
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        outcomes = ledger.record([SITE, EMPLOYEE, COLLEAGUE])
    acknowledged = [str(outcome.id) for outcome in outcomes]
    assert findings(store, url, acknowledged, (), 3) == (3, [])
    assert findings(store, url, [*acknowledged, "another.1"], (), 4)[1] == [
        "1 acknowledged facts are lost",
        "there are 3 facts instead of 4",
    ]
