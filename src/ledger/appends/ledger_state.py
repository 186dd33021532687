"""The ledger as it stands within one append: what deciders look at, read through the transaction's cursor."""

from collections.abc import Iterable, Iterator, Sequence

from ledger.appends.employee_mentions import events_that_may_name, is_named
from ledger.appends.stream_lists import DATE, EMPLOYEE, StreamLists
from ledger.decisions.state import Known, in_force
from ledger.facts.base import KINDS, Fact
from ledger.facts.governance import Close, Erasure, Rules
from ledger.facts.people import Assignment, Employee, Site
from ledger.facts.prepared_fact import Prepared
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.ruleset import RecordedRules, read_parameters
from ledger.store.dialect import StoreCursor
from ledger.store.events import RecordedEvent
from ledger.store.events_table import SELECT as _SELECT
from ledger.store.events_table import SELECT_MAX, recorded_event
from ledger.store.mapper import FactMapper
from ledger.store.void_targets import VoidedFacts

_AT_ONCE = 2_000


class StoredLedgerState:
    """Reads streams and refs in bulk, keeps them, and adds what the batch itself has accepted so far.

    Nothing in here is written to the ledger; what is added is forgotten with the object.
    """

    def __init__(
        self,
        cursor: StoreCursor,
        mapper: FactMapper,
        employees: set[str],
        site: Site | None = None,
        voided: VoidedFacts | None = None,
        last: int | None = None,
    ) -> None:
        """A view through the cursor; `employees` and `site` are known to be on the ledger from earlier appends.

        `voided` is what is known of voids from them, and `last` the position of the last fact on the ledger.
        """
        self._cursor = cursor
        self._mapper = mapper
        self._employees = employees
        self._histories: dict[str, list[Known]] = {}
        self._refs: dict[tuple[str, str], Known | None] = {}
        self._rule_sets: list[RecordedRules] | None = None
        self._erased: frozenset[str] | None = None
        self._voided = VoidedFacts() if voided is None else voided
        self._last = last
        self._newly_voided: set[int] = set()
        self._teams: dict[str, bool] = {}
        self._streams = StreamLists(cursor)
        self.site = site or self._recorded_site()
        self.new_employees: set[str] = set()

    def prefetch(self, facts: Iterable[Prepared]) -> None:
        """Read, with few queries, the streams, refs and employees of a batch of facts."""
        streams: set[str] = set()
        refs: dict[str, set[str]] = {}
        for fact in facts:
            streams.add(fact.stream)
            model = fact.model
            if fact.ref is not None and (model.unique or model.follows is not None):
                refs.setdefault(fact.kind, set()).add(fact.ref)
            for employee in fact.named:
                if employee not in self._employees:
                    streams.add(key_stream(Employee.kind, (employee,)))
        self._read_streams([stream for stream in streams if stream not in self._histories])
        for kind, names in refs.items():
            self._read_refs(kind, [name for name in names if (kind, name) not in self._refs])

    def read(self, streams: Iterable[str]) -> None:
        """Read some streams with few queries."""
        self._read_streams([stream for stream in dict.fromkeys(streams) if stream not in self._histories])

    @property
    def rule_sets(self) -> Sequence[RecordedRules]:
        """The rule sets recorded so far, in order."""
        if self._rule_sets is None:
            self._cursor.execute(f"{_SELECT}WHERE kind=? ORDER BY position", [Rules.kind])
            found = [self._known(recorded_event(row)) for row in self._cursor.fetchall()]
            self._rule_sets = [_recorded_rules(known) for known in found]
        return self._rule_sets

    @property
    def erased(self) -> frozenset[str]:
        """The numbers of those whose personal data was erased."""
        if self._erased is None:
            self._cursor.execute("SELECT employee FROM events WHERE kind=?", [Erasure.kind])
            self._erased = frozenset(row["employee"] for row in self._cursor.fetchall())
        return self._erased

    def closed_periods(self) -> list[str]:
        """The closed periods (S11.2), in the order in which they were closed."""
        # Not the facts themselves: what is sealed in them is of no use here, and the master key may be elsewhere.
        period = self._cursor.dialect.text_field("state", "period")
        self._cursor.execute(f"SELECT {period} AS period FROM events WHERE kind=? ORDER BY position", [Close.kind])  # noqa: S608
        return [str(row["period"]) for row in self._cursor.fetchall()]

    def history(self, stream: str) -> Sequence[Known]:
        """The facts of a stream in order."""
        if stream not in self._histories:
            self._read_streams([stream])
        return self._histories[stream]

    def between(self, first: int, last: int) -> list[Known]:
        """The facts at positions up to another, both included, in order; their streams are read with them."""
        self._cursor.execute(f"{_SELECT}WHERE position>=? AND position<=? ORDER BY position", [first, last])
        found = [self._known(recorded_event(row)) for row in self._cursor.fetchall()]
        self._read_streams([stream for stream in {known.stream for known in found} if stream not in self._histories])
        return found

    def of_kind(self, kind: str, after: int) -> list[Known]:
        """The facts of a kind in the store after a position, in order."""
        self._cursor.execute(f"{_SELECT}WHERE kind=? AND position>? ORDER BY position", [kind, after])
        return [self._known(recorded_event(row)) for row in self._cursor.fetchall()]

    def with_ref(self, kind: str, ref: str) -> Known | None:
        """The fact of a kind with a sender's id."""
        if (kind, ref) not in self._refs:
            self._read_refs(kind, [ref])
        return self._refs[kind, ref]

    def numbered(self, kind: str, number: str) -> Sequence[Known]:
        """The facts of a kind with this natural key, whatever their `ref`."""
        (field,) = KINDS[kind].natural_key
        named = self._cursor.dialect.text_field("state", field)
        self._cursor.execute(f"{_SELECT}WHERE kind=? AND ref<>'' AND {named}=? ORDER BY position", [kind, number])
        found = {known.id: known for known in map(self._known, map(recorded_event, self._cursor.fetchall()))}
        found |= {each.id: each for each in self._staged() if each.kind == kind and each.fact.key == (number,)}
        found |= {known.id: known for known in self.history(key_stream(kind, (number,))) if known.kind == kind}
        return list(found.values())

    def keyed(self, kind: str, first: str) -> Sequence[Known]:
        """The facts of a kind whose natural key begins with a value, in order."""
        field = self._cursor.dialect.text_field("state", KINDS[kind].natural_key[0])
        self._cursor.execute(f"{_SELECT}WHERE kind=? AND {field}=? ORDER BY position", [kind, first])
        found = {known.id: known for known in map(self._known, map(recorded_event, self._cursor.fetchall()))}
        found |= {each.id: each for each in self._staged() if each.kind == kind and each.fact.key[0] == first}
        return sorted(found.values(), key=lambda known: known.position)

    def streams_of(self, kind: str, employee: str) -> Sequence[str]:
        """The streams of the facts of a kind that are an employee's own, each once."""
        return self._streams.of(kind, EMPLOYEE, employee, self._staged())

    def streams_on(self, kind: str, date: str) -> Sequence[str]:
        """The streams of the facts of a kind of a business date, each once."""
        return self._streams.of(kind, DATE, date, self._staged())

    def has_employee(self, employee: str) -> bool:
        """Whether the employee is on the ledger."""
        if employee in self._employees or employee in self.new_employees:
            return True
        if in_force(Employee.kind, key_stream(Employee.kind, (employee,)), self) is None:
            return False
        self._employees.add(employee)
        return True

    def is_voided(self, position: int) -> bool:
        """Whether a void has taken back the fact at a position."""
        if position in self._newly_voided:
            return True
        if self._last is None:
            self._cursor.execute(SELECT_MAX)
            self._last = self._cursor.fetchone()["max"] or 0
        return position in self._voided.at(self._cursor, self._last)

    def naming(self, employee: str) -> Known | None:
        """The first fact that is not voided and names an employee who must be on the ledger; None where none does."""
        first = next((known.position for known in self.history(key_stream(Employee.kind, (employee,)))), 0)
        read = map(self._known, events_that_may_name(self._cursor, employee, first))
        found = {known.position: known for known in (*read, *self._staged()) if is_named(known.fact, employee)}
        return next((found[at] for at in sorted(found) if not self.is_voided(at)), None)

    def has_team(self, team: str) -> bool:
        """Whether somebody was ever in a team of this very name; asked for a name in no usual form only."""
        if team not in self._teams:
            named = self._cursor.dialect.text_field("state", "team")
            kinds = [Employee.kind, Assignment.kind]
            self._cursor.execute(f"SELECT 1 FROM events WHERE kind IN (?, ?) AND {named}=? LIMIT 1", [*kinds, team])  # noqa: S608
            self._teams[team] = self._cursor.fetchone() is not None
        return self._teams[team]

    def add(self, known: Known, follows: Known | None = None) -> None:
        """What the batch has accepted stands for its later lines; a void has taken back what it follows."""
        self._histories[known.stream].append(known)
        self._streams.add(known)
        model = KINDS[known.kind]
        if known.ref and (model.unique or model.follows is not None):
            self._refs[known.kind, known.ref] = known
        if known.kind == Void.kind and follows is not None:
            self._newly_voided.add(follows.position)
            # Whether another of that number stands is seen when the employee is named again.
            self._employees.discard(follows.employee)
            self.new_employees.discard(follows.employee)
        elif known.kind == Employee.kind:
            self.new_employees.add(known.employee)
        elif known.kind == Site.kind:
            assert isinstance(known.fact, Site)
            self.site = known.fact
        elif known.kind == Erasure.kind:
            self._erased = self.erased | {known.employee}
        elif known.kind == Rules.kind:
            self._rule_sets = [*self.rule_sets, _recorded_rules(known)]

    def forget(self) -> None:
        """What was looked at is in the store by now, and is read from there again when it is needed."""
        self._histories.clear()
        self._refs.clear()
        self._streams.forget()

    def _staged(self) -> Iterator[Known]:
        """What was looked at or accepted, and so may not be in the store yet."""
        return (known for history in self._histories.values() for known in history)

    def _recorded_site(self) -> Site | None:
        self._cursor.execute(f"{_SELECT}WHERE kind=? ORDER BY position LIMIT 1", [Site.kind])
        row = self._cursor.fetchone()
        if row is None:
            return None
        site = self._known(recorded_event(row)).fact
        assert isinstance(site, Site)
        return site

    def _read_streams(self, streams: list[str]) -> None:
        for start in range(0, len(streams), _AT_ONCE):
            part = streams[start : start + _AT_ONCE]
            for stream in part:
                self._histories[stream] = []
            condition, parameters = self._cursor.dialect.any_of("originator_id", part)
            self._cursor.execute(f"{_SELECT}WHERE {condition} ORDER BY originator_version", parameters)
            for row in self._cursor.fetchall():
                self._histories[row["originator_id"]].append(self._known(recorded_event(row)))

    def _read_refs(self, kind: str, refs: list[str]) -> None:
        for start in range(0, len(refs), _AT_ONCE):
            part = refs[start : start + _AT_ONCE]
            self._refs.update(((kind, ref), None) for ref in part)
            condition, parameters = self._cursor.dialect.any_of("ref", part)
            self._cursor.execute(f"{_SELECT}WHERE kind=? AND ref<>'' AND {condition}", [kind, *parameters])
            for row in self._cursor.fetchall():
                self._refs[kind, row["ref"]] = self._known(recorded_event(row))

    def _known(self, event: RecordedEvent) -> Known:
        return Known(
            position=event.id,
            stream=str(event.originator_id),
            version=event.originator_version,
            kind=event.kind,
            employee=event.employee,
            business_date=event.business_date,
            ref=event.ref,
            held=_Stored(event, self._mapper),
        )


class _Stored:
    """A fact that is read from its stored form when it is first looked at."""

    __slots__ = ("_event", "_fact", "_mapper")

    def __init__(self, event: RecordedEvent, mapper: FactMapper) -> None:
        self._event = event
        self._mapper = mapper
        self._fact: Fact | None = None

    @property
    def fact(self) -> Fact:
        if self._fact is None:
            self._fact = self._mapper.to_domain_event(self._event).fact
        return self._fact


def _recorded_rules(known: Known) -> RecordedRules:
    fact = known.fact
    assert isinstance(fact, Rules)
    return RecordedRules(fact.version_, fact.effective_period, known.position, read_parameters(fact.parameters))
