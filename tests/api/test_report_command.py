"""`workledger report`: which rows, at which coordinates, in which form."""

import json
from pathlib import Path
from typing import Any

import pytest

from projections.reports import REPORTS
from tests.api.conftest import Run

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture
def report(workledger: Run) -> Any:
    """A report as its JSON object."""

    def made(*words: Any) -> Any:
        answer = workledger("report", *words, "--format", "json")
        assert (answer.status, answer.err) == (0, "")
        return json.loads(answer.out)

    return made


def employees(made: dict[str, Any]) -> list[str]:
    return sorted({row["employee"] for row in made["rows"]})


@pytest.mark.slow
def test_all_reports_are_one_object_keyed_by_name_and_each_says_its_coordinates(report: Any) -> None:
    every = report("all", "2024-10")
    assert list(every) == list(REPORTS)
    for name, made in every.items():
        assert list(made) == ["period", "position", "rules", "rows"]
        assert (made["period"], made["position"], made["rules"]) == ("2024-10", 47, "manual")
        columns = [column.name for column in REPORTS[name].columns]
        assert [list(row) for row in made["rows"]] == [columns] * len(made["rows"])
    for name in ("attendance", "payroll"):
        assert every[name] == report(name, "2024-10")


@pytest.mark.slow
def test_one_employee(report: Any) -> None:
    assert employees(report("payroll", "2024-10", "--employee", "E2")) == ["E2"]
    of_one, of_all = report("ranking", "2024-10", "--employee", "E2"), report("ranking", "2024-10")
    assert of_one["rows"] == [row for row in of_all["rows"] if row["employee"] == "E2"], "ranked among all"


@pytest.mark.slow
def test_one_team(report: Any) -> None:
    assert employees(report("payroll", "2024-10", "--team", "A")) == ["E1", "E2", "L1"]
    assert employees(report("payroll", "2024-10", "--team", "B")) == ["Q1"]


@pytest.mark.slow
def test_an_employee_without_rows_has_none(report: Any) -> None:
    assert report("hours", "2024-10", "--employee", "L1")["rows"] == []


@pytest.mark.slow
def test_a_period_has_its_own_rule_set_and_any_may_be_named(report: Any) -> None:
    night = {"item": "night_allowance", "amount": "20.00", "clause": "S10.2"}
    own = report("payroll", "2024-11", "--employee", "E1")
    assert own["rules"] == "V1"
    assert night in own["rows"][0]["lines"]
    manual = report("payroll", "2024-11", "--employee", "E1", "--rules", "manual")
    assert manual["rules"] == "manual"
    assert night | {"amount": "10.00"} in manual["rows"][0]["lines"]
    assert night in report("payroll", "2024-10", "--employee", "E1", "--rules", "V1")["rows"][0]["lines"]


@pytest.mark.slow
def test_as_of_a_position(report: Any) -> None:
    made = report("payroll", "2024-10", "--as-of", 3)
    assert (made["position"], employees(made)) == (3, ["E1"])


@pytest.mark.slow
def test_as_of_an_instant_is_the_last_position_recorded_by_then(report: Any) -> None:
    assert report("payroll", "2024-10", "--as-of", "2999-01-01T00:00:00Z") == report("payroll", "2024-10")
    assert report("payroll", "2024-10", "--as-of", "2999-01-01T00:00:00.123+08:00")["position"] == 47


@pytest.mark.slow
def test_a_table_shows_names_as_they_are_and_labels_in_the_language(workledger: Run) -> None:
    english = workledger("report", "scores", "2024-10").out
    chinese = workledger("report", "scores", "2024-10", "--lang", "zh-CN").out
    assert "[b]Zoë[/b]" in english, "no markup of the terminal's"
    assert "team leader" in english
    assert "业务组长" in chinese
    assert "考核成绩" in chinese


def test_the_language_may_come_from_the_environment(workledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKLEDGER_LANG", "zh-CN")
    assert "考核成绩" in workledger("report", "scores", "2024-10").out


@pytest.mark.slow
def test_the_store_may_come_from_the_environment(
    workledger: Run, monkeypatch: pytest.MonkeyPatch, centre: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = workledger("report", "scores", "2024-10").out
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("WORKLEDGER_STORE", f"sqlite:///{centre / 'workledger.db'}")
    assert workledger("report", "scores", "2024-10").out == expected
    other = workledger("--store", "sqlite:///none.db", "report", "scores", "2024-10")
    assert other.status == 2, "the option goes before the environment"
