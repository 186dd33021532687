"""What the steps of an explanation are called for people, in Chinese and English."""

from api.labels import column_label, value_label
from api.language import Language
from ledger.ruleset import RuleSet, parameter_of
from projections.reports import REPORTS

TERMS: dict[str, tuple[str, str]] = {
    "above": ("见上", "see above"),
    "absence": ("缺勤", "absence"),
    "absence_total": ("缺勤合计", "absence in all"),
    "absent_minutes": ("缺勤工时", "minutes absent"),
    "active_theme": ("本期评选主题", "active theme"),
    "among_the_best": ("在获奖名额之内", "among the number of winners"),
    "anomaly": ("异常", "anomaly"),
    "as_kept": ("关账时所存", "as it was kept"),
    "as_paid": ("当时所付", "as it was paid"),
    "as_replayed": ("重算所得", "as it is replayed"),
    "attendance_row": ("考勤", "attendance"),
    "attended_minutes": ("出勤工时", "minutes attended"),
    "attended_shift": ("有出勤班次", "an attended shift"),
    "award": ("表现优异奖金", "award"),
    "behaviour_review": ("综合工作表现评分", "behaviour review"),
    "bonus_row": ("月度奖金", "monthly bonus"),
    "brought_deficit": ("带入的不满工时", "deficit brought along"),
    "brought_lot": ("带入的换休", "lot brought along"),
    "brought_run": ("带入的无差错期数", "error-free run brought along"),
    "brought_total": ("带入的总分", "total brought along"),
    "candidate": ("可参评", "may take part"),
    "closing": ("关账", "closing"),
    "complaint_upheld": ("成立的投诉", "upheld complaint"),
    "complete_run": ("连续无差错满期数", "a complete run of error-free periods"),
    "credited": ("计入工时的假", "leave credited"),
    "deficit_opening": ("期初不满工时", "deficit at the opening"),
    "drawn": ("使用", "drawn"),
    "drawn_by_leave": ("换休使用", "drawn by lieu leave"),
    "earned": ("来自周期", "earned in"),
    "employed_days": ("在职天数", "days employed"),
    "employment": ("在职", "employment"),
    "error_free_run": ("连续无差错期数", "error-free periods in a row"),
    "excluded": ("不享有依据", "excluded by"),
    "excused": ("扣减应出工时的缺勤", "absence taken off due"),
    "few_voluntary_swaps": ("自愿换班少于上限", "fewer voluntary swaps than the limit"),
    "granted": ("批准的津贴", "allowance granted"),
    "holiday_shift": ("国定假期出勤", "shift on a holiday"),
    "hours_row": ("工时", "hours"),
    "in_no_reach": ("不在任何班次范围内", "in the reach of no shift"),
    "lapsed": ("过期", "lapsed"),
    "largest_rise": ("名次上升最多", "the largest rise in rank"),
    "last_day": ("最后工作日", "last day"),
    "leave": ("请假", "leave"),
    "leave_not_counted": ("未计入的请假", "leave that does not count"),
    "lieu_leave": ("换休假", "lieu leave"),
    "line_that_moved": ("有变动的项目", "line that moved"),
    "lot": ("换休余额", "lot of time off in lieu"),
    "lot_left": ("期末余额", "left of the lot"),
    "missing_punch": ("缺卡班次", "shift with a missing punch"),
    "monitoring": ("质检", "monitoring"),
    "monthly_salary": ("月基本工资", "monthly salary"),
    "next_tier": ("上一档所需", "the next tier needs"),
    "no_absence": ("没有缺勤", "no absence"),
    "no_allowance": ("没有津贴", "no allowance"),
    "no_bar": ("没有不得参评的情形", "nothing that bars"),
    "no_behaviour_review": ("没有综合工作表现评分", "no behaviour review"),
    "no_bonus_for_role": ("该岗位没有月度奖金", "the role has no monthly bonus"),
    "no_deduction": ("不扣薪", "nothing is deducted"),
    "no_holiday": ("不是国定假期", "no statutory holiday"),
    "no_holiday_shift": ("国定假期没有出勤", "no shift on a holiday"),
    "no_leave": ("没有请假", "no leave"),
    "no_low_score": ("没有低于最低分的成绩", "no score below the floor"),
    "no_missing_punch": ("没有缺卡", "no missing punch"),
    "no_monitoring": ("没有质检", "no monitoring"),
    "no_night_shift": ("没有夜班出勤", "no overnight shift"),
    "no_punch": ("没有打卡", "no punch"),
    "no_quarter_score": ("没有季度得分", "no quarter score"),
    "no_salary": ("没有基本工资", "no salary"),
    "no_team_total": ("组员没有总分", "nobody in the team has a total"),
    "no_tier": ("未达任何一档", "no tier is reached"),
    "no_weights": ("该岗位没有评核权重", "the role has no weights"),
    "no_work_review": ("没有工作评估", "no work review"),
    "not_employed": ("不在职", "not employed"),
    "not_excluded": ("没有不享有的情形", "nothing excludes"),
    "not_in_a_pool": ("不参加排名", "in no pool"),
    "nothing_recorded": ("没有记录", "nothing recorded"),
    "notice_from": ("离职通知期起", "under notice from"),
    "offset": ("抵扣不满工时", "drawn to offset missing hours"),
    "overtime": ("加班工时", "overtime"),
    "overtime_approved": ("加班批准", "approved overtime"),
    "pay_total": ("合计", "total pay"),
    "payroll_row": ("当月薪资", "pay"),
    "period": ("周期", "period"),
    "planned_end": ("计划下班", "planned end"),
    "planned_start": ("计划上班", "planned start"),
    "posted_before": ("此前已入账的调整", "posted before"),
    "praise": ("表扬", "praise"),
    "probation_until": ("培训试用期至", "on probation until"),
    "punch": ("打卡", "punch"),
    "rank_before": ("上期名次", "rank in the period before"),
    "rank_now": ("本期名次", "rank in this period"),
    "ranked_twice": ("上期与本期均有名次", "ranked in both periods"),
    "ranking_row": ("排名", "ranking"),
    "reach": ("打卡归属范围", "reach"),
    "recorded_score": ("原记录分", "score as first recorded"),
    "recorded_until": ("最近记录于", "latest recording"),
    "repaid": ("补回不满工时", "repays the deficit"),
    "revision": ("质检修正", "revision"),
    "rise": ("名次上升", "rise in rank"),
    "salary_days": ("按此工资的天数", "days with this salary"),
    "score": ("得分", "score"),
    "scores_row": ("考核成绩", "scores"),
    "shared_with": ("并列", "rank shared with"),
    "shared_with_nobody": ("无人并列", "nobody shares the rank"),
    "standard_minutes": ("整期标准工时", "due for the whole period"),
    "stars_row": ("星级工资", "star pay"),
    "swap": ("换班", "shift swap"),
    "team": ("班组", "team"),
    "team_total": ("组员总分", "total in the team"),
    "tier": ("所达档", "tier"),
    "total": ("总分", "total"),
    "unpunctual_shift": ("迟到或早退的班次", "unpunctual shift"),
    "voluntary_swap": ("自愿换班", "voluntary swap"),
    "weight": ("权重", "weight"),
    "work_error": ("差错", "work error"),
    "work_review": ("工作评估", "work review"),
    "written_praise": ("书面表扬", "written praise"),
}
"""The steps that are no column of a report and no line of pay."""

