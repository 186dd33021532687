"""docs/reports.md: every report and its columns, read from the registry."""

from projections.reports import REPORTS
from tests.house.documents.markdown import MADE, code, table

HEAD = """# Reports · 报表

`workledger report NAME PERIOD`, as a table, as `--format csv`, or as `--format json` with the ledger position and the
rule set that the report is of. `report all PERIOD` gives every report. Durations are minutes, money is yuan and scores
are points with two decimals.

`workledger report 名称 周期`，可为表格、`--format csv` 或 `--format json`（附账本位置与规则集）。`report all 周期` 给出全部报表。时长为分钟，金额为元，成绩为两位小数的分数。

"""  # noqa: E501


def reports_page() -> str:
    """The page."""
    return MADE + HEAD + "\n".join(section(name) for name in REPORTS)


def section(name: str) -> str:
    report = REPORTS[name]
    rows = [(code(column.name), column.zh, column.en) for column in report.columns]
    return f"## {name} {report.zh} · {report.en}\n\n" + table(("column 列", "中文", "English"), rows)
