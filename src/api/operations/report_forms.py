"""The forms that a report is answered in: JSON in pages, CSV, NDJSON, XLSX, and a stream of Arrow."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from api.auth.principals import Extent
from api.disputes import report_object, shown_disputes
from api.operations.sights import rows_within
from api.problems import Problem
from api.service.requests.answer_cache import KeptAnswer
from api.service.resources import Resources
from api.sight import Sight
from api.words.language import Language
from ledger.refusal import MissingError
from projections.books import Books, ReportRequest, make_report
from projections.calendar import day_text, period_number
from projections.disputes import ShownDispute
from projections.reports import REPORTS, Report

if TYPE_CHECKING:
    from api.service.service import Service

JSON = "application/json"
CSV = "text/csv"
NDJSON = "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARROW = "application/vnd.apache.arrow.stream"
ROWS = "rows"
"""JSON in one page, as who is within the process is given it."""
FORMS = (JSON, CSV, NDJSON, XLSX, ARROW)
"""The order of preference, where the client gives none."""


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """All that an answer depends on: the three coordinates, whose rows, and the form."""

    name: str
    period: str
    as_of: str | None
    rules: str | None
    employee: str | None
    team: str | None
    role: str | None
    employees: frozenset[str] | None
    """Whose rows at the most; None where that is said by `employee` or `team`, or is everyone."""
    reach: Extent | None
    """Whose rows at the most, by who was in which team when; None where that is said by the others."""
    known_at: int
    """The position of the last fact that teams follow from, where `reach` is of teams: the answer changes with it."""
    disputes: Extent
    """Whose disputes are shown beside the rows."""
    form: str
    limit: int
    cursor: str | None
    language: str
    is_own: bool = False
    """Whether it is for somebody who sees their own rows alone."""
    with_pay: bool = False
    """Whether it is for somebody who sees everyone's pay."""

    @property
    def bound(self) -> list[Any]:
        """What a cursor is bound to; the position is in the cursor itself."""
        own = None if self.employees is None else sorted(self.employees)
        reach = None if self.reach is None else self.reach.key
        whose = [self.employee, self.team, self.role, own, reach]
        return [self.name, self.period, self.rules, *whose, self.limit, self.with_pay]

    @property
    def request(self) -> ReportRequest:
        """What is asked of the books; whose rows, where that depends on teams, is seen to afterwards."""
        if self.reach is not None:
            return ReportRequest(self.period, self.rules, role=self.role, with_pay=self.with_pay)
        return ReportRequest(self.period, self.rules, self.employee, self.team, self.role, self.with_pay)

    def at(self, position: int) -> "ReportAsked":
        """The same at a position of the ledger."""
        return replace(self, as_of=str(position))


def chosen_form(accept: str, forms: Sequence[str] = FORMS) -> str:
    """The form of some that an `Accept` prefers, the first where it says nothing.

    Raises Problem where it takes none that there is.
    """
    if not accept:
        return forms[0]
    best: tuple[int, int] | None = None
    chosen = None
    for part in accept.split(","):
        media, *words = (word.strip().lower() for word in part.split(";"))
        quality = _thousandths(words)
        for order, form in enumerate(forms):
            if quality and _takes(media, form):
                rank = (quality, -order)
                if best is None or rank > best:
                    best, chosen = rank, form
    if chosen is None:
        raise Problem("not-acceptable", f"there is none of the forms in Accept; use one of {', '.join(forms)}")
    return chosen


def _thousandths(words: list[str]) -> int:
    """The quality of a part of `Accept`, 0 to 1000."""
    given = next((word[2:] for word in words if word.startswith("q=")), "1")
    whole, _, rest = given.partition(".")
    digits = f"{whole}{rest.ljust(3, '0')[:3]}"
    return min(int(digits), 1_000) if digits.isascii() and digits.isdigit() else 1_000


def _takes(media: str, form: str) -> bool:
    return media in (form, "*/*") or (media.endswith("/*") and form.startswith(media[:-1]))


@dataclass(frozen=True, slots=True)
class ShownReport:
    """The rows of a report that may be seen, the open disputes beside them, and when its last fact was recorded."""

    report: Report
    disputes: Sequence[ShownDispute]
    recorded_at: datetime

    def as_json(self) -> dict[str, Any]:
        """The report as an object; with `disputes` only where one is open."""
        return report_object(self.report, self.disputes)


