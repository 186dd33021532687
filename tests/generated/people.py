"""People: hired, on probation, moved, under notice, gone; salaries and what they bring along (S1, S2.1a, S10.1)."""

from datetime import date, timedelta

from .setting import Line, Person, Setting, month_after

ROLES = ["csr", "csr", "team_leader", "csr", "qa", "csr", "csr", "manager"]


def employees(on: Setting, count: int) -> list[Line]:
    """Put everybody on the ledger; some are hired within the periods."""
    found = []
    for number in range(count):
        role = ROLES[number] if number < 2 or on.chance(80) else "csr"
        hired = on.first_date(on.first_period) - timedelta(days=on.pick([0, 0, 1, 40, 400]))
        if number > 1 and on.chance(25):
            hired = on.pick(on.all_dates[: len(on.all_dates) * 2 // 3])
        person = Person("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number], role, hired, careful=on.chance(60))
        on.people.append(person)
        line: Line = {
            "kind": "employee",
            "employee": person.number,
            "name": f"员工{person.number}",
            "role": role,
            "team": on.pick(["T1", "T1", "T2"]),
            "hired_on": hired.isoformat(),
        }
        if role == "csr":
            line["channel"] = on.pick(["phone", "email_fax", "sms_chat"])
        if on.chance(12):
            line["probation_until"] = (hired + timedelta(days=on.pick([20, 45, 90]))).isoformat()
        found.append(on.with_ref(line, 10))
        if on.chance(8):
            found.append(line | {"team": "T2", "name": "另一个名字"})
    return found


def careers(on: Setting) -> list[Line]:
    """Let each person's status change: probation, notice, leaving, role and team (S1.2, S1.3)."""
    found: list[Line] = []
    for person in on.people:
        for make, percent in ((_probation, 14), (_notice, 25), (_leaving, 40), (_assignment, 25)):
            if on.chance(percent):
                found += make(on, person)
    return found


def _day(on: Setting) -> date:
    return on.pick(on.all_dates)


def _probation(on: Setting, person: Person) -> list[Line]:
    line = {"kind": "probation", "employee": person.number, "until": _day(on).isoformat()}
    return [line, line | {"until": _day(on).isoformat()}] if on.chance(30) else [line]


def _notice(on: Setting, person: Person) -> list[Line]:
    start = on.pick([_day(on), on.first_date(on.first_period) - timedelta(days=90)])
    line: Line = {"kind": "notice", "employee": person.number, "from": start.isoformat()}
    return [line, line | {"from": None}] if on.chance(20) else [line]


def _leaving(on: Setting, person: Person) -> list[Line]:
    reason = on.pick(["resigned", "poor_performance", "poor_performance", "other", "transferred"])
    last = max(person.hired_on, _day(on))
    line: Line = {"kind": "leaving", "employee": person.number, "last_day": last.isoformat(), "reason": reason}
    if on.chance(20):
        return [line, line | {"last_day": None}]
    person.last_day = last
    return [line]


def _assignment(on: Setting, person: Person) -> list[Line]:
    found = []
    for _times in range(on.pick([1, 2])):
        # A move on a period's first day leaves whole periods behind it, one in the middle splits one (S8.6).
        start = on.pick([_day(on), on.first_date(on.pick(on.periods))])
        line: Line = {"kind": "assignment", "employee": person.number, "from": start.isoformat()}
        change = on.pick(["role", "team", "both"])
        if change != "team":
            line["role"] = on.pick(["csr", "csr", "team_leader", "qa", "manager"])
        if change != "role":
            line["team"] = on.pick(["T1", "T2", "T3"])
        if on.chance(30):
            line["channel"] = "sms_chat"
        found.append(on.with_ref(line, 15))
    return found


def salaries(on: Setting) -> list[Line]:
    """Monthly amounts with changes in the middle of a period, and corrected ones."""
    found = []
    for person in on.people:
        if on.chance(92):
            line = {
                "kind": "base_salary",
                "employee": person.number,
                "from": person.hired_on.isoformat(),
                "monthly": on.pick(["4350.00", "3000", "2175.00", "4999.99", "150.00"]),
            }
            found.append(on.with_ref(line, 10))
        if on.chance(35):
            line = {
                "kind": "base_salary",
                "employee": person.number,
                "from": _day(on).isoformat(),
                "monthly": "3333.33",
            }
            found.append(line)
            if on.chance(40):
                found.append(line | {"monthly": on.pick(["3456.78", "0.00"])})
    return found


def openings(on: Setting) -> list[Line]:
    """What people bring along: lots, deficit, error-free run, rank and totals (S2.1a)."""
    found = []
    for person in on.people:
        if not on.chance(45):
            continue
        line: Line = {
            "kind": "opening",
            "employee": person.number,
            "lots": [
                {"period": month_after(on.first_period, -months), "minutes": on.pick([45, 130, 480, 1000])}
                for months in sorted(on.some([1, 2, 3, 5, 6, 7]), reverse=True)[: on.pick([1, 2, 3])]
            ],
            "deficit": on.pick([0, 0, 100, 700]),
            "error_free_periods": on.pick([0, 1, 2, 5]),
        }
        if on.chance(60):
            line["last_rank"] = on.pick([2, 3, 4, 7])
        # Totals of the person's first period here and later are not used.
        first = max(on.first_period, on.period_of(person.hired_on)) if on.chance(80) else on.first_period
        if on.chance(75):
            line["totals"] = [
                {
                    "period": month_after(first, -months),
                    "total": on.pick(["80.00", "90", "77.25", 62]),
                    "behaviour": on.pick([70, 80, "80.5"]),
                }
                for months in (6, 5, 4, 3, 2, 1, -1, -2, -3)
                if on.chance(85)
            ]
        found.append(line)
        if on.chance(15):
            found.append(line | {"deficit": 77, "lots": []})
    return found


def holds(on: Setting) -> list[Line]:
    """Legal holds, set and lifted; without effect on figures."""
    if not on.chance(30):
        return []
    line: Line = {"kind": "legal_hold", "employee": on.pick(on.people).number, "reason": "investigation", "by": "M"}
    return [line, line | {"reason": None}] if on.chance(50) else [line]
