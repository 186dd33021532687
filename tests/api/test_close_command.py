"""`workledger close` names what it is about to take back, and asks on a terminal."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]
ABORTED = 130
LATE = {"kind": "allowance", "employee": "E2", "period": "2024-10", "type": "other"}


@pytest.fixture
def late(workledger: Run, centre: Path) -> None:
    """October is closed, and then two amounts are recorded late: one is paid, one is taken back."""
    assert workledger("close", "2024-10", "--by", "HR").status == 0
    lines = [
        LATE | {"allowance": "less", "amount": "-77.00"},
        LATE | {"allowance": "more", "employee": "E1", "amount": "5.00"},
    ]
    (centre / "late.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert workledger("import", "late.ndjson").status == 0


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, workledger: Run) -> Any:
    """The command with somebody at a terminal, who types this."""

    def run(typed: str, *words: str) -> Any:
        kept = io.TextIOWrapper

        class Typed(kept):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("tests.api.conftest.io.TextIOWrapper", Typed)
        return workledger(*words, typed=typed.encode())

    return run


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(("lang", "label"), [("en", "takes back"), ("zh-CN", "追回")])
def test_a_dry_run_names_who_is_paid_less_for_which_month_and_how_much(workledger: Run, lang: str, label: str) -> None:
    looked = workledger("close", "2024-11", "--dry-run", "--lang", lang)
    assert f"{label}\tE2\t2024-10 -77.00" in looked.out
    assert "E1\t2024-10 5.00" in looked.out
    assert "77.00" in looked.out.splitlines()[-1]
    unscored = [line for line in looked.out.splitlines() if "unscored:" in line or "未评分 " in line]
    assert len(unscored) == 1
    told = json.loads(workledger("close", "2024-11", "--dry-run", "--format", "json").out)
    assert told["adjustments"] == [
        {"employee": "E1", "period": "2024-10", "amount": "5.00"},
        {"employee": "E2", "period": "2024-10", "amount": "-77.00"},
    ]
    held = json.loads(workledger("close", "2024-11", "--dry-run", "--hold-negative", "--format", "json").out)
    assert [each["employee"] for each in held["adjustments"]] == ["E1"]


@pytest.mark.usefixtures("late")
def test_on_a_terminal_it_is_asked_first_and_nothing_is_closed_without_a_yes(workledger: Run, terminal: Any) -> None:
    for answer, form in (("n\n", "table"), ("\n", "table"), ("", "table"), ("n\n", "json")):
        asked = terminal(answer, "close", "2024-11", "--by", "HR", "--format", form)
        assert asked.status == ABORTED
        assert "takes back 77.00 yuan" in (asked.out if form == "table" else asked.err)
        assert "cannot be undone" in asked.err
    assert len(json.loads(workledger("closings", "--json").out)) == 1
    assert terminal("", "close", "2024-11", "--by", "HR", "--yes").status == 0
    assert terminal("y\n", "close", "2024-12", "--by", "HR").status == 0


@pytest.mark.usefixtures("late")
def test_without_a_terminal_a_script_closes_and_what_is_taken_back_is_in_its_output(workledger: Run) -> None:
    assert not sys.stdin.isatty()
    closed = workledger("close", "2024-11", "--by", "HR")
    assert (closed.status, closed.err) == (0, "")
    assert "takes back\tE2\t2024-10 -77.00" in closed.out
    assert closed.out.splitlines()[-1].startswith("2024-11 is closed")


def test_what_cannot_be_closed_is_refused_before_anything_is_asked(terminal: Any) -> None:
    refused = terminal("y\n", "close", "2024-11", "--by", "HR")
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert "2024-10 comes next" in refused.err
