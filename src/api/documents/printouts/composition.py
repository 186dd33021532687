"""A document from what was asked: first all figures are gathered, then they are set or written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.documents.printouts.attendance import attendance
from api.documents.printouts.brief import morning
from api.documents.printouts.dispute_file import dispute_file
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.document_request import MEDIA_TYPES, Document, DocumentAsked, Source
from api.documents.printouts.hours import hours
from api.documents.printouts.monitoring import monitoring, monitoring_workbook
from api.documents.printouts.month_close import month_close
from api.documents.printouts.payslips import payslips
from api.documents.printouts.quality import quality
from api.documents.printouts.ranking import ranking
from api.documents.printouts.register import register
from api.documents.printouts.registry import DOCUMENTS
from api.documents.printouts.typesetting import Paper, typeset
from api.documents.printouts.workbooks import workbook
from ledger.refusal import MissingError, UsageError

_PAPERS: Mapping[str, Callable[[Material], tuple[Paper, Basis]]] = {
    "payslips": payslips,
    "payroll-register": register,
    "ranking-notice": ranking,
    "attendance-sheet": attendance,
    "hours-balances": hours,
    "quality-report": quality,
    "month-close": month_close,
    "dispute-file": dispute_file,
    "morning-brief": morning,
    "monitoring-report": monitoring,
}
_REPORTS = {"payroll-register": "payroll", "attendance-sheet": "attendance", "hours-balances": "hours"}
"""The report that a workbook is of."""
_WORKBOOKS: Mapping[str, Callable[[Material], tuple[Basis, Callable[[], bytes]]]] = {
    "monitoring-report": monitoring_workbook
}
"""Those of several reports, or of parts of them."""
_OPTIONS = ("employee", "team", "amounts", "span", "since", "until", "dispute")
_UNFIT_FOR_A_NAME = re.compile(r"[^\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Prepared:
    """A document whose figures are gathered; it needs neither ledger nor books any more."""

    asked: DocumentAsked
    basis: Basis
    write: Callable[[], bytes]
    """Sets or writes it."""
    of_pages: frozenset[str] = frozenset()
    """The digests that its pages carry, where each has its own."""

    def document(self) -> Document:
        """The document, set or written."""
        asked, basis = self.asked, self.basis
        parts = (asked.name, asked.period, asked.team, asked.employee, asked.dispute, str(basis.position))
        name = "-".join(filter(None, (_UNFIT_FOR_A_NAME.sub("_", part or "").strip("_") for part in parts)))
        return Document(
            self.write(),
            MEDIA_TYPES[asked.form],
            f"{name}.{asked.form}",
            basis.position,
            basis.about,
            basis.people,
            basis.digest,
        )


def make_document(source: Source, asked: DocumentAsked) -> Document:
    """A document. Raises LedgerError, in one sentence, for what is not there or does not go together."""
    return prepared(source, asked).document()


def prepared(source: Source, asked: DocumentAsked, *, older: bool = False) -> Prepared:
    """A document's figures, gathered; setting them takes neither ledger nor books. Raises LedgerError.

    `older` is with the digests that version 0.1.0 printed.
    """
    refuse_unfit(asked)
    material = Material(source, asked, older=older)
    if asked.form == "xlsx":
        if asked.name in _WORKBOOKS:
            return Prepared(asked, *_WORKBOOKS[asked.name](material))
        return Prepared(asked, *workbook(material, _REPORTS[asked.name]))
    paper, basis = _PAPERS[asked.name](material)
    return Prepared(asked, basis, lambda: typeset(paper), frozenset(material.of_pages))


def refuse_unfit(asked: DocumentAsked) -> None:
    """Raises MissingError where there is no such document, UsageError where it does not take what was given."""
    definition = DOCUMENTS.get(asked.name)
    if definition is None:
        raise MissingError(f"there is no document {asked.name[:60]!r}; there are: {', '.join(DOCUMENTS)}")
    if asked.form not in definition.forms:
        raise UsageError(f"{asked.name} is not written as {asked.form[:20]}; it is as {' or '.join(definition.forms)}")
    if asked.rules is not None and not definition.under_rules:
        raise UsageError(f"{asked.name} shows figures under the rules of their periods; leave rules out")
    given = [option for option in _OPTIONS if getattr(asked, option) not in (None, False)]
    for option in given:
        if option not in definition.takes:
            takes = ", ".join(each for each in _OPTIONS if each in definition.takes) or "nothing beside the period"
            raise UsageError(f"{asked.name} takes no {option}; it takes {takes}")
