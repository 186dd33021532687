"""Small files that went wrong elsewhere, which are not part of the project: each is read right, or refused and kept."""

import json
from pathlib import Path

import pytest

from ledger.imports.import_answer import ImportAnswer
from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import given_case, imported, recorded
from tests.ledger.material import SITE

PEOPLE = ("1001", "1002", "1003", "1004", "1005", "1006", "1007", "00103", "103")


def centre(ledger: Ledger) -> None:
    person = {"kind": "employee", "name": "n", "role": "csr", "team": "T1", "hired_on": "2026-09-01"}
    ledger.record([{**SITE, "first_period": "2026-08"}, *({**person, "employee": number} for number in PEOPLE)])


def refused(answer: ImportAnswer) -> list[tuple[int, str]]:
    return [(issue.line, issue.code) for issue in answer.issues]


def shifts(ledger: Ledger, employee: str) -> dict[str, str | None]:
    return {
        fact["date"].isoformat(): fact["shift"] for fact in recorded(ledger, "shift") if fact["employee"] == employee
    }


def punches(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(fact["employee"], fact["at"].isoformat()[:16], fact["direction"]) for fact in recorded(ledger, "clock")]


def test_a_punch_without_a_user_is_refused_and_kept(ledger: Ledger) -> None:
    centre(ledger)
    folder = given_case("01-device-clock-reset")
    ledger.imports.import_file(folder / "facts.ndjson")
    answer = ledger.imports.import_file(folder / "attlog.dat", format="zkteco")
    assert (answer.accepted, refused(answer)) == (4, [(4, "bad_line")])
    assert b"2000-01-01 00:00:00" in ledger.imports.quarantine.entries()[0].raw


def test_headings_on_two_merged_rows(ledger: Ledger) -> None:
    centre(ledger)
    folder = given_case("19-wecom-two-row-heading")
    clerk = str(folder / "clerk1.toml")
    with pytest.raises(LedgerError, match=r"统计时间:10-01 ~ 10-03.*--set period=YYYY-MM"):
        imported(ledger, folder / "times.xlsx", clerk)
    answer = imported(ledger, folder / "times.xlsx", clerk, period="2026-10")
    assert (answer.accepted, answer.refused) == (5, 0)
    assert punches(ledger) == [
        ("1001", "2026-10-01T08:28", "auto"),
        ("1001", "2026-10-01T20:31", "auto"),
        ("1001", "2026-10-02T08:30", "auto"),
        ("1002", "2026-10-02T09:31", "auto"),
        ("1002", "2026-10-02T18:01", "auto"),
    ]


def test_dates_that_are_shown_as_weekdays(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("20-roster-weekday-header") / "roster.xlsx", "roster-grid")
    assert (answer.accepted, answer.refused) == (10, 0)
    assert next(iter(shifts(ledger, "1001").items())) == ("2026-10-01", "R")
    assert sum(shift is None for number in PEOPLE for shift in shifts(ledger, number).values()) == 4


def test_two_sheets_are_not_read_as_one(ledger: Ledger, tmp_path: Path) -> None:
    centre(ledger)
    book = given_case("21-roster-on-two-sheets") / "roster.xlsx"
    with pytest.raises(LedgerError, match="一组 and 二组"):
        imported(ledger, book, "roster-grid")
    every = tmp_path / "every.toml"
    every.write_text('title = "x"\nbase = "roster-grid"\n[sheet]\nall = true\n', encoding="utf-8")
    assert imported(ledger, book, str(every)).accepted == 15
    assert [len(shifts(ledger, number)) for number in ("1001", "1002", "00103")] == [5, 5, 5]


def test_leave_as_dingtalk_exports_it(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("22-dingtalk-leave-export") / "leave.csv", "leave-list")
    # Twelve hours over two dates: 8 and 4, or 7.5 and 4.5 with a break, the sheet does not say.
    assert refused(answer) == [(4, "refused_by_mapping")]
    assert "give a row for each date with its hours" in answer.issues[0].message
    assert [(fact["employee"], fact["type"], fact["minutes"]) for fact in recorded(ledger, "leave")] == [
        ("1001", "annual", 480),
        ("1001", "personal", 170),
    ]
    assert [fact["by"] for fact in recorded(ledger, "leave_decision")] == ["主管", "主管"]