def report_answer(service: "Service", asked: ReportAsked, position: int, start: int) -> KeptAnswer:
    """A report at a position, in its form; of JSON the page that begins with a row. Raises LedgerError."""
    with service.room.books(position) as books:
        shown = _shown(service, books, asked)
        report = shown.report
        headers = {
            "Workledger-Period": report.period,
            "Workledger-Position": str(report.position),
            "Workledger-Rules": report.rules.encode("ascii", "backslashreplace").decode(),
        }
        if asked.form == JSON:
            content = _json_page(service, shown, asked, position, start)
        elif asked.form == XLSX:
            content = workbook([shown], Language(asked.language), service.ledger.identifiers.names())
        else:
            content = _WHOLE[asked.form](shown)
    media_type = f"{asked.form}; charset=utf-8" if asked.form in (CSV, NDJSON) else asked.form
    return KeptAnswer.of(content, media_type, headers)


def _shown(resources: Resources, books: Books, asked: ReportAsked) -> ShownReport:
    """A report of books, of the rows and the disputes that may be seen.

    Raises MissingError where there is none, and for whoever was on no date of the period in reach.
    """
    report = _narrowed(resources, make_report(books, asked.name, asked.request), asked, books)
    sight = Sight(dispute_of=lambda employee: asked.disputes.covers(employee, None))
    disputes = shown_disputes(resources.ledger, books.journal, [report], sight)[report.name]
    return ShownReport(report, disputes, resources.ledger.facts.recorded_at(books.journal.position))


def _narrowed(resources: Resources, report: Report, asked: ReportAsked, books: Books) -> Report:
    if asked.employees is not None:
        report = report.narrowed(sorted(asked.employees))
    shown = REPORTS[report.name].own(is_closed=is_closed(books, report.period))
    if asked.is_own and shown is not None:
        report = replace(report, table=report.table.filter(shown))
    if asked.reach is None:
        return report
    last_day = books.journal.period(period_number(report.period)).last_day
    report = rows_within(resources, report, asked.reach, day_text(last_day))
    if asked.employee is None:
        return report
    if not resources.reach.covers_dates(asked.reach, asked.employee, report.period, None):
        raise MissingError(f"{asked.employee} is not within reach; leave `employee` out, and the rows are of your own")
    return report.narrowed([asked.employee])


def is_closed(books: Books, period: str) -> bool:
    """Whether a period is closed in some books."""
    return period_number(period) in books.closed


def _json_page(service: "Service", shown: ShownReport, asked: ReportAsked, position: int, start: int) -> bytes:
    from api.service.requests.cursors import Cursor  # noqa: PLC0415 - only a page of the service has one

    whole = shown.as_json()
    rows = whole["rows"]
    end = start + asked.limit
    following = service.cursors.written(Cursor(position, end), asked.bound) if end < len(rows) else None
    page: Mapping[str, Any] = whole | {"rows": rows[start:end], "next": following}
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def _rows(shown: ShownReport) -> bytes:
    return json.dumps(shown.as_json(), ensure_ascii=False, separators=(",", ":")).encode()


def csv_text(shown: ShownReport) -> str:
    """The rows of a report as CSV."""
    from api.documents.csv_report import write_csv  # noqa: PLC0415 - only where it is asked for

    stream = io.StringIO()
    write_csv(shown.report, stream)
    return stream.getvalue()


def _ndjson(shown: ShownReport) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in shown.report.rows)
    return "".join(f"{line}\n" for line in lines).encode()


def workbook(reports: Sequence[ShownReport], language: Language, names: Mapping[str, str]) -> bytes:
    """A workbook with a sheet a report, and the names of employees by their numbers."""
    from api.documents.workbook import workbook_content, write_workbook  # noqa: PLC0415 - only where it is asked for

    made = {each.report.name: each.report for each in reports}
    disputes = {each.report.name: each.disputes for each in reports}
    at = reports[0].recorded_at
    return workbook_content(lambda path: write_workbook(path, made, language, names, at, disputes=disputes))


def _arrow(shown: ShownReport) -> bytes:
    # The buffers of a part are those of the whole it was taken from, padding included: each value is copied out.
    report = shown.report
    table: pa.Table = report.table.to_arrow(compat_level=pl.CompatLevel.oldest())
    copied = [pa.array(column.to_pylist(), type=column.type) for column in table.columns]
    named = pa.Table.from_arrays(copied, schema=table.schema)
    told = {"period": report.period, "position": str(report.position), "rules": report.rules}
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, named.schema.with_metadata(told)) as writer:
        writer.write_table(named.replace_schema_metadata(told))
    return sink.getvalue()


_WHOLE: Mapping[str, Callable[[ShownReport], bytes]] = {
    ROWS: _rows,
    CSV: lambda shown: csv_text(shown).encode(),
    NDJSON: _ndjson,
    ARROW: _arrow,
}
