"""Instructions, and what people sign (S13.10)."""

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from .moments import around, due, some_day, some_time, someone


def instructions(on: Setting, given: Roster) -> list[Line]:
    """Instructions to all or to some teams, acknowledged about the due date, by others too."""
    found: list[Line] = []
    for _times in range(on.pick([1, 2, 4])):
        number, day = on.number("in"), some_day(on)
        line: Line = {"kind": "instruction", "instruction": number, "title": "口径", "text": "…", "by": on.pick("ABL")}
        line |= on.pick([{}, {}, {"teams": ["T1"]}, {"teams": ["T3", "T2"]}])
        line = due(on, line | {"at": around(on, some_time(on, day))}, day)
        found.append(on.with_ref(line))
        for _signed in range(on.pick([0, 2, 5])):
            signed = _signature(on, "instruction", number, someone(on), on.pick([day, some_day(on)]).isoformat())
            found.append(on.with_ref(signed, 40))
    return found


def _signature(on: Setting, kind: str, of: str, employee: str, day: str) -> Line:
    line: Line = {"kind": "acknowledgement", "of_kind": kind, "of": of, "employee": employee}
    at = on.instant(some_time(on, next(each for each in on.all_dates if each.isoformat() >= day)))
    return line | {"at": at} | on.pick([{}, {"agrees": False, "note": "not so"}, {"agrees": True}])


def signatures(on: Setting, lines: list[Line]) -> list[Line]:
    """Monitorings, reviews and appraisals of the centre signed by whom they are of, or by somebody else."""
    kinds = ("monitoring", "work_review", "behaviour_review", "appraisal")
    waiting = [line for line in lines if line["kind"] in kinds]
    found: list[Line] = []
    for line in on.some(waiting)[:12] if waiting else []:
        of = line.get("monitoring") or line["period"]
        if line["kind"] == "appraisal":
            of = f"{of}/{line['component']}"
        employee = line["employee"] if on.chance(85) else someone(on)
        found.append(_signature(on, line["kind"], of, employee, on.all_dates[-1].isoformat()))
    return found
