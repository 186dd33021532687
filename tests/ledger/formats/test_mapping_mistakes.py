"""A mistake in a mapping, or a file that it does not fit, is one sentence that says where and what to do."""

from pathlib import Path

import pytest

from ledger.formats.sheets import load_mapping, read_given, read_mapping, shipped, text_of
from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import comma_separated, imported, mapping, recorded, staffed, workbook

GOOD = """
title = "punches"
[columns.employee]
heading = "no"
[columns.at]
heading = "time"
type = "instant"
[[fact]]
kind = "clock"
fields = { direction = "in" }
"""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("type =", "typ ="), r"own.toml: unknown key columns.at.typ; use heading, cell"),
        (('"instant"', '"moment"'), r"own.toml: columns.at.type: .*'text', 'date'"),
        (('kind = "clock"', 'kind = "punch"'), r"own.toml: fact 1: there is no kind 'punch'"),
        (("direction =", "way ="), r"own.toml: fact 1: clock has no field 'way'; its fields are employee, at, direc"),
        (
            ("{ direction", '{ device = "{gate}", direction'),
            r"fact 1 \(clock\) names the column 'gate', which there is not",
        ),
        (('{ direction = "in" }', "{}"), r"fact 1: the field direction of clock has nothing; give a column direction"),
        (('type = "instant"', 'table = "t"'), r"columns.at.table is 't', which there is not; give \[tables.t\]"),
        (
            ('type = "instant"', "pattern = '('"),
            r"columns.at.pattern: '\(' is not a pattern: it is not a regular expression \(",
        ),
        (('title = "punches"', ""), r"own.toml: the key title is missing"),
        (("[[fact]]", "[[fact]"), r"own.toml is not TOML: .*line 8"),
    ],
)
def test_a_wrong_key_is_named_with_what_to_do(tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(LedgerError, match=sentence):
        load_mapping(mapping(tmp_path, GOOD.replace(*change)))


def test_every_shipped_mapping_is_right() -> None:
    assert [load_mapping(name)["name"] for name in shipped()] == list(shipped())


def test_a_name_that_is_nearly_right_is_guessed() -> None:
    with pytest.raises(LedgerError, match=r"no mapping roster_grid; .* did you mean roster-grid"):
        load_mapping("roster_grid")


def test_a_missing_heading_names_the_column_and_the_headings_that_are_there(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "no,when\n1001,2026-10-12 08:30\n")
    with pytest.raises(LedgerError, match=r"columns.at: row 1 has no heading time; the headings there are no, when"):
        imported(ledger, sheet, mapping(tmp_path, GOOD))


def test_a_missing_sheet_names_the_sheets_that_are_there(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    book = workbook(tmp_path, [["no", "time"]], 说明=[["x"]])
    own = mapping(tmp_path, GOOD + '\n[sheet]\nname = "排班"\n')
    with pytest.raises(LedgerError, match="no sheet 排班; its sheets are 说明, 表"):
        imported(ledger, book, own)


def test_a_column_that_is_given_must_be_one_of_the_mapping(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "no,time\n")
    with pytest.raises(LedgerError, match="--set gate: there is no such column; its columns are employee, at"):
        imported(ledger, sheet, mapping(tmp_path, GOOD), gate="1")
    with pytest.raises(LedgerError, match="--set period: give a column"):
        read_given(["period"])


def test_a_file_that_is_no_sheet_is_one_sentence(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(LedgerError, match="the workbook cannot be read"):
        imported(ledger, damaged, mapping(tmp_path, GOOD))


def test_a_sheet_needs_a_site_and_a_mapping(ledger: Ledger, tmp_path: Path) -> None:
    sheet = comma_separated(tmp_path, "no,time\n")
    with pytest.raises(LedgerError, match="a sheet needs a mapping: give --map"):
        ledger.imports.import_file(sheet, format="sheet")
    with pytest.raises(LedgerError, match="a sheet needs a site"):
        imported(ledger, sheet, mapping(tmp_path, GOOD))


def test_a_mapping_builds_on_another_and_adds_to_its_tables(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(tmp_path, 'title = "ours"\nbase = "roster-grid"\n[tables.shift]\n"早" = "R"\n')
    imported(ledger, workbook(tmp_path, [["2026年10月"], ["工号", 1, 2], [1001, "早", "C"]]), own)
    assert [fact["shift"] for fact in recorded(ledger, "shift")] == ["R", "C"]


def test_mappings_that_build_on_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    mapping(tmp_path, 'title = "a"\nbase = "b.toml"\n', "a.toml")
    mapping(tmp_path, 'title = "b"\nbase = "a.toml"\n', "b.toml")
    with pytest.raises(LedgerError, match="in a circle"):
        load_mapping(str(tmp_path / "a.toml"))


def test_another_mapping_is_another_import_and_its_facts_are_duplicates(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, "no,time\n1001,2026-10-12 08:30\n")
    assert imported(ledger, sheet, mapping(tmp_path, GOOD)).accepted == 1
    assert imported(ledger, sheet, mapping(tmp_path, GOOD + "\n# changed\n[sheet]\nheader = 1\n")).duplicate == 1


def test_a_mapping_that_is_a_text_is_the_same_and_builds_on_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "employees").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_mapping("own.toml", GOOD) == load_mapping(mapping(tmp_path, GOOD))
    assert {**read_mapping("x", 'base = "roster-grid"'), "name": "roster-grid"} == load_mapping("roster-grid")
    assert read_mapping("employees", text_of("employees"))["mapping"]["title"] != "punches"
    for base in ("own.toml", "../own.toml", str(tmp_path / "own.toml")):
        with pytest.raises(LedgerError, match=r"mapping x: base: there is no mapping '.*' that is shipped; there are"):
            read_mapping("x", f'base = "{base}"')


@pytest.mark.parametrize("text", ["x = " + "[" * 5_000, ".".join("a" * 500) + " = 1", "x = " + "[" * 60 + "]" * 60])
def test_a_mapping_that_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match="mapping x is nested too deeply"):
        read_mapping("x", text)


def test_a_number_that_nobody_can_mean_is_no_toml() -> None:
    with pytest.raises(LedgerError, match="mapping x is not TOML"):
        read_mapping("x", "x = " + "9" * 5_000)
