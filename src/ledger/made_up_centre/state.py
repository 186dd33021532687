"""What the chapters of the generator share: chance, the agenda, the staff and running numbers."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from ledger.made_up_centre.agenda import Agenda, Line
from ledger.made_up_centre.dates import Period
from ledger.made_up_centre.people import Person, Staff


@dataclass(slots=True)
class Centre:
    """The centre at one moment of the generation."""

    rng: Random
    agenda: Agenda
    staff: Staff
    periods: list[Period]
    holidays: list[tuple[date, str]]
    numbers: Counter[str] = field(default_factory=Counter)
    evaluated: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    """The dates and numbers of somebody's monitorings."""
    pending_swaps: list[tuple[Line, Person, Person]] = field(default_factory=list)

    def number(self, letters: str) -> str:
        """The next running number of a kind, as MO0000001."""
        self.numbers[letters] += 1
        return f"{letters}{self.numbers[letters]:07}"