NOTES: dict[str, tuple[str, str]] = {
    "component": ("成绩", "component"),
    "date": ("日期", "date"),
    "direction": ("方向", "direction"),
    "early": ("早退", "early"),
    "earned_in": ("来自周期", "earned in"),
    "employee": ("员工", "employee"),
    "from": ("自", "from"),
    "late": ("迟到", "late"),
    "milli_days": ("毫天", "milli-days"),
    "monitoring": ("编号", "number"),
    "period": ("周期", "period"),
    "period_days": ("周期天数", "days in the period"),
    "pool": ("排名组", "pool"),
    "quarter": ("季度", "quarter"),
    "rank": ("名次", "rank"),
    "rank_within_percent": ("名次在前(%)", "rank within (%)"),
    "reason": ("原因", "reason"),
    "role": ("岗位", "role"),
    "row": ("第几行", "row"),
    "shift": ("班次", "shift"),
    "status": ("状态", "status"),
    "taken_as": ("作为", "taken as"),
    "theme": ("主题", "theme"),
    "total": ("总分", "total"),
    "behaviour": ("综合工作表现", "behaviour"),
    "total_above": ("总分高于", "total above"),
    "total_at_least": ("总分至少", "total at least"),
    "type": ("类别", "type"),
    "until": ("至", "until"),
    "weekdays": ("周一至周五天数", "Mondays to Fridays"),
    "winners": ("名额", "winners"),
}
"""What tells one step from others of its term."""

