"""A grid as a page shows it: what is recorded, what is typed, what is wrong of it, and what it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.console.grids.cells import Changes, Place
from api.console.periods import Period, every_period, named
from api.console.records.field_values import blank, typed
from api.console.records.form_fields import FactField, capitalised, fact_fields
from api.console.visit import Visit
from api.operations.grids import GRIDS, Grid, grid_kind
from api.operations.grids import grid as grid_of
from api.problems import Problem
from api.words.fact_words import field_text, kind_label
from ledger.facts.base import KINDS

_ROWS = 60
"""So many rows are shown where no team is chosen; of more people the first team."""
_EVERY = "all"


@dataclass
class Sheet:
    """A grid as it is shown: what is recorded, what is typed, what is wrong or doubtful of it, and what it would do."""

    name: str
    grid: Grid
    periods: Sequence[Period]
    teams: Sequence[str]
    team: str
    people: Mapping[str, Any]
    fields: Sequence[FactField]
    beside: dict[str, Any]
    columns: list[str]
    typed: dict[Place, str] = field(default_factory=dict)
    changes: Changes | None = None
    wrong: dict[Place, str] = field(default_factory=dict)
    told: Mapping[str, Any] | None = None
    """What it would do."""
    looked: str = ""
    refusal: Any = None

    @property
    def first_kind(self) -> str:
        """The kind of the first column."""
        return self.grid.columns[0].kind if self.grid.columns else GRIDS[self.name][0]


def sheet_of(visit: Visit) -> Sheet:
    """The grid of the address. Raises Problem where there is none for who visits."""
    name = visit.path["kind"]
    kinds = [each for each in GRIDS.get(name, ()) if may_enter(visit, each)]
    if not kinds:
        raise Problem("not-found", visit.says("There is no such table; choose one from the list."))
    periods = every_period(visit)
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    fields = _fields_beside(kinds)
    beside = typed(visit.sent, fields) if visit.sent else blank(visit, fields) | _asked(visit, fields)
    found = grid_of(visit.context, kinds[0], name, period["period"], {each: str(of) for each, of in beside.items()})
    people = visit.people()
    teams = sorted({people[number]["team"] for number in found.employees})
    team = visit.query.get("team", "") or (teams[0] if len(found.employees) > _ROWS else _EVERY)
    shown_rows = [each for each in found.employees if team == _EVERY or people[each]["team"] == team]
    found = found.model_copy(update={"employees": shown_rows})
    return Sheet(name, found, periods, teams, team, people, fields, beside, _headings(visit, found))


def _asked(visit: Visit, fields: Sequence[FactField]) -> dict[str, str]:
    return {each.name: visit.query[each.name] for each in fields if each.name in visit.query}


def _fields_beside(kinds: Sequence[str]) -> list[FactField]:
    """The fields that have one value for all rows."""
    found: dict[str, FactField] = {}
    for kind in kinds:
        shape = grid_kind(kind)
        names = {shape.model.names[name] for name in shape.beside}
        found |= {each.name: each for each in fact_fields(shape.model) if each.name in names}
    return list(found.values())


def _headings(visit: Visit, grid: Grid) -> list[str]:
    return [
        capitalised(
            field_text(grid_kind(each.kind).across, each.name, visit.language)
            if each.name
            else kind_label(each.kind, visit.language)
        )
        for each in grid.columns
    ]


def may_enter(visit: Visit, kind: str) -> bool:
    """Whether the visitor enters values of a kind for others."""
    extent = visit.may(f"record {kind}")
    return extent is not None and (extent.everyone or extent.by_posting)


def called(visit: Visit, name: str) -> str:
    """What a grid is called."""
    return capitalised(kind_label(name, visit.language)) if name in KINDS else visit.says("Monthly reviews")
