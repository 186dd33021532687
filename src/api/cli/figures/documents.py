"""`workledger document`: a document for people, as PDF or workbook, and whether a printout is genuine."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf, Force
from api.cli.proof.proof_files import refuse_out
from api.cli.reader_language import tell
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.output_file import write_file
from ledger.refusal import LedgerError, UsageError

if TYPE_CHECKING:
    from api.operations.documents import DocumentQuery

commands = typer.Typer()

DIFFERS = 1
"""The exit status where a digest is not that of the document."""


_OF_DAYS = "quality-report, monitoring-report"
_SPAN = f"{_OF_DAYS}: the period (month, as without it), or the day or the ISO week of --from."
_SINCE = f"{_OF_DAYS}: from this date, YYYY-MM-DD. morning-brief: of this date."


class DocumentForm(StrEnum):
    """How a document is written."""

    PDF = "pdf"
    XLSX = "xlsx"


class Span(StrEnum):
    """Which days of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@commands.command()
def document(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            help="payslips, payroll-register, ranking-notice, attendance-sheet, hours-balances, quality-report, "
            "monitoring-report, morning-brief, month-close or dispute-file."
        ),
    ],
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    employee: Annotated[str | None, typer.Option(help=f"Only this employee: payslips, {_OF_DAYS}.")] = None,
    team: Annotated[str | None, typer.Option(help="Only the members of this team.")] = None,
    amounts: Annotated[bool, typer.Option("--amounts", help="ranking-notice: with the amounts.")] = False,
    span: Annotated[Span | None, typer.Option(help=_SPAN)] = None,
    since: Annotated[str | None, typer.Option("--from", help=_SINCE)] = None,
    until: Annotated[str | None, typer.Option(help=f"{_OF_DAYS}: up to this date, included.")] = None,
    dispute: Annotated[str | None, typer.Option(help="dispute-file: the number of the dispute.")] = None,
    lang: AnswerLanguage = Language.ENGLISH,
    format_: Annotated[DocumentForm | None, typer.Option("--format", help="pdf by default.")] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write.")] = None,
    force: Force = False,
    verify: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST",
            help="Write nothing; say whether this is the digest of the document, as its pages carry it: all of it, or "
            "its first 16 digits or more. Give the position of the printout with --as-of, and the employee it "
            "was printed for.",
        ),
    ] = None,
) -> None:
    """Write a document for people: each page carries its period, ledger position, rule set and a digest.

    With --verify, recompute what a printout was made from, and say whether its digest is the same.
    """
    from api.operations.documents import DocumentQuery
    from api.operations.documents import document as made_document

    form = format_.value if format_ is not None else _form_of(output)
    query = DocumentQuery(as_of, rules, employee, team, amounts, span and span.value, since, until, dispute, lang, form)
    if verify is not None:
        if output is not None:
            raise UsageError("--verify writes nothing; leave --output out, or leave --verify out")
        _verify(context, name, period, query, verify)
        return
    if output is None:
        raise UsageError(f"a document is written to a file; name one with --output, such as --output {name}.{form}")
    _refuse_wrong_name(output, form)
    refuse_out(output, context, replace=force)
    with host(context) as asked:
        made = made_document(asked, name, period, query)
    write_file(output, made.content, replace=force, own=settings(context).own_files)


def _refuse_wrong_name(path: Path, form: str) -> None:
    """Raises LedgerError for a name that does not fit the form."""
    if path.suffix.lower() != f".{form}":
        raise LedgerError(f"{path} is not a name of a {form} file; give one that ends in .{form}")


def _form_of(output: Path | None) -> str:
    """The form that a file's name says, where none was named."""
    return "xlsx" if output is not None and output.suffix.lower() == ".xlsx" else "pdf"


def _verify(context: typer.Context, name: str, period: str, query: "DocumentQuery", digest: str) -> None:
    from api.operations.documents import printout

    with host(context) as asked:
        found = printout(asked, name, period, query, digest)
    if not found.genuine:
        tell(f"the digest is not that of {found.document}, which is {found.digest}")
        raise typer.Exit(DIFFERS)
    by_older = ", as version 0.1.0 printed it" if found.by_older else ""
    tell(f"the digest is that of {found.document}{by_older}")
