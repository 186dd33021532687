"""One pass over the facts of a ledger: what stands of each employee, kept in dictionaries and lists."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ledger.ledger import Ledger, RecordedFact

AT_ONCE = 10_000
Punch = tuple[int, str]


def day_of(value: date) -> int:
    """A date as a running number."""
    return value.toordinal()


@dataclass
class Person:
    """What stands of one employee."""

    role: str = ""
    hired_on: int = 0
    own_probation: int | None = None
    later_probation: int | None = None
    notice_from: int | None = None
    last_day: int | None = None
    leaving_reason: str | None = None
    moves: dict[int, str | None] = field(default_factory=dict)
    roster: dict[int, str | None] = field(default_factory=dict)
    punches: dict[int, list[tuple[int, str, int, str | None, str]]] = field(default_factory=lambda: defaultdict(list))
    """By local day: minute, direction, position, ref and id."""
    overtime: dict[int, int] = field(default_factory=dict)
    leaves: list[Any] = field(default_factory=list)
    lots: Any = ()
    monitorings: list[Any] = field(default_factory=list)
    complaints: list[Any] = field(default_factory=list)
    works: dict[str, int] = field(default_factory=dict)
    behaviours: dict[str, int] = field(default_factory=dict)

    @property
    def probation_until(self) -> int | None:
        """The last day on probation."""
        return self.own_probation if self.later_probation is None else self.later_probation


class Centre:
    """The state that the facts of a ledger fold into."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.people: dict[str, Person] = defaultdict(Person)
        self.leave_decisions: dict[str, str] = {}
        self.revisions: dict[str, tuple[int | None, bool]] = {}
        self.verdicts: dict[str, str] = {}
        self.voids: dict[str, int] = {}
        """What is named of punches, and the last position at which it was voided."""
        self.recorded_at = datetime.min.replace(tzinfo=zone)
        self._takers: dict[str, Callable[[Any, RecordedFact], None]] = {
            name.removeprefix("_take_"): getattr(self, name) for name in dir(self) if name.startswith("_take_")
        }

    def take(self, recorded: RecordedFact) -> None:
        """Fold one fact in."""
        self.recorded_at = recorded.recorded_at
        taker = self._takers.get(recorded.fact.kind)
        if taker is not None:
            taker(recorded.fact, recorded)

    def minute(self, at: datetime) -> int:
        """The local minute of an instant, cut down."""
        local = at.astimezone(self.zone)
        return local.toordinal() * 1440 + local.hour * 60 + local.minute

    def _take_employee(self, fact: Any, _: RecordedFact) -> None:
        person = self.people[fact.employee]
        person.role, person.hired_on = fact.role, day_of(fact.hired_on)
        person.own_probation = None if fact.probation_until is None else day_of(fact.probation_until)
        # S1.3: of a probation and the employee's own date, the one recorded later holds.
        if fact.probation_until is not None:
            person.later_probation = None

    def _take_assignment(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].moves[day_of(fact.from_)] = fact.role

    def _take_probation(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].later_probation = day_of(fact.until)

    def _take_notice(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].notice_from = None if fact.from_ is None else day_of(fact.from_)

    def _take_leaving(self, fact: Any, _: RecordedFact) -> None:
        person = self.people[fact.employee]
        person.last_day = None if fact.last_day is None else day_of(fact.last_day)
        person.leaving_reason = fact.reason

    def _take_shift(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].roster[day_of(fact.date)] = fact.shift

    def _take_clock(self, fact: Any, recorded: RecordedFact) -> None:
        minute = self.minute(fact.at)
        punch = (minute, fact.direction, recorded.position, fact.ref, recorded.id)
        self.people[fact.employee].punches[minute // 1440].append(punch)

    def _take_void(self, fact: Any, recorded: RecordedFact) -> None:
        if fact.of_kind == "clock":
            self.voids[fact.of] = recorded.position

    def _take_overtime_approved(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].overtime[day_of(fact.date)] = fact.minutes

    def _take_leave(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].leaves.append(fact)

    def _take_leave_decision(self, fact: Any, _: RecordedFact) -> None:
        self.leave_decisions[fact.leave] = fact.decision

    def _take_opening(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].lots = fact.lots

    def _take_monitoring(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].monitorings.append((fact.monitoring, day_of(fact.date), fact.score))

    def _take_monitoring_revision(self, fact: Any, _: RecordedFact) -> None:
        self.revisions[fact.monitoring] = (fact.score, bool(fact.withdrawn))

    def _take_work_review(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].works[fact.period] = fact.score

    def _take_behaviour_review(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].behaviours[fact.period] = fact.score

    def _take_complaint(self, fact: Any, _: RecordedFact) -> None:
        self.people[fact.employee].complaints.append((fact.complaint, day_of(fact.date)))

    def _take_complaint_update(self, fact: Any, _: RecordedFact) -> None:
        if fact.status in {"upheld", "dismissed", "withdrawn"}:
            self.verdicts[fact.complaint] = fact.status


def gathered(ledger: Ledger, zone: ZoneInfo) -> Centre:
    """All facts of a ledger, folded in the order of their positions."""
    centre = Centre(zone)
    for recorded in every_fact(ledger):
        centre.take(recorded)
    return centre


def every_fact(ledger: Ledger) -> Iterator[RecordedFact]:
    """Every fact of a ledger through its mapper, a page at a time."""
    after = 0
    while page := ledger.facts.page(after, AT_ONCE):
        yield from page
        after = page[-1].position
