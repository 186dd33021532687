"""Instructions that everyone is to understand (传达要求), and trainings (培训, S13.10, S13.11)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import chosen, happens
from ledger.made_up_centre.dates import ONE_DAY, Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

TITLES = (
    ("退费口径", "即日起退费按新口径登记，先核对扣费月份再填写金额。"),
    ("静音规范", "静音超过三十秒须先向用户说明，返回后致歉。"),
    ("工单分类", "投诉类工单一律选二级分类，不得选其他。"),
)
TOPICS = ("新业务培训", "投诉安抚演练", "知识库使用")


def instruct(centre: Centre, period: Period) -> None:
    """Two instructions a period, one to all and one to a team; most acknowledge them in time."""
    days = period.days()
    team = centre.rng.choice(sorted(centre.staff.leaders))
    for day, leader in ((days[3], None), (days[12], centre.staff.leaders[team])):
        number, second = centre.number("IN"), clock_time(9)
        title, text = centre.rng.choice(TITLES)
        line: Line = {"kind": "instruction", "instruction": number, "title": title, "text": text}
        line |= {"by": (leader or centre.staff.manager).number, "at": instant(day, second)}
        if leader is not None:
            line["teams"] = [leader.team_name]
        centre.agenda.add(day, second, line | {"due_date": (day + 3 * ONE_DAY).isoformat()})
        for person in centre.staff.present:
            if leader is None or person.team_name == leader.team_name:
                acknowledge(centre, person, number, day)


def acknowledge(centre: Centre, person: Person, number: str, day: date) -> None:
    """Somebody has read an instruction, within days or late, or has not."""
    day += centre.rng.randint(0, 4) * ONE_DAY
    second = clock_time(10) + centre.rng.randrange(9 * 3600)
    if person.employed(day) and happens(centre.rng, 850):
        line: Line = {"kind": "acknowledgement", "of_kind": "instruction", "of": number, "employee": person.number}
        centre.agenda.add(day, second, line | {"at": instant(day, second)})


def train(centre: Centre, period: Period) -> None:
    """Two trainings a period of some representatives: on a day off it counts as worked (S3.8a)."""
    representatives = [person for person in centre.staff.with_role("csr") if person.employed(period.last)]
    for day in (period.days()[8], period.days()[19]):
        people = chosen(centre.rng, representatives, 150, 1)
        if not people:
            return
        line: Line = {"kind": "training", "training": centre.number("TR"), "topic": centre.rng.choice(TOPICS)}
        line |= {"date": day.isoformat(), "minutes": centre.rng.choice((60, 90, 120))}
        line |= {"trainer": centre.staff.manager.number, "attendees": [person.number for person in people]}
        centre.agenda.add(day, clock_time(17, 30), line | {"counts": True})
