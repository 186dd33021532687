"""Who reports to whom, what was really paid, and what a quarter's review decided (S10.9, S13.12, S13.13)."""

from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from .moments import some_day, someone

ITEMS = ["base", "base", "star", "monthly_bonus", "award:service", "award:hundred_percent", "night_allowance"]
ITEMS += ["allowance:meal", "leave_deduction:sick", "tax refund", "advance", "correction:none"]


def organisation(on: Setting, given: Roster) -> list[Line]:
    """Superiors and projects that change, end, or are not stated."""
    found: list[Line] = []
    for person in on.people:
        for _times in range(on.pick([0, 0, 1, 2])):
            line: Line = {"kind": "assignment", "employee": person.number, "from": some_day(on).isoformat()}
            line |= on.pick([{}, {"reports_to": None}, {"reports_to": someone(on)}, {"reports_to": someone(on)}])
            line |= on.pick([{}, {"project": None}, {"project": "热线"}, {"project": "P2"}])
            found.append(on.with_ref(line, 25))
    return found


def payments(on: Setting, given: Roster) -> list[Line]:
    """Payments of some periods, by pay line items and by names of the payer's own."""
    found: list[Line] = []
    for period in on.some(on.periods):
        for person in on.some(on.people):
            for item in on.some(ITEMS):
                line: Line = {"kind": "payment", "employee": person.number, "period": period, "item": item}
                line |= {"amount": on.pick(["4350.00", "100", "0", "-20.5"]), "paid_on": some_day(on).isoformat()}
                found.append(on.with_ref(line | on.pick([{}, {"batch": "b1"}]), 10))
    return found


def quarter_reviews(on: Setting, given: Roster) -> list[Line]:
    """Decisions of the quarters that the centre touches, signed by some."""
    found: list[Line] = []
    for person in on.people:
        if on.chance(40):
            period = on.pick(on.periods)
            quarter = f"{period[:4]}-Q{(int(period[5:]) + 2) // 3}"
            line: Line = {"kind": "quarter_review", "employee": person.number, "quarter": quarter, "by": "M"}
            line |= {"decision": on.pick(["keep", "train"]), "at": on.at(on.dates(period)[-1])}
            found.append(on.with_ref(line, 15))
            if on.chance(40):
                signed: Line = {"kind": "acknowledgement", "of_kind": "quarter_review", "of": quarter}
                found.append(signed | {"employee": on.pick([person.number, someone(on)]), "at": line["at"]})
    return found
