"""`workledger close` and `closings`: freeze a period, and what was frozen."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, Format
from api.cli.settings import settings
from api.language import Language
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from projections.books.open_matters import OpenMatter

commands = typer.Typer()

OPEN_MATTERS = 1
"""The exit status where `--strict` finds something open, or a dry run finds that the period cannot be closed."""

_SHOWN = 50


@commands.command()
def close(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    by: Annotated[str, typer.Option(help="Who closes it.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Close nothing while anything is open.")] = False,
    hold_negative: Annotated[
        bool,
        typer.Option("--hold-negative", help="Keep reductions of closed pay back for a decision; post the rest."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is open, and close nothing.")] = False,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show what is open in a period, then freeze its reports and its closing state, all or nothing.

    Periods close in order, once, after they have ended. What is recorded of a closed period later is adjusted in the
    next one that is closed.
    """
    if not by and not dry_run:
        raise LedgerError("name who closes the period with --by, or look first with --dry-run")
    from api.closings import closing_object  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import Books, freezing, open_matters  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import JournalReader  # noqa: PLC0415

    told = settings(context)
    engine = PolarsEngine()
    with Ledger.open(told.store) as ledger:
        # What is frozen comes from the facts themselves, and not from what was kept of them.
        reader = JournalReader(ledger)
        books = Books(reader.at(), engine)
        matters = open_matters(books, period)
        quarantined = len(ledger.quarantine.entries())
        refused = ledger.refused_closing(period) if dry_run else None
        if dry_run or (strict and (matters or quarantined)):
            _show(_answer(period, matters, quarantined, None), matters, format_, lang)
            if refused is not None:
                typer.echo(f"{period} cannot be closed now: {refused}", err=True)
            elif strict and (matters or quarantined):
                typer.echo(f"{period} was not closed: settle what is open, or close it without --strict", err=True)
            raise typer.Exit(OPEN_MATTERS if refused or (strict and (matters or quarantined)) else 0)
        position = ledger.close_period(
            period, by, freezing(reader, engine, period, held=hold_negative), held=hold_negative
        )
        closed = closing_object(ledger, Books(reader.at(position), engine), period)
    _show(_answer(period, matters, quarantined, closed), matters, format_, lang)


@commands.command()
def closings(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with every digest.")] = False,
) -> None:
    """List the closed periods: by whom, at which ledger position, under which rules, and by which code."""
    from api.closings import closing_object  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import Books  # noqa: PLC0415
    from projections.calendar import period_text  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        books = Books(read_journal(ledger, None, told.journal_folder), PolarsEngine())
        listed = [closing_object(ledger, books, period_text(number)) for number in sorted(books.closed)]
    if as_json:
        typer.echo(json.dumps(listed, ensure_ascii=False))
        return
    for each in listed:
        typer.echo(
            f"{each['period']}\tposition {each['position']}\tby {each['by']}\trules {each['rules']}\t"
            f"code {each['code']}\t{each['recorded_at']}"
        )


def _answer(
    period: str, matters: "list[OpenMatter]", quarantined: int, closed: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "period": period,
        "open": [{"matter": each.matter, "employee": each.employee, "which": each.which} for each in matters],
        "quarantined": quarantined,
        "closed": closed,
    }


def _show(answer: dict[str, Any], matters: "list[OpenMatter]", format_: Format, lang: Language) -> None:
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    from api.labels import matter_label, value_label  # noqa: PLC0415 - a command loads what it needs

    chinese = lang is Language.CHINESE
    for each in matters[:_SHOWN]:
        where, _, kind = each.which.rpartition(" ")
        which = f"{where} {value_label(kind, lang)}".strip()
        typer.echo(f"{matter_label(each.matter, lang)}\t{each.employee}\t{which}")
    if not matters and not answer["quarantined"]:
        typer.echo("没有未了事项" if chinese else "nothing is open")
    if len(matters) > _SHOWN:
        typer.echo(f"……另有 {len(matters) - _SHOWN} 项" if chinese else f"… and {len(matters) - _SHOWN} more")
    if answer["quarantined"]:
        lines = answer["quarantined"]
        typer.echo(f"隔离区待处理 {lines} 行" if chinese else f"lines in quarantine: {lines}; see quarantine list")
    closed = answer["closed"]
    if closed is None:
        return
    posted = len(closed["adjustments"])
    typer.echo(
        f"{closed['period']} 已关账：账本位置 {closed['position']}，规则 {closed['rules']}，合计 {closed['total']} 元，"
        f"调整 {posted} 项"
        if chinese
        else f"{closed['period']} is closed at ledger position {closed['position']}, rules {closed['rules']}: "
        f"{closed['total']} yuan in all, adjustments in it: {posted}"
    )