@pytest.mark.parametrize(("name", "lines"), [("staff.csv", [2, 3]), ("staff.xlsx", [2, 3, 4, 5])])
def test_numbers_that_have_lost_digits_are_nobodys(ledger: Ledger, name: str, lines: list[int]) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("27-ids-lose-digits") / name, "employees")
    assert (answer.accepted, refused(answer)) == (0, [(line, "digits_lost") for line in lines])


def test_times_past_midnight(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("29-times-past-24h") / "daily.xlsx", "dingtalk-attendance")
    assert answer.refused == 0
    outs = {employee: at for employee, at, direction in punches(ledger) if direction == "out"}
    assert outs == {
        **dict.fromkeys(("1001", "1002", "1003", "1004", "1005"), "2026-10-13T01:30"),
        **dict.fromkeys(("1006", "1007"), "2026-10-13T00:00"),
    }


@pytest.mark.parametrize(
    ("name", "by", "read"),
    [
        ("cp1252", "bamboohr-employees", "windows-1252"),
        ("cp1252b", "bamboohr-employees", "windows-1252 (Müller)"),
        ("big5", "employees", "big5 (陳怡君)"),
        ("sjis", "employees", "shift_jis"),
        ("utf16le-nobom", "employees", "utf-16-le"),
    ],
)
def test_an_uncertain_encoding_is_refused_with_the_choice(ledger: Ledger, name: str, by: str, read: str) -> None:
    centre(ledger)
    with pytest.raises(LedgerError, match=r"not certain; name it with --encoding") as refusal:
        imported(ledger, given_case("30-encodings") / f"{name}.csv", by)
    assert read in str(refusal.value)


@pytest.mark.parametrize("name", ["gb18030", "sep", "utf16le-bom"])
def test_a_certain_encoding_is_read(ledger: Ledger, name: str) -> None:
    centre(ledger)
    assert imported(ledger, given_case("30-encodings") / f"{name}.csv", "employees").accepted == 3
    assert [fact["name"] for fact in recorded(ledger, "employee")][-3:] == ["𠮷田", "张㛃", "买买提·吐尔逊"]


def test_a_row_with_more_cells_than_headings_is_kept_whole(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("32-unquoted-comma") / "scores.csv", "monitoring-scores")
    assert refused(answer) == [(3, "cells_beyond"), (4, "cells_beyond"), (6, "empty_cell")]
    kept = [json.loads(entry.raw) for entry in ledger.imports.quarantine.entries()]
    assert [piece.get("beyond") for piece in kept] == [{"column G": "王"}, {"column G": "王"}, None]
    assert [fact["score"] for fact in recorded(ledger, "monitoring") if fact["employee"] == "1002"] == [8500]


def test_full_width_is_half_width(ledger: Ledger) -> None:
    centre(ledger)
    folder = given_case("33-full-width")
    assert imported(ledger, folder / "punches.csv", "wecom-punches").refused == 0
    assert punches(ledger) == [
        ("1001", "2026-10-12T08:30", "in"),
        ("1001", "2026-10-12T20:31", "out"),
        ("1002", "2026-10-12T08:30", "in"),
        ("00103", "2026-10-12T08:31", "in"),
    ]
    assert imported(ledger, folder / "roster.csv", "roster-grid").refused == 0
    assert list(shifts(ledger, "1001").values()) == ["R", "R", "R", "W", "C"]
    assert list(shifts(ledger, "1002").values()) == ["R", "C", "W", None, None]
    scores = imported(ledger, folder / "scores.csv", "monitoring-scores")
    # ９０ and 90分 are one score, stated twice.
    assert (scores.accepted, scores.duplicate, scores.refused) == (4, 1, 0)
    assert [fact["score"] for fact in recorded(ledger, "monitoring")] == [8550, 9000, 9050, 100]


def test_invisible_characters_make_no_new_people(ledger: Ledger) -> None:
    centre(ledger)
    folder = given_case("34-invisible-characters")
    assert imported(ledger, folder / "punches.csv", "wecom-punches").accepted == 4
    assert {employee for employee, _, _ in punches(ledger)} == {"1001", "1002"}
    imported(ledger, folder / "staff.csv", "employees")
    assert {fact["employee"] for fact in recorded(ledger, "employee")} == set(PEOPLE)


