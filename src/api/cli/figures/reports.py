"""`workledger report`: any period, as known at any moment, under any rule set."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsOf
from api.cli.proof.proof_files import refuse_out
from api.cli.settings import settings
from api.coordinates import position_of
from api.words.language import Language
from ledger.refusal import UsageError

commands = typer.Typer()
EVERY_REPORT = "all"


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@commands.command()
def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The report's name, or `all` for every one.")],
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    employee: Annotated[str | None, typer.Option(help="Only this employee's rows.")] = None,
    team: Annotated[str | None, typer.Option(help="Only the rows of this team's members.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    lang: Annotated[
        Language, typer.Option(envvar="WORKLEDGER_LANG", help="The language of the labels of a table or a workbook.")
    ] = Language.ENGLISH,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="xlsx: the workbook to write, with a sheet a report.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="xlsx: replace an existing workbook.")] = False,
) -> None:
    """Show a report of a period: attendance, hours, scores, ranking, bonus, awards, stars, payroll or anomalies."""
    from api.cli.output.reports import write_tables  # noqa: PLC0415 - a command loads what it needs
    from api.disputes import report_object, shown_disputes  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import Books, ReportRequest, make_reports  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415
    from projections.reports import REPORTS  # noqa: PLC0415

    if name == EVERY_REPORT and format_ is Format.CSV:
        raise UsageError("csv holds one report; name one of them, or write `all` as json, table or xlsx")
    workbook = _workbook(output, context, force=force) if format_ is Format.XLSX else None
    if output is not None and workbook is None:
        raise UsageError("--output is for xlsx; give --format xlsx with it, or redirect what is printed with >")
    told = settings(context)
    with Ledger.open(told.store) as ledger:
        books = Books(read_journal(ledger, position_of(ledger, as_of), told.journal_folder), PolarsEngine())
        names = list(REPORTS) if name == EVERY_REPORT else [name]
        made = make_reports(books, names, ReportRequest(period, rules, employee, team))
        disputes = shown_disputes(ledger, books.journal, made.values())
        if workbook is not None:
            from api.documents import write_workbook  # noqa: PLC0415

            known_at = ledger.facts.recorded_at(books.tables.journal.position)
            own = told.own_files
            write_workbook(
                workbook, made, lang, ledger.identifiers.names(), known_at, disputes=disputes, replace=force, own=own
            )
        elif format_ is Format.JSON:
            objects = {key: report_object(value, disputes[key]) for key, value in made.items()}
            typer.echo(json.dumps(objects if name == EVERY_REPORT else objects[name], ensure_ascii=False))
        elif format_ is Format.CSV:
            from api.documents.csv_report import write_csv  # noqa: PLC0415

            write_csv(made[name], sys.stdout)
        else:
            write_tables(made.values(), lang, ledger.identifiers.names(), disputes)


def _workbook(output: Path | None, context: typer.Context, *, force: bool) -> Path:
    """The workbook to write, looked at before anything is computed."""
    if output is None:
        raise UsageError("xlsx is written to a file; name one with --output, such as --output payroll.xlsx")
    from api.documents.workbook import refuse_wrong_name  # noqa: PLC0415 - a command loads what it needs

    refuse_wrong_name(output)
    refuse_out(output, context, replace=force)
    return output
