"""A fact made ready to be judged and stored: all that needs no look at the ledger is done, in any process."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from ledger.calendar import last_day
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import load_fact, personal_state, plain_state
from ledger.facts.identifiers import is_settled_fact, may_be_unsettled
from ledger.facts.people import Site
from ledger.facts.streams import stream_of
from ledger.refusal import Refusal


class Prepared(NamedTuple):
    """What judging and storing need of a fact. It crosses processes as plain values, without the fact itself."""

    kind: str
    stream: str
    ref: str | None
    employee: str
    """The employee that the fact itself names; empty where it names none, or several."""
    named: tuple[str, ...]
    """The employees that must be on the ledger, in the order of `Fact.on_ledger`."""
    business_date: str
    """ISO date in the site's time zone; empty where the site, or the time of recording, is needed for it."""
    state: bytes
    """The plain half of the stored form, as JSON."""
    personal: bytes
    """The personal half, as JSON; empty where there is none."""
    settled: bool
    """Whether every identifier is in its one form, so that none has to be looked for on the ledger."""
    evident: bool
    """Whether the kind's own conditions hold whatever is on the ledger."""
    given: Fact | None
    """The fact, where this process has prepared it."""

    @property
    def plain(self) -> tuple[Any, ...]:
        """What crosses to another process."""
        return (*self[:-1], None)

    @property
    def model(self) -> type[Fact]:
        """The model of the kind."""
        return KINDS[self.kind]

    @property
    def fact(self) -> Fact:
        """The fact; loaded from its stored form where another process has prepared it."""
        if self.given is not None:
            return self.given
        state: dict[str, Any] = from_json(self.state)
        if self.personal:
            state |= from_json(self.personal)
        return load_fact(self.model, state)


class Read(NamedTuple):
    """A line that was read: what it says, or the refusal."""

    prepared: Prepared | None
    refusal: Refusal | None = None


def prepared(fact: Fact, site: Site | None = None, *, evident: bool = False) -> Prepared:
    """A fact with its stream and its stored form; `evident` where the kind's own conditions are known to hold."""
    values: Mapping[str, Any] = fact.__dict__
    personal, state = personal_state(fact), to_json(plain_state(fact))
    return Prepared(
        fact.kind,
        stream_of(fact),
        fact.ref,
        str(values.get("employee") or ""),
        fact.employees_named,
        "" if site is None else business_date_of(fact, site),
        state,
        to_json(personal) if personal else b"",
        not may_be_unsettled(state) or is_settled_fact(fact),
        evident,
        fact,
    )


def business_date_of(fact: Fact, site: Site) -> str:
    """The business date of a fact (S2.3): by the field its kind is dated by; empty where it is that of recording."""
    return date_of(None if fact.dated_by is None else fact.__dict__[fact.dated_by], site)


def date_of(value: Any, site: Site) -> str:
    """The business date that follows from the value of the field that a kind is dated by; empty where none does."""
    if isinstance(value, datetime):
        return value.astimezone(site.zone).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return last_day(value, site.period_start_day).isoformat() if isinstance(value, str) else ""
