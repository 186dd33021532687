"""The sheets of docs/guides/sheets: October 2026 of a made-up centre of 12 people, as its clerks keep them.

They are not as the product's templates are: titles above, teams in merged cells, weekdays below the dates, totals and
legends below the people, columns that nobody reads, and one file in the encoding of a Chinese Windows.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from xlsxwriter.utility import xl_range

from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.workbook import read_tables
from tests.ledger.formats.paper import Cell, workbook

FOLDER = "docs/guides/sheets"
ENCODING = "gb18030"
DAYS = [date(2026, 10, day) for day in range(1, 32)]
ROTATION = ("R", "R", "休", "C", "W", "休", "休")
SHIFTS: Mapping[str, tuple[time, time]] = MappingProxyType(
    {"R": (time(8, 30), time(20, 30)), "C": (time(9, 30), time(18, 0)), "W": (time(20, 30), time(8, 30))}
)
WEEKDAYS = "一二三四五六日"
FORGOTTEN = ("1008", date(2026, 10, 19))
"""Who went home without a punch, and when."""


class Person(NamedTuple):
    """Somebody of the centre, and what the office is told of them."""

    number: str
    name: str
    team: str
    role: str
    channel: str
    hired_on: date
    salary: int


PEOPLE = (
    Person("1001", "刘芳", "一组", "组长", "电话", date(2022, 3, 1), 6200),
    Person("1002", "陈静", "一组", "客服代表", "电话", date(2023, 5, 8), 4800),
    Person("1003", "李强", "一组", "客服代表", "电话", date(2023, 9, 1), 4800),
    Person("1004", "赵敏", "一组", "客服代表", "邮件", date(2024, 2, 19), 4600),
    Person("1005", "黄磊", "一组", "客服代表", "在线", date(2024, 7, 1), 4600),
    Person("1006", "周婷", "一组", "客服代表", "电话", date(2025, 3, 3), 4400),
    Person("1007", "吴刚", "二组", "组长", "电话", date(2021, 11, 1), 6400),
    Person("1008", "徐丽", "二组", "客服代表", "电话", date(2023, 4, 10), 4800),
    Person("1009", "孙浩", "二组", "客服代表", "在线", date(2024, 1, 8), 4600),
    Person("1010", "马超", "二组", "客服代表", "电话", date(2025, 6, 16), 4400),
    Person("1011", "朱琳", "二组", "客服代表", "邮件", date(2026, 9, 1), 4200),
    Person("1012", "郭伟", "质检", "质检员", "", date(2022, 8, 15), 5600),
)
AGENTS = tuple(each for each in PEOPLE if each.role == "客服代表")


class Leave(NamedTuple):
    """A request for leave: of whole days, or of hours of one day."""

    number: str
    type: str
    first: date
    last: date
    hours: int | None
    requested: date


LEAVES = (
    Leave("1003", "年假", date(2026, 10, 12), date(2026, 10, 13), None, date(2026, 9, 28)),
    Leave("1009", "病假", date(2026, 10, 19), date(2026, 10, 20), None, date(2026, 10, 19)),
    Leave("1005", "事假", date(2026, 10, 22), date(2026, 10, 22), 2, date(2026, 10, 20)),
)


def shift_of(person: Person, day: date) -> str:
    """What somebody works on a day: agents in turns, the others from Monday to Friday."""
    if person in AGENTS:
        return ROTATION[(day.day + 2 * AGENTS.index(person)) % len(ROTATION)]
    return "休" if day.weekday() > 4 or day.day < 4 else "C"


def is_away(person: Person, day: date) -> bool:
    """Whether somebody is on leave for all of a day."""
    return any(
        each.number == person.number and each.hours is None and each.first <= day <= each.last for each in LEAVES
    )


def hours_away(person: Person, day: date) -> timedelta:
    """How much earlier somebody leaves for hours of leave."""
    hours = (each.hours for each in LEAVES if (each.number, each.first) == (person.number, day))
    return timedelta(hours=next(hours, None) or 0)


def staff() -> tuple[list[list[Cell]], list[str]]:
    """The list of people: a title over all of it, teams merged over theirs, a total below."""
    rows: list[list[Cell]] = [
        ["客服中心员工花名册"],
        ["序号", "班组", "工号", "姓名", "岗位", "渠道", "入职日期", "试用期至", "联系电话", "备注"],
    ]
    for number, each in enumerate(PEOPLE, 1):
        probation = date(2026, 11, 30) if each.hired_on.year == 2026 else None
        phone = f"138****{1000 + number}"
        rows.append(
            [number, each.team, each.number, each.name, each.role, each.channel, each.hired_on, probation, phone]
        )
    merged = ["A1:J1", *_teams(first=2, column=1)]
    return [*rows, ["合计", None, f"{len(PEOPLE)}人"], ["制表：行政部", None, "2026年9月28日"]], merged


def roster() -> tuple[list[list[Cell]], list[str]]:
    """The month's roster: weekdays below the dates, how many are in below the people, and a legend."""
    rows: list[list[Cell]] = [
        ["客服中心2026年10月排班表"],
        ["班组", "工号", "姓名", *(day.day for day in DAYS), "备注"],
        [None, None, None, *(WEEKDAYS[day.weekday()] for day in DAYS)],
        *([each.team, each.number, each.name, *(shift_of(each, day) for day in DAYS)] for each in PEOPLE),
    ]
    for label, shifts in (("白班人数", "RC"), ("夜班人数", "W")):
        rows.append([label, None, None, *(sum(shift_of(each, day) in shifts for each in PEOPLE) for day in DAYS)])
    legend: list[Cell] = ["图例", "R", "08:30-20:30", "C", "09:30-18:00", "W", "20:30-次日08:30", "休", "休息"]
    return [*rows, [], legend], ["A1:AI1", *_teams(first=3, column=0)]


