"""The shop floor (现场): briefings before a shift (班前会) and handovers between leaders (组长交接)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

NEWS = (
    "退费规则更新，按新口径登记",
    "今日话务高峰预计在十点",
    "系统升级，工单登记走备用表",
    "新业务上线，口径见知识库",
    "抽查静音与 Logout 规范",
)
LEFT_OVER = (
    "遗留工单 2 件，已登记",
    "3 个疑难客诉待回访",
    "无遗留事项",
    "传真机缺纸，已报修",
    "一名客服请假，坐席已调整",
)


def brief(centre: Centre, day: date, attending: dict[int, list[Person]]) -> None:
    """Each team that began a shift together held its briefing ten minutes before."""
    for team, people in attending.items():
        leader = centre.staff.leaders[team]
        shift = leader.roster.get(day)
        if shift not in ("R", "W"):
            continue
        second = clock_time(8, 20) if shift == "R" else clock_time(20, 20)
        line: Line = {"kind": "briefing", "briefing": centre.number("BR"), "team": leader.team_name}
        line |= {"at": instant(day, second), "leader": leader.number}
        line["attendees"] = [person.number for person in people if person.roster.get(day) == shift]
        if happens(centre.rng, 400):
            line["note"] = centre.rng.choice(NEWS)
        centre.agenda.add(day, second, line)
        if shift == "R":
            hand_over(centre, day, leader)


def hand_over(centre: Centre, day: date, leader: Person) -> None:
    """At half past eight in the evening the day's leader hands over to the night's."""
    night = centre.staff.leaders.get(leader.team - 1 if leader.team % 4 else leader.team + 3)
    if night is None or night.roster.get(day) != "W":
        return
    line: Line = {"kind": "handover", "handover": centre.number("HO"), "team": leader.team_name}
    line |= {"at": instant(day, clock_time(20, 30)), "from_leader": leader.number, "to_leader": night.number}
    line["note"] = centre.rng.choice(LEFT_OVER)
    centre.agenda.add(day, clock_time(20, 32), line)
