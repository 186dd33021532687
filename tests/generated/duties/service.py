"""Refunds, promises and complaints, from the beginning to the end (S13.6, S13.7)."""

from datetime import timedelta

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from .moments import around, near_now, some_day, some_time, someone


def refunds(on: Setting, given: Roster) -> list[Line]:
    """Refunds with their updates, and the work errors that name them, or another's."""
    found: list[Line] = []
    for _times in range(on.pick([1, 4, 8])):
        number, employee, day = on.number("rf"), someone(on), some_day(on)
        line: Line = {"kind": "refund", "refund": number, "employee": employee, "date": day.isoformat()}
        line |= {"amount": on.pick(["0.01", "12.5", "100", "9.99"])}
        found.append(on.with_ref(line | on.pick([{}, {"reason": "double charge", "contact": "K-1"}])))
        for _update in range(on.pick([0, 1, 2, 3])):
            update: Line = {"kind": "refund_update", "refund": number, "by": "M"}
            update |= {"at": around(on, some_time(on, day)), "status": on.pick(["approved", "paid", "rejected"])}
            found.append(update | on.pick([{}, {}, {"status": "corrected", "amount": on.pick(["1", "0.99"])}]))
        if on.chance(40):
            error: Line = {"kind": "work_error", "error": on.number("re"), "date": some_day(on).isoformat()}
            error |= {"employee": employee if on.chance(80) else someone(on), "type": "refund", "refund": number}
            found.append(on.with_ref(error))
            found += [error | {"error": on.number("re")}] if on.chance(15) else []
    return found


def promises(on: Setting, given: Roster) -> list[Line]:
    """Promises that are kept, broken or moved about the minute in which they are due, or about now."""
    found: list[Line] = []
    for _times in range(on.pick([1, 4, 8])):
        number, made = on.number("pm"), some_time(on, some_day(on))
        due = made + timedelta(minutes=on.pick([0, 0, 1, 540, 3000]))
        line: Line = {"kind": "promise", "promise": number, "employee": someone(on), "made_at": on.instant(made)}
        due_at = near_now(on) if on.chance(20) else on.instant(due)
        found.append(on.with_ref(line | {"due_at": due_at}))
        for _update in range(on.pick([0, 1, 1, 2, 3])):
            update: Line = {"kind": "promise_update", "promise": number, "by": "A", "at": around(on, due)}
            update["status"] = on.pick(["kept", "kept", "broken"])
            if on.chance(35):
                due += timedelta(minutes=on.pick([0, 1, 600]))
                moved_to = near_now(on) if on.chance(20) else around(on, due)
                update |= {"status": "moved", "due_at": moved_to}
            found.append(update)
    return found


def complaints(on: Setting, given: Roster) -> list[Line]:
    """Complaints of somebody, of nobody, and of nobody at first; decided about the due instant."""
    found: list[Line] = []
    for _times in range(on.pick([1, 3, 6])):
        number, day = on.number("co"), some_day(on)
        at = some_time(on, day)
        line: Line = {"kind": "complaint", "complaint": number, "date": day.isoformat()}
        line |= on.pick([{}, {"employee": someone(on)}])
        line |= on.pick([{}, {"at": on.instant(at)}, {"at": around(on, at)}])
        line |= on.pick([{}, {"severity": on.pick([1, 2, 3]), "contact": "K-7"}])
        due = at + timedelta(minutes=on.pick([0, 60, 2000]))
        if on.chance(60):
            line["due_at"] = near_now(on) if on.chance(20) else on.instant(due)
        found.append(on.with_ref(line))
        statuses = ["escalated", "escalated", "followed_up", "upheld", "upheld", "dismissed", "withdrawn"]
        for _update in range(on.pick([0, 1, 2, 3])):
            update: Line = {"kind": "complaint_update", "complaint": number, "by": "M", "status": on.pick(statuses)}
            update["at"] = around(on, due)
            found.append(update | ({"employee": someone(on)} if on.chance(40) else {}))
    return found
