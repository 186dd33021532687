"""What a run has measured, in the terms of the page."""

from dataclasses import dataclass, field

from benchmarks.timing import Timing


@dataclass(frozen=True)
class Imported:
    """The import of one size into one store."""

    store: str
    people: int
    facts: int
    refused: int
    """Lines of the file that are not among the facts."""
    events: int
    durable: Timing
    floor: Timing
    stages: dict[str, float] = field(default_factory=dict)
    """Seconds by stage of a run with clocks; empty where none was made."""

    @property
    def of_floor(self) -> float:
        """The import's speed as a share of the floor's."""
        return self.floor.median / self.durable.median

    @property
    def facts_a_second(self) -> float:
        """Facts that are durable a second."""
        return self.facts / self.durable.median


@dataclass(frozen=True)
class Saved:
    """`Application.save` on one store."""

    store: str
    facts: int
    seconds: Timing

    @property
    def facts_a_second(self) -> float:
        """Facts that are durable a second."""
        return self.facts / self.seconds.median


@dataclass(frozen=True)
class Cold:
    """All reports of a month from the start of a process to its end."""

    store: str
    people: int
    periods: int
    events: int
    seconds: Timing
    laps: dict[str, float]
    peak: int


@dataclass(frozen=True)
class Months:
    """All ways of computing the month of one centre, on SQLite."""

    cold: Cold
    kept: Cold
    """Cold, with the journal's segments kept by an earlier run, where a ledger is large enough for one."""
    warm: dict[str, Timing]
    query: Timing
    mapping: Timing
    folding: Timing
    agreed: int
    """Figures that the product, the query and the fold have in common, of those of all."""
    stages: dict[str, float]

    @property
    def people(self) -> int:
        """The size of the centre."""
        return self.cold.people

    @property
    def fold(self) -> float:
        """Seconds of the fold from the store, as medians."""
        return self.mapping.median + self.folding.median


@dataclass(frozen=True)
class BooksAsked:
    """What is asked of the books of one centre; None where that size was not measured."""

    people: int
    what_if: Timing | None = None
    what_if_cold: float | None = None
    """From opening the ledger."""
    explained: Timing | None = None
    compared: float | None = None
    late_facts: int = 0
    causes: int = 0


@dataclass
class Results:
    """Everything of one run; `notes` say in a sentence what was not measured, and why."""

    imported: list[Imported] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    months: list[Months] = field(default_factory=list)
    other_stores: list[Cold] = field(default_factory=list)
    """Cold runs on stores beside SQLite."""
    by_periods: list[tuple[Cold, Timing]] = field(default_factory=list)
    """Cold, and warm, of the last month of centres of more and more periods."""
    books: list[BooksAsked] = field(default_factory=list)
    duties: dict[str, Timing] = field(default_factory=dict)
    """Each report that follows the facts in view, warm, of a busy centre."""
    duties_people: int = 0
    """The size of that centre."""
    notes: list[str] = field(default_factory=list)
