"""The dates over a grid's columns: numbers within a span, days and months in either order, weekdays beside them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import Cell, comma_separated, imported, mapping, recorded, staffed, workbook

RANGE = "2026年9月26日至2026年10月25日排班表"


def days(ledger: Ledger) -> list[str]:
    return [fact["date"].isoformat() for fact in recorded(ledger, "shift")]


def grid(title: str, headings: list[Cell], cells: int | None = None) -> list[list[Cell]]:
    return [[title], ["工号", *headings], ["1001", *["R"] * (cells or len(headings))]]


def dates(first: str, count: int) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(days=more)).isoformat() for more in range(count)]


@pytest.mark.parametrize(
    ("title", "headings", "first"),
    [
        (RANGE, [*range(26, 31), *range(1, 26)], "2026-09-26"),
        ("2026年9月28日至10月4日", [28, 29, 30, 1, 2, 3, 4], "2026-09-28"),
        ("2026年10月5日至11日", [5, 6, 7, 8, 9, 10, 11], "2026-10-05"),
        ("2026年12月29日—2027年1月2日", [29, 30, 31, 1, 2], "2026-12-29"),
        ("2026年10月", ["1/10", "2/10", "3/10"], "2026-10-01"),
        ("2026年10月", ["10/1", "10/2", "10/3"], "2026-10-01"),
        ("2026年10月", ["01.10.", "02.10.", "03.10."], "2026-10-01"),
        ("2026年10月", ["29/09", "30/09", "01/10"], "2026-09-29"),
        ("排班", ["28/09/2026", "29/09/2026", "30/09/2026"], "2026-09-28"),
        ("排班", ["1/10/2026", "2/10/2026", "3/10/2026"], "2026-10-01"),
    ],
)
def test_columns_lie_where_only_they_can(
    ledger: Ledger, tmp_path: Path, title: str, headings: list[Cell], first: str
) -> None:
    staffed(ledger)
    assert imported(ledger, workbook(tmp_path, grid(title, headings)), "roster-grid").refused == 0
    assert days(ledger) == dates(first, len(headings))


def test_what_stands_under_a_31st_that_a_range_does_not_have_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    sheet = workbook(tmp_path, grid(RANGE, [*range(26, 32), *range(1, 26)]))
    answer = imported(ledger, sheet, "roster-grid")
    assert (answer.accepted, answer.refused) == (30, 1)
    assert "2026-09-31" in answer.issues[0].message


@pytest.mark.parametrize(
    ("title", "headings", "sentence"),
    [
        (RANGE, [27, 28, 26], "do not lie in"),
        ("2026年9月1日至2026年10月31日", [1, 2, 3], "may begin on 2026-09-01 or later"),
        ("2026年9月", [28, 29, 30, 1, 2], "go from 30 to 1, and 2026-08 ends on the 31"),
        ("2026年11月", ["11/10"], "with the day or the month first"),
        ("2026年10月", ["1/2", "1/3"], "is not a date near the other headings"),
        ("排班", ["1/10/2026"], "with the day or the month first"),
    ],
)
def test_columns_that_may_lie_elsewhere_are_refused_whole(
    ledger: Ledger, tmp_path: Path, title: str, headings: list[Cell], sentence: str
) -> None:
    staffed(ledger)
    with pytest.raises(LedgerError, match=sentence):
        imported(ledger, workbook(tmp_path, grid(title, headings)), "roster-grid")
    assert days(ledger) == []


@pytest.mark.parametrize(("day_first", "found"), [("true", "2026-10-11"), ("false", "2026-11-10")])
def test_the_mapping_says_which_of_two_dates_is_meant(
    ledger: Ledger, tmp_path: Path, day_first: str, found: str
) -> None:
    staffed(ledger)
    own = mapping(tmp_path, f'title = "x"\nbase = "roster-grid"\n[grid]\nday_first = {day_first}\n')
    imported(ledger, workbook(tmp_path, grid("2026年11月", ["11/10"])), own)
    assert days(ledger) == [found]


def test_dates_stand_above_the_headings_or_below_them(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    above = [["2026年10月"], [None, 1, 2], ["工号", "四", "五"], ["1001", "R", "C"]]
    assert imported(ledger, workbook(tmp_path, above), "roster-grid").accepted == 2
    below = "2026年10月,,\n工号,日期,\n,3,4\n1001,R,C\n"
    assert imported(ledger, comma_separated(tmp_path, below), "roster-grid").accepted == 2
    assert days(ledger) == dates("2026-10-01", 4)


@pytest.mark.parametrize("shown", ["aaa", "[$-804]aaaa;@", "d", "ddd", 'd"日"'])
def test_dates_are_dates_however_the_spreadsheet_shows_them(ledger: Ledger, tmp_path: Path, shown: str) -> None:
    staffed(ledger)
    headings: list[Cell] = [date(2026, 10, 1), date(2026, 10, 2)]
    imported(ledger, workbook(tmp_path, grid("排班", headings), formats={date: shown}), "roster-grid")
    assert days(ledger) == dates("2026-10-01", 2)


def test_headings_on_two_rows_are_named_by_either_or_both(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows: list[list[Cell]] = [
        ["工号", "日期", "上班", None, "下班", None],
        [None, None, "时间", "结果", "时间", "结果"],
        ["1001", date(2026, 10, 12), "08:30", "正常", "20:31", "正常"],
    ]
    own = mapping(
        tmp_path,
        'title = "x"\n[columns.employee]\nheading = "工号"\n[columns.date]\nheading = "日期"\ntype = "date"\n'
        '[columns.in]\nheading = "上班时间"\ntype = "time"\n[columns.out]\nheading = "下班时间"\ntype = "time"\n'
        '[[fact]]\nkind = "clock"\nfields = { at = "{date} {in}", direction = "in" }\n'
        '[[fact]]\nkind = "clock"\nfields = { at = "{date} {out}", direction = "out" }\n',
    )
    book = workbook(tmp_path, rows, merged=["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    assert imported(ledger, book, own).accepted == 2
    assert [fact["at"].isoformat()[11:16] for fact in recorded(ledger, "clock")] == ["08:30", "20:31"]


def test_rows_of_headings_can_be_named_where_nothing_is_merged(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(tmp_path, 'title = "x"\nbase = "roster-grid"\n[sheet]\nheader = [2, 3]\n')
    imported(ledger, comma_separated(tmp_path, "2026年10月\n工号,排班,\n,1,2\n1001,R,C\n"), own)
    assert days(ledger) == dates("2026-10-01", 2)
