"""The people of the demonstration: who works there, in which role and team, and what is remembered of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ledger.made_up_centre.agenda import Line
from ledger.made_up_centre.chance import bell
from ledger.made_up_centre.names import invented_name

TEAM_SIZE = 13
LEADING = ("manager", "qa", "team_leader")
CHANNELS = ("phone", "phone", "phone", "phone", "phone", "email_fax", "sms_chat")


@dataclass(slots=True)
class Person:
    """One employee, and the state that the chapters of the generator share.

    `skill` is in hundredths of a point, `tardiness` in shifts of a thousand; `roster` and `away` are by date.
    """

    number: str
    name: str
    woman: bool
    role: str
    team: int
    channel: str
    hired_on: date
    skill: int
    tardiness: int
    monthly: int
    probation_until: date | None = None
    last_day: date | None = None
    notice_from: date | None = None
    roster: dict[date, str] = field(default_factory=dict)
    away: dict[date, int | None] = field(default_factory=dict)
    shifts_left: int = 0
    monitorings_left: int = 0
    swapping: bool = False

    def employed(self, day: date) -> bool:
        """Whether the employee is employed on that date."""
        return self.hired_on <= day and (self.last_day is None or day <= self.last_day)

    @property
    def team_name(self) -> str:
        """The team as the facts name it."""
        return {"manager": "HQ", "qa": "QA"}.get(self.role, f"T{self.team + 1:02}")

    @property
    def follows_team(self) -> bool:
        """Whether the employee works the team's round of day and night shifts (else Monday to Friday)."""
        return self.role == "team_leader" or (self.role == "csr" and self.channel != "email_fax")

    def line(self) -> Line:
        """The `employee` fact."""
        line: Line = {"kind": "employee", "employee": self.number, "name": self.name, "role": self.role}
        line |= {"team": self.team_name, "hired_on": self.hired_on.isoformat()}
        if self.role == "csr":
            line["channel"] = self.channel
        if self.probation_until:
            line["probation_until"] = self.probation_until.isoformat()
        return line

    def salary_line(self, since: date) -> Line:
        """The `base_salary` fact that says what holds from that date."""
        return {
            "kind": "base_salary",
            "employee": self.number,
            "from": since.isoformat(),
            "monthly": f"{self.monthly}.00",
        }


class Staff:
    """Everyone ever hired, and those present by role."""

    def __init__(self, rng: Random, people: int, opening_day: date) -> None:
        self._rng = rng
        self._hired = 0
        managers = 1 + people // 500
        evaluators = max(1, people // 20)
        self.teams = max(1, (people - managers - evaluators) // TEAM_SIZE)
        self.present: list[Person] = []
        self.leaders: dict[int, Person] = {}
        self.evaluators: list[Person] = []
        roles = ["manager"] * managers + ["team_leader"] * self.teams + ["qa"] * evaluators
        for place, role in enumerate(roles):
            self._join(role, place - managers, opening_day - timedelta(days=rng.randint(200, 2400)))
        for place in range(people - len(roles)):
            self._join("csr", place % self.teams, self._hiring_date(opening_day))

    def _hiring_date(self, opening_day: date) -> date:
        recent = self._rng.randrange(1000) < 60
        return opening_day - timedelta(days=self._rng.randint(10, 60) if recent else self._rng.randint(100, 1800))

    def _join(self, role: str, team: int, hired_on: date) -> Person:
        rng = self._rng
        self._hired += 1
        woman = rng.randrange(1000) < 650
        person = Person(
            number=f"E{self._hired:05}",
            name=invented_name(rng, woman=woman),
            woman=woman,
            role=role,
            team=team,
            channel=rng.choice(CHANNELS),
            hired_on=hired_on,
            skill=bell(rng, 7400, 1900) if role == "csr" else bell(rng, 7600, 1200),
            tardiness=rng.choice((4, 5, 7, 10, 20, 60)),
            monthly=base_salary(rng, role),
        )
        self.present.append(person)
        if role == "team_leader":
            self.leaders[team] = person
        return person

    def hire(self, team: int, day: date) -> Person:
        """A new customer service representative, on probation for two or three months."""
        person = self._join("csr", team, day)
        person.probation_until = day + timedelta(days=self._rng.choice((60, 61, 91)))
        person.skill -= 350
        return person

    def forget_the_gone(self, day: date) -> None:
        """Those whose last day is before that date are present no longer."""
        self.present = [person for person in self.present if person.last_day is None or person.last_day >= day]

    def with_role(self, *roles: str) -> list[Person]:
        """Those present in one of the roles."""
        return [person for person in self.present if person.role in roles]

    @property
    def manager(self) -> Person:
        """The manager of the centre."""
        return self.present[0]

    def leader_of(self, person: Person) -> Person:
        """Who decides for the employee: the team's leader, and for all others the manager."""
        return self.leaders[person.team] if person.role == "csr" else self.manager


def base_salary(rng: Random, role: str) -> int:
    """A monthly base in yuan that the role may have."""
    low, high = {"csr": (84, 112), "team_leader": (124, 150), "qa": (116, 136), "manager": (240, 300)}[role]
    return rng.randint(low, high) * 50


def engagement(person: Person, opening_day: date) -> Iterator[Line]:
    """What is recorded when someone comes onto the ledger: the employee and the salary."""
    if person.probation_until is None and person.role == "csr" and person.hired_on > opening_day - timedelta(days=61):
        person.probation_until = person.hired_on + timedelta(days=91)
    yield person.line()
    yield person.salary_line(person.hired_on)
