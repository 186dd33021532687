"""What every part of a made-up centre needs: chance, dates, people and the rule sets in force."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

Line = dict[str, Any]
Choice = TypeVar("Choice")

# Centres end around this instant, so that shifts of some of them are still planned (S3.5a).
RECORDED_UNTIL = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

DEFAULT_SHIFTS = {
    "R": {"start": "08:30", "end": "20:30", "counted": 660},
    "C": {"start": "09:30", "end": "18:00", "counted": 480},
    "W": {"start": "20:30", "end": "08:30", "counted": 720},
}
DEFAULT_LEAVE_TYPES = {
    "lieu": {"hours": "bank", "unpaid_percent": 0},
    "annual": {"hours": "credit", "unpaid_percent": 0},
    "marriage": {"hours": "credit", "unpaid_percent": 0},
    "bereavement": {"hours": "credit", "unpaid_percent": 0},
    "maternity": {"hours": "credit", "unpaid_percent": 0},
    "sick": {"hours": "excuse", "unpaid_percent": 40},
    "personal": {"hours": "excuse", "unpaid_percent": 100},
}


def month_after(period: str, months: int) -> str:
    """Give the period that many months later (or earlier, below 0)."""
    number = int(period[:4]) * 12 + int(period[5:]) - 1 + months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass
class Person:
    """Somebody on the ledger, and since and until when."""

    number: str
    role: str
    hired_on: date
    last_day: date | None = None
    careful: bool = False


@dataclass
class Setting:
    """The random source and the frame of one centre; `rules` are the rule sets in the order of recording.

    `themes` are the names of themes that are data (S8.8).
    """

    random: Random
    time_zone: str
    first_period: str
    start_day: int
    periods: list[str]
    people: list[Person] = field(default_factory=list)
    rules: list[Line] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    used: int = 0

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return choices[self.random.randrange(len(choices))]

    def some(self, choices: Sequence[Choice], least: int = 0) -> list[Choice]:
        """Pick a few, in the order given."""
        kept = set(self.random.sample(range(len(choices)), self.random.randint(least, len(choices))))
        return [choice for number, choice in enumerate(choices) if number in kept]

    def number(self, kind: str) -> str:
        """Give a number that no other fact has."""
        self.used += 1
        return f"{kind}{self.used}"

    def first_date(self, period: str) -> date:
        month = period if self.start_day == 1 else month_after(period, -1)
        return date(int(month[:4]), int(month[5:]), self.start_day)

    def dates(self, period: str) -> list[date]:
        first, after = self.first_date(period), self.first_date(month_after(period, 1))
        return [first + timedelta(days=days) for days in range((after - first).days)]

    @property
    def all_dates(self) -> list[date]:
        return [day for period in self.periods for day in self.dates(period)]

    @property
    def changes_of_the_clock(self) -> list[date]:
        """The dates in the night after which the clock is changed."""
        zone, noon = ZoneInfo(self.time_zone), time(12)
        offsets = {day: datetime.combine(day, noon, zone).utcoffset() for day in self.all_dates}
        following = zip(offsets, list(offsets)[1:], strict=False)
        return [day for day, after in following if offsets[day] != offsets[after]]

    def period_of(self, day: date) -> str:
        month = f"{day.year:04d}-{day.month:02d}"
        return month_after(month, 1) if self.start_day > 1 and day.day >= self.start_day else month

    def in_force(self, period: str, parameter: str, default: Any) -> Any:
        """Give a parameter of a period, from the rule set last recorded for it (S11.1)."""
        own = [line["parameters"] for line in self.rules if line["effective_period"] <= period]
        return own[-1].get(parameter, default) if own else default

    def instant(self, wall: datetime) -> str:
        """Write a local wall-clock time as an instant, at times in another offset; of one that comes twice, either."""
        local = wall.replace(tzinfo=ZoneInfo(self.time_zone), fold=self.pick([0, 0, 1]))
        if self.chance(15):
            return local.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return local.isoformat()

    def at(self, day: date, hour: int = 9, minute: int = 0) -> str:
        return self.instant(datetime.combine(day, time(hour, minute)))

    def with_ref(self, line: Line, percent: int = 20) -> Line:
        """Give a line a sender's own id, at times."""
        return line | {"ref": self.number("r")} if self.chance(percent) else line
