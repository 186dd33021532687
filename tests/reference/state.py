"""S1, S2: who is employed, as what, when; and which facts stand. Everything here is a look into the facts in view."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from . import periods
from .kinds import KINDS, OWN_NUMBER
from .parameters import over_defaults

Fact = dict[str, Any]


@dataclass(frozen=True)
class Punch:
    """A punch that counts, at its instant cut down to the minute (S3.3, S3.3a)."""

    at: datetime
    direction: str


def whole_minute(instant: datetime) -> datetime:
    """Cut an instant down to the minute (S3.3)."""
    return instant.astimezone(UTC).replace(second=0, microsecond=0)


class View:
    """The facts up to a position, in order, with the standing one of every ↻ key, voided ones left out (S11.5)."""

    def __init__(self, facts: list[Fact], recorded_until: datetime) -> None:
        self.site = facts[0]
        self.zone = ZoneInfo(self.site["time_zone"])
        self.start_day: int = self.site["period_start_day"]
        self.first_period: str = self.site["first_period"]
        self.now = whole_minute(recorded_until)
        self.by_kind: dict[str, list[Fact]] = defaultdict(list)
        self.standing: dict[str, dict[tuple[Any, ...], Fact]] = defaultdict(dict)
        for fact in facts:
            self.by_kind[fact["kind"]].append(fact)
        # Of each fact that is voided, the position of the first void that names it.
        self.voided_at: dict[int, int] = {}
        for void in self.by_kind["void"]:
            for position in self._named_by(void):
                self.voided_at.setdefault(position, void["position"])
        self.voided = set(self.voided_at)
        for fact in facts:
            if fact["position"] not in self.voided:
                self.standing[fact["kind"]][tuple(fact[key] for key in KINDS[fact["kind"]].key)] = fact
        self.employees = sorted(key[0] for key in self.standing["employee"])
        self.punches: dict[str, list[Punch]] = defaultdict(list)
        for fact in self.unvoided("clock"):
            self.punches[fact["employee"]].append(Punch(whole_minute(fact["at"]), fact["direction"]))
        self.holidays = {key[0] for key, fact in self.standing["holiday"].items() if fact["name"] is not None}
        self.calendar = {key[0]: fact["type"] for key, fact in self.standing["calendar_day"].items()}
        self.attendances: dict[tuple[str, int], Any] = {}
        self._rules: dict[str, dict[str, Any]] = {}
        self.contracts: dict[str, list[Fact]] = defaultdict(list)
        for (employee, _start), fact in sorted(self.standing["contract"].items()):
            self.contracts[employee].append(fact)

    def local(self, at: datetime) -> datetime:
        """Read an instant off the site's clock."""
        return at.astimezone(self.zone).replace(tzinfo=None)

    def planned(self, day: date, minutes: int) -> datetime:
        """S3.3a: the instant at which the site's clock shows so many minutes from a date's midnight.

        Of a time that comes twice it is the first; one that is skipped has the offset from before the change.
        """
        return (datetime.combine(day, time(), self.zone) + timedelta(minutes=minutes)).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """S2.5: no holiday, and stated a workday, or Monday to Friday and not stated a rest day."""
        if day in self.holidays:
            return False
        stated = self.calendar.get(day)
        return stated == "workday" or (day.weekday() < 5 and stated != "rest_day")

    def unvoided(self, kind: str) -> list[Fact]:
        """List a kind's facts without those that a `void` names by ref or own number (S11.5)."""
        return [fact for fact in self.by_kind[kind] if fact["position"] not in self.voided]

    def _named_by(self, void: Fact) -> list[int]:
        """Give the positions of the facts that a void names: by ref, else by own number (interchange)."""
        before = [fact for fact in self.by_kind[void["of_kind"]] if fact["position"] < void["position"]]
        by_ref = [fact for fact in before if fact.get("ref") == void["of"]]
        number = OWN_NUMBER.get(void["of_kind"])
        by_number = [fact for fact in before if number and fact[number] == void["of"]]
        return [fact["position"] for fact in by_ref or by_number]

    def of(self, kind: str, employee: str) -> Fact | None:
        """Give the standing fact of a kind that an employee has one of."""
        return self.standing[kind].get((employee,))

    def last_day(self, employee: str) -> date | None:
        leaving = self.of("leaving", employee)
        return leaving["last_day"] if leaving else None

    def employed(self, employee: str, day: date) -> bool:
        """S1.3: from the day of hire to the last day, both included."""
        last = self.last_day(employee)
        return self.standing["employee"][employee,]["hired_on"] <= day and (last is None or day <= last)

    def dates(self, period: str) -> list[date]:
        return periods.dates(period, self.start_day)

    def employed_days(self, employee: str, period: str) -> list[date]:
        return [day for day in self.dates(period) if self.employed(employee, day)]

    def status_day(self, employee: str, period: str) -> date | None:
        """S2.4: the last day employed within the period; None if not in the period."""
        days = self.employed_days(employee, period)
        return days[-1] if days else None

    def in_period(self, period: str) -> list[str]:
        return [employee for employee in self.employees if self.employed_days(employee, period)]

    def on(self, employee: str, day: date, what: str) -> str | None:
        """Give the role, team or channel on a date: of the latest assignment that names one, else as hired (S1.2)."""
        found, since = self.standing["employee"][employee,][what], None
        for (person, start), fact in self.standing["assignment"].items():
            if person == employee and start <= day and fact[what] is not None and (since is None or start > since):
                found, since = fact[what], start
        # A speaking field that is empty states that there is none (S13.13).
        return str(found) if found else None

    def role(self, employee: str, period: str) -> str | None:
        """S2.4: the role on the last day employed within the period; None if not in the period."""
        day = self.status_day(employee, period)
        return self.on(employee, day, "role") if day else None

    def team(self, employee: str, period: str) -> str | None:
        """S2.4: the team on the last day employed within the period; None if not in the period."""
        day = self.status_day(employee, period)
        return self.on(employee, day, "team") if day else None

    def form(self, name: str, version: int) -> Fact:
        """The version of an appraisal form that was named, for ever, voided or not (S6.2a, S11.5)."""
        forms = self.by_kind["appraisal_form"]
        return next(fact for fact in forms if (fact["form"], fact["version"]) == (name, version))

    def first_period_of(self, employee: str) -> str:
        """S2.1a: the employee's first period here, before which is what an `opening` brings along."""
        hired = periods.period_of(self.standing["employee"][employee,]["hired_on"], self.start_day)
        return max(hired, self.first_period)

    def on_probation(self, employee: str, day: date) -> bool:
        """S1.3: of `probation_until` and the `probation` fact the later recorded holds."""
        hired, fact = self.standing["employee"][employee,], self.of("probation", employee)
        until = hired["probation_until"]
        if fact and (until is None or fact["position"] > hired["position"]):
            until = fact["until"]
        return until is not None and day <= until

    def notice_from(self, employee: str, day: date) -> date | None:
        """S1.3: since when the employee is under notice on that date; None if not."""
        notice = self.of("notice", employee)
        start = notice["from"] if notice else None
        return start if start is not None and start <= day else None

    def dated(self, kind: str, employee: str, period: str) -> list[Fact]:
        """List an employee's facts of a kind that count and whose date lies in the period (S2.3)."""
        return [
            fact
            for fact in self.unvoided(kind)
            if fact["employee"] == employee and periods.period_of(fact["date"], self.start_day) == period
        ]

    def monthly_salary(self, employee: str, day: date) -> int:
        """S10.1: the monthly amount in force on a date, in fen; 0 if there is none yet."""
        found = {
            start: fact["monthly"]
            for (person, start), fact in self.standing["base_salary"].items()
            if person == employee and start <= day
        }
        return found[max(found)] if found else 0

    def rules(self, period: str) -> dict[str, Any]:
        """S11.1: the rule set last recorded whose effective period is not after this one, over the defaults."""
        if period not in self._rules:
            own: dict[str, Any] = {}
            for fact in self.by_kind["rules"]:
                if fact["effective_period"] <= period:
                    own = fact["parameters"]
            self._rules[period] = over_defaults(own)
        return self._rules[period]

    def last_words(self, kind: str, key: str) -> dict[str, list[Fact]]:
        """List what followed each workflow, in ledger order."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.by_kind[kind]:
            found[fact[key]].append(fact)
        return found
