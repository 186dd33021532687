"""Numbers with points and commas: read where they can be one number, refused where they may be two."""

from pathlib import Path

import pytest

from ledger.formats.sheets.conversion import How, UnfitError, converted
from ledger.ledger import Ledger
from tests.ledger.formats.paper import comma_separated, imported, mapping, recorded, staffed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4800,50", "4800.50"),
        ("8,5", "8.5"),
        ("7,25", "7.25"),
        ("1,00", "1.00"),
        ("0,125", "0.125"),
        ("4.800,50", "4800.50"),
        ("4,800.50", "4800.50"),
        ("4 800,00", "4800.00"),
        ("12,000", "12000"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("１２，０００．５０", "12000.50"),
        ("￥4,800.00元", "4800.00"),
        ("-5.00", "-5.00"),
        ("90分", "90"),
    ],
)
def test_a_number_is_read_by_the_marks_that_it_has(text: str, number: str) -> None:
    assert converted("number", text) == number


@pytest.mark.parametrize(
    "text",
    ["1,2,3", "12,34,56", "1.2.3", "4,8.5", "1,234.567.8", "4 80", "85 90", "3.1E+17", "85²", "4800①", "--5"],
)
def test_what_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(UnfitError, match="give a number"):
        converted("number", text)


def test_three_decimals_or_thousands_are_refused_where_both_may_be() -> None:
    with pytest.raises(UnfitError, match=r"may be 1234 or 1\.234; .* decimal = "):
        converted("number", "1,234", How(decimals=2))
    with pytest.raises(UnfitError, match=r"may be 1500 or 1\.500"):
        converted("hours", "1,500")


@pytest.mark.parametrize(("mark", "number"), [(",", "1.234"), (".", "1234")])
def test_the_mapping_says_which_mark_is_the_decimal_one(mark: str, number: str) -> None:
    assert converted("number", "1,234", How(mark=mark)) == number


def test_a_number_that_is_not_written_by_the_mark_of_the_sheet_is_refused() -> None:
    for text, mark in (("4800,50", "."), ("4800.50", ",")):
        with pytest.raises(UnfitError):
            converted("number", text, How(mark=mark))


@pytest.mark.parametrize(
    ("text", "minutes"), [("2.83", 170), ("8,5", 510), ("0.33", 20), ("1.5", 90), ("2.833", 170), ("0:00", 0)]
)
def test_hours_are_the_whole_minutes_that_are_written_so(text: str, minutes: int) -> None:
    assert converted("hours", text) == minutes


def test_a_sheet_says_its_decimal_mark_once_for_all_columns(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(tmp_path, 'title = "x"\nbase = "base-salaries"\n[sheet]\ndecimal = ","\n')
    sheet = comma_separated(tmp_path, "工号;生效日期;月薪\n1001;2026-10-01;4.800\n1002;2026-10-01;5.200,5\n")
    assert imported(ledger, sheet, own).refused == 0
    assert [fact["monthly"] for fact in recorded(ledger, "base_salary")] == [480_000, 520_050]


@pytest.mark.parametrize("number", ["3.10108E+17", "3,1E+5", "1e5", "310108199001011234", "３．１Ｅ＋１７"])
def test_a_number_that_lost_its_digits_is_nobodys(ledger: Ledger, tmp_path: Path, number: str) -> None:
    staffed(ledger)
    sheet = comma_separated(tmp_path, f"工号;生效日期;月薪\n{number};2026-10-01;1\n")
    answer = imported(ledger, sheet, "base-salaries")
    assert [issue.code for issue in answer.issues] == ["digits_lost"]
    assert answer.issues[0].message.startswith("工号 is ")
