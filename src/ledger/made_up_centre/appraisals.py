"""Appraisals (工作表现评核) that wait for the leader's final word, metrics, and a theme's grants (S6.2a, S8.8).

They have chance of their own, so that what else happens in a centre does not depend on them.
"""

from datetime import date
from random import Random

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import happens
from ledger.made_up_centre.dates import Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

FORM = ("客服工作表现", 1)
HANDLE_TIME = "平均处理时长"
THEME = "newcomers"
_JUDGED = {"回复质量": 40, "业务流程": 35}
_SCALE = (("300", 25), ("360", 18), ("420", 10))


def publish(centre: Centre, first_period: str, day: date) -> None:
    """The form and the theme, on the first day."""
    items: list[Line] = [{"item": name, "max": most, "source": "judged"} for name, most in _JUDGED.items()]
    scale = [{"at_most": seconds, "points": given} for seconds, given in _SCALE]
    items.append({"item": HANDLE_TIME, "max": 25, "source": "metric", "metric": HANDLE_TIME, "scale": scale})
    form: Line = {"kind": "appraisal_form", "form": FORM[0], "version": FORM[1], "component": "work"}
    centre.agenda.add(day, clock_time(13), form | {"roles": ["csr"], "items": items})
    theme: Line = {"kind": "theme", "theme": THEME, "from": first_period, "name": "帮带新人奖"}
    centre.agenda.add(day, clock_time(13), theme | {"amount": "100.00", "by": "grant"})


def judge(centre: Centre, period: Period, people: list[Person], day: date) -> None:
    """After a period: everyone's handle time, a preliminary appraisal of some, and whom the theme is granted to."""
    rng = Random(f"{period.name} {len(people)}")  # noqa: S311 — an invented centre has no secrets
    representatives = [person for person in people if person.role == "csr"]
    for person in representatives:
        metric: Line = {"kind": "metric", "employee": person.number, "period": period.name, "metric": HANDLE_TIME}
        centre.agenda.add(day, clock_time(9), metric | {"value": str(rng.randint(270, 440))})
        if happens(rng, 200):
            points = {name: rng.randint(most // 2, most) for name, most in _JUDGED.items()}
            line: Line = {"kind": "appraisal", "employee": person.number, "period": period.name, "component": "work"}
            line |= {"stage": "preliminary", "form": FORM[0], "version": FORM[1], "points": points}
            evaluator = centre.staff.leader_of(person).number
            centre.agenda.add(day, clock_time(11), line | {"evaluator": evaluator, "at": instant(day, clock_time(11))})
    for person in representatives[:1]:
        grant: Line = {"kind": "award_grant", "grant": centre.number("AG"), "theme": THEME, "employee": person.number}
        by = centre.staff.leader_of(person).number
        centre.agenda.add(day, clock_time(12), grant | {"period": period.name, "by": by})