def test_decimal_commas_are_decimals(ledger: Ledger) -> None:
    centre(ledger)
    folder = given_case("35-decimal-comma")
    assert imported(ledger, folder / "salaries.csv", "base-salaries").refused == 0
    assert [fact["monthly"] for fact in recorded(ledger, "base_salary")] == [480_050, 480_050, 480_000]
    assert imported(ledger, folder / "scores.csv", "monitoring-scores").refused == 0
    assert [fact["score"] for fact in recorded(ledger, "monitoring")] == [850, 725]


def test_a_row_without_its_number_is_not_the_one_above(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("36-blank-number-filled-from-above") / "newcomer.csv", "roster-grid")
    assert (answer.accepted, refused(answer)) == (8, [(5, "empty_cell")] * 4)
    assert list(shifts(ledger, "1002").values()) == ["C", "C", "C", None]


@pytest.mark.parametrize(("name", "days"), [("roster-de", 12), ("roster", 31)])
def test_headings_of_day_and_month(ledger: Ledger, name: str, days: int) -> None:
    centre(ledger)
    sheet = given_case("47-day-month-headings") / f"{name}.csv"
    with pytest.raises(LedgerError, match=r"O[ck]tober 2026"):
        imported(ledger, sheet, "roster-grid")
    assert imported(ledger, sheet, "roster-grid", period="2026-10").accepted == days
    assert list(shifts(ledger, "1001")) == [f"2026-10-{day:02d}" for day in range(1, days + 1)]


def test_dates_that_may_be_two_are_refused(ledger: Ledger) -> None:
    centre(ledger)
    answer = imported(ledger, given_case("47-day-month-headings") / "staff.csv", "employees")
    assert refused(answer) == [(2, "bad_cell"), (3, "bad_cell"), (5, "bad_cell"), (6, "bad_cell")]


@pytest.mark.parametrize(("name", "line"), [("15-rehire-same-number", 2), ("49-last-day-typo", 3)])
def test_a_person_is_employed_once_and_in_order(ledger: Ledger, name: str, line: int) -> None:
    ledger.record([{**SITE, "first_period": "2026-08"}])
    folder = given_case(name)
    answer = ledger.imports.import_file(folder / "facts.ndjson")
    if (folder / "staff.csv").is_file():
        answer = imported(ledger, folder / "staff.csv", "employees")
    assert refused(answer) == [(line, "not_allowed")]


def test_an_app_s_punches_are_read_by_a_clerk_s_mapping(ledger: Ledger, tmp_path: Path) -> None:
    centre(ledger)
    sheet = tmp_path / "打卡记录.csv"
    rows = [
        "工号,姓名,打卡时间,是否有效",
        " 1001 ,甲,2026-10-12 08:28:31,是",
        ",乙,2026-10-12 08:30:02,是",
        "1002,乙,2026/10/12 18:01,是",
        "1002,乙,2026-10-12 18:05,否",
    ]
    sheet.write_text("\n".join(rows), encoding="gb18030")
    answer = imported(ledger, sheet, str(given_case("24-app-punch-export") / "clerk.toml"))
    assert (answer.accepted, refused(answer)) == (2, [(3, "empty_cell"), (5, "refused_by_mapping")])
    assert punches(ledger) == [("1001", "2026-10-12T08:28", "auto"), ("1002", "2026-10-12T18:01", "auto")]
    assert ledger.imports.quarantine.dismiss_file("打卡记录.csv") == 2


def test_a_score_that_its_criteria_contradict_is_told_of(ledger: Ledger) -> None:
    centre(ledger)
    answer = ledger.imports.import_file(given_case("46-qa-not-applicable") / "facts.ndjson")
    assert [issue.line for issue in answer.issues] == [2, 5]
    assert [each.line for each in answer.doubts if each.doubt.code == "contradicts_criteria"] == [1, 4]
    assert [each.line for each in answer.doubts if each.doubt.code == "in_future"] == [6]
