"""What `workledger close` prints: what is open, what is adjusted and taken back, the question, and what was closed."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from api.cli.options import Format
from api.words.language import Language
from ledger.labels import label

if TYPE_CHECKING:
    from projections.books.open_items import OpenMatter
    from projections.books.postings import Posting
    from projections.doubts import PeriodDoubt

    Postings = tuple[Sequence[Posting], Sequence[Posting]]
    """What the closing posts for periods that are closed, and what the one after will post for this one."""

_SHOWN = 50
_UNSCORED = "unscored"


def open_answer(
    period: str,
    matters: "Sequence[OpenMatter]",
    postings: "Postings",
    quarantined: int,
    doubts: "Sequence[PeriodDoubt]",
) -> dict[str, Any]:
    """What a closing looks at first, for programs; `closed` follows where it was closed."""
    return {
        "period": period,
        "open": [{"matter": each.matter, "employee": each.employee, "which": each.which} for each in matters],
        "adjustments": [each.as_json() for each in postings[0]],
        "foreseen": [each.as_json() for each in postings[1]],
        "quarantined": quarantined,
        "doubts": [each.as_json(Language.ENGLISH) for each in doubts],
        "closed": None,
    }


def show_open(
    answer: dict[str, Any],
    matters: "Sequence[OpenMatter]",
    postings: "Postings",
    format_: Format,
    lang: Language,
) -> None:
    """Print what is open, and what is adjusted: as one object, or a line each and then how many."""
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    from api.words.labels import matter_label, value_label

    for each in matters[:_SHOWN]:
        where, _, kind = each.which.rpartition(" ")
        which = f"{where} {value_label(kind, lang)}".strip()
        typer.echo(f"{matter_label(each.matter, lang)}\t{each.employee}\t{which}")
    if not matters and not answer["quarantined"]:
        typer.echo(_told("nothing_open", lang))
    if len(matters) > _SHOWN:
        typer.echo(_told("more_open", lang, count=len(matters) - _SHOWN))
    if answer["quarantined"]:
        typer.echo(_told("quarantined", lang, lines=answer["quarantined"]))
    _show_postings(postings[0], lang, "taken_back", "paid_out")
    _show_postings(postings[1], lang, "foreseen_back", "foreseen_more")
    for sentence in _sums(matters, postings, lang):
        typer.echo(sentence)


def ask(
    period: str,
    matters: "Sequence[OpenMatter]",
    postings: "Postings",
    format_: Format,
    lang: Language,
) -> None:
    """Ask on the terminal whether to close, after what that does. Raises typer.Abort where the answer is no."""
    # With --format json nothing of it was printed before.
    for sentence in _sums(matters, postings, lang) if format_ is Format.JSON else ():
        typer.echo(sentence, err=True)
    if not typer.confirm(_told("question", lang, period=period), err=True):
        raise typer.Abort


def show_closed(answer: dict[str, Any], closed: dict[str, Any], format_: Format, lang: Language) -> None:
    """Print what was closed."""
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer | {"closed": closed}, ensure_ascii=False))
        return
    coordinates = {name: closed[name] for name in ("period", "position", "rules", "total")}
    typer.echo(_told("closed", lang, **coordinates, adjustments=len(closed["adjustments"])))


def _show_postings(postings: "Sequence[Posting]", lang: Language, back: str, more: str) -> None:
    # What is taken back first: it is what nobody may overlook.
    for each in sorted(postings, key=lambda posting: posting.fen)[:_SHOWN]:
        how = _told(back if each.fen < 0 else more, lang)
        typer.echo(f"{how}\t{each.employee}\t{each.period} {each.as_json()['amount']}")
    if len(postings) > _SHOWN:
        typer.echo(_told("more_adjustments", lang, count=len(postings) - _SHOWN))


def _sums(matters: "Sequence[OpenMatter]", postings: "Postings", lang: Language) -> list[str]:
    """How many have no total yet, and what is taken back in all: a sentence each, where there are any."""
    from projections.books.postings import in_all, people_in, taken_back

    found = []
    unscored = len({each.employee for each in matters if each.matter == _UNSCORED})
    if unscored:
        found.append(_told("unscored", lang, people=unscored))
    for key, posted in zip(("taken_back_in_all", "foreseen_in_all"), postings, strict=True):
        back = taken_back(posted)
        if back:
            found.append(_told(key, lang, amount=in_all(back), people=people_in(back)))
    return found


def _told(key: str, lang: Language, **parts: object) -> str:
    return label("closing", key, lang, **parts)
