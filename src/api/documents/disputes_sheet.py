"""S12.2 申诉 The open disputes of a workbook's reports, on a sheet of their own."""

from collections.abc import Iterator, Mapping

from api.disputes.dispute_marks import Shown, disputed_label
from api.documents.cells import Shape, width_of
from api.documents.sheets import Sheet, SheetColumn
from api.words.labels import report_label
from api.words.language import Language
from ledger.labels import label
from projections.calendar import minute_text
from projections.reports import Report

_HEADINGS = ("report", "period", "dispute", "employee", "name", "disputed", "raised_on")


def disputes_sheets(
    reports: Mapping[str, Report], disputes: Shown, language: Language, names: Mapping[str, str]
) -> Iterator[Sheet]:
    """One sheet, with a row for each report and dispute; none where no dispute is open."""
    rows = [
        [
            report_label(name, language),
            report.period,
            each.dispute.dispute,
            each.dispute.employee,
            names.get(each.dispute.employee, ""),
            disputed_label(each.dispute, language),
            minute_text(each.dispute.minute)[:10],
        ]
        for name, report in reports.items()
        for each in disputes.get(name, ())
    ]
    if not rows:
        return
    name = label("sheet", "open_disputes", language)
    headings = [label("heading", heading, language) for heading in _HEADINGS]
    widest = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    columns = (SheetColumn(heading, Shape.TEXT, width) for heading, width in zip(headings, widest, strict=True))
    yield Sheet(name=name, title=name, columns=tuple(columns), rows=rows, count=len(rows))
