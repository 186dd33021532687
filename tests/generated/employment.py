"""How people are employed and paid: contracts, service, grants of leave, approvals of hours, the public calendar."""

from datetime import date, timedelta

from .setting import Line, Person, Setting, month_after

GRANTED = ["annual", "annual", "bereavement", "sick", "lieu", "study"]


def contracts(on: Setting) -> list[Line]:
    """Contracts from the hiring on, part-time and by the hour; other pay from a period's start, and elsewhere."""
    found: list[Line] = []
    for person in on.people:
        if not on.chance(45):
            continue
        if on.chance(80):
            start = person.hired_on - timedelta(days=on.pick([0, 0, 1, 30]))
            found.append(on.with_ref(_contract(on, person, start), 15))
        for _times in range(on.pick([0, 1, 1, 2, 3])):
            start = on.first_date(on.pick(on.periods)) if on.chance(60) else on.pick(on.all_dates)
            found.append(on.with_ref(_contract(on, person, start), 15))
    return found


def _contract(on: Setting, person: Person, start: date) -> Line:
    line: Line = {
        "kind": "contract",
        "employee": person.number,
        "from": start.isoformat(),
        "day_minutes": on.pick([480, 480, 240, 300, 420, 7, 7, 600]),
        "pay": on.pick(["monthly", "monthly", "hourly", "hourly", "none"]),
    }
    if line["pay"] == "hourly":
        line["rate"] = on.pick(["25.01", "20.00", "30", "24.99", "0.00"])
    if line["pay"] == "none":
        line["employer"] = "agency"
    return line


def seniorities(on: Setting) -> list[Line]:
    """Since when people serve: years are completed within the periods, and of a leap day in March."""
    found = []
    for person in on.people:
        if on.chance(45):
            day = on.pick([*on.all_dates, *on.changes_of_the_clock]).replace(day=on.random.randint(1, 28))
            since = on.pick([day.replace(year=day.year - on.pick([1, 2, 4, 8, 10, 20])), date(2004, 2, 29)])
            line: Line = {"kind": "seniority", "employee": person.number, "from": since.isoformat()}
            if on.chance(60):
                later = on.pick([since, since.replace(day=1, year=since.year + 1), person.hired_on])
                line["continuous_from"] = max(since, later).isoformat()
            found.append(line)
            if on.chance(15):
                found.append(line | {"from": since.replace(day=2, year=since.year - 7).isoformat()})
    return found


def entitlements(on: Setting) -> list[Line]:
    """Grants of this year and of the one before, with dates on which they lapse, restated at times."""
    years = sorted({day.year for day in on.all_dates})
    found: list[Line] = []
    for person in on.people:
        for kind in on.some(GRANTED):
            year = on.pick([years[0] - 1, *years])
            line: Line = {
                "kind": "entitlement",
                "employee": person.number,
                "type": kind,
                "year": str(year),
                "minutes": on.pick([0, 480, 660, 1200, 2400, 90000]),
            }
            if on.chance(60):
                line["expires"] = max(date(year, 1, 1), on.pick(on.all_dates)).isoformat()
            if on.chance(40):
                line["basis"] = "by agreement"
            found.append(on.with_ref(line, 15))
            if on.chance(20):
                found.append(line | {"minutes": on.pick([0, 300, 5000])})
    return found


def approvals_of_hours(on: Setting) -> list[Line]:
    """Cycles of 1 to 12 periods for some roles, from before the first period or later, some that end."""
    found = []
    for _times in range(on.pick([0, 1, 1, 2, 3])):
        start = month_after(on.first_period, on.pick([-7, -2, -1, 0, 0, 1]))
        line: Line = {
            "kind": "hours_approval",
            "approval": on.pick(["ZH-1", "ZH-2", "ZH-3"]),
            "from": start,
            "months": on.pick([1, 3, 3, 6, 12]),
            "roles": on.some(["csr", "qa", "team_leader", "manager"], least=1),
        }
        if on.chance(30):
            line["until"] = month_after(start, on.pick([0, 1, 2, 8]))
        found.append(line)
    return found


def calendar_days(on: Setting) -> list[Line]:
    """Working weekends and free weekdays, some taken back."""
    found: list[Line] = []
    for _times in range(on.pick([0, 3, 6, 12])):
        day = on.pick(on.all_dates)
        kind = "workday" if (day.weekday() > 4) != on.chance(15) else "rest_day"
        line: Line = {"kind": "calendar_day", "date": day.isoformat(), "type": kind}
        found.append(on.with_ref(line | ({"name": "调休"} if on.chance(50) else {}), 10))
        if on.chance(15):
            found.append(line | {"type": None})
    return found
