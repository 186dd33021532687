"""`workledger import` of sheets: the mapping that fits, refusals told once, the file named in the quarantine."""

from pathlib import Path

import pytest

from api.cli.output.issues import told_once
from ledger.imports.import_answer import Issue
from tests.api.conftest import Run

SALARIES = "工号,姓名,月薪,生效日期\nA1,张三,4800,2024-10-01\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "薪资.csv"
    path.write_text(SALARIES, encoding="utf-8")
    return path


@pytest.mark.usefixtures("centre")
def test_a_sheet_without_a_mapping_is_refused_once_with_those_that_fit(workledger: Run, sheet: Path) -> None:
    answer = workledger("import", str(sheet))
    assert (answer.status, answer.out) == (2, "")
    assert "--map base-salaries fits its headings" in answer.err


@pytest.mark.usefixtures("centre")
def test_mappings_that_fit_a_file_are_suggested(workledger: Run, sheet: Path, tmp_path: Path) -> None:
    answer = workledger("mappings", "suggest", str(sheet))
    assert (answer.status, answer.out.split("\t")[0]) == (0, "base-salaries")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    answer = workledger("mappings", "suggest", str(tmp_path / "other.csv"))
    assert (answer.status, answer.out) == (1, "")
    assert "no shipped mapping has its headings" in answer.err


@pytest.mark.usefixtures("centre")
def test_the_lines_of_a_file_are_dismissed_together(workledger: Run, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        rows = "".join(f"X{number},n,4800,2024-10-01\n" for number in range(3))
        (tmp_path / name).write_text(f"工号,姓名,月薪,生效日期\n{rows}{name},n,x,2024-10-01\n", encoding="utf-8")
        assert workledger("import", str(tmp_path / name), "--map", "base-salaries").status == 1
    assert "one.csv, line 2" in workledger("quarantine", "list").out
    assert workledger("quarantine", "dismiss", "--file", "one.csv").out == "dismissed 4\n"
    assert "one.csv" not in workledger("quarantine", "list").out
    assert workledger("quarantine", "dismiss", "--all").out == "dismissed 4\n"
    assert workledger("quarantine", "list").out == ""
    refused = workledger("quarantine", "dismiss", "--file", "one.csv")
    assert (refused.status, "no open line is of a file 'one.csv'" in refused.err) == (2, True)
    assert workledger("quarantine", "dismiss").status == 2


def test_equal_refusals_are_told_once() -> None:
    issues = [Issue(line, "bad_json", "the line is not JSON") for line in range(2, 1_002)]
    issues += [Issue(4, "empty_cell", "工号 is empty")] * 31 + [Issue(9, "x", "y"), Issue(12, "x", "y")]
    assert told_once(issues) == [
        "lines 2 … 1001 (1000 times): bad_json: the line is not JSON",
        "line 4 (31 times): empty_cell: 工号 is empty",
        "lines 9, 12: x: y",
    ]
