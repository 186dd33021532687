"""Who reports to whom (人员架构), what was paid, and what a quarter's review decides (S10.9, S13.12, S13.13)."""

from collections.abc import Sequence
from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.dates import Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

PROJECTS = {"phone": "热线", "email_fax": "邮件传真", "sms_chat": "短信在线"}
DECISIONS = ("保持", "保持", "安排培训", "提名晋级")


def place(centre: Centre, person: Person, day: date) -> None:
    """Somebody's superior, and a representative's project, from a day on."""
    superior = centre.staff.leader_of(person)
    line: Line = {"kind": "assignment", "employee": person.number, "from": max(day, person.hired_on).isoformat()}
    line["reports_to"] = None if superior is person else superior.number
    if person.role == "csr":
        line["project"] = PROJECTS[person.channel]
    centre.agenda.add(day, clock_time(17), line)


def pay(centre: Centre, period: Period, people: Sequence[Person], day: date) -> None:
    """What was really paid of the first period: the base of everyone, a few with a slip."""
    if period != centre.periods[0]:
        return
    for person in people:
        slip = centre.rng.choice((0,) * 19 + (50,))
        line: Line = {"kind": "payment", "employee": person.number, "period": period.name, "item": "base"}
        line |= {"amount": f"{person.monthly + slip}.00", "paid_on": day.isoformat(), "batch": f"{period.name}-1"}
        centre.agenda.add(day, clock_time(19), line)


def decide(centre: Centre, period: Period, people: Sequence[Person], day: date) -> None:
    """The manager's decision of everyone, after the last period of a quarter."""
    month = int(period.name[5:])
    if month % 3:
        return
    for person in people:
        if person is not centre.staff.manager:
            line: Line = {"kind": "quarter_review", "employee": person.number, "by": centre.staff.manager.number}
            line |= {"quarter": f"{period.name[:4]}-Q{month // 3}", "decision": centre.rng.choice(DECISIONS)}
            centre.agenda.add(day, clock_time(20), line | {"at": instant(day, clock_time(20))})
