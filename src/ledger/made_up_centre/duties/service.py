"""Refunds (退费登记), promises (承诺) and complaints that are nobody's at first (投诉, S13.6, S13.7)."""

from datetime import date

from ledger.made_up_centre.agenda import DAY_SECONDS, Line, clock_time, instant
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import ONE_DAY
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

REASONS = ("重复扣费", "误订业务", "退订后仍扣费", "资费与宣传不符")
SUMMARIES = ("用户称多次来电未解决", "用户要求书面答复", "用户质疑扣费口径")


def serve(centre: Centre, person: Person, day: date) -> None:
    """What a representative may register on a day of work."""
    lot = centre.rng.randrange(1000)
    second = clock_time(10) + centre.rng.randrange(8 * 3600)
    if lot < 25:
        refund(centre, person, day, second)
    elif lot < 55:
        promise(centre, person, day, second)


def refund(centre: Centre, person: Person, day: date, second: int) -> None:
    """A refund, approved and paid within days, seldom rejected, corrected, or an error."""
    rng = centre.rng
    number, leader, manager = centre.number("RF"), centre.staff.leader_of(person), centre.staff.manager
    line: Line = {"kind": "refund", "refund": number, "employee": person.number, "date": day.isoformat()}
    line |= {"amount": f"{rng.randint(5, 300)}.{rng.choice(('00', '50', '90'))}", "reason": rng.choice(REASONS)}
    centre.agenda.add(day, second, line | {"contact": f"K{rng.randrange(10**6):06}"})
    lot = rng.randrange(100)
    steps: list[Line] = [{"status": "rejected"}] if lot < 8 else [{"status": "approved"}]
    if lot >= 92:
        steps.insert(0, {"status": "corrected", "amount": f"{rng.randint(5, 300)}.00"})
    if lot > 15:
        steps.append({"status": "paid"})
    for step in steps:
        day += rng.randint(1, 2) * ONE_DAY
        at = clock_time(14) + rng.randrange(7200)
        update: Line = {"kind": "refund_update", "refund": number, "at": instant(day, at), "by": manager.number}
        centre.agenda.add(day, at, update | step)
    if happens(rng, 60):
        error: Line = {"kind": "work_error", "error": centre.number("ER"), "employee": person.number}
        error |= {"date": day.isoformat(), "type": "refund", "refund": number}
        centre.agenda.add(day, clock_time(17), error | {"reason": f"{leader.name}复核：金额登记有误"})


def promise(centre: Centre, person: Person, day: date, second: int) -> None:
    """A promise to call back, mostly kept in time; now and then moved, late, broken or left open."""
    rng = centre.rng
    number, due = centre.number("PM"), second + rng.choice((4, 24, 48)) * 3600
    line: Line = {"kind": "promise", "promise": number, "employee": person.number, "made_at": instant(day, second)}
    centre.agenda.add(day, second, line | {"due_at": instant(day, due), "note": "回电说明进度"})
    lot = rng.randrange(100)
    update: Line = {"kind": "promise_update", "promise": number, "by": person.number}
    if 80 <= lot < 88:
        at = (second + due) // 2
        due += DAY_SECONDS
        centre.agenda.add(day, at, update | {"at": instant(day, at), "status": "moved", "due_at": instant(day, due)})
    if lot < 96:
        at = due + rng.randint(60, 7200) if lot < 10 else due - rng.randint(0, 3 * 3600)
        at = max(at, (second + due) // 2 + 1)
        status = "broken" if lot < 4 else "kept"
        centre.agenda.add(day, at, update | {"at": instant(day, at), "status": status})


def complain(centre: Centre, day: date) -> None:
    """Now and then a complaint about the centre, which QA follows; some turn out to be somebody's."""
    rng = centre.rng
    if not happens(rng, 150):
        return
    number, second = centre.number("CN"), clock_time(9) + rng.randrange(9 * 3600)
    line: Line = {"kind": "complaint", "complaint": number, "date": day.isoformat(), "at": instant(day, second)}
    line |= {"channel": "phone", "summary": rng.choice(SUMMARIES), "severity": rng.randint(1, 3)}
    line |= {"contact": f"K{rng.randrange(10**6):06}", "due_at": instant(day + ONE_DAY, clock_time(18))}
    centre.agenda.add(day, second, line)
    by = rng.choice(centre.staff.evaluators).number
    statuses = ["escalated", rng.choice(("upheld", "dismissed", "dismissed", "withdrawn"))][: rng.randint(1, 2)]
    for step, status in enumerate(statuses):
        at = second + rng.randint(1, 3) * 1800 + step * rng.randint(12, 40) * 3600
        update: Line = {"kind": "complaint_update", "complaint": number, "at": instant(day, at), "status": status}
        if step and happens(rng, 300):
            update["employee"] = rng.choice(centre.staff.with_role("csr")).number
        centre.agenda.add(day, at, update | {"by": by})
