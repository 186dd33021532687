"""Grids: what is entered for many people at once, a row a person of a period, with what is recorded already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.auth.principals import extent_of
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.facts import FactQuery, counted_facts
from api.operations.operation import operation
from api.operations.periods import period as named_period
from ledger.facts.appraisals import AppraisalForm, Metric
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import choices_of, form_of
from ledger.facts.figures import show_hundredths, show_money

GRIDS: Mapping[str, tuple[str, ...]] = {
    "reviews": ("work_review", "behaviour_review"),
    **{kind: (kind,) for kind, model in KINDS.items() if model.grid is not None},
}
"""The kinds of each grid, by its name."""
_PERIOD, _EMPLOYEE = "period", "employee"


@dataclass(frozen=True, slots=True)
class GridKind:
    """How a kind stands in a grid: the field of its values, that of its columns, and those that are for all rows."""

    model: type[Fact]
    value: str
    across: str
    beside: tuple[str, ...]
    """Attribute names of the fields that have one value for all rows, the period aside."""
    may_be_withdrawn: bool
    """Whether null takes a value back."""

    @property
    def adds(self) -> bool:
        """Whether a value stands beside those that are recorded; else it supersedes the one that is."""
        return not self.model.supersedes


def grid_kind(kind: str) -> GridKind:
    """How a kind stands in a grid; one that is declared to."""
    model = KINDS[kind]
    value = next(name for name in model.own_fields if _is_figure(model, name))
    moments = {name for name in model.own_fields if _format(model, name) == "date-time"}
    used = {value, model.grid, _EMPLOYEE, _PERIOD, model.own_number, *model.actors, *moments}
    beside = tuple(name for name in model.own_fields if name not in used)
    nullable = type(None) in getattr(model.model_fields[value].annotation, "__args__", ())
    return GridKind(model, value, model.grid or "", beside, nullable)


def _is_figure(model: type[Fact], name: str) -> bool:
    form = form_of(model, name)
    return form is not None and form.show in (show_hundredths, show_money)


def _format(model: type[Fact], name: str) -> str:
    form = form_of(model, name)
    return "" if form is None else str(form.schema.get("format", ""))


class GridColumn(Answer):
    """A column: the kind of its facts, and the name that it stands for, where the kind has several columns."""

    kind: str
    name: str


class GridCell(Answer):
    """What is recorded of somebody in a column: the values that stand, as they are shown."""

    employee: str
    column: int
    values: list[str]


class Grid(Answer):
    """A grid of a period: its columns, whose rows they are, and what is recorded as of a ledger position."""

    period: str
    position: int
    columns: list[GridColumn]
    employees: list[str]
    cells: list[GridCell]


@operation("record {kind}")
def grid(context: Context, kind: str, name: str, period: str, beside: Mapping[str, str]) -> Grid:
    """The grid of a name in a period, for whoever records the kind of its first column; facts that differ in what is
    `beside` are left out, where the kind adds to what there is. Raises MissingError for no such period.
    """
    found = named_period(context, period)
    first, last = date.fromisoformat(found.first_day), date.fromisoformat(found.last_day)
    position = context.ledger.facts.last_position()
    kinds = [each for each in GRIDS[name] if extent_of(context.principal, f"record {each}") is not None]
    columns: list[GridColumn] = []
    cells: dict[tuple[str, int], list[str]] = {}
    for each in kinds:
        shape = grid_kind(each)
        facts = _standing(context, shape, first, last, beside)
        names = _names(context, shape, facts, first)
        places = {name: len(columns) + at for at, name in enumerate(names)}
        columns += [GridColumn(kind=each, name=name) for name in names]
        for fact in facts:
            value = fact.get(shape.model.names[shape.value])
            column = places.get(str(fact.get(shape.across, "")))
            if column is not None and value is not None:
                cells.setdefault((str(fact[_EMPLOYEE]), column), []).append(str(value))
    return Grid(
        period=period,
        position=position,
        columns=columns,
        employees=_employees(context, kinds, last),
        cells=[GridCell(employee=of, column=at, values=values) for (of, at), values in cells.items()],
    )


def _standing(
    context: Context, shape: GridKind, first: date, last: date, beside: Mapping[str, str]
) -> Sequence[Mapping[str, Any]]:
    """The facts of a kind that stand in a period, in the order of the ledger."""
    model = shape.model
    facts = counted_facts(context, FactQuery((model.kind,), first=first, last=last))
    if shape.adds:
        told = {model.names[name]: beside.get(model.names[name]) for name in shape.beside}
        return [each for each in facts if all(value in (None, each.get(name)) for name, value in told.items())]
    return list({tuple(each.get(name) for name in model.natural_key): each for each in facts}.values())


def _names(context: Context, shape: GridKind, facts: Sequence[Mapping[str, Any]], first: date) -> list[str]:
    """What the columns of a kind stand for: its choices, or the names that are used in the period or the one before."""
    if not shape.across:
        return [""]
    choices = choices_of(shape.model.model_fields[shape.across].annotation)
    if choices:
        return list(choices)
    before = counted_facts(context, FactQuery((shape.model.kind,), first=first - timedelta(days=31), last=first))
    used = [str(each.get(shape.across, "")) for each in (*before, *facts)]
    return sorted({*used, *(_measured(context) if shape.model is Metric else ())})


def _measured(context: Context) -> list[str]:
    """S6.2a: the metrics that forms read points off."""
    forms = counted_facts(context, FactQuery((AppraisalForm.kind,)))
    return [str(item["metric"]) for form in forms for item in form["items"] if item.get("metric")]


def _employees(context: Context, kinds: Sequence[str], last: date) -> list[str]:
    """Whose rows there are: those within reach on the last day of the period, in every kind, but not oneself."""
    extents = [context.permitted(f"record {kind}").extent for kind in kinds]
    reach = [(context.resources.reach.of(extent), extent) for extent in extents]
    day = min(last.isoformat(), context.resources.teams.membership().today)
    return [
        each.employee
        for each in context.service.directory.people()
        if each.employee != context.principal.employee
        if each.employed
        if all(of.covers_side(extent, each.employee, day) for of, extent in reach)
    ]
