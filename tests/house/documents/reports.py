"""docs/reports.md: every report and its columns, read from the registry."""

from projections.reports import REPORTS
from tests.house.documents.markdown import MADE, code, table

HEAD = """# Reports · 报表

`workledger report NAME PERIOD`, as a table, as `--format csv`, or as `--format json` with the ledger position and the
rule set that the report is of. `report all PERIOD` gives every report. Durations are minutes, money is yuan and scores
are points with two decimals.

`workledger report 名称 周期`，可为表格、`--format csv` 或 `--format json`（附账本位置与规则集）。`report all 周期` 给出全部报表。时长为分钟，金额为元，成绩为两位小数的分数。

`compliance` (S14) has a row where a value is beyond a limit of the parameter `compliance`. No row is no clearance: counsel must
check. Its values and limits are minutes or days (whole numbers), yuan, or how many times a day's pay, by the rule; managers are
told of S14.1 to S14.5, which show no pay. It cannot be disputed, for nobody sees their own rows of it.

`compliance`（S14）列出超出参数 `compliance` 所设限值的情况。没有列出不等于合规，须由法律顾问核对。数值与限值按规则为分钟或天数（整数）、元或日薪倍数；经理只看到不含薪资的 S14.1 至 S14.5。员工看不到本人的行，因此不能对其申诉。

An open [dispute](disputes.md) is shown beside the rows of what it is over: a mark `†D1` behind the name and a line below
the table, a last sheet of a workbook, and a key `disputes` after `rows` in JSON, which is there only where one is open.
csv, the frozen bytes of a closed period and every figure are as if there were none.

In csv a text that a spreadsheet would compute (an employee number `=1+1`, a correction `-1`) has an apostrophe before it, which
imports and `reconcile` read away. Amounts are numbers: `-5.00`.

未结[申诉](disputes.md)注明在有争议的行旁：表格在姓名后标 `†D1` 并在表下说明，工作簿另有一张末尾的工作表，JSON 在 `rows` 之后有 `disputes`（仅在有未结申诉时）。csv、关账冻结的内容和任何数字都不受影响。

csv 中会被表格软件当作公式的文字（如工号 `=1+1`、更正编号 `-1`）前面加一个撇号，导入和 `reconcile` 读取时去掉。金额是数字：`-5.00`。

"""  # noqa: E501


def reports_page() -> str:
    """The page."""
    return MADE + HEAD + "\n".join(section(name) for name in REPORTS)


def section(name: str) -> str:
    report = REPORTS[name]
    rows = [(code(column.name), column.zh, column.en) for column in report.columns]
    return f"## {name} {report.zh} · {report.en}\n\n" + table(("column 列", "中文", "English"), rows)
