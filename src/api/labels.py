"""What reports, columns and values are called for people, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from api.language import Language
from ledger.facts import KINDS
from ledger.ruleset import parameter_of
from projections.awards import known_awards
from projections.reports import REPORTS, Column

_VALUES: dict[str, tuple[str, str]] = {
    "attended": ("出勤", "attended"),
    "missing_in": ("缺上班卡", "missing in"),
    "missing_out": ("缺下班卡", "missing out"),
    "absent": ("旷工", "absent"),
    "leave": ("请假", "leave"),
    "planned": ("未到", "planned"),
    "stray": ("无归属打卡", "stray punch"),
    "punches_on_leave": ("请假期间打卡", "punch on leave"),
    "outside_employment": ("非在职打卡", "outside employment"),
    "csr": ("客户服务代表", "CSR"),
    "team_leader": ("业务组长", "team leader"),
    "qa": ("QA", "QA"),
    "manager": ("客服经理", "manager"),
    "lead_qa": ("组长及QA", "leaders and QA"),
    "lieu": ("换休", "time off in lieu"),
    "annual": ("年假", "annual leave"),
    "marriage": ("婚假", "marriage leave"),
    "bereavement": ("丧假", "bereavement leave"),
    "maternity": ("产假", "maternity leave"),
    "sick": ("病假", "sick leave"),
    "personal": ("事假", "personal leave"),
    "absenteeism": ("旷工", "absenteeism"),
    "base": ("基本工资", "base salary"),
    "star": ("星级工资", "star pay"),
    "monthly_bonus": ("月度奖金", "monthly bonus"),
    "award": ("表现优异奖金", "award"),
    "night_allowance": ("夜班津贴", "night allowance"),
    "allowance": ("津贴", "allowance"),
    "meal": ("伙食", "meal"),
    "late_shift": ("晚班", "late shift"),
    "overtime": ("加班", "overtime"),
    "other": ("其它", "other"),
    "holiday_pay": ("国定假期薪资", "holiday pay"),
    "leave_deduction": ("请假扣薪", "leave deduction"),
    "adjustment": ("调整", "adjustment"),
    "correction": ("更正", "correction"),
}


_MATTERS: dict[str, tuple[str, str]] = {
    "anomaly": ("考勤异常", "anomaly"),
    "unscored": ("成绩不全", "unscored"),
    "undecided_leave": ("请假未批", "leave not decided"),
    "undecided_swap": ("换班未批", "swap not decided"),
    "complaint": ("投诉未结", "complaint without verdict"),
    "dispute": ("申诉未结", "open dispute"),
    "reduction_held": ("扣减待定", "reduction held back"),
}


def matter_label(matter: str, language: Language) -> str:
    """What is open when a period is to be closed."""
    return _MATTERS[matter][0 if language is Language.CHINESE else 1]


_FIGURES: dict[str, tuple[str, str]] = {
    "rank": ("名次", "rank"),
    "total": ("总分", "total score"),
    "quarter_rank": ("季度名次", "quarter rank"),
    "pay": ("薪资合计", "total pay"),
    "lieu_bank": ("换休结余(分)", "lieu bank (min)"),
    "lieu_closing": ("期末换休(分)", "lieu closing (min)"),
    "deficit_closing": ("期末不满工时(分)", "deficit closing (min)"),
}
_CAUSES: dict[str, tuple[str, str]] = {
    "code": ("程序", "program code"),
    "adjustment": ("关账时的调整", "adjustments that a closing posts"),
    "time": ("时间推移(计划班次已到期)", "time passed (shifts that were still planned)"),
}
_HOW: dict[str, tuple[str, str]] = {
    "superseded": ("取代前次的", "superseding"),
    "excluded": ("被排除的", "left-out"),
}
"""How a fact came to differ, where its kind does not say so itself."""


def figure_label(figure: str, language: Language) -> str:
    """A figure that moves, or a line of pay."""
    found = _FIGURES.get(figure)
    return value_label(figure, language) if found is None else found[0 if language is Language.CHINESE else 1]


def cause_label(cause: Mapping[str, Any], language: Language) -> str:
    """Why a figure differs: code, postings, time, a rule parameter or facts."""
    chinese = language is Language.CHINESE
    if cause["kind"] == "rules":
        described = parameter_of(cause["parameter"])
        name = f"{described.zh} ({cause['parameter']})" if chinese else f"{described.en} ({cause['parameter']})"
        return f"{described.clause} {name}: {cause['before']} → {cause['after']}"
    if cause["kind"] != "fact":
        return _CAUSES[cause["kind"]][0 if chinese else 1]
    kind = KINDS[cause["fact"]]
    how = _HOW.get(cause["how"], ("", ""))[0 if chinese else 1]
    late = ("迟录，" if chinese else "late: ") if cause["late"] else ""
    last = cause["facts"][-1]
    more = "" if cause["count"] == 1 else (f" 等 {cause['count']} 条" if chinese else f" and {cause['count'] - 1} more")
    where = f"{last['employee']} {last['business_date']} #{last['position']}".strip()
    label = f"{how}{kind.label_zh}" if chinese else f"{how} {kind.label_en}".strip()
    return f"{late}{label} {where}{more}"


def report_label(name: str, language: Language) -> str:
    """What a report is called."""
    return REPORTS[name].zh if language is Language.CHINESE else REPORTS[name].en


def column_label(column: Column, language: Language) -> str:
    """What a column is called."""
    return column.zh if language is Language.CHINESE else column.en


def value_label(value: str | bool, language: Language) -> str:
    """What a value is called; a value without a label, such as a number or a name, is shown as it is."""
    chinese = language is Language.CHINESE
    if isinstance(value, bool):
        return ("是" if chinese else "yes") if value else ""
    return ("：" if chinese else ": ").join(_part(part, chinese=chinese) for part in value.split(":"))


def _part(part: str, *, chinese: bool) -> str:
    if part in _VALUES:
        return _VALUES[part][0 if chinese else 1]
    award = known_awards().get(part)
    if award is None:
        return part
    return award.label_zh if chinese else award.label_en
