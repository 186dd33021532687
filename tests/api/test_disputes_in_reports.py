"""S12.2 An open dispute is shown beside its figure in every report, and changes nothing else of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.proof.frozen_digest import without_salt
from projections.reports import REPORTS
from tests.api.conftest import Run

pytestmark = pytest.mark.slow

DISPUTE = {"dispute": "D1", "employee": "E1", "period": "2024-10", "item": "monthly_bonus", "about": None}
AT = "2024-11-05T09:00:00+08:00"


@pytest.fixture
def before(workledger: Run, centre: Path) -> dict[str, Any]:
    """Every report as JSON before the dispute is recorded."""
    return reports(workledger)


@pytest.fixture
def _disputed(before: dict[str, Any], workledger: Run) -> None:
    figure = ("--period", "2024-10", "--item", "monthly_bonus", "--at", AT)
    assert workledger("dispute", "open", "D1", "E1", "--text", "x", *figure).status == 0


def reports(workledger: Run, *words: Any, name: str = "all") -> Any:
    answer = workledger("report", name, "2024-10", "--format", "json", *words)
    assert (answer.status, answer.err) == (0, "")
    return json.loads(answer.out)


@pytest.mark.usefixtures("_disputed")
def test_json_has_one_more_key_where_a_dispute_is_open_and_is_else_as_ever(
    workledger: Run, before: dict[str, Any]
) -> None:
    after = reports(workledger)
    for name in REPORTS:
        expected = before[name] | {"position": 48}
        assert after[name] == expected | ({"disputes": [DISPUTE]} if name in ("bonus", "payroll") else {})
    assert reports(workledger, name="bonus") == after["bonus"]
    assert list(after["bonus"]) == ["period", "position", "rules", "rows", "disputes"]


@pytest.mark.usefixtures("_disputed")
def test_only_where_its_row_is_shown(workledger: Run) -> None:
    assert "disputes" not in reports(workledger, "--employee", "E2", name="bonus")
    assert "disputes" not in reports(workledger, "--team", "B", name="bonus")
    assert "disputes" in reports(workledger, "--employee", "E1", name="bonus")


@pytest.mark.usefixtures("_disputed")
def test_a_replayed_report_shows_it_too(workledger: Run) -> None:
    made = json.loads(workledger("replay", "2024-10", "bonus", "--format", "json").out)
    assert made == reports(workledger, name="bonus")
    assert "\n†D1 · E1 张三 · " in workledger("replay", "2024-10", "bonus").out


@pytest.mark.usefixtures("_disputed")
def test_as_of_before_the_decision_it_is_open_and_after_it_is_not(workledger: Run) -> None:
    workledger("dispute", "decide", "D1", "dismissed", "--by", "M", "--reason", "r")
    assert "disputes" not in reports(workledger, name="bonus")
    assert "disputes" in reports(workledger, "--as-of", 48, name="bonus")
    assert "disputes" not in reports(workledger, "--as-of", 47, name="bonus")
    assert "†" not in workledger("report", "bonus", "2024-10").out


@pytest.mark.usefixtures("_disputed")
def test_a_table_marks_the_row_and_says_below_whose_dispute_it_is_over_what(workledger: Run) -> None:
    english = workledger("report", "bonus", "2024-10").out
    assert [line.split()[:3] for line in english.splitlines() if line.startswith(" E1 ")] == [["E1", "张三", "†D1"]]
    assert english.endswith("\n†D1 · E1 张三 · monthly bonus · disputed on 2024-11-05, open\n\n")
    assert english.count("†") == 2
    chinese = workledger("report", "bonus", "2024-10", "--lang", "zh-CN").out
    assert "†D1 · E1 张三 · 月度奖金 · 2024-11-05 起申诉未结\n" in chinese
    assert "†" not in workledger("report", "hours", "2024-10").out


def test_disputes_about_facts_are_beside_the_rows_of_their_dates(workledger: Run, centre: Path) -> None:
    told = json.loads(workledger("history", "E2", "--kind", "clock", "--format", "json").out)["rows"]
    for number, row in enumerate(told[:2], 1):
        assert workledger("dispute", "open", f"D{number}", "E2", "--text", "x", "--about", row["id"]).status == 0
    lines = workledger("report", "attendance", "2024-10").out.splitlines()
    marked = {line.split()[3]: line.split()[2] for line in lines if line.startswith(" E2 ") and "†" in line}
    assert marked == {row["business_date"]: f"†D{number}" for number, row in enumerate(told[:2], 1)}
    assert [line.split()[2:4] for line in workledger("report", "hours", "2024-10").out.splitlines() if "†D1 †" in line]
    assert reports(workledger, name="attendance")["disputes"][0]["about"] == told[0]["id"]


@pytest.mark.usefixtures("_disputed")
@pytest.mark.parametrize("name", REPORTS)
def test_csv_is_exact(workledger: Run, name: str) -> None:
    expected = (Path(__file__).parent / "snapshots" / f"{name}.csv").read_text(encoding="utf-8")
    assert workledger("report", name, "2024-10", "--format", "csv").out == expected


def test_what_was_frozen_is_free_of_disputes_and_shows_those_in_view(
    workledger: Run, before: dict[str, Any], centre: Path
) -> None:
    figure = ("--period", "2024-10", "--item", "monthly_bonus", "--at", AT)
    assert workledger("dispute", "open", "D0", "E2", "--text", "x", *figure).status == 0
    assert workledger("close", "2024-10", "--by", "M").status == 0
    workledger("dispute", "open", "D1", "E1", "--text", "x", *figure)
    workledger("dispute", "decide", "D0", "dismissed", "--by", "M", "--reason", "r")
    after = reports(workledger)
    assert after["bonus"] == before["bonus"] | {"position": 49, "disputes": [DISPUTE]}
    frozen = reports(workledger, "--as-of", 49, name="bonus")
    assert [each["dispute"] for each in frozen.pop("disputes")] == ["D0"]
    assert frozen == before["bonus"] | {"position": 49}
    (closing,) = json.loads(workledger("closings", "--json").out)
    with Ledger.open(f"sqlite:///{centre / 'workledger.db'}") as ledger:
        bare = without_salt(ledger.closings.frozen(closing["report_digests"]["bonus"]) or b"")
    assert json.loads(bare) == frozen


@pytest.mark.usefixtures("_disputed")
def test_an_explanation_says_below_its_tree_what_is_disputed_of_its_figure(workledger: Run) -> None:
    words = ("explain", "payroll", "2024-10", "E1", "--item")
    assert workledger(*words, "monthly_bonus").out.endswith(
        "\n†D1 · E1 张三 · monthly bonus · disputed on 2024-11-05, open\n"
    )
    assert json.loads(workledger(*words, "monthly_bonus", "--format", "json").out)["disputes"] == [DISPUTE]
    assert "†" not in workledger(*words, "base").out
    assert "disputes" not in json.loads(workledger(*words, "base", "--format", "json").out)


def test_an_explanation_has_the_disputes_of_its_figure_and_its_date(workledger: Run, centre: Path) -> None:
    from api.disputes.disputed_explanations import beside_explanation
    from ledger.ledger import Ledger
    from projections.explanation import ExplainRequest
    from projections.journal import read_journal

    told = json.loads(workledger("history", "E2", "--kind", "clock", "--format", "json").out)["rows"]
    for number, words in enumerate(
        (
            ("--about", told[0]["id"]),
            ("--period", "2024-10", "--item", "award:service"),
            ("--period", "2024-10", "--item", "awards.amount"),
            ("--period", "2024-10", "--item", "attendance"),
        ),
        1,
    ):
        assert workledger("dispute", "open", f"D{number}", "E2", "--text", "x", *words).status == 0
    with Ledger.open("sqlite:///workledger.db") as ledger:
        journal = read_journal(ledger)

        def beside(name: str, item: str | None = None, date: str | None = None) -> list[str]:
            found = beside_explanation(ledger, journal, ExplainRequest(name, "2024-10", "E2", item, date))
            return [each.dispute for each in found]

        assert beside("attendance", date=told[0]["business_date"]) == ["D1", "D4"]
        assert beside("attendance", date="2024-10-11") == ["D4"]
        assert beside("awards", "service") == ["D1", "D2", "D3"]
        assert beside("awards", "full_attendance") == ["D1", "D3"]
        assert beside("payroll", "award:service") == ["D1", "D2"]
        assert beside("scores") == []
