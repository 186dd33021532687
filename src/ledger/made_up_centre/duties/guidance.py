"""Quotas, reminders, plans (改进方案), tasks, and what QA and leaders check (S13.8, S13.9, S13.11, S13.14)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import chosen, happens
from ledger.made_up_centre.dates import ONE_DAY, Period
from ledger.made_up_centre.state import Centre

REMINDERS = ("语速放慢一些", "先核对用户信息再答复", "离席请 Logout", "工单小结写清原因")
FINDINGS = (
    ("打断用户说话", "每天听三通录音并小结"),
    ("业务口径不熟", "重学知识库退费一章"),
    ("安抚不足", "与组长演练两次"),
)
TASKS = ("整理知识库退费一章", "核对本周工单分类", "汇总疑难投诉案例", "更新排班说明")


def set_quotas(centre: Centre, period: Period, day: date) -> None:
    """How many monitorings a week each representative is to have, from the first period on."""
    if period != centre.periods[0]:
        return
    quotas: list[Line] = [{"per_week": 2}, {"channel": "email_fax", "per_week": 1}]
    for quota in quotas:
        line: Line = {"kind": "monitoring_quota", "role": "csr", "from": period.name}
        centre.agenda.add(day, clock_time(14, 10), line | quota)


def guide(centre: Centre, day: date) -> None:
    """A day of QA and leaders: a test call, now and then a reply reviewed, a reminder, a plan."""
    rng, representatives = centre.rng, centre.staff.with_role("csr")
    second = clock_time(9) + rng.randrange(8 * 3600)
    by = rng.choice([*centre.staff.evaluators, *centre.staff.leaders.values()]).number
    if happens(rng, 700):
        line: Line = {"kind": "test_call", "test": centre.number("TC"), "at": instant(day, second), "by": by}
        centre.agenda.add(day, second, line | {"line": "400-1", "result": "fault" if happens(rng, 60) else "ok"})
    if happens(rng, 500):
        line = {"kind": "reply_review", "review": centre.number("RR"), "employee": rng.choice(representatives).number}
        line |= {"date": day.isoformat(), "channel": rng.choice(("email", "email", "fax")), "by": by}
        centre.agenda.add(day, clock_time(18), line | {"passed": happens(rng, 850)})
    if happens(rng, 350):
        remind(centre, day, second, rng.choice(representatives).number, by)
    if happens(rng, 80):
        plan(centre, day, second, rng.choice(representatives).number, by)


def remind(centre: Centre, day: date, second: int, employee: str, by: str) -> None:
    """A reminder, which most of those reminded sign."""
    number = centre.number("RM")
    line: Line = {"kind": "reminder", "reminder": number, "employee": employee, "at": instant(day, second), "by": by}
    centre.agenda.add(day, second, line | {"note": centre.rng.choice(REMINDERS)})
    if happens(centre.rng, 700):
        signed: Line = {"kind": "acknowledgement", "of_kind": "reminder", "of": number, "employee": employee}
        centre.agenda.add(day, second + 1800, signed | {"at": instant(day, second + 1800), "agrees": True})


def plan(centre: Centre, day: date, second: int, employee: str, by: str) -> None:
    """A plan for two weeks, mostly done in time."""
    rng, number = centre.rng, centre.number("PL")
    finding, actions = rng.choice(FINDINGS)
    line: Line = {"kind": "improvement_plan", "plan": number, "employee": employee, "finding": finding}
    line |= {"actions": actions, "due_date": (day + 14 * ONE_DAY).isoformat(), "by": by, "at": instant(day, second)}
    centre.agenda.add(day, second, line)
    for status in ("started", "done", "checked")[: rng.randint(0, 3)]:
        day += rng.randint(2, 6) * ONE_DAY
        step: Line = {"kind": "improvement_step", "plan": number, "at": instant(day, second), "status": status}
        centre.agenda.add(day, second, step | {"by": employee if status == "started" else by})


def give_tasks(centre: Centre, period: Period) -> None:
    """Some tasks of the manager to leaders and QA, with what each of them made of it."""
    rng, manager = centre.rng, centre.staff.manager
    for day in chosen(rng, period.days()[:20], 130, 1):
        people = chosen(rng, centre.staff.with_role("team_leader", "qa"), 500, 1)
        number, second = centre.number("TA"), clock_time(9, 30)
        line: Line = {"kind": "task", "task": number, "title": rng.choice(TASKS), "by": manager.number}
        line |= {"to": [person.number for person in people], "at": instant(day, second)}
        centre.agenda.add(day, second, line | {"due_date": (day + 5 * ONE_DAY).isoformat()})
        for person in people:
            for status in ("started", "done")[: rng.randint(0, 2)]:
                later = day + (1 if status == "started" else rng.randint(2, 7)) * ONE_DAY
                step: Line = {"kind": "task_step", "task": number, "employee": person.number, "by": person.number}
                centre.agenda.add(later, second, step | {"at": instant(later, second), "status": status})
