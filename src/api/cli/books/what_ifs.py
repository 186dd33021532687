"""`workledger what-if`: a period under rules that are not in force, by person, line and clause."""

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.books.rule_sets import stated
from api.cli.options import AnswerLanguage, AsOf, Force, Output
from api.cli.proof.proof_files import refuse_out
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.output_file import write_file
from ledger.refusal import UsageError

if TYPE_CHECKING:
    from api.operations.drafts import DraftWhatIf
    from api.operations.host import HostContext
    from api.operations.what_ifs import WhatIf

commands = typer.Typer()
_PERIOD = re.compile(r"\d{4}-\d{2}", re.ASCII)


class Format(StrEnum):
    """How a what-if is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


FormDraft = Annotated[
    Path | None,
    typer.Option(help="Instead: a JSON file with a version of an appraisal form that is not recorded yet."),
]
ThemeDraft = Annotated[
    Path | None, typer.Option(help="Instead: a JSON file with an award theme that is not recorded yet.")
]
OnTop = Annotated[
    bool, typer.Option("--on-top", help="Lay the file's parameters over the period's own rules, not the manual's.")
]
Stated = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="What the site states in a shipped set; may be given several times."
    ),
]


@commands.command(name="what-if")
def what_if_(
    context: typer.Context,
    period: Annotated[
        str, typer.Argument(help="The period, as YYYY-MM. The rules may come first: what-if lawful-cn-sh 2026-10.")
    ],
    rules: Annotated[
        str | None,
        typer.Argument(
            help="A rule set on the ledger or shipped, or a JSON file with parameters that are not adopted yet."
        ),
    ] = None,
    form: FormDraft = None,
    theme: ThemeDraft = None,
    on_top: OnTop = False,
    values: Stated = None,
    as_of: AsOf = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show who would win and lose under other rules, by line and clause, what it costs in all, and which ranks move.

    A shipped set is laid over the period's own rules; of a closed period, what was paid is beside what it would have
    paid on the same facts.

    With --form: by a draft of an appraisal form. The period's final appraisals by that form keep their points by item.

    With --theme: by a draft of an award theme, which the period has beside its own.
    """
    from api.cli.output.comparisons import write_what_if
    from api.documents.what_if_sheets import what_if_text, what_if_workbook
    from api.operations.people import names
    from api.words.named_rules import caution_of

    period, rules = _in_order(period, rules)
    if sum(given is not None for given in (rules, form, theme)) != 1:
        raise UsageError("give either rules, a version or a file, or --form or --theme with the file of a draft")
    file = _workbook(output, context, wanted=format_ is Format.XLSX, force=force)
    with host(context) as asked:
        drafted = _drafted(asked, period, form, theme, as_of)
        found = drafted or _found(asked, period, rules or "", values, as_of, on_top=on_top)
        answer = found.as_json()
        people = names(asked)
        if format_ is Format.JSON:
            typer.echo(json.dumps(answer, ensure_ascii=False))
        elif format_ is Format.CSV:
            typer.echo(what_if_text(answer, people), nl=False)
        elif file is not None:
            made = what_if_workbook(answer, people, lang)
            write_file(file, made, replace=force, own=settings(context).own_files)
        else:
            write_what_if(answer, people, lang, caution_of(found.rules, lang))


def _in_order(period: str, rules: str | None) -> tuple[str, str | None]:
    """The period and the rules, whichever was named first."""
    swapped = rules is not None and _PERIOD.fullmatch(rules) and not _PERIOD.fullmatch(period)
    return (rules, period) if rules is not None and swapped else (period, rules)


def _drafted(
    asked: "HostContext", period: str, form: Path | None, theme: Path | None, as_of: str | None
) -> "DraftWhatIf | None":
    """What a draft would do; None where none is given."""
    from api.operations.drafts import ProposedForm, ProposedTheme, what_if_form, what_if_theme

    if form is not None:
        form_draft = ProposedForm.model_construct(form=_object(form, "an appraisal_form"), as_of=as_of)
        return what_if_form(asked, period, form_draft).work()
    if theme is not None:
        theme_draft = ProposedTheme.model_construct(theme=_object(theme, "a theme"), as_of=as_of)
        return what_if_theme(asked, period, theme_draft).work()
    return None


def _found(
    asked: "HostContext",
    period: str,
    rules: str,
    values: list[str] | None,
    as_of: str | None,
    *,
    on_top: bool,
) -> "WhatIf":
    from api.operations.what_ifs import ProposedRules, what_if

    proposed = ProposedRules.model_construct(
        rules=rules, on_top=on_top, values=stated(values) if values else None, as_of=as_of
    )
    file = Path(rules) if Path(rules).is_file() else None
    if file is not None:
        proposed = proposed.model_copy(update={"rules": None, "parameters": _parameters(file)})
    return what_if(asked, period, proposed, file).work()


def _workbook(output: Path | None, context: typer.Context, *, wanted: bool, force: bool) -> Path | None:
    """The workbook to write, looked at before anything is computed; None where none is wanted."""
    if not wanted:
        if output is not None:
            raise UsageError("--output is for xlsx; give --format xlsx with it, or redirect what is printed with >")
        return None
    if output is None:
        raise UsageError("xlsx is written to a file; name one with --output, such as --output what-if.xlsx")
    from api.documents.workbook import refuse_wrong_name

    refuse_wrong_name(output)
    refuse_out(output, context, replace=force)
    return output


def _parameters(file: Path) -> dict[str, Any]:
    """The parameters in a file: an object of them, or a `rules` line. Raises UsageError where it holds none."""
    given = _object(file, "rule parameters, as docs/rules.md lists them")
    found: dict[str, Any] = given.get("parameters", given)
    return found


def _object(file: Path, what: str) -> dict[str, Any]:
    """The object in a file. Raises UsageError where it holds none."""
    try:
        given = json.loads(file.read_bytes())
    except (OSError, ValueError):
        given = None
    if not isinstance(given, dict):
        raise UsageError(f"{file} holds no JSON object; give one of {what}")
    return given
