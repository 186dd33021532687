"""Monitorings (监控), reviews (考核) and exams (考试): a person's skill, and a day's luck (S6)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time, instant
from ledger.made_up_centre.chance import bell, chosen, happens, points, whole_points
from ledger.made_up_centre.dates import ONE_DAY, Period
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre

CRITERIA = (("开场与规范用语", 20), ("业务知识", 30), ("沟通与安抚", 30), ("登记与跟进", 20))
CONTACTS = {"phone": ("phone",), "email_fax": ("email", "email", "fax"), "sms_chat": ("sms",)}
COMMENTS = (
    "语速偏快，注意停顿",
    "安抚到位，值得分享",
    "未核对用户信息",
    "工单小结过于简单",
    "专业，解答完整",
    "等待前未告知用户",
)


def set_quotas(centre: Centre, period: Period, people: list[Person]) -> None:
    """Six to twelve monitorings a representative and period, and a step of growth or decline."""
    for person in people:
        person.monitorings_left = centre.rng.randint(6, 12)
        person.skill += centre.rng.randint(-220, 250)
        person.shifts_left = sum(1 for day in person.roster if day >= period.first and person.away.get(day, 0) == 0)


def monitor(centre: Centre, person: Person, day: date) -> None:
    """On a day of work: as many monitorings as the quota asks of the shifts that are left."""
    rng = centre.rng
    while person.monitorings_left and rng.randrange(max(1, person.shifts_left)) < person.monitorings_left:
        person.monitorings_left -= 1
        evaluator = rng.choice(centre.staff.evaluators).number
        score = bell(rng, person.skill + 150, 1800)
        line: Line = {"kind": "monitoring", "monitoring": centre.number("MO"), "employee": person.number}
        centre.evaluated.setdefault(person.number, []).append((day, str(line["monitoring"])))
        line |= {"evaluator": evaluator, "date": day.isoformat(), "channel": rng.choice(CONTACTS[person.channel])}
        line |= judged(centre, score) if happens(rng, 350) else {"score": points(score - score % 50)}
        if happens(rng, 120):
            line["comment"] = rng.choice(COMMENTS)
        centre.agenda.add(day, clock_time(21) + rng.randrange(7200), line)
        if happens(rng, 25):
            revise(centre, line, person, day)
        if person.monitorings_left < person.shifts_left:
            break
    person.shifts_left -= 1


def judged(centre: Centre, score: int) -> Line:
    """A score that is the weighted sum of its criteria."""
    parts = [(name, weight, whole_points(bell(centre.rng, score, 600))) for name, weight in CRITERIA]
    total = sum(weight * part for _, weight, part in parts)
    return {
        "score": points(total),
        "criteria": [{"name": name, "weight": weight, "score": part} for name, weight, part in parts],
    }


def revise(centre: Centre, line: Line, person: Person, day: date) -> None:
    """The employee disputes a monitoring; a few days later it is raised, withdrawn or left as it is."""
    rng, leader = centre.rng, centre.staff.leader_of(person)
    asked, decided = day + ONE_DAY, day + rng.randint(2, 4) * ONE_DAY
    dispute: Line = {"kind": "dispute", "dispute": centre.number("DI"), "employee": person.number}
    dispute |= {"at": instant(asked, clock_time(19)), "text": f"对监控 {line['monitoring']} 的评分有异议，请复听"}
    centre.agenda.add(asked, clock_time(19), dispute)
    outcome = rng.choice(("raised", "raised", "withdrawn", "dismissed"))
    decision = "dismissed" if outcome == "dismissed" else "upheld"
    answer: Line = {"kind": "dispute_decision", "dispute": dispute["dispute"], "at": instant(decided, clock_time(16))}
    answer |= {
        "decision": decision,
        "by": leader.number,
        "reason": "复听录音后" + ("维持原评分" if outcome == "dismissed" else "更正"),
    }
    centre.agenda.add(decided, clock_time(16), answer)
    if outcome == "dismissed":
        return
    revision: Line = {"kind": "monitoring_revision", "monitoring": line["monitoring"]}
    revision |= {"at": instant(decided, clock_time(15, 50)), "by": str(line["evaluator"]), "reason": "申诉成立"}
    if outcome == "withdrawn":
        revision["withdrawn"] = True
    else:
        revision["score"] = points(person.skill + rng.randint(300, 900))
    centre.agenda.add(decided, clock_time(15, 50), revision)


def examine(centre: Centre, people: list[Person], day: date) -> None:
    """The exam in the middle of the period, for about half of the representatives."""
    for person in chosen(centre.rng, people, 450, 1):
        line: Line = {"kind": "exam", "exam": centre.number("EX"), "employee": person.number, "date": day.isoformat()}
        line["score"] = whole_points(bell(centre.rng, person.skill + 500, 1200))
        centre.agenda.add(day, clock_time(17) + centre.rng.randrange(3600), line)


def review(centre: Centre, period: Period, people: list[Person], day: date) -> None:
    """Work and behaviour reviews (工作评估、综合工作表现) of the period, some of them mended the day after."""
    rng = centre.rng
    for person in people:
        if person.role == "manager" or happens(rng, 4):
            continue
        evaluator = centre.staff.leader_of(person).number
        for kind, hour in (("work_review", 10), ("behaviour_review", 14)):
            score = bell(rng, person.skill, 900)
            give(centre, kind, person, period, evaluator, score, day, clock_time(hour) + rng.randrange(7200))
            if happens(rng, 10):
                raised = score + rng.randint(100, 400)
                give(
                    centre,
                    kind,
                    person,
                    period,
                    evaluator,
                    raised,
                    day + ONE_DAY,
                    clock_time(hour) + rng.randrange(7200),
                )


def give(
    centre: Centre, kind: str, person: Person, period: Period, evaluator: str, score: int, day: date, second: int
) -> None:
    """One review fact."""
    line: Line = {"kind": kind, "employee": person.number, "period": period.name}
    line |= {"score": points(score - score % 50), "evaluator": evaluator, "at": instant(day, second)}
    centre.agenda.add(day, second, line)
