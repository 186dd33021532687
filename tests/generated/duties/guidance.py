"""Quotas, reminders, plans, tasks, trainings, and what leaders and QA check (S13.8, S13.9, S13.11, S13.14)."""

from datetime import date, datetime, time, timedelta

from tests.generated.setting import Line, Setting, month_after
from tests.generated.working_time import Roster

from .moments import around, due, some_day, some_shift, some_time, someone

STATUSES = ["started", "done", "done", "checked", "cancelled"]


def quotas(on: Setting, given: Roster) -> list[Line]:
    """Monitorings a week by role, and by role and channel, from several periods on."""
    found: list[Line] = []
    for _times in range(on.pick([1, 3, 5])):
        line: Line = {"kind": "monitoring_quota", "role": on.pick(["csr", "csr", "team_leader", "qa"])}
        line |= on.pick([{}, {"channel": "phone"}, {"channel": "sms_chat"}])
        line |= {"from": month_after(on.pick(on.periods), on.pick([0, 0, -1])), "per_week": on.pick([0, 1, 2, 3])}
        found.append(on.with_ref(line, 25))
    return found


def reminders_and_plans(on: Setting, given: Roster) -> list[Line]:
    """Reminders, and plans with steps about the due date."""
    found: list[Line] = []
    for _times in range(on.pick([1, 3, 6])):
        day = some_day(on)
        line: Line = {"employee": someone(on), "by": on.pick(["Q", "B", "L"]), "at": around(on, some_time(on, day))}
        if on.chance(40):
            found.append(on.with_ref(line | {"kind": "reminder", "reminder": on.number("rm"), "note": "speak slower"}))
            continue
        number, until = on.number("pl"), day + timedelta(days=on.pick([0, 1, 5, 900]))
        line |= {"kind": "improvement_plan", "plan": number, "finding": "interrupts", "actions": "listen"}
        found.append(on.with_ref(line | {"due_date": until.isoformat()}))
        for _step in range(on.pick([0, 1, 1, 2, 3])):
            step: Line = {"kind": "improvement_step", "plan": number, "by": "B", "status": on.pick(STATUSES)}
            found.append(step | {"at": _by_the_end_of(on, until)})
    return found


def _by_the_end_of(on: Setting, day: date) -> str:
    """An instant in the last minute of a date, in the first after it, or some days before."""
    at = datetime.combine(day, time(23, 59, 59))
    return on.instant(at + timedelta(seconds=on.pick([0, 1, -86400 * 3, 3600])))


def tasks(on: Setting, given: Roster) -> list[Line]:
    """Tasks for some people, with steps of each of them, and of others."""
    found: list[Line] = []
    for _times in range(on.pick([0, 2, 5])):
        number, day = on.number("t"), some_day(on)
        people = [person.number for person in on.some(on.people, least=1)]
        line: Line = {"kind": "task", "task": number, "title": "整理知识库", "to": people, "by": on.pick(["L", "A"])}
        line = due(on, line | {"at": around(on, some_time(on, day))}, day)
        found.append(on.with_ref(line))
        until = date.fromisoformat(line["due_date"]) if "due_date" in line else day
        for _step in range(on.pick([0, 1, 2, 4])):
            step: Line = {"kind": "task_step", "task": number, "by": "L", "status": on.pick(STATUSES)}
            step |= {"employee": on.pick(people) if on.chance(90) else someone(on), "at": _by_the_end_of(on, until)}
            found.append(step)
    return found


def trainings(on: Setting, given: Roster) -> list[Line]:
    """Trainings on dates with a shift and without, that count and that do not."""
    found: list[Line] = []
    for _times in range(on.pick([1, 3, 6])):
        shift = some_shift(on, given)
        day = shift[1] + timedelta(days=on.pick([0, 1, 1])) if shift and on.chance(60) else some_day(on)
        people = [person.number for person in on.some(on.people, least=1)]
        line: Line = {"kind": "training", "training": on.number("tr"), "topic": "新产品", "date": day.isoformat()}
        line |= {"minutes": on.pick([1, 45, 90, 480]), "attendees": people, "counts": on.chance(75)}
        found.append(on.with_ref(line | on.pick([{}, {"trainer": "M"}])))
    return found


def quality_work(on: Setting, given: Roster) -> list[Line]:
    """Test calls and reply reviews, by a few names."""
    found: list[Line] = []
    for _times in range(on.pick([0, 2, 6])):
        day, by = some_day(on), on.pick(["Q", "B", "L", "某组长"])
        if on.chance(50):
            line: Line = {"kind": "test_call", "test": on.number("tc"), "at": around(on, some_time(on, day)), "by": by}
            line |= {"line": "400-1", "result": on.pick(["ok", "fault"])}
        else:
            line = {"kind": "reply_review", "review": on.number("rr"), "employee": someone(on), "by": by}
            line |= {"date": day.isoformat(), "channel": on.pick(["email", "fax"]), "passed": on.chance(50)}
        found.append(on.with_ref(line))
    return found
