"""What a judgement on a fact may look at: the fact as it is stored, the clock, and the ledger as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Fields = Mapping[str, Any]
ALWAYS = "9999-12-31"
"""The last day of whoever has none."""


class Statement(NamedTuple):
    """A fact as it is stored: the plain half of its state, with what it follows, if it does."""

    kind: str
    employee: str
    date: str
    """The business date, ``YYYY-MM-DD``."""
    fields: Fields
    opener: Fields | None = None
    opener_employee: str = ""
    position: int = 0
    """On the ledger; 0 of one that is not there yet."""


class Employment(NamedTuple):
    """From which date until which one somebody is employed, both included."""

    hired_on: str
    last_day: str


class FullLeave(NamedTuple):
    """A full leave that is approved; `position` is that of its request."""

    leave: str
    first: str
    last: str
    position: int


class Circumstances(Protocol):
    """The ledger as it stands where a fact is judged; dates are texts, ``YYYY-MM-DD``."""

    today: str
    """In the site's time zone."""
    now: str
    """One hour after the instant of the judgement, as a text in UTC to the second."""
    first_day: str
    """The first day of the first period."""
    earliest: str
    """The earliest date that is not long ago, nor before the first period."""
    start_day: int
    """The day of the month on which periods begin."""
    time_zone: str

    @property
    def closed_until(self) -> str:
        """The last day of the last closed period; empty where none is closed."""

    def employment(self, employee: str) -> Employment | None:
        """When somebody is employed; None where there is no such employee."""

    def repeated(self, statement: Statement) -> int | None:
        """The position of another standing fact of the kind that says the same; None where there is none."""

    def punched_on(self, employee: str, date: str) -> bool:
        """Whether somebody punched on a date."""

    def shift_on(self, employee: str, date: str) -> tuple[str, int] | None:
        """The shift that somebody has on a date, and the position of the roster's fact."""

    def full_leaves(self, employee: str) -> Sequence[FullLeave]:
        """The full leaves of somebody that are approved."""

    def requested_at(self, leave: str) -> int:
        """The position of the request of a leave; 0 where there is none."""

    def similar(self, sort: str, name: str) -> str | None:
        """A name of a sort on the ledger that a new one may be mistaken for; None also where the name is there."""

    def middle(self, kind: str, sort: str) -> int | None:
        """The median of the amounts of a sort of a kind, without signs; None where there are fewer than 20."""
