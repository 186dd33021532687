"""Complaints (投诉), praises (表扬), errors (差错) and violations (违规) of the representatives, some voided later."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

SUMMARIES = (
    "用户称退费未到账",
    "等待时间过长",
    "回复与上次说法不一",
    "服务态度冷淡",
    "短信未退订成功",
    "工单超时未回访",
)
NOTES = ("已电话致歉", "转业务部门核实", "已回访，用户认可", "录音已调取", "用户要求书面答复")
VIOLATIONS = (
    ("3.2.1", "在座席上接听私人电话"),
    ("3.2.2", "未 Logout 离席"),
    ("3.2.4", "桌面摆放杂志"),
    ("3.2.6", "在工作区吃零食"),
    ("3.3.4", "离席未整理桌面"),
)


def happen(centre: Centre, person: Person, day: date) -> None:
    """What may happen on a day of work; about one in fifty days brings something."""
    lot = centre.rng.randrange(1000)
    if lot < 5:
        complaint(centre, person, day)
    elif lot < 12:
        praise(centre, person, day)
    elif lot < 20:
        mistake(centre, person, day)
    elif lot < 24:
        violation(centre, person, day)


def complaint(centre: Centre, person: Person, day: date) -> None:
    """A complaint, escalated or followed up, and how it ended; some stay open."""
    rng = centre.rng
    line: Line = {"kind": "complaint", "complaint": centre.number("CO"), "employee": person.number}
    line |= {
        "date": day.isoformat(),
        "channel": rng.choice(("phone", "phone", "email")),
        "summary": rng.choice(SUMMARIES),
    }
    centre.agenda.add(day, clock_time(21), line)
    steps = [step for step in ("escalated", "followed_up") if happens(rng, 550)]
    if happens(rng, 900):
        steps.append(rng.choice(("upheld", "upheld", "dismissed", "dismissed", "withdrawn")))
    for step in steps:
        day += rng.randint(1, 2) * ONE_DAY
        second = clock_time(10) + rng.randrange(6 * 3600)
        update: Line = {"kind": "complaint_update", "complaint": line["complaint"], "at": instant(day, second)}
        update |= {"status": step, "by": centre.staff.leader_of(person).number}
        if happens(rng, 500):
            update["note"] = rng.choice(NOTES)
        centre.agenda.add(day, second, update)


def praise(centre: Centre, person: Person, day: date) -> None:
    """A customer's praise, a third of them in writing."""
    line: Line = {"kind": "praise", "praise": centre.number("PR"), "employee": person.number, "date": day.isoformat()}
    line |= {"written": happens(centre.rng, 330), "about": "attitude" if happens(centre.rng, 700) else "other"}
    centre.agenda.add(day, clock_time(20) + centre.rng.randrange(3600), line)


def mistake(centre: Centre, person: Person, day: date) -> None:
    """An erroneous work order or refund registration (错误工单、错误退费登记)."""
    line: Line = {"kind": "work_error", "error": centre.number("WE"), "employee": person.number}
    line |= {"date": day.isoformat(), "type": "work_order" if happens(centre.rng, 650) else "refund"}
    centre.agenda.add(day, clock_time(19) + centre.rng.randrange(3600), line)
    if happens(centre.rng, 60):
        void(centre, "work_error", line["error"], person, day)


def violation(centre: Centre, person: Person, day: date) -> None:
    """A breach of the rules of conduct (员工须知)."""
    clause, note = centre.rng.choice(VIOLATIONS)
    line: Line = {"kind": "violation", "violation": centre.number("VI"), "employee": person.number}
    line |= {"date": day.isoformat(), "clause": clause, "note": note}
    centre.agenda.add(day, clock_time(16) + centre.rng.randrange(3600), line)
    if happens(centre.rng, 60):
        void(centre, "violation", line["violation"], person, day)


def void(centre: Centre, of_kind: str, of: object, person: Person, day: date) -> None:
    """Recorded in error: it stays on the ledger and counts for nothing."""
    line: Line = {"kind": "void", "of_kind": of_kind, "of": of, "by": centre.staff.leader_of(person).number}
    centre.agenda.add(day + 2 * ONE_DAY, clock_time(11, 30), line | {"reason": "复核后确认登记有误"})
