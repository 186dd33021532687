"""Times of day: past midnight by a word, by hours past 24, or because an out is earlier than its in."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.formats.sheets.conversion import UnfitError, converted
from ledger.ledger import Ledger
from tests.ledger.formats.paper import Cell, comma_separated, imported, mapping, recorded, staffed, workbook


def punches(ledger: Ledger) -> list[tuple[str, str]]:
    return [(fact["direction"], fact["at"].isoformat()[:16]) for fact in recorded(ledger, "clock")]


@pytest.mark.parametrize(
    "text",
    [
        "25:30",
        "25:30:00",
        "次日 01:30",
        "翌日1:30",
        "隔日 01:30",
        "01:30（次日）",
        "1:30 (+1)",
        "01:30 +1",
        "２５：３０",
    ],
)
def test_a_time_past_midnight_is_of_the_day_after(text: str) -> None:
    assert converted("time", text) == "+1 01:30:00"
    assert converted("instant", "2026-10-12 25:30") == "2026-10-13 01:30:00"


@pytest.mark.parametrize("text", ["48:00", "25:60", "次日 25:30", "24:00:61"])
def test_a_time_of_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnfitError, match="give a time of day"):
        converted("time", text)


@pytest.mark.parametrize("shown", ["hh:mm", "[h]:mm", "h:mm:ss"])
def test_a_cell_of_more_than_a_day_is_past_midnight_however_it_is_shown(
    ledger: Ledger, tmp_path: Path, shown: str
) -> None:
    staffed(ledger)
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["工号", "日期", "上班时间", "下班时间"])
        sheet.write_row(1, 0, ["1001", "2026-10-12", "20:30"])
        sheet.write_datetime(1, 3, timedelta(hours=32, minutes=31), book.add_format({"num_format": shown}))
    assert imported(ledger, tmp_path / "d.xlsx", "daily-punches").refused == 0
    assert punches(ledger) == [("in", "2026-10-12T20:30"), ("out", "2026-10-13T08:31")]


def test_an_out_that_is_earlier_than_its_in_is_of_the_day_after(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = (
        "工号,日期,上班时间,下班时间\n1001,2026-10-12,20:25,08:31\n1001,2026/10/14,08:29,20:30\n"
        "1001,2026年10月15日,缺卡,20:30\n1001,2026-10-16,缺卡,08:31\n1001,2026-10-17,08:30,\n1001,2026-10-18,休息,休息\n"
    )
    answer = imported(ledger, comma_separated(tmp_path, text, "gbk"), "daily-punches")
    assert punches(ledger) == [
        ("in", "2026-10-12T20:25"),
        ("out", "2026-10-13T08:31"),
        ("in", "2026-10-14T08:29"),
        ("out", "2026-10-14T20:30"),
        ("out", "2026-10-15T20:30"),
        ("in", "2026-10-17T08:30"),
    ]
    assert [(issue.line, issue.code) for issue in answer.issues] == [(5, "bad_cell")]
    assert "its day is not known" in answer.issues[0].message


def test_every_time_after_one_past_midnight_is_past_midnight(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    columns = "".join(
        f'[columns.{name}]\nheading = "{name}"\ntype = "time"\n{"overnight = true" if name != "in1" else ""}\n'
        for name in ("in1", "out1", "in2", "out2")
    )
    facts = "".join(
        f'[[fact]]\nkind = "clock"\nneeds = ["{name}"]\nfields = {{ at = "{{date}} {{{name}}}"'
        f', direction = "{way}" }}\n'
        for name, way in (("in1", "in"), ("out1", "out"), ("in2", "in"), ("out2", "out"))
    )
    head = 'title = "x"\n[columns.employee]\nheading = "no"\n[columns.date]\nheading = "date"\ntype = "date"\n'
    rows: list[list[Cell]] = [
        ["no", "date", "in1", "out1", "in2", "out2"],
        ["1001", date(2026, 10, 12), "20:30", "00:15", "00:45", "08:30"],
        ["1002", date(2026, 10, 12), "20:30", None, "00:45", "08:30"],
    ]
    assert imported(ledger, workbook(tmp_path, rows), mapping(tmp_path, head + columns + facts)).refused == 0
    assert [at[8:] for _, at in punches(ledger)] == [
        *("12T20:30", "13T00:15", "13T00:45", "13T08:30"),
        *("12T20:30", "13T00:45", "13T08:30"),
    ]
