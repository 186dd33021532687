"""What comes in (话务量) by channel and hour, and the seats that each team's shifts need (坐席, S13.2, S13.3)."""

from datetime import date

from ledger.made_up_centre.agenda import Line, clock_time
from ledger.made_up_centre.chance import bell
from ledger.made_up_centre.dates import ONE_DAY, SATURDAY, Period
from ledger.made_up_centre.roster import usual_shift
from ledger.made_up_centre.state import Centre

HOURS = range(8, 22)
CALLS = (20, 45, 70, 85, 60, 50, 65, 75, 70, 55, 50, 60, 45, 30)
"""Calls offered a team in an ordinary hour, of HOURS."""
WRITTEN = (("email", 60), ("fax", 6), ("sms", 90), ("chat", 75))
SPANS = {"R": ("08:30", "20:30"), "W": ("20:30", "08:30")}


def count(centre: Centre, day: date) -> None:
    """The contacts of a day, counted in the morning after: calls by the hour, all others for the day."""
    rng, quiet = centre.rng, day.weekday() >= SATURDAY
    second = clock_time(6) + rng.randrange(600)
    for hour, usual in zip(HOURS, CALLS, strict=True):
        offered = max(0, bell(rng, usual * centre.staff.teams * (60 if quiet else 100) // 100, usual))
        answered = offered * rng.randint(86, 99) // 100
        line: Line = {"kind": "volume", "date": day.isoformat(), "channel": "phone", "queue": "热线"}
        line |= {"interval": f"{hour:02}:00", "offered": offered, "answered": answered}
        line |= {
            "within_target": answered * rng.randint(75, 96) // 100,
            "handled_seconds": answered * bell(rng, 190, 40),
        }
        centre.agenda.add(day + ONE_DAY, second, line)
    for channel, usual in WRITTEN:
        offered = max(0, bell(rng, usual * centre.staff.teams, usual))
        line = {"kind": "volume", "date": day.isoformat(), "channel": channel, "offered": offered}
        centre.agenda.add(day + ONE_DAY, second, line | {"answered": offered * rng.randint(90, 100) // 100})


def need_seats(centre: Centre, period: Period, day: date) -> None:
    """The seats that each team's day and night shifts of a period need."""
    for team, leader in sorted(centre.staff.leaders.items()):
        members = sum(person.team == team and person.follows_team for person in centre.staff.with_role("csr"))
        for each in period.days():
            span = SPANS.get(usual_shift(leader, each) or "")
            if span is not None:
                line: Line = {"kind": "staff_need", "team": leader.team_name, "date": each.isoformat()}
                line |= {"from": span[0], "until": span[1], "seats": max(1, members - centre.rng.randint(0, 3))}
                centre.agenda.add(day, clock_time(16), line)
