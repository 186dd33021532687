"""What `workledger close` prints: what is open, what is adjusted and taken back, the question, and what was closed."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from api.cli.options import Format
from api.words.language import Language

if TYPE_CHECKING:
    from projections.books.open_items import OpenMatter
    from projections.books.postings import Posting

_SHOWN = 50
_UNSCORED = "unscored"


def open_answer(
    period: str, matters: "Sequence[OpenMatter]", postings: "Sequence[Posting]", quarantined: int
) -> dict[str, Any]:
    """What a closing looks at first, for programs; `closed` follows where it was closed."""
    return {
        "period": period,
        "open": [{"matter": each.matter, "employee": each.employee, "which": each.which} for each in matters],
        "adjustments": [each.as_json() for each in postings],
        "quarantined": quarantined,
        "closed": None,
    }


def show_open(
    answer: dict[str, Any],
    matters: "Sequence[OpenMatter]",
    postings: "Sequence[Posting]",
    format_: Format,
    lang: Language,
) -> None:
    """Print what is open, and what is adjusted: as one object, or a line each and then how many."""
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    from api.words.labels import matter_label, value_label  # noqa: PLC0415 - a command loads what it needs

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
    _show_postings(postings, chinese=chinese)
    for sentence in _sums(matters, postings, chinese=chinese):
        typer.echo(sentence)


def ask(
    period: str,
    matters: "Sequence[OpenMatter]",
    postings: "Sequence[Posting]",
    format_: Format,
    lang: Language,
) -> None:
    """Ask on the terminal whether to close, after what that does. Raises typer.Abort where the answer is no."""
    chinese = lang is Language.CHINESE
    # With --format json nothing of it was printed before.
    for sentence in _sums(matters, postings, chinese=chinese) if format_ is Format.JSON else ():
        typer.echo(sentence, err=True)
    question = f"关账 {period}？关账后不能撤销" if chinese else f"Close {period}? This cannot be undone"
    if not typer.confirm(question, err=True):
        raise typer.Abort


def show_closed(answer: dict[str, Any], closed: dict[str, Any], format_: Format, lang: Language) -> None:
    """Print what was closed."""
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer | {"closed": closed}, ensure_ascii=False))
        return
    posted = len(closed["adjustments"])
    typer.echo(
        f"{closed['period']} 已关账：账本位置 {closed['position']}，规则 {closed['rules']}，合计 {closed['total']} 元，"
        f"调整 {posted} 项"
        if lang is Language.CHINESE
        else f"{closed['period']} is closed at ledger position {closed['position']}, rules {closed['rules']}: "
        f"{closed['total']} yuan in all, adjustments in it: {posted}"
    )


def _show_postings(postings: "Sequence[Posting]", *, chinese: bool) -> None:
    # What is taken back first: it is what nobody may overlook.
    for each in sorted(postings, key=lambda posting: posting.fen)[:_SHOWN]:
        less = each.fen < 0
        label = ("追回" if less else "补发") if chinese else ("takes back" if less else "pays more")
        typer.echo(f"{label}\t{each.employee}\t{each.period} {each.as_json()['amount']}")
    if len(postings) > _SHOWN:
        more = len(postings) - _SHOWN
        typer.echo(f"……另有 {more} 项调整" if chinese else f"… and {more} more adjustments")


def _sums(matters: "Sequence[OpenMatter]", postings: "Sequence[Posting]", *, chinese: bool) -> list[str]:
    """How many have no total yet, and what is taken back in all: a sentence each, where there are any."""
    from projections.books.postings import in_all, people_in, taken_back  # noqa: PLC0415 - a command loads what it needs

    found = []
    unscored = len({each.employee for each in matters if each.matter == _UNSCORED})
    if unscored:
        found.append(f"未评分 {unscored} 人" if chinese else f"unscored: {unscored}, without a rank and a bonus")
    back = taken_back(postings)
    if back:
        amount, people = in_all(back), people_in(back)
        found.append(
            f"从已关账周期追回 {amount} 元，涉及 {people} 人"
            if chinese
            else f"takes back {amount} yuan of closed periods, people: {people}"
        )
    return found
