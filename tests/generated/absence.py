"""Leave and swaps: partial, overlapping, over empty weeks, in every state (S4, S5)."""

from datetime import date, timedelta

from .setting import DEFAULT_LEAVE_TYPES, Line, Setting
from .working_time import Roster


def leaves(on: Setting, given: Roster) -> list[Line]:
    """Leave on rostered dates mostly, of every type that the rules of its dates know."""
    found: list[Line] = []
    for (employee, day), _shift in sorted(given.items()):
        if on.chance(14):
            parts = on.pick([0, 0, 2, 2, 3])
            for _part in range(parts):
                found += _leave(on, employee, day, day, percent_partial=95)
            if not parts or on.chance(15):
                found += _leave(on, employee, day, day + timedelta(days=on.pick([0, 0, 0, 1, 3])))
    for person in on.people:
        if on.chance(25):
            # A week or two without a roster count Monday to Friday (S4.1a).
            day = on.pick(on.all_dates)
            found += _leave(on, person.number, day, day + timedelta(days=on.pick([0, 3, 9, 9, 40])))
    return found


def _types(on: Setting, first: date, last: date) -> list[str]:
    known = [set(on.in_force(on.period_of(day), "leave_types", DEFAULT_LEAVE_TYPES)) for day in (first, last)]
    return sorted(known[0] & known[1])


def _leave(on: Setting, employee: str, first: date, last: date, percent_partial: int = 50) -> list[Line]:
    kind = on.pick([on.pick(_types(on, first, last)), on.pick(["sick", "personal", "lieu", "lieu", "annual"])])
    ahead = on.pick([0, 2, 3, 7, 30]) if kind != "lieu" or on.chance(40) else 10
    number = on.number("l")
    line: Line = {
        "kind": "leave",
        "leave": number,
        "employee": employee,
        "type": kind,
        "first_date": first.isoformat(),
        "last_date": last.isoformat(),
        "requested_on": (first - timedelta(days=ahead)).isoformat(),
    }
    if first == last and on.chance(percent_partial):
        line["minutes"] = on.pick([1, 30, 60, 120, 239, 240, 300, 480, 660, 720])
    if on.chance(12):
        line["override_by"] = "M"
        if on.chance(70):
            line["override_reason"] = "wedding"
    decisions = on.pick(
        [
            ["approved"],
            ["approved"],
            ["approved"],
            ["approved"],
            ["rejected"],
            ["rejected", "approved"],
            ["approved", "rejected"],
            ["approved", "cancelled"],
            ["approved", "cancelled", "approved", "rejected"],
            ["approved", "rejected", "approved again"],
            [],
        ]
    )
    return [on.with_ref(line), *(_decided(on, number, decision, first) for decision in decisions)]


def _decided(on: Setting, number: str, decision: str, day: date) -> Line:
    line: Line = {
        "kind": "leave_decision",
        "leave": number,
        "decision": decision.removesuffix(" again"),
        "by": "M",
        "at": on.at(day - timedelta(days=1)),
    }
    if decision != "rejected" and on.chance(25):
        line["override_by"] = "M"
        if on.chance(70):
            line["override_reason"] = "family matter"
    # The same decision a second time is a fact of its own only with a sender's id.
    return on.with_ref(line, 100 if decision.endswith(" again") else 10)


def swaps(on: Setting, given: Roster) -> list[Line]:
    """Swaps in every state, between dates of one period mostly, some on the same date, one after another."""
    found: list[Line] = []
    favourite = on.pick(on.people).number
    for _times in range(on.pick([0, 2, 5, 8])):
        if not given:
            break
        requester, day = on.pick(sorted(given))
        if on.chance(40):
            requester = favourite
            day = on.pick([each for person, each in sorted(given) if person == requester] or [day])
        others = [person.number for person in on.people if person.number != requester]
        other = on.pick(others)
        near = [each for person, each in sorted(given) if person == other and on.period_of(each) == on.period_of(day)]
        other_day = day if on.chance(40) or not near else on.pick(near)
        if on.chance(4):
            other_day = on.pick(on.all_dates)
        number = on.number("s")
        line: Line = {
            "kind": "swap",
            "swap": number,
            "requester": requester,
            "requester_date": day.isoformat(),
            "counterparty": other,
            "counterparty_date": other_day.isoformat(),
            "at": on.at(day - timedelta(days=3)),
        }
        found.append(on.with_ref(line))
        found += [
            {
                "kind": "swap_decision",
                "swap": number,
                "decision": decision,
                "by": on.pick([other, "M"]),
                "at": on.at(day),
            }
            for decision in _course(on)
        ]
    return found


def _course(on: Setting) -> list[str]:
    """The decisions on a swap, allowed and not."""
    return on.pick(
        [
            ["accepted", "approved"],
            ["accepted", "approved"],
            ["accepted", "approved"],
            ["accepted", "approved", "cancelled"],
            ["approved", "accepted", "approved"],
            ["accepted", "rejected", "approved"],
            ["cancelled", "accepted"],
            ["rejected"],
            ["accepted", "cancelled"],
            ["accepted"],
            [],
        ]
    )