UNITS: dict[str, tuple[str, str]] = {
    "minutes": ("分钟", "min"),
    "yuan": ("元", "yuan"),
    "points": ("分", "points"),
    "percent": ("%", "%"),
    "days": ("天", "days"),
    "milli_days": ("毫天", "milli-days"),
}

CLAUSES: dict[str, tuple[str, str]] = {
    "S6.4": ("没有总分", "no total"),
    "S7.6a": ("培训试用期", "on probation"),
    "S7.6b": ("因绩效不佳离职", "left for poor performance"),
    "S7.6c": ("缺勤达到上限", "absence at the limit"),
    "S7.6d": ("离职通知期内旷工或病假", "absence under notice"),
    "S9.2": ("季末处于培训试用期", "on probation at the quarter's end"),
}
"""What a clause that excludes someone is about."""

_WORDS: dict[str, tuple[str, str]] = {
    "in": ("上班", "in"),
    "out": ("下班", "out"),
    "auto": ("自动", "automatic"),
    "call": ("通话评估成绩", "call"),
    "work": ("工作评估成绩", "work"),
    "behaviour": ("综合工作表现", "behaviour"),
    "resigned": ("辞职", "resigned"),
    "poor_performance": ("绩效不佳", "poor performance"),
}


def _in(language: Language, both: tuple[str, str]) -> str:
    return both[0 if language is Language.CHINESE else 1]


def term_label(term: str, language: Language) -> str:
    """What a step is called; one of a site's own award without a label, by its name."""
    if term in TERMS:
        return _in(language, TERMS[term])
    for definition in REPORTS.values():
        for column in definition.columns:
            if column.name == term:
                label = column_label(column, language).partition("(")[0].strip()
                return label if language is Language.CHINESE else label.lower()
    label = value_label(term, language)
    return label.replace("_", " ")


def note_label(name: str, language: Language) -> str:
    """What a note beside a step is called."""
    return _in(language, NOTES[name]) if name in NOTES else name.replace("_", " ")


def unit_label(unit: str, language: Language) -> str:
    """What a unit is called."""
    return _in(language, UNITS[unit])


def clause_label(clause: str, language: Language) -> str:
    """What a clause that excludes is about."""
    return _in(language, CLAUSES[clause]) if clause in CLAUSES else ""


def word_label(word: str, language: Language) -> str:
    """What a value that is a term is called."""
    return _in(language, _WORDS[word]) if word in _WORDS else value_label(word, language)


def parameter_label(name: str, language: Language) -> str:
    """What a rule parameter is called."""
    if name not in RuleSet.model_fields:
        return name
    described = parameter_of(name)
    return described.zh if language is Language.CHINESE else described.en.lower()
