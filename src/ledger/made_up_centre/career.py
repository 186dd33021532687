"""Coming and going (入职、试用、转组、离职, S1): hires, probation, teams, promotions, notices and leavings."""

from datetime import date, timedelta

from ledger.made_up_centre.agenda import Line, clock_time
from ledger.made_up_centre.chance import chosen, happens
from ledger.made_up_centre.dates import ONE_DAY, Period, period_names_before
from ledger.made_up_centre.people import LEADING, Person, engagement
from ledger.made_up_centre.state import Centre

MORNING = clock_time(8)


def bring_along(centre: Centre, first_period: str, day: date) -> None:
    """Everyone's engagement, and what the representatives bring from before the ledger: the `opening` facts."""
    for person in centre.staff.present:
        for engaged in engagement(person, day):
            centre.agenda.add(day, clock_time(10), engaged)
    names = period_names_before(first_period, 3)
    settled = date.fromisoformat(f"{names[0]}-01")
    experienced = [person for person in centre.staff.with_role("csr") if person.hired_on < settled]
    totals = {person.number: [past_total(centre, person) for _ in names] for person in experienced}
    order = sorted(experienced, key=lambda person: totals[person.number][-1], reverse=True)
    ranks = {person.number: rank for rank, person in enumerate(order, start=1)}
    for person in experienced:
        line: Line = {"kind": "opening", "employee": person.number, "lots": past_lots(centre, names)}
        line["deficit"] = centre.rng.randint(30, 400) if not line["lots"] else 0
        line |= {"error_free_periods": centre.rng.randint(0, 5), "last_rank": ranks[person.number]}
        line["totals"] = [
            {"period": name, "total": f"{total // 100}.{total % 100:02}", "behaviour": behaviour}
            for name, (total, behaviour) in zip(names, totals[person.number], strict=True)
        ]
        centre.agenda.add(day, clock_time(11), line)


def past_total(centre: Centre, person: Person) -> tuple[int, int]:
    """A total in hundredths and a behaviour score in points of a period before the ledger."""
    total = max(4000, min(9900, person.skill + centre.rng.randint(-300, 300)))
    return total, (total + centre.rng.randint(-400, 400) + 50) // 100


def past_lots(centre: Centre, names: list[str]) -> list[Line]:
    """Time off in lieu from earlier periods."""
    return [{"period": name, "minutes": centre.rng.randint(2, 30) * 30} for name in names if happens(centre.rng, 400)]


def move(centre: Centre, period: Period, day: date) -> list[Person]:
    """The changes that go with a new period; the new hires, who begin in it."""
    rng, staff, index = centre.rng, centre.staff, centre.periods.index(period)
    settled = [p for p in staff.with_role("csr") if p.last_day is None and p.notice_from is None and p.hired_on < day]
    going = chosen(rng, settled, 18, 1 if index else 0)
    for number, person in enumerate(going):
        give_notice(centre, person, period, poor=(index + number) % 4 == 2)
    staying = [person for person in settled if person.notice_from is None and not person.swapping]
    for person in chosen(rng, staying, 15, 1 if index else 0):
        assign(centre, person, period, day, {"team": f"T{transfer(centre, person) + 1:02}"})
    if index == 2 and len(staying) > 20:
        person = max(staying, key=lambda person: (person.skill, person.number))
        person.role = "qa"
        assign(centre, person, period, day, {"role": "qa", "team": "QA"})
        hold(centre, person, day)
    for person in chosen(rng, [person for person in staying if person.probation_until], 60):
        judge_probation(centre, person, day)
    return [engage(centre, period, day) for _ in range(max(len(going), 1 if index < 2 else 0))]


def hold(centre: Centre, person: Person, day: date) -> None:
    """A `legal_hold`: this employee's records must not be erased for now."""
    line: Line = {"kind": "legal_hold", "employee": person.number, "reason": "劳动仲裁材料保全"}
    centre.agenda.add(day, clock_time(13, 50), line | {"by": centre.staff.manager.number})


def transfer(centre: Centre, person: Person) -> int:
    """Another team for the employee, remembered at once."""
    if centre.staff.teams > 1:
        person.team = (person.team + centre.rng.randint(1, centre.staff.teams - 1)) % centre.staff.teams
    return person.team


def assign(centre: Centre, person: Person, period: Period, day: date, what: Line) -> None:
    """An `assignment` from the period's first day."""
    line: Line = {"kind": "assignment", "employee": person.number, "from": period.first.isoformat()}
    centre.agenda.add(day, clock_time(13), line | what)


def engage(centre: Centre, period: Period, day: date) -> Person:
    """A new representative who begins in the first half of the period."""
    begin = period.first + timedelta(days=centre.rng.choice((0, 2, 6, 13)))
    person = centre.staff.hire(centre.rng.randrange(centre.staff.teams), begin)
    for line in engagement(person, begin):
        centre.agenda.add(day, clock_time(13, 45), line)
    return person


def judge_probation(centre: Centre, person: Person, day: date) -> None:
    """Probation ends early or lasts a month longer."""
    if person.probation_until is None:
        return
    person.probation_until += timedelta(days=centre.rng.choice((-14, 30)))
    line: Line = {"kind": "probation", "employee": person.number, "until": person.probation_until.isoformat()}
    centre.agenda.add(day, clock_time(13, 30), line)


def give_notice(centre: Centre, person: Person, period: Period, *, poor: bool) -> None:
    """A notice of two to four weeks and the leaving; or dismissal without notice; a notice may be withdrawn."""
    rng = centre.rng
    length = (period.last - period.first).days
    first = period.first + timedelta(days=rng.randint(2, length // 2))
    if poor:
        leave(centre, person, first + 7 * ONE_DAY, "poor_performance", first + 5 * ONE_DAY)
        return
    person.notice_from = first
    line: Line = {"kind": "notice", "employee": person.number}
    centre.agenda.add(first, MORNING, line | {"from": first.isoformat()})
    if happens(rng, 120):
        person.notice_from = None
        centre.agenda.add(first + 5 * ONE_DAY, MORNING, line | {"from": None})
        return
    last_day = first + timedelta(days=rng.randint(14, 30))
    leave(centre, person, last_day, rng.choice(("resigned", "resigned", "resigned", "other")), first + 3 * ONE_DAY)


def leave(centre: Centre, person: Person, last_day: date, reason: str, day: date) -> None:
    """The `leaving` fact; the roster ends with the last day."""
    person.last_day = last_day
    line: Line = {"kind": "leaving", "employee": person.number, "last_day": last_day.isoformat(), "reason": reason}
    centre.agenda.add(day, clock_time(9), line)


def evaluators(people: list[Person]) -> list[Person]:
    """Who listens in and scores: the QA, and where there is none the leaders."""
    return [person for person in people if person.role == "qa"] or [p for p in people if p.role in LEADING]
