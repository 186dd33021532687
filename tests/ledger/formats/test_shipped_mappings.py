"""The other mappings that are shipped, each with a sheet as it comes: scores, leaves, pay, three systems' exports."""

from datetime import date, datetime, time
from pathlib import Path

from ledger.ledger import Ledger
from tests.ledger.formats.paper import comma_separated, imported, recorded, staffed, workbook


def test_monitoring_scores_keep_what_was_typed_and_skip_the_mean(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        ["质检评分表"],
        ["工号", "通话日期", "渠道", "得分", "质检员", "评语"],
        [1001, date(2026, 10, 12), "电话", 92.5, "QA1", "好"],
        [1002, date(2026, 10, 12), "邮件", 88, "QA1"],
        [1002, date(2026, 10, 13), "邮件", 88.333, "QA1"],
        ["平均", None, None, 90.25],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "monitoring-scores")
    assert (answer.accepted, [(issue.line, issue.code) for issue in answer.issues]) == (2, [(5, "bad_value")])
    assert [(fact["channel"], fact["score"]) for fact in recorded(ledger, "monitoring")] == [
        ("phone", 9250),
        ("email", 8800),
    ]


def test_the_same_row_in_another_file_is_the_same_monitoring(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    heading = ["工号", "日期", "得分", "质检员"]
    row = [1001, date(2026, 10, 12), 92.5, "QA1"]
    imported(ledger, workbook(tmp_path, [heading, row]), "monitoring-scores")
    later = workbook(tmp_path, [["一周"], heading, [1002, *row[1:]], row], "later.xlsx")
    answer = imported(ledger, later, "monitoring-scores")
    assert (answer.accepted, answer.duplicate) == (1, 1)


def test_one_row_of_reviews_is_two_facts_and_a_blank_score_is_none(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [["工号", "工作评估", "综合表现"], [1001, 85, 90.5], [1002, None, 77]]
    given = {"period": "2026年10月", "evaluator": "王主管", "at": "2026-11-02 09:00"}
    answer = imported(ledger, workbook(tmp_path, rows), "reviews", **given)
    assert (answer.accepted, answer.refused) == (3, 0)
    (work,) = recorded(ledger, "work_review")
    assert (work["period"], work["score"], work["at"].isoformat()) == ("2026-10", 8500, "2026-11-02T09:00:00+08:00")
    assert [fact["score"] for fact in recorded(ledger, "behaviour_review")] == [9050, 7700]


def test_a_leave_list_states_requests_and_the_decisions_that_were_made(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    heading = ["工号", "请假类型", "开始日期", "结束日期", "申请时间", "小时数", "审批结果", "审批人", "审批时间"]
    day, asked = date(2026, 10, 12), datetime.fromisoformat("2026-10-01 09:30")
    decided = datetime.fromisoformat("2026-10-02 10:00")
    rows = [
        heading,
        [1001, "年假", day, date(2026, 10, 14), asked, None, "同意", "王主管", decided],
        [1002, "事假", day, day, asked, 1.5, "审批中"],
        [1003, "学习假", day, day, asked, None, "拒绝", "王主管", decided],
        [1001, "病假", datetime.fromisoformat("2026-10-20 13:00"), date(2026, 10, 20), asked],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "leave-list")
    assert [(issue.line, issue.code) for issue in answer.issues] == [
        (4, "unknown_leave_type"),
        (4, "unknown_leave"),
        (5, "refused_by_mapping"),
    ]
    assert [(fact["type"], fact.get("minutes")) for fact in recorded(ledger, "leave")] == [
        ("annual", None),
        ("personal", 90),
    ]
    rows[2] = [1002, "事假", day, day, asked, 1.5, "同意", "王主管", decided]
    later = imported(ledger, workbook(tmp_path, rows[:3], "later.xlsx"), "leave-list")
    assert (later.accepted, later.duplicate) == (1, 3)


def test_base_salaries_take_their_decoration_off(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    text = '工号,姓名,生效日期,基本工资\n1001,张三,2026/10/1,"¥4,800.00"\n1002,李四,2026.10.01,5200元\n合计,,,10000\n'
    answer = imported(ledger, comma_separated(tmp_path, text, "gb18030"), "base-salaries")
    assert (answer.accepted, answer.refused) == (2, 0)
    assert [fact["monthly"] for fact in recorded(ledger, "base_salary")] == [480_000, 520_000]


def test_an_employee_list_states_people_and_last_days(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        ["工号", "姓名", "岗位", "班组", "入职日期", "试用期至", "离职日期", "离职原因"],
        ["0007", "钱七", "客服专员", "T2", date(2026, 9, 1), date(2026, 11, 30), None, None],
        ["0008", "孙八", "组长", "T2", date(2025, 9, 1), None, date(2026, 10, 31), "辞职"],
        ["0009", "周九", "保洁", "T2", date(2025, 9, 1), None, None, None],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "employees")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(4, "unknown_value")]
    assert [fact["employee"] for fact in recorded(ledger, "employee")][3:] == ["0007", "0008"]
    (leaving,) = recorded(ledger, "leaving")
    assert (leaving["employee"], leaving["reason"]) == ("0008", "resigned")


def test_dingtalk_punches_have_the_date_of_their_shift_and_the_night_after(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        ["每日统计表 统计日期：2026-10-12 至 2026-10-13"],
        ["报表生成时间：2026-10-14 08:00"],
        ["姓名", "工号", "部门", "日期", "班次", "上班1打卡时间", "上班1打卡结果", "下班1打卡时间", "下班1打卡结果"],
        ["张三", "1001", "客服", "26-10-12 星期一", "W 20:30-08:30", "20:25", "正常", "次日 08:31", "正常"],
        ["李四", "1002", "客服", "26-10-12 星期一", "R", "08:28", "正常", None, "缺卡"],
        ["李四", "1002", "客服", "26-10-13 星期二", "休息", None, None, None, None],
        ["王五", "1003", "客服", "26-10-13 星期二", "R", "25:61", "正常", None, None],
    ]
    answer = imported(ledger, workbook(tmp_path, rows), "dingtalk-attendance")
    assert [(issue.line, issue.code) for issue in answer.issues] == [(7, "bad_cell")]
    punches = [(fact["employee"], fact["at"].isoformat(), fact["direction"]) for fact in recorded(ledger, "clock")]
    assert punches == [
        ("1001", "2026-10-12T20:25:00+08:00", "in"),
        ("1001", "2026-10-13T08:31:00+08:00", "out"),
        ("1002", "2026-10-12T08:28:00+08:00", "in"),
    ]


def test_dingtalk_people_without_a_number_are_found_by_a_table(ledger: Ledger, tmp_path: Path) -> None:
    from ledger.formats.sheets import load_mapping

    staffed(ledger)
    rows = [
        ["姓名", "UserId", "日期", "上班1打卡时间", "下班1打卡时间"],
        ["张三", "manager07", date(2026, 10, 12), time(8, 29, 59), time(20, 31)],
        ["李四", "manager08", date(2026, 10, 12), time(8, 29), None],
    ]
    options = {**load_mapping("dingtalk-attendance"), "pins": {"manager07": "1001"}}
    answer = ledger.imports.import_file(workbook(tmp_path, rows), format="sheet", options=options)
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (2, ["unknown_pin"])
    assert recorded(ledger, "clock")[0]["at"].isoformat() == "2026-10-12T08:29:59+08:00"


def test_wecom_punches_are_in_out_or_neither(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    rows = [
        ["打卡明细"],
        ["日期", "姓名", "账号", "打卡类型", "打卡时间"],
        ["2026/10/12 星期一", "张三", "1001", "上班打卡", "08:29"],
        ["2026/10/12 星期一", "张三", "1001", "外出打卡", "13:10"],
        ["2026/10/12 星期一", "张三", "1001", "下班打卡", "未打卡"],
    ]
    assert imported(ledger, workbook(tmp_path, rows), "wecom-punches").accepted == 2
    assert [fact["direction"] for fact in recorded(ledger, "clock")] == ["in", "auto"]


def test_bamboohr_records_are_people_and_time_off(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    people = (
        "Employee #,First Name,Last Name,Job Title,Department,Hire Date,Termination Date,Termination Type\n"
        "501,Ann,Lee,Support Agent,Phones,2025-03-01,,\n"
        "502,Bo,Wu,Team Lead,Phones,2024-03-01,2026-10-31,Resignation (Voluntary)\n"
        "503,Cy,Ng,Chef,Canteen,2024-03-01,,\n"
    )
    answer = imported(ledger, comma_separated(tmp_path, people), "bamboohr-employees")
    assert (answer.accepted, [issue.code for issue in answer.issues]) == (3, ["unknown_value"])
    assert recorded(ledger, "employee")[3]["name"] == "Ann Lee"
    off = (
        "Employee #,Time Off Type,From,To,Requested,Status\n"
        "501,Vacation,2026-10-12,2026-10-16,2026-09-01,Approved\n"
        "501,Sick,2026-10-20,2026-10-20,2026-10-20,Requested\n"
    )
    answer = imported(ledger, comma_separated(tmp_path, off, name="off.csv"), "bamboohr-time-off")
    assert (answer.accepted, answer.refused) == (3, 0)
    assert [fact["type"] for fact in recorded(ledger, "leave")] == ["annual", "sick"]
