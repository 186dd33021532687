"""Every report of the interchange format, by name, in the order of the chapters."""

from collections.abc import Callable

import polars as pl

from ledger.roles import MANAGER, SEES_FLOOR, SEES_PAY, SEES_SCORES
from projections.expressions import Frame
from projections.month import Month
from projections.reports.definition import Column, ReportDefinition
from projections.reports.forms import date_form, decimal_form, minute_form
from projections.reports.nested_rows import (
    LINES,
    awards_rows,
    bonus_rows,
    payroll_rows,
    stars_rows,
)

_EMPLOYEE = Column("employee", "工号", "Employee")
_POOL = Column("pool", "排名组", "Pool", labelled=True)
_RANK = Column("rank", "名次", "Rank", type=pl.Int64)
_OF = Column("of", "人数", "Of", type=pl.Int64)
_AMOUNT = Column("amount", "金额(元)", "Amount (yuan)", decimal_form)


def _chapter(read: Callable[[Month], Frame]) -> Callable[[Month], pl.DataFrame]:
    """The rows of a chapter's table, as its engine hands them out."""
    return lambda month: month.tables.engine.rows(read(month))


REPORTS: dict[str, ReportDefinition] = {
    "attendance": ReportDefinition(
        "考勤",
        "Attendance",
        (
            _EMPLOYEE,
            Column("date", "日期", "Date", date_form, "day"),
            Column("shift", "班次", "Shift"),
            Column("status", "状态", "Status", labelled=True),
            Column("in", "上班打卡", "In", minute_form, "in_minute"),
            Column("out", "下班打卡", "Out", minute_form, "out_minute"),
            Column("late", "迟到(分)", "Late (min)", type=pl.Int64),
            Column("early", "早退(分)", "Early (min)", type=pl.Int64),
            Column("counted", "计算工时(分)", "Counted (min)", type=pl.Int64),
            Column("leave_type", "假别", "Leave type", labelled=True),
            Column("holiday", "国定假期", "Holiday", type=pl.Boolean),
        ),
        _chapter(lambda month: month.attendance.shifts),
        "attendance:attendance",
        order=("employee", "day"),
        readers=SEES_FLOOR,
        row_key=("date",),
    ),
    "hours": ReportDefinition(
        "工时与换休",
        "Hours and time off in lieu",
        (
            _EMPLOYEE,
            Column("due", "标准工时(分)", "Due (min)", type=pl.Int64),
            Column("worked", "合计工时(分)", "Worked (min)", type=pl.Int64),
            Column("difference", "差额(分)", "Difference (min)", type=pl.Int64),
            Column("lieu_opening", "期初换休(分)", "Lieu opening (min)", type=pl.Int64),
            Column("lieu_lapsed", "过期换休(分)", "Lieu lapsed (min)", type=pl.Int64),
            Column("lieu_drawn", "使用换休(分)", "Lieu drawn (min)", type=pl.Int64),
            Column("lieu_earned", "新增换休(分)", "Lieu earned (min)", type=pl.Int64),
            Column("lieu_adjusted", "调整换休(分)", "Lieu adjusted (min)", type=pl.Int64),
            Column("lieu_closing", "期末换休(分)", "Lieu closing (min)", type=pl.Int64),
            Column("deficit_closing", "期末不满工时(分)", "Deficit closing (min)", type=pl.Int64),
            Column("deficit_overdue", "逾期未补(分)", "Deficit overdue (min)", type=pl.Int64),
        ),
        _chapter(lambda month: month.hours),
        "hours:hours",
        readers=SEES_FLOOR,
    ),
    "scores": ReportDefinition(
        "考核成绩",
        "Scores",
        (
            _EMPLOYEE,
            Column("role", "岗位", "Role", labelled=True),
            Column("call", "通话评估成绩", "Call", decimal_form),
            Column("work", "工作评估成绩", "Work", decimal_form),
            Column("behaviour", "综合工作表现", "Behaviour", decimal_form),
            Column("total", "总分", "Total", decimal_form),
        ),
        _chapter(lambda month: month.scores),
        "scores:scores",
        readers=SEES_SCORES,
        headline="total",
    ),
    "ranking": ReportDefinition(
        "排名",
        "Ranking",
        (
            _EMPLOYEE,
            _POOL,
            _RANK,
            _OF,
            Column("total", "总分", "Total", decimal_form),
            Column("behaviour", "综合工作表现", "Behaviour", decimal_form),
        ),
        _chapter(lambda month: month.ranking),
        "ranking:ranking",
        readers=SEES_SCORES,
        headline="rank",
    ),
    "bonus": ReportDefinition(
        "月度奖金",
        "Monthly bonus",
        (
            _EMPLOYEE,
            _POOL,
            _RANK,
            _OF,
            _AMOUNT,
            Column("excluded_by", "不享有依据", "Excluded by", type=pl.List(pl.String)),
        ),
        bonus_rows,
        "bonus:bonus",
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        headline="amount",
        shown_by_row=True,
    ),
    "awards": ReportDefinition(
        "表现优异奖金",
        "Excellence awards",
        (_EMPLOYEE, Column("theme", "主题", "Theme", labelled=True), _AMOUNT),
        awards_rows,
        "awards:awards",
        order=(),
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        row_key=("theme",),
    ),
    "stars": ReportDefinition(
        "星级工资",
        "Star pay",
        (
            _EMPLOYEE,
            Column("quarter", "季度", "Quarter"),
            Column("score", "季度得分", "Score", decimal_form),
            _RANK,
            _OF,
            _AMOUNT,
        ),
        stars_rows,
        "stars:stars",
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        headline="amount",
    ),
    "payroll": ReportDefinition(
        "当月薪资",
        "Payroll",
        (
            _EMPLOYEE,
            Column("lines", "明细", "Lines", type=LINES),
            Column("total", "合计(元)", "Total (yuan)", decimal_form),
            Column("negative", "负数", "Negative", type=pl.Boolean),
        ),
        payroll_rows,
        "pay:payroll",
        readers=SEES_PAY,
        tells_pay=True,
        headline="total",
        shown_by_row=True,
    ),
    "anomalies": ReportDefinition(
        "异常",
        "Anomalies",
        (
            _EMPLOYEE,
            Column("date", "日期", "Date", date_form, "day"),
            Column("kind", "异常", "Anomaly", labelled=True),
            Column("at", "时刻", "At", minute_form, "minute"),
        ),
        _chapter(lambda month: month.anomalies),
        "anomalies:anomalies",
        order=("employee", "day", "minute", "kind"),
        readers=SEES_FLOOR,
        row_key=("date", "at"),
    ),
}
