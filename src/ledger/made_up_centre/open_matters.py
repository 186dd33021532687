"""What is open at the moment up to which a centre is made: asked and not decided, set and not done, told and not read.

One representative, the first of the first team who stays, has something of each sort; the last dispute is that one's.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.facts.streams import key_stream
from ledger.made_up_centre import swaps
from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.attendance import STARTS_AND_ENDS
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.quality import CRITERIA
from ledger.made_up_centre.state import Centre

_AGO = 600
"""Seconds before the moment at which it all was recorded."""
_LONG = timedelta(days=20)


def arise(centre: Centre, day: date, second: int) -> Iterator[Line]:
    """The lines, in the order of recording, all of them some minutes before a second of a day."""
    second = max(0, second - _AGO)
    team = [person for person in centre.staff.with_role("csr") if person.team == 0 and person.last_day is None]
    agent, *others = [person for person in team if person.employed(day)]
    leader = centre.staff.leaders[0]
    yield _form(centre)
    yield from _set(centre, agent, leader, day, second)
    yield from _asked(centre, agent, others, day, second)
    yield from _of_customers(centre, agent, others, day, second)
    yield _dispute(centre, agent, day, second)


def _dispute(centre: Centre, agent: Person, day: date, second: int) -> Line:
    """A dispute about the last evaluation before the day; it is the last line, by which the agent is found."""
    line: Line = {"kind": "dispute", "dispute": centre.number("DI"), "employee": agent.number}
    line |= {"at": instant(day, second), "text": "这次质检扣分有异议，请复听录音"}
    before = [number for date_, number in centre.evaluated.get(agent.number, []) if date_ < day]
    if before:
        line["about"] = f"{key_stream('monitoring', before[-1:])}.1"
    return line


def _form(centre: Centre) -> Line:
    """A monitoring form, so that QA can evaluate by it."""
    criteria = [{"name": name, "weight": weight, "critical": False} for name, weight in CRITERIA]
    return {"kind": "monitoring_form", "form": "电话质检表", "version": 1, "channel": "phone", "criteria": criteria}


def _set(centre: Centre, agent: Person, leader: Person, day: date, second: int) -> Iterator[Line]:
    """What the representative is to do and to read."""
    at: Line = {"by": leader.number, "at": instant(day, second)}
    due = (day + 3 * ONE_DAY).isoformat()
    task: Line = {"kind": "task", "task": centre.number("TA"), "title": "整理本周退费案例", "to": [agent.number]}
    yield task | at | {"due_date": due}
    told: Line = {"kind": "instruction", "instruction": centre.number("IN"), "title": "系统升级", "due_date": due}
    yield told | at | {"text": "今晚系统升级，工单登记走备用表。", "teams": [leader.team_name]}
    reminder: Line = {"kind": "reminder", "reminder": centre.number("RM"), "employee": agent.number}
    yield reminder | at | {"note": "通话结束后请及时小结"}
    plan: Line = {"kind": "improvement_plan", "plan": centre.number("PL"), "employee": agent.number}
    yield plan | at | {"finding": "退费口径不熟", "actions": "重学知识库退费一章", "due_date": due}


def _asked(centre: Centre, agent: Person, others: list[Person], day: date, second: int) -> Iterator[Line]:
    """What waits for the leader: leaves, swaps, a punch and overtime; one swap waits for the representative first."""
    for person, leave_type in zip([agent, *others], ("annual", "personal"), strict=False):
        shifts = [each for each in sorted(person.roster) if each > day + 2 * ONE_DAY and each not in person.away]
        if shifts:
            line: Line = {"kind": "leave", "leave": centre.number("LV"), "employee": person.number, "type": leave_type}
            first = shifts[-1].isoformat()
            yield line | {
                "first_date": first,
                "last_date": first,
                "requested_on": day.isoformat(),
                "reason": "家中有事",
            }
    for requester in [person for person in centre.staff.with_role("csr") if person is not agent]:
        dates = swaps.exchange(centre, requester, agent, day)
        if dates is not None:
            line = {"kind": "swap", "swap": centre.number("SW"), "requester": requester.number}
            line |= {"requester_date": dates[0].isoformat(), "counterparty": agent.number}
            yield line | {"counterparty_date": dates[1].isoformat(), "at": instant(day, second)}
            break
    yield from _requests(centre, [agent, *others], day, second)


def _requests(centre: Centre, people: list[Person], day: date, second: int) -> Iterator[Line]:
    """A forgotten punch and overtime of yesterday."""
    yesterday = day - ONE_DAY
    worked = [person for person in people if yesterday in person.roster and yesterday not in person.away]
    for person in worked[:1]:
        _begin, end = STARTS_AND_ENDS[person.roster[yesterday]]
        if instant(yesterday, end) <= instant(day, second):
            line: Line = {"kind": "punch_request", "request": centre.number("PQ"), "employee": person.number}
            line |= {"at": instant(yesterday, end), "direction": "out", "reason": "下班忘记打卡"}
            yield line | {"requested_at": instant(day, second)}
    for person in worked[1:2]:
        line = {"kind": "overtime_request", "request": centre.number("OQ"), "employee": person.number, "minutes": 60}
        line |= {"date": yesterday.isoformat(), "reason": "处理遗留工单"}
        yield line | {"requested_at": instant(day, second)}


def _of_customers(centre: Centre, agent: Person, others: list[Person], day: date, second: int) -> Iterator[Line]:
    """A refund that nobody approved, a promise for today, and a complaint that is open too long."""
    yesterday = day - ONE_DAY
    refund: Line = {"kind": "refund", "refund": centre.number("RF"), "employee": agent.number, "amount": "68.00"}
    yield refund | {"date": yesterday.isoformat(), "reason": "重复扣费", "contact": "K104217"}
    made: Line = {
        "kind": "promise",
        "promise": centre.number("PM"),
        "employee": agent.number,
        "note": "回电说明退费进度",
    }
    yield made | {"made_at": instant(yesterday, clock_time(16)), "due_at": instant(day, clock_time(23))}
    for person in others[:1]:
        complaint: Line = {"kind": "complaint", "complaint": centre.number("CO"), "employee": person.number}
        complaint |= {"date": (day - _LONG).isoformat(), "channel": "phone", "summary": "用户称多次来电未解决"}
        yield complaint | {"severity": 2, "due_at": instant(day - _LONG + ONE_DAY, clock_time(18))}
