"""Reports: any period, as known at any moment, under any rule set, in the form that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.auth.principals import NOBODY, Extent, extent_of, sees_pay
from api.auth.sender_reach import own_rows, team_rows
from api.coordinates import position_of
from api.disputes import shown_disputes
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.report_forms import JSON, ROWS, XLSX, ReportAsked, ShownReport, report_answer
from api.operations.report_rows import ReportRows
from api.problems import Problem
from api.service.observability.access_log import Access
from api.service.requests.answer_cache import KeptAnswer
from ledger.facts.conduct import Dispute
from ledger.refusal import MissingError, RulesError
from projections.books import ReportRequest, make_reports
from projections.reports import REPORTS

MOST_ROWS = 10_000
USUAL_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ReportSelection:
    """The coordinates beside the period, and whose rows: None is the books' own rules, now, and everyone in reach."""

    as_of: str | None = None
    rules: str | None = None
    employee: str | None = None
    team: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The form of an answer; of JSON, how many rows of it and from which cursor; of a workbook, the language."""

    form: str = JSON
    limit: int = USUAL_ROWS
    cursor: str | None = None
    language: str = "en"


def report_tables(
    context: Context, names: Sequence[str], period: str, selection: ReportSelection | None = None
) -> dict[str, ShownReport]:
    """Whole reports of the same coordinates as tables, by name, each under its row of the table of permissions.

    Raises Problem for whoever does not reach everyone, and LedgerError where one is not there.
    """
    for name in names:
        context.permitted(f"report {name}").reach_everyone()
    chosen = selection or ReportSelection()
    with_pay = sees_pay(context.principal)
    request = ReportRequest(period, chosen.rules, chosen.employee, chosen.team, chosen.role, with_pay)
    with context.books(chosen.as_of) as books:
        made = make_reports(books, names, request)
        disputes = shown_disputes(context.ledger, books.journal, made.values())
    at = context.ledger.facts.recorded_at(books.journal.position)
    return {name: ShownReport(report, disputes[name], at) for name, report in made.items()}


@operation("report {name}")
def report(context: Context, name: str, period: str, selection: ReportSelection | None = None) -> ReportRows:
    """A whole report, of the rows within reach. Raises Problem where there is none."""
    asked = _narrowed(context, name, period, selection or ReportSelection(), ReportPage(ROWS))
    answer = _made(context, asked)
    _note(context, asked, _position_in(answer))
    return ReportRows.model_validate_json(answer.content)


@operation("report {name}")
def report_in_form(
    context: Context, name: str, period: str, selection: ReportSelection, page: ReportPage
) -> KeptAnswer:
    """A report in a form, as it is kept at fixed coordinates. Raises Problem where there is none."""
    asked = _narrowed(context, name, period, selection, page)
    # A number of a position that was answered once is a position for good; then nothing has to be looked up.
    fixed = asked.as_of is not None and asked.as_of.isdigit()
    answer = (context.service.kept.get(asked) if fixed else None) or _made(context, asked)
    _note(context, asked, _position_in(answer))
    return answer


def _position_in(answer: KeptAnswer) -> int:
    return int(dict(answer.headers)["Workledger-Position"])


def _narrowed(context: Context, name: str, period: str, selection: ReportSelection, page: ReportPage) -> ReportAsked:
    """What is asked for, narrowed to whom it may be about. Raises Problem where that is somebody else."""
    extent, employee, team = context.extent, selection.employee, selection.team
    employees: frozenset[str] | None = None
    reach: Extent | None = None
    known_at = 0
    if extent.by_posting:
        reach = team_rows(extent, team)
        known_at = context.resources.teams.membership().known_at
    elif not extent.everyone:
        employees = own_rows(extent, employee, team)
        if len(employees) == 1:
            (employee,), employees = employees, None
    if REPORTS[name].of_kind is not None and not extent.everyone:
        # A row is seen as its fact is, and whose that is may be said later.
        reach, employees, employee = reach or extent, None, selection.employee
        known_at = context.ledger.facts.last_position()
    disputes = extent_of(context.principal, f"read {Dispute.kind}") or NOBODY
    return ReportAsked(
        name, period, selection.as_of, selection.rules, employee, team, selection.role, employees,
        reach, known_at, disputes, page.form, page.limit, page.cursor, page.language,
        is_own=not extent.everyone and not extent.by_posting, with_pay=sees_pay(context.principal),
    )  # fmt: skip


def _made(context: Context, asked: ReportAsked) -> KeptAnswer:
    service = context.service
    cursor = None if asked.cursor is None else service.cursors.read(asked.cursor, asked.bound)
    try:
        position = _position(context, asked, None if cursor is None else cursor.position)
        pinned = asked.at(position)
        kept = service.kept.get(pinned)
        if kept is not None:
            return kept
        kept = report_answer(service, pinned, position, 0 if cursor is None else cursor.start)
    except (MissingError, RulesError):
        if context.extent.everyone:
            raise
        # What is not there, and what is not yours, are one.
        raise Problem("not-found", f"there is no {asked.name} of {asked.period[:20]} within your reach") from None
    if asked.form != XLSX and not REPORTS[asked.name].personal:
        # A workbook has names in it, which are as they were last recorded, and personal texts may be erased.
        service.kept.keep(pinned, kept)
    return kept


def _position(context: Context, asked: ReportAsked, of_cursor: int | None) -> int:
    position = position_of(context.ledger, asked.as_of)
    if of_cursor is not None and position not in (None, of_cursor):
        raise Problem("malformed", "the cursor is of another position; leave as_of out, or begin without it")
    return of_cursor or position or context.ledger.facts.last_position()


def _note(context: Context, asked: ReportAsked, position: int) -> None:
    from api.auth.permissions import PAY  # noqa: PLC0415 - the table takes a while to load

    if f"report {asked.name}" in PAY or REPORTS[asked.name].personal:
        context.note(Access(f"report {asked.name}", asked.employee or "", asked.period, position))
