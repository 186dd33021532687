"""The guide to one's own centre names what may be refused: each refusal of a clerk's sheet is met here."""

import re
from pathlib import Path

import pytest

from ledger.formats.sheets import load_mapping
from ledger.formats.zkteco import read_pins
from ledger.ledger import Ledger, LedgerError
from tests.house.source import CHECKOUT
from tests.ledger.formats.paper import comma_separated, imported, mapping, staffed, workbook

pytestmark = pytest.mark.any_engine
GUIDES = [f"docs/guides/your-centre-from-spreadsheets{end}" for end in (".md", ".zh-CN.md")]
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
LEAVE = "工号,请假类型,开始日期,结束日期,申请日期,审批结果,审批人,审批时间,天数\n"
SCORES = "工号,编号,日期,得分,质检员\n"
SALARIES = "工号,基本工资,生效日期\n"
STAFF = "工号,姓名,岗位,班组,入职日期\n"
ROSTER = "2026年10月排班表\n工号,姓名,1,2,3\n"
ROWS = [
    ("empty_cell", "base-salaries", SALARIES + ",4800,2026-10-01\n"),
    ("bad_cell", "base-salaries", SALARIES + "1001,缺,2026-10-01\n"),
    ("bad_value", "monitoring-scores", SCORES + "1001,1,2026-10-12,188,QA1\n"),
    ("unknown_value", "employees", STAFF + "1009,周九,客服主管,一组,2026-10-01\n"),
    ("unknown_employee", "base-salaries", SALARIES + "9009,4800,2026-10-01\n"),
    ("unknown_shift", "roster-grid", ROSTER + "1001,张三,早\n"),
    ("unknown_leave_type", "leave-list", LEAVE + "1001,哺乳假,2026-10-12,2026-10-12,2026-10-08\n"),
    ("unknown_leave", "leave-list", LEAVE + "1001,哺乳假,2026-10-12,2026-10-12,2026-10-08,同意,王敏,2026-10-08\n"),
    ("refused_by_mapping", "roster-grid", ROSTER + "1001,张三,年\n"),
    ("refused_by_mapping", "leave-list", LEAVE + "1001,事假,2026-10-12,2026-10-12,2026-10-08,,,,0.5\n"),
    ("short_notice", "leave-list", LEAVE + "1001,换休,2026-10-12,2026-10-12,2026-10-12\n"),
    ("missing_field", "leave-list", LEAVE + "1001,事假,2026-10-12,2026-10-12,2026-10-08,同意\n"),
    ("cells_beyond", "base-salaries", SALARIES + "1001,4800,2026-10-01,试用,延长\n"),
    ("digits_lost", "base-salaries", SALARIES + "3.10108E+17,4800,2026-10-01\n"),
    ("conflict", "monitoring-scores", SCORES + "1001,1,2026-10-12,88,QA1\n1001,1,2026-10-12,90,QA1\n"),
]
FILES = [
    ("has no heading", "base-salaries", "工号,工资\n1001,4800\n"),
    (
        "under 基本工资 and '5200' under 月薪",
        "base-salaries",
        "工号,基本工资,月薪,生效日期\n1001,4800,5200,2026-10-01\n",
    ),
    ("is not a date near 2026-10", "roster-grid", "2026年10月\n工号,1月1日,1月2日\n1001,R,R\n"),
    ("the file has no row of headings", "base-salaries", "\n\n"),
    ("give a month", "roster-grid", "排班表\n工号,1,2\n1001,R,R\n"),
    ("has no dates or day numbers", "roster-grid", "2026年10月\n工号,姓名\n1001,张三\n"),
    ("has two columns for", "roster-grid", "2026年10月\n工号,1,1\n1001,R,R\n"),
    ("the row below says that 2026-11-01 is 四", "roster-grid", "2026年11月\n工号,1,2\n,四,五\n1001,R,R\n"),
    ("may be read with the day or the month first", "roster-grid", "2026年10月\n工号,10/11\n1001,R\n"),
]


TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def codes_of(guide: str) -> list[str]:
    return ROW.findall((CHECKOUT / guide).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("code", "by", "text"), ROWS)
def test_a_row_is_refused_with_a_code_that_the_guide_explains(
    ledger: Ledger, tmp_path: Path, code: str, by: str, text: str
) -> None:
    staffed(ledger)
    answer = imported(ledger, comma_separated(tmp_path, text), by)
    assert code in {issue.code for issue in answer.issues}
    assert [guide for guide in GUIDES if code not in codes_of(guide)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_explains_no_code_that_is_not_met(guide: str) -> None:
    assert set(codes_of(guide)) - {code for code, _, _ in ROWS} == {"not_allowed"}


@pytest.mark.parametrize(("said", "by", "text"), FILES)
def test_a_file_is_refused_with_a_sentence_that_the_guide_explains(
    ledger: Ledger, tmp_path: Path, said: str, by: str, text: str
) -> None:
    staffed(ledger)
    with pytest.raises(LedgerError, match=said):
        imported(ledger, comma_separated(tmp_path, text), by)
    told = [(CHECKOUT / guide).read_text(encoding="utf-8") for guide in GUIDES]
    assert all(said in guide for guide in told)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_mappings_of_the_guide_read_what_they_are_for(ledger: Ledger, tmp_path: Path, guide: str) -> None:
    staffed(ledger)
    shifts, names = (
        mapping(tmp_path, text, f"own{number}.toml")
        for number, text in enumerate(TOML.findall((CHECKOUT / guide).read_text(encoding="utf-8")))
    )
    text = ROSTER.replace("工号", "人员编号") + "1001,张三,早,夜,休\n"
    assert imported(ledger, comma_separated(tmp_path, text), shifts).accepted == 3
    pins = read_pins(comma_separated(tmp_path, "姓名,工号\n张三,1001\n", name="people.csv"))
    options = {**load_mapping(names), "pins": pins}
    sheet = comma_separated(tmp_path, "2026年10月\n姓名,4,5\n张三,R,C\n赵六,R,C\n", name="names.csv")
    answer = ledger.imports.import_file(sheet, format="sheet", options=options)
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (2, ["unknown_pin"] * 2)


def test_several_sheets_with_the_headings_are_refused_with_a_sentence_that_the_guide_explains(
    ledger: Ledger, tmp_path: Path
) -> None:
    staffed(ledger)
    rows = [["工号", "基本工资", "生效日期"], [1001, 4800, "2026-10-01"]]
    with pytest.raises(LedgerError, match="all have the headings"):
        imported(ledger, workbook(tmp_path, rows, 旧=rows), "base-salaries")
    assert all("all have the headings" in (CHECKOUT / guide).read_text(encoding="utf-8") for guide in GUIDES)
