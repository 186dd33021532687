"""Allowances (津贴), corrections (更正), raises, the period's settings and a rule set (S10, S8.1, S11.1)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import chosen
from ledger.made_up_centre.dates import ONE_DAY, Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

NOTES = ("补发上期餐补", "退还误扣工牌费", "补扣上期多发津贴")


def open_period(centre: Centre, period: Period, day: date) -> None:
    """The `period` fact: 21 standard days where holidays fall, and a theme list of its own in every third period."""
    line: Line = {"kind": "period", "period": period.name}
    if sum(1 for holiday, _ in centre.holidays if period.first <= holiday <= period.last) > 2:
        line["standard_days"] = 21
    if centre.periods.index(period) % 3 == 2:
        themes: list[Line] = [{"theme": "full_attendance"}, {"theme": "most_improved"}, {"theme": "hundred_percent"}]
        line["award_themes"] = [*themes, {"theme": "service", "amount": "300.00", "winners": 3}]
    centre.agenda.add(day, clock_time(14), line)


def change_rules(centre: Centre, period: Period, day: date) -> None:
    """From the third period on: a higher night allowance, a meal allowance and points off for upheld complaints."""
    if centre.periods.index(period) != 2:
        return
    parameters: Line = {"night_allowance": "15", "meal_allowance": "8", "complaint_deduction": "2.00"}
    line: Line = {"kind": "rules", "version": f"rules-{period.name}", "effective_period": period.name}
    line |= {"parameters": parameters, "reason": "夜班津贴、伙食津贴调整；投诉成立每件扣综合表现 2 分"}
    centre.agenda.add(day, clock_time(14, 30), line)


def consider_rules(centre: Centre, following: Period, day: date) -> None:
    """A rule set under discussion, effective after the last period: what `--rules` can be tried with."""
    line: Line = {"kind": "rules", "version": "draft-shares", "effective_period": following.name}
    line |= {"parameters": {"rank_reading": "shares"}, "reason": "讨论稿：名次百分比按分段解释"}
    centre.agenda.add(day, clock_time(18), line)


def raise_salaries(centre: Centre, period: Period, day: date) -> None:
    """A few get a raise from the period's first day."""
    for person in chosen(centre.rng, centre.staff.with_role("csr", "qa"), 15):
        person.monthly += 50 * centre.rng.randint(2, 8)
        centre.agenda.add(day, clock_time(16, 30), person.salary_line(period.first))


def grant(centre: Centre, period: Period, people: list[Person], day: date) -> None:
    """Allowances of the period, and corrections of what went wrong in the one before."""
    rng = centre.rng
    amounts = {"meal": (30, 120), "late_shift": (20, 60), "overtime": (50, 200), "other": (20, 100)}
    for person in chosen(rng, people, 150, 1):
        what = rng.choice(sorted(amounts))
        line: Line = {"kind": "allowance", "allowance": centre.number("AL"), "employee": person.number}
        line |= {"period": period.name, "type": what, "amount": f"{rng.randint(*amounts[what])}.00"}
        centre.agenda.add(day, clock_time(11) + rng.randrange(3600), line)
    for person in chosen(rng, people, 12, 1):
        note = rng.choice(NOTES)
        amount = rng.randint(10, 150)
        line = {"kind": "correction", "correction": centre.number("CR"), "employee": person.number}
        line |= {"period": period.name, "amount": f"{'-' if '扣上期' in note else ''}{amount}.50", "note": note}
        centre.agenda.add(day, clock_time(15) + rng.randrange(3600), line)
    for person in chosen(rng, people, 8, 1):
        dispute_pay(centre, period, person, day)


def dispute_pay(centre: Centre, period: Period, person: Person, day: date) -> None:
    """An employee asks about a line of the payslip; the manager explains it, or leaves it open."""
    line: Line = {"kind": "dispute", "dispute": centre.number("DI"), "employee": person.number}
    line |= {
        "at": instant(day + ONE_DAY, clock_time(20)),
        "text": "月奖与自己估算不符，请核对排名",
        "period": period.name,
        "item": "monthly_bonus",
    }
    centre.agenda.add(day + ONE_DAY, clock_time(20), line)
    if centre.rng.randrange(3):
        decision = centre.rng.choice(("dismissed", "withdrawn"))
        answer: Line = {"kind": "dispute_decision", "dispute": line["dispute"]}
        answer |= {"at": instant(day + 2 * ONE_DAY, clock_time(15)), "decision": decision}
        answer |= {"by": centre.staff.manager.number, "reason": "已当面说明名次与条款"}
        centre.agenda.add(day + 2 * ONE_DAY, clock_time(15), answer)
