"""`workledger mappings`: the mappings that are shipped, those that fit a file, and empty sheets that they read."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.facts.sheet_files import suggested, told
from api.cli.options import AnswerLanguage, Force
from api.cli.reader_language import tell
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.output_file import refuse_output, write_file
from ledger.refusal import LedgerError

commands = typer.Typer()

_SUGGEST, _TEMPLATE = "suggest", "template"
_ALL = "all"
_WORKBOOK = "xlsx"
NONE_FITS = 1
"""The exit status where no mapping that is shipped fits a file."""


@commands.command()
def mappings(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="The mapping to show, or `suggest`, or `template`; all are listed without it.")
    ] = "",
    file: Annotated[
        str,
        typer.Argument(
            help="suggest: the file that a mapping is looked for. template: staff, roster, punches, leave, "
            "punch-requests, overtime-requests, scores, reviews, salaries, contracts, entitlements, metrics, "
            "appraisals, theme-grants, traffic, staff-need, refunds, trainings, payments, or all of them."
        ),
    ] = "",
    encoding: Annotated[str, typer.Option(help="suggest: of a CSV file, such as gb18030.")] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="template: where to write it, a name that ends in .xlsx or .csv; of all a folder. Without it the "
            "name of the template, here.",
        ),
    ] = None,
    lang: AnswerLanguage = Language.ENGLISH,
    force: Force = False,
) -> None:
    """List the mappings that are shipped, show one, say which fit a file, or write an empty sheet to fill in.

    `mappings suggest FILE` says which fit, and what is missing. `mappings template staff` writes staff.xlsx, with the
    headings that the mapping `employees` reads and a sheet of notes; `mappings template all` writes each of them.
    """
    if name == _TEMPLATE:
        _write_templates(context, file, output, lang, replace=force)
        return
    if output is not None or force:
        raise LedgerError("--output and --force are of a template; give mappings template NAME")
    if name == _SUGGEST:
        _suggest(file, encoding)
        return
    if file:
        raise LedgerError(f"{name} takes no file; give one mapping to show, or suggest and a file")
    from ledger.formats.sheets import shipped, text_of, title_of

    if name:
        typer.echo(text_of(name), nl=False)
        return
    for shown in shipped():
        tell(f"{shown}\t{title_of(shown)}")


def _write_templates(context: typer.Context, name: str, output: Path | None, lang: Language, *, replace: bool) -> None:
    """Write a template, or each; none where one of them may not be written."""
    from api.operations.reference_data import template
    from ledger.formats.sheets import TEMPLATES

    if not name:
        raise LedgerError(f"name the template to write: {', '.join(TEMPLATES)}, or all")
    if name == _ALL:
        folder = output or Path()
        paths = {each: folder / f"{each}.{_WORKBOOK}" for each in TEMPLATES}
    else:
        paths = {name: output or Path(f"{name}.{_WORKBOOK}")}
    own = settings(context).own_files
    with host(context) as asked:
        made = {
            path: template(asked, each, lang.value, path.suffix.lower().removeprefix("."))
            for each, path in paths.items()
        }
    for path in made:
        refuse_output(path, replace=replace, own=own)
    for path, file in made.items():
        write_file(path, file.content, replace=replace, own=own)
        tell(f"{path}\timport it with --map {file.mapping}")


def _suggest(file: str, encoding: str) -> None:
    if not file:
        raise LedgerError("name the file that a mapping is looked for: workledger mappings suggest FILE")
    found = suggested(Path(file), encoding)
    for each in found:
        tell(told(each))
    if not found:
        tell(
            "no shipped mapping has its headings; rename them as in `workledger mappings template all`, or write a "
            "mapping: see the guide Set up your own centre from spreadsheets",
            err=True,
        )
        raise typer.Exit(NONE_FITS)
