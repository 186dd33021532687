"""Contracts, service, entitlements, the approval of hours and the public calendar (S2.5, S3.7a, S4.6, S14.2).

Without a rule set that asks for them none moves a figure: the contract is the one that everyone has without one.
"""

from datetime import date, timedelta

from ledger.made_up_centre.agenda import Line, clock_time
from ledger.made_up_centre.dates import ONE_DAY, SATURDAY
from ledger.made_up_centre.state import Centre

_EXPERIENCED = 5
"""Of how many representatives one has served elsewhere before."""
_LONGEST_SERVICE = 40
"""The most years that anyone has served elsewhere."""


def publish(centre: Centre, first_period: str, day: date) -> None:
    """On the first day: what is stated of the representatives, what was approved for them, and the calendar."""
    representatives = centre.staff.with_role("csr")
    for number, person in enumerate(representatives):
        line: Line = {"kind": "entitlement", "employee": person.number, "type": "annual", "year": first_period[:4]}
        centre.agenda.add(day, clock_time(12, 10), line | {"minutes": 2400})
        if number % _EXPERIENCED == 0:
            line = {"kind": "seniority", "employee": person.number, "continuous_from": person.hired_on.isoformat()}
            served = person.hired_on - timedelta(days=365 * (number % _LONGEST_SERVICE + 1))
            centre.agenda.add(day, clock_time(12, 5), line | {"from": served.isoformat()})
    for person in representatives[:1]:
        line = {"kind": "contract", "employee": person.number, "from": person.hired_on.isoformat()}
        centre.agenda.add(day, clock_time(12), line | {"day_minutes": 480, "pay": "monthly"})
    approval: Line = {"kind": "hours_approval", "approval": f"综合工时 {first_period[:4]}-1", "from": first_period}
    centre.agenda.add(day, clock_time(12, 20), approval | {"months": 3, "roles": ["csr"]})
    _announce(centre, day)


def _announce(centre: Centre, day: date) -> None:
    """A holiday on a weekend frees the Monday after it, and the Saturday after that is worked."""
    holidays = {holiday for holiday, _ in centre.holidays}
    for monday in sorted({each + (7 - each.weekday()) * ONE_DAY for each in holidays if each.weekday() >= SATURDAY}):
        if monday not in holidays:
            free: Line = {"kind": "calendar_day", "date": monday.isoformat(), "type": "rest_day", "name": "补假"}
            saturday = monday + SATURDAY * ONE_DAY
            worked: Line = {"kind": "calendar_day", "date": saturday.isoformat(), "type": "workday", "name": "调休"}
            centre.agenda.add(day, clock_time(12, 30), free)
            centre.agenda.add(day, clock_time(12, 30), worked)
