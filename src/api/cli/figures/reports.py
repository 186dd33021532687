"""`workledger report`: any period, as known at any moment, under any rule set."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsOf
from api.cli.proof.proof_files import refuse_out
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.output_file import write_file
from ledger.refusal import UsageError

commands = typer.Typer()
EVERY_REPORT = "all"
PAYROLL = "payroll"


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
    lines: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="payroll as xlsx: a TOML file that says which lines are taxable, which exempt."
        ),
    ] = None,
) -> None:
    """Show a report of a period: attendance, hours, scores, ranking, bonus, awards, stars, payroll or anomalies."""
    from api.cli.output.reports import report_objects, write_tables
    from api.documents.tax_lines import read_tax_lines
    from api.operations.pay_handovers import RegisterQuery, pay_register
    from api.operations.people import names
    from api.operations.report_forms import csv_text, workbook
    from api.operations.reports import ReportSelection, report_tables
    from projections.reports import REPORTS

    if name == EVERY_REPORT and format_ is Format.CSV:
        raise UsageError("csv holds one report; name one of them, or write `all` as json, table or xlsx")
    if output is not None and format_ is not Format.XLSX:
        raise UsageError("--output is for xlsx; give --format xlsx with it, or redirect what is printed with >")
    if lines is not None and (name != PAYROLL or format_ is not Format.XLSX):
        raise UsageError("--lines is for the payroll register; give it with report payroll and --format xlsx")
    file = _workbook(output, context, force=force) if format_ is Format.XLSX else None
    if file is not None and name == PAYROLL:
        query = RegisterQuery(as_of, rules, employee, team, read_tax_lines(lines), lang)
        with host(context) as asked:
            register = pay_register(asked, period, query)
        write_file(file, register, replace=force, own=settings(context).own_files)
        return
    wanted = list(REPORTS) if name == EVERY_REPORT else [name]
    with host(context) as asked:
        shown = report_tables(asked, wanted, period, ReportSelection(as_of, rules, employee, team))
        if file is not None:
            made = workbook(list(shown.values()), lang, names(asked))
            write_file(file, made, replace=force, own=settings(context).own_files)
        elif format_ is Format.JSON:
            typer.echo(report_objects(shown, name))
        elif format_ is Format.CSV:
            typer.echo(csv_text(shown[name]), nl=False)
        else:
            write_tables(shown.values(), lang, names(asked))


def _workbook(output: Path | None, context: typer.Context, *, force: bool) -> Path:
    """The workbook to write, looked at before anything is computed."""
    if output is None:
        raise UsageError("xlsx is written to a file; name one with --output, such as --output payroll.xlsx")
    from api.documents.workbook import refuse_wrong_name

    refuse_wrong_name(output)
    refuse_out(output, context, replace=force)
    return output