def punches() -> list[list[str]]:
    """A row a person and day, as the terminal's program writes it: nights under the date on which they begin."""
    rows = [["工号", "姓名", "日期", "上班时间", "下班时间"]]
    for number, person in enumerate(PEOPLE):
        for day in DAYS:
            shift = shift_of(person, day)
            if shift != "休" and not is_away(person, day):
                begins, ends = (datetime.combine(day, at) for at in SHIFTS[shift])
                came = begins - timedelta(minutes=1 + (number * 5 + day.day * 3) % 9)
                went = ends + timedelta(minutes=(number * 3 + day.day * 5) % 8) - hours_away(person, day)
                out = "" if (person.number, day) == FORGOTTEN else f"{went:%H:%M}"
                rows.append([person.number, person.name, f"{day:%Y/%m/%d}", f"{came:%H:%M}", out])
    return rows


def leave() -> tuple[list[list[Cell]], list[str]]:
    """Requests for leave, each with the decision on it."""
    head: list[Cell] = ["序号", "工号", "姓名", "请假类型", "开始日期", "结束日期", "小时数", "事由", "申请日期"]
    rows: list[list[Cell]] = [["2026年10月请假登记表"], [*head, "审批结果", "审批人", "审批时间"]]
    names = {each.number: each.name for each in PEOPLE}
    for number, each in enumerate(LEAVES, 1):
        decided = datetime.combine(each.requested, time(16, 30))
        told: list[Cell] = [each.type, each.first, each.last, each.hours, None, each.requested, "同意", "1007", decided]
        rows.append([number, each.number, names[each.number], *told])
    return rows, ["A1:L1"]


def scores() -> list[list[str]]:
    """Contacts that were listened to, four of each agent, with the mean below."""
    rows = [["通话日期", "录音编号", "工号", "姓名", "得分", "质检员", "评语"]]
    found = []
    for week in range(4):
        for number, person in enumerate(AGENTS):
            score = 78 + (number * 7 + week * 5) % 21 + (0.5 if number % 2 else 0)
            found.append(score)
            day = date(2026, 10, 8 + 6 * week)
            remark = "语速偏快" if score < 82 else ""
            rows.append(
                [f"{day}", f"L{day:%m%d}{number:02d}", person.number, person.name, f"{score:g}", "1012", remark]
            )
    return [*rows, ["平均", "", "", "", f"{sum(found) / len(found):.2f}", "", ""]]


def reviews() -> tuple[list[list[Cell]], list[str]]:
    """The month's two reviews of each person; the month is in the title, who reviewed in a column."""
    rows: list[list[Cell]] = [
        ["2026年10月月度考评表"],
        ["班组", "工号", "姓名", "工作评估成绩", "综合工作表现", "考评人", "考评日期"],
    ]
    for number, each in enumerate(PEOPLE):
        leader = "1001" if each.team == "一组" and each.number != "1001" else "1007"
        marks: list[Cell] = [80 + (number * 7) % 16, 82 + (number * 5) % 14, leader, date(2026, 11, 2)]
        rows.append([each.team, each.number, each.name, *marks])
    return rows, ["A1:G1", *_teams(first=2, column=0)]


def salaries() -> tuple[list[list[Cell]], list[str]]:
    """Base pay, with the sum below."""
    rows: list[list[Cell]] = [["员工基本工资表（单位：元）"], ["工号", "姓名", "岗位", "基本工资", "生效日期", "备注"]]
    rows += [[each.number, each.name, each.role, each.salary, max(each.hired_on, date(2026, 1, 1))] for each in PEOPLE]
    return [*rows, ["合计", None, None, sum(each.salary for each in PEOPLE)]], ["A1:F1"]


def _teams(first: int, column: int) -> list[str]:
    """The cells of each team below a row, as they are merged in a column."""
    found = []
    for team in dict.fromkeys(each.team for each in PEOPLE):
        numbers = [number for number, each in enumerate(PEOPLE, first) if each.team == team]
        if len(numbers) > 1:
            found.append(xl_range(numbers[0], column, numbers[-1], column))
    return found


def write_centre_sheets(folder: Path) -> None:
    """Write the files of the centre into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {"staff": staff(), "roster": roster(), "leave": leave(), "reviews": reviews(), "salaries": salaries()}
    for name, (rows, merged) in sheets.items():
        workbook(folder, rows, f"{name}.xlsx", merged=merged)
    for name, texts, encoding in (("punches", punches(), ENCODING), ("scores", scores(), "utf-8-sig")):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(texts)
        (folder / f"{name}.csv").write_bytes(stream.getvalue().encode(encoding))


def write_where_others(folder: Path) -> None:
    """Write the files where they say something else than those that are there; other bytes alone are no reason."""
    with TemporaryDirectory() as made:
        write_centre_sheets(Path(made))
        if not folder.is_dir() or contents(folder) != contents(Path(made)):
            write_centre_sheets(folder)


def contents(folder: Path) -> dict[str, object]:
    """What each sheet of a folder says, whatever bytes it is kept in."""
    return {path.name: _content(path) for path in sorted(folder.iterdir())}


def _content(path: Path) -> Sequence[object]:
    encoding = ENCODING if path.name == "punches.csv" else None
    with path.open("rb") as file:
        return [(table.rows, table.merged) for table in read_tables(file, Sheet(encoding=encoding), path.name)]
