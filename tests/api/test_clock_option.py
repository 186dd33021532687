"""`--accept-clock`: a clock far from the last fact is refused by every command that records, and accepted once."""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.api.conftest import Run
from tests.ledger.material import EMPLOYEE, SITE, Hands
from tests.ledger.samples import SAMPLES


@pytest.fixture
def long_ago(empty: Path) -> Path:
    """A ledger whose last fact was recorded in 2024, as a restore of an old export has it."""
    facts = Path(__file__).with_name("centre.ndjson")
    with Ledger.open(f"sqlite:///{empty}/workledger.db", clock=Hands(datetime(2024, 12, 2, tzinfo=UTC))) as ledger:
        ledger.imports.import_file(facts)
    (empty / "line.ndjson").write_text(json.dumps(_line()), encoding="utf-8")
    return empty


def _line() -> dict[str, object]:
    sample = next(each for each in SAMPLES if each["kind"] == "praise")
    return {**sample, "employee": "E2"}


@pytest.mark.slow
@pytest.mark.usefixtures("long_ago")
def test_nothing_is_recorded_by_a_clock_that_is_far_off(workledger: Run) -> None:
    for words in (("import", "line.ndjson"), ("close", "2024-10", "--by", "HR")):
        answer = workledger(*words)
        assert (answer.status, answer.out) == (2, ""), answer
        assert "give --accept-clock with any command" in answer.err
    assert workledger("close", "2024-10", "--dry-run").status == 1
    assert workledger("report", "hours", "2024-10").status == 0
    assert workledger("verify").status == 0


@pytest.mark.usefixtures("long_ago")
@pytest.mark.parametrize(
    "words",
    [
        ("--accept-clock", "import", "line.ndjson"),
        ("import", "line.ndjson", "--accept-clock"),
        ("import", "--accept-clock", "line.ndjson"),
    ],
)
def test_the_clock_is_accepted_once_wherever_the_option_stands(workledger: Run, words: tuple[str, ...]) -> None:
    answer = workledger(*words)
    assert answer.status == 0, answer
    assert answer.err.startswith("the clock is accepted, at ledger position ")
    assert "is accepted" not in workledger(*words).err
    assert "was accepted once" in workledger("verify").out
    (line,) = [line for line in workledger("export").out.splitlines() if '"clock_acceptance"' in line]
    assert json.loads(line)["after"].startswith("2024-12-02T00:00:00")


@pytest.mark.usefixtures("long_ago")
def test_who_asks_for_help_accepts_nothing(workledger: Run) -> None:
    assert workledger("import", "--accept-clock", "--help").status == 0
    assert "clock_acceptance" not in workledger("export").out


def test_where_there_is_no_ledger_there_is_nothing_to_accept(workledger: Run, empty: Path) -> None:
    assert workledger("--accept-clock", "closings").status == 2
    assert list(empty.iterdir()) == []


@pytest.mark.slow
def test_a_month_that_only_the_accepted_clock_has_ended_is_closed_by_the_option(workledger: Run, empty: Path) -> None:
    with Ledger.open(f"sqlite:///{empty}/workledger.db", clock=Hands(datetime(2024, 12, 2, tzinfo=UTC))) as ledger:
        ledger.record([SITE | {"first_period": "2025-11"}, EMPLOYEE | {"hired_on": "2025-11-01"}])
    assert workledger("--accept-clock", "closings").status == 0
    assert workledger("close", "2025-11", "--by", "HR").status == 0
    answer = workledger("close", "2025-12", "--by", "HR")
    assert answer.status == 2
    assert "close 2025-12 --accept-clock" in answer.err
    assert workledger("close", "2025-12", "--by", "HR", "--accept-clock").status == 0
    assert "was accepted to close 2025-12" in workledger("verify").out


def test_the_version_is_told(workledger: Run) -> None:
    answer = workledger("--version")
    assert (answer.status, answer.out, answer.err) == (0, f"workledger {version('workforce-ledger')}\n", "")
