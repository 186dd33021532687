"""A roster that is planned as a workbook: sent out filled in, and taken back into the draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.operations.answer import Done
from api.operations.attachment import attachment_headers
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.report_forms import XLSX
from api.operations.roster_answers import ChangedCells, ChangedDraft, RefusedCell, SentCell
from api.operations.roster_drafts import change_roster_draft
from api.operations.roster_plans import PlanName, key_of, planned
from api.problems import Problem
from api.rosters.drafts import kept_draft
from api.service.transport.sent_file import Received
from ledger.facts.interchange_line import parse_object
from ledger.facts.roster import ShiftFact
from ledger.file_lines import Line
from ledger.formats.sheets import SheetReader, load_mapping, reader, sheets_apart, word_of
from ledger.formats.sheets import template as template_of
from ledger.labels import ENGLISH
from ledger.refusal import LedgerError, RefusedError, StoreUnavailableError

BAD_CELL, LEAVE = "bad_cell", "leave_in_roster"
_TEMPLATE, _MAPPING, _FREE = "roster", "roster-grid", "null"
_LARGEST = 4 * 1_048_576
"""Bytes of a sheet: of a month of more people than a centre has."""


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """A workbook of a roster."""

    content: bytes
    filename: str
    media_type: str = XLSX

    @property
    def headers(self) -> dict[str, str]:
        """The headers that it is sent with."""
        return attachment_headers(self.filename)


@operation("plan rosters")
def roster_sheet(context: Context, name: PlanName, language: str = ENGLISH) -> RosterSheet:
    """The grid of a roster as the mapping `roster-grid` reads it: a draft over what is published.

    Raises Problem as `roster_plan` does.
    """
    from api.documents.sheet_templates import Filled, template_workbook  # noqa: PLC0415 - only where asked for

    key = key_of(context, name)
    with context.ledger.transactions.looking() as (cursor, _now):
        draft = kept_draft(cursor, key)
    with planned(context, name) as (_books, grid):
        shifts = {**grid.published, **grid.within(draft.cells)}
        people, days = list(grid.spans), grid.days
        open_days = {(employee, day) for employee in people for day in days if grid.has(employee, day)}
    names, free = context.ledger.identifiers.names(), word_of(_TEMPLATE, ShiftFact.kind, _FREE, language)
    rows = [
        [employee, names.get(employee, "")]
        + [(shifts.get((employee, day)) or free) if (employee, day) in open_days else "" for day in days]
        for employee in people
    ]
    filled = Filled([name.period], [int(day[-2:]) for day in days], rows)
    content = template_workbook(template_of(_TEMPLATE, language), language, filled)
    return RosterSheet(content, f"roster-{name.period}.xlsx")


@operation("plan rosters")
def import_roster_sheet(context: Context, name: PlanName, received: Received) -> Done[ChangedDraft]:
    """Take a sheet that the mapping `roster-grid` reads into a draft; cells that cannot be read are told.

    Raises Problem where the file is not such a sheet, or is of another month.
    """
    if received.size > _LARGEST:
        raise Problem("too-large", f"the file has {received.size} bytes; send a sheet of at most {_LARGEST}")
    cells, refused = list[SentCell](), list[RefusedCell]()
    for found in _read(context, received):
        (cells if isinstance(found, SentCell) else refused).append(found)  # type: ignore[arg-type]
    with planned(context, name) as (_books, grid):
        days = set(grid.days)
    if cells and days.isdisjoint(each.date for each in cells):
        said = f"the sheet begins on {cells[0].date}, and the roster is of {name.period}; choose the sheet's own month"
        raise Problem("invalid", said, code="other_month")
    done = change_roster_draft(context, name, ChangedCells(cells=cells))
    answer = done.answer.model_copy(update={"refused": [*refused, *done.answer.refused]})
    return Done(answer, done.status)


def _read(context: Context, received: Received) -> Iterator[SentCell | RefusedCell]:
    """The cells of a file. Raises Problem where it is not a sheet of the mapping."""
    try:
        with sheets_apart():
            sheet = reader(load_mapping(_MAPPING), context.ledger.site)
            lines = list(sheet.lines(received.file))
    except StoreUnavailableError:
        raise
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    for line in lines:
        yield _cell(context, sheet, line)


def _cell(context: Context, sheet: SheetReader, line: Line) -> SentCell | RefusedCell:
    piece = parse_object(line.raw)
    whose, day = next(iter(piece.get("row", {}).values()), ""), str(piece.get("date", ""))
    try:
        fact = sheet(line.raw)
    except RefusedError as error:
        return RefusedCell(employee=whose, date=day, code=BAD_CELL, message=error.refusal.message, row=line.number)
    if not isinstance(fact, ShiftFact):
        said = "leave is not planned in a roster; request it, and leave the shift in the cell"
        return RefusedCell(employee=whose, date=day, code=LEAVE, message=said, row=line.number)
    settled = context.ledger.identifiers.settled(fact)
    employee = settled.employee if isinstance(settled, ShiftFact) else fact.employee
    return SentCell(employee=employee, date=fact.date.isoformat(), shift=fact.shift)
