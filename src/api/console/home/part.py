"""A part of a home: what it shows, for whom, and what it says where there is nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from api.auth.principals import Extent
from api.charts import Chart
from api.console.home.day import Day
from api.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name; `path` is where it is looked at, `tone` how it is coloured (`good`, `bad`, `wait`)."""

    name: str
    figure: str
    path: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, the number of a person beside it, where it leads, and its tone."""

    text: str
    person: str = ""
    path: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A short table: its columns with whether they hold figures, its rows, and how many more there are."""

    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell | str]]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a part shows: figures, pictures with their tables, a table, and a sentence. Nothing of it: it is empty."""

    tiles: Sequence[Tile] = ()
    charts: Sequence[Chart] = ()
    table: Table | None = None
    sentence: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        drawn = any(not chart.is_empty for chart in self.charts)
        return not (self.tiles or drawn or self.sentence or (self.table is not None and self.table.rows))


class Whose(Enum):
    """Whose data an operation has to reach so that something is for whoever may ask it."""

    OWN = "own"
    TEAM = "team"
    AGENTS = "agents"
    EVERYONE = "everyone"

    def is_reached(self, extent: Extent | None) -> bool:
        """Whether an extent reaches so far, and is of this sort."""
        if extent is None:
            return False
        return {
            Whose.OWN: bool(extent.employees),
            Whose.TEAM: bool(extent.teams or extent.agents_of),
            Whose.AGENTS: extent.all_agents,
            Whose.EVERYONE: extent.everyone,
        }[self]


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its heading, where it is dealt with, the operations it asks, and what it says where it is empty.

    It is shown to whoever may ask every one of them.
    """

    name: str
    heading: str
    path: str
    needs: Sequence[str]
    nothing: str
    find: Callable[[Day], Content]
    is_broad: bool = False
    """Whether it takes the whole width, as pictures do."""

    def is_for(self, visit: Visit) -> bool:
        """Whether somebody may ask all that it shows."""
        return all(visit.may(need) is not None for need in self.needs)


@dataclass(frozen=True, slots=True)
class Home:
    """The parts of a role: for whoever may do its work, so far as the role does.

    `role` names it where somebody has the parts of several.
    """

    role: str
    work: str
    whose: Whose
    parts: Sequence[Part]

    def is_for(self, visit: Visit) -> bool:
        """Whether the work is somebody's."""
        return self.whose.is_reached(visit.may(self.work))


def shortened(rows: Sequence[Sequence[Cell | str]], columns: Sequence[tuple[str, bool]], most: int = 6) -> Table:
    """The first rows of a table, and how many more there are."""
    return Table(columns, rows[:most], max(0, len(rows) - most))
