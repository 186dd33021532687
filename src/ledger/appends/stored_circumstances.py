"""The circumstances of a fact that comes in: the ledger as it stands within an append, and the clock."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from ledger.appends.doubt_memory import DoubtMemory
from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import first_day, instant, last_day
from ledger.decisions.state import in_force
from ledger.doubts.circumstances import ALWAYS, Employment, FullLeave, Statement
from ledger.doubts.dates import earliest
from ledger.doubts.names import EVALUATOR, SHIFT, Names
from ledger.doubts.repetitions import saying
from ledger.facts.people import Employee, Leaving, Site
from ledger.facts.roster import ShiftFact
from ledger.facts.streams import key_stream
from ledger.ruleset import MANUAL
from ledger.store.dialect import StoreCursor

_SLACK = timedelta(hours=1)
"""How far the clock that dates a fact may be ahead of the one that judges it."""


class StoredCircumstances:
    """What doubts look at, of an append; `settle` inserts what was gathered, and answers the last position."""

    def __init__(
        self,
        cursor: StoreCursor,
        ledger_state: StoredLedgerState,
        memory: DoubtMemory,
        site: Site,
        now: int,
        settle: Callable[[], int],
    ) -> None:
        """At an instant, in microseconds since 1970."""
        self._cursor = cursor
        self._state = ledger_state
        self._memory = memory
        self._settle = settle
        self.start_day = site.period_start_day
        self.time_zone = site.time_zone
        self.today = instant(now).astimezone(site.zone).date().isoformat()
        self.now = (instant(now) + _SLACK).isoformat()
        self.first_day = first_day(site.first_period, site.period_start_day).isoformat()
        self.earliest = max(self.first_day, earliest(self.today))
        """The earliest date of which nothing is doubtful for its age."""
        self._shifts: Names | None = None

    @property
    def closed_until(self) -> str:
        """The last day of the last closed period; empty where none is closed."""
        if self._memory.closed_until is None:
            closed = self._state.closed_periods()
            until = last_day(max(closed), self.start_day).isoformat() if closed else ""
            self._memory.closed_until = until
        return self._memory.closed_until

    def expect(self, employees: Iterable[str]) -> None:
        """Read, with few queries, when these employees are employed."""
        known = self._memory.employment
        missing = [employee for employee in employees if employee not in known]
        if not missing:
            return
        kinds = (Employee.kind, Leaving.kind)
        self._state.read(key_stream(kind, (employee,)) for employee in missing for kind in kinds)
        for employee in missing:
            self.employment(employee)

    def employment(self, employee: str) -> Employment | None:
        """When somebody is employed; None where there is no such employee."""
        found = self._memory.employment.get(employee)
        if found is None:
            hired = in_force(Employee.kind, key_stream(Employee.kind, (employee,)), self._state)
            if hired is None:
                return None
            left = in_force(Leaving.kind, key_stream(Leaving.kind, (employee,)), self._state)
            leaving = left.fact if left is not None else None
            until = leaving.last_day if isinstance(leaving, Leaving) else None
            found = Employment(hired.business_date, ALWAYS if until is None else until.isoformat())
            self._memory.employment[employee] = found
        return found

    def repeated(self, statement: Statement) -> int | None:
        """The position of another standing fact of the kind that says the same."""
        sayings = self._memory.sayings[statement.kind]
        if not sayings.covers(statement.date):
            sayings.read(self._cursor, statement.date, self._settle(), self._state.is_voided)
        said = saying(statement.kind, statement.fields)
        return sayings.by_date.get(statement.date, {}).get(said)

    def punched_on(self, employee: str, date: str) -> bool:
        """Whether somebody punched on a date."""
        sayings = self._memory.sayings["clock"]
        if not sayings.covers(date):
            sayings.read(self._cursor, date, self._settle(), self._state.is_voided)
        return employee in sayings.by_date.get(date, ())

    def shift_on(self, employee: str, date: str) -> tuple[str, int] | None:
        """The shift that somebody has on a date, and the position of the roster's fact."""
        known = in_force(ShiftFact.kind, key_stream(ShiftFact.kind, (employee, date)), self._state)
        fact = None if known is None else known.fact
        if known is None or not isinstance(fact, ShiftFact) or fact.shift is None:
            return None
        return fact.shift, known.position

    def full_leaves(self, employee: str) -> Sequence[FullLeave]:
        """The full leaves of somebody that are approved."""
        return self._memory.full_leaves(self._cursor, self._settle).get(employee, ())

    def requested_at(self, leave: str) -> int:
        """The position of the request of a leave; 0 where there is none."""
        history = self._state.history(key_stream("leave", (leave,)))
        return history[0].position if history else 0

    def similar(self, sort: str, name: str) -> str | None:
        """A name of a sort on the ledger that a new one may be mistaken for; None also where the name is there."""
        if sort == SHIFT:
            return self.shift_names.similar(name)
        if sort == EVALUATOR and (name in self._memory.employment or self._state.has_employee(name)):
            return None
        return self._memory.names(self._cursor, sort, self._settle).similar(name)

    def middle(self, kind: str, sort: str) -> int | None:
        """The median of the amounts of a sort of a kind, without signs; None where there are fewer than 20."""
        return self._memory.middle(self._cursor, kind, sort, self._settle)

    @property
    def shift_names(self) -> Names:
        """The names of shifts that a rule set on the ledger has, and those of the manual."""
        if self._shifts is None:
            rule_sets = [MANUAL, *(recorded.rules for recorded in self._state.rule_sets)]
            self._shifts = Names(name for rules in rule_sets for name in rules.shifts)
        return self._shifts

    def forget_rules(self) -> None:
        """A rule set was recorded."""
        self._shifts = None
