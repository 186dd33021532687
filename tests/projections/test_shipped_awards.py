"""S8: an award that another package brings through the entry point group `workledger.awards` is found and paid."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = '''
"""早到奖 The early bird: everybody who takes part."""

from projections.awards.award import Award

AWARD = Award("S8.9", "早到奖", "Early bird", lambda contest: contest.candidates)
'''
FACTS = [
    {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-10", "period_start_day": 1},
    {"kind": "employee", "employee": "E1", "name": "A", "role": "csr", "team": "T1", "hired_on": "2025-01-01"},
    {"kind": "period", "period": "2026-10", "award_themes": [{"theme": "early_bird", "amount": "12.34"}]},
    {
        "kind": "rules",
        "version": "V1",
        "effective_period": "2026-11",
        "parameters": {"award_themes": [{"theme": "early_bird", "amount": "56.78"}]},
        "reason": "birds",
    },
]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder as an installer leaves it: a module, and its distribution's metadata."""
    folder = tmp_path / "packages"
    information = folder / "early_birds-1.0.dist-info"
    information.mkdir(parents=True)
    (folder / "early_birds.py").write_text(MODULE, encoding="utf-8")
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: early-birds\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text("[workledger.awards]\nearly_bird = early_birds:AWARD\n")
    return folder


def workledger(folder: Path, packages: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(packages), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", "from api.cli import main; main()", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_award_of_another_package_is_found_and_paid(tmp_path: Path, packages: Path) -> None:
    facts = tmp_path / "facts.ndjson"
    facts.write_text("\n".join(map(json.dumps, FACTS)), encoding="utf-8")
    imported = workledger(tmp_path, packages, "import", facts.name)
    assert (imported.returncode, imported.stderr) == (0, "")
    for period, amount in (("2026-10", "12.34"), ("2026-11", "56.78")):
        answered = workledger(tmp_path, packages, "report", "payroll", period, "--format", "json")
        (row,) = json.loads(answered.stdout)["rows"]
        assert {"item": "award:early_bird", "amount": amount, "clause": "S8.9"} in row["lines"]


@pytest.mark.slow
def test_an_award_that_is_not_installed_is_refused_by_name(tmp_path: Path) -> None:
    facts = tmp_path / "facts.ndjson"
    facts.write_text("\n".join(map(json.dumps, FACTS)), encoding="utf-8")
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    imported = workledger(tmp_path, nothing, "import", facts.name)
    assert imported.returncode == 1
    of_period, of_rules = imported.stderr.splitlines()
    assert of_period.startswith("line 3: ")
    assert of_rules.startswith("line 4: ")
    assert "early_bird" in of_period
    assert "early_bird" in of_rules
