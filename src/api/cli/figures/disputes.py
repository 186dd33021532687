"""`workledger dispute`: record a dispute, decide it, list the disputes, and show a whole case."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, Format
from api.cli.settings import settings
from api.words.language import Language
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.disputes import RecordedDispute
    from ledger.ledger import Ledger

commands = typer.Typer()
dispute_commands = typer.Typer(help="Disputes over a figure or a fact (S12.2): record, decide, list, show.")
commands.add_typer(dispute_commands, name="dispute")

_AT = "The instant, with its offset; now by default."


class Decision(StrEnum):
    """What may be decided."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


@dispute_commands.command(name="open")
def open_(
    context: typer.Context,
    dispute: Annotated[str, typer.Argument(help="A number for the dispute, such as D1.")],
    employee: Annotated[str, typer.Argument(help="The number of the employee who disputes.")],
    text: Annotated[str, typer.Option(help="What is disputed, and why.")],
    about: Annotated[
        str | None, typer.Option(metavar="FACT_ID", help="The disputed fact, by its id, as history shows it.")
    ] = None,
    period: Annotated[str | None, typer.Option(help="The period of the disputed figure, as YYYY-MM.")] = None,
    item: Annotated[
        str | None,
        typer.Option(
            help="The disputed figure: an item of pay such as monthly_bonus or award:service, a report such as hours, "
            "or a report's column such as scores.call."
        ),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help=_AT)] = None,
    recorded_by: Annotated[str | None, typer.Option(help="Who records it.")] = None,
) -> None:
    """Record that an employee disputes a fact (--about), or a figure (--period and --item).

    It is shown beside what it disputes until it is decided.
    """
    from ledger.ledger import Ledger

    if (about is None) == (period is None and item is None):
        raise LedgerError(
            "a dispute is over a fact or a figure; give --about with the id of the fact, or --period and --item"
        )
    if about is None and (period is None or item is None):
        raise LedgerError(
            "a figure is named by its period and its item; give both, such as --period 2026-10 --item monthly_bonus"
        )
    if not text.strip():
        raise LedgerError("the text is empty; say with --text what is disputed, and why")
    with Ledger.open(settings(context).store) as ledger:
        if period is not None and item is not None:
            _refuse_wrong_figure(ledger, period, item)
        fields = {"dispute": dispute, "employee": employee, "at": at or _now(ledger), "text": text}
        optional = {"about": about, "period": period, "item": item, "recorded_by": recorded_by}
        _record(ledger, "dispute", fields | {name: value for name, value in optional.items() if value is not None})


@dispute_commands.command()
def decide(
    context: typer.Context,
    dispute: Annotated[str, typer.Argument(help="The number of the dispute.")],
    decision: Annotated[Decision, typer.Argument(help="What is decided.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why it is decided so.")],
    fact: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT_ID", help="A fact that the decision led to, by its id; may be given several times."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help=_AT)] = None,
) -> None:
    """Record the decision on a dispute, and the facts that it led to.

    The dispute is then no longer open. It may be decided anew; the last decision holds.
    """
    from ledger.ledger import Ledger

    with Ledger.open(settings(context).store) as ledger:
        fields: dict[str, Any] = {"dispute": dispute, "at": at or _now(ledger), "decision": decision.value}
        fields |= {"by": by, "reason": reason} | ({"facts": fact} if fact else {})
        _record(ledger, "dispute_decision", fields)


@dispute_commands.command(name="list")
def list_(
    context: typer.Context,
    open_only: Annotated[bool, typer.Option("--open", help="Only those without a decision.")] = False,
    period: Annotated[
        str | None, typer.Option(help="Only those over a figure of this period, or a fact of it, as YYYY-MM.")
    ] = None,
    employee: Annotated[str | None, typer.Option(help="Only those of this employee.")] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """List the disputes in the order of recording: who disputes what since when, and what was decided."""
    from api.cli.output.disputes import write_disputes
    from api.disputes import recorded_disputes
    from api.disputes.recorded_disputes import OPEN
    from ledger.ledger import Ledger
    from projections.disputes import disputed_facts
    from projections.journal import Site

    with Ledger.open(settings(context).store) as ledger:
        Site.of(ledger)
        names = ledger.identifiers.names()
        if employee is not None and employee not in names:
            raise LedgerError(f"there is no employee {employee!r} on the ledger; give a number that was recorded")
        found = [
            each
            for each in recorded_disputes(ledger)
            if (not open_only or each.state == OPEN) and employee in (None, each.dispute.employee)
        ]
        if period is not None:
            found = list(_of_period(ledger, found, period))
        if format_ is Format.JSON:
            typer.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False))
        else:
            write_disputes(found, disputed_facts(ledger), lang, names)


@dispute_commands.command()
def show(
    context: typer.Context,
    dispute: Annotated[str, typer.Argument(help="The number of the dispute.")],
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show a whole case: the figure when it was disputed and now, the facts since, the decision, what was adjusted."""
    from api.cli.output.cases import write_case
    from api.disputes.case import case_of
    from ledger.ledger import Ledger
    from projections.engine import PolarsEngine
    from projections.journal import JournalReader

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        case = case_of(ledger, JournalReader(ledger, told.journal_folder), PolarsEngine(), dispute)
        if format_ is Format.JSON:
            typer.echo(json.dumps(case.as_json(), ensure_ascii=False))
        else:
            write_case(case, lang, ledger.identifiers.names())


def _record(ledger: "Ledger", kind: str, fields: dict[str, Any]) -> None:
    """Record a fact. Raises LedgerError with the sentence of a refusal."""
    (outcome,) = ledger.record([{"kind": kind, **fields}])
    if outcome.refusal is not None:
        raise LedgerError(outcome.refusal.message)
    again = "was recorded already" if outcome.status == "duplicate" else "is recorded"
    what = "dispute" if kind == "dispute" else "decision on dispute"
    typer.echo(f"the {what} {fields['dispute']} {again} at ledger position {outcome.position}, id {outcome.id}")


def _now(ledger: "Ledger") -> str:
    """The instant of the call, as the site's clocks have it."""
    from projections.journal import Site

    return datetime.now(ZoneInfo(Site.of(ledger).time_zone)).isoformat(timespec="seconds")


def _refuse_wrong_figure(ledger: "Ledger", period: str, item: str) -> None:
    """Refuse a period that is not computed, and an item that is not a figure. Raises LedgerError."""
    from projections.calendar import period_text
    from projections.disputes import wrong_item
    from projections.journal import Site
    from projections.journal.rule_sets import recorded_rules

    first = Site.of(ledger).cycle.first_period
    if _number(period) < first:
        raise LedgerError(
            f"nothing before {period_text(first)}, the ledger's first period, is computed; give that or a later period"
        )
    told = recorded_rules(ledger.facts.arrow(("position", "state"), ["rules"]).to_pylist())
    wrong = wrong_item(item, (name for each in told for name in each.rules.leave_types))
    if wrong is not None:
        raise LedgerError(wrong)


def _of_period(ledger: "Ledger", found: "list[RecordedDispute]", period: str) -> "Iterator[RecordedDispute]":
    """Those over a figure of a period, or about a fact that is of it."""
    from projections.disputes import disputed_facts
    from projections.journal import Site

    days = Site.of(ledger).cycle.period(_number(period))
    fact_of = disputed_facts(ledger)
    for each in found:
        about = None if each.dispute.about is None else fact_of(each.dispute.about)
        if each.dispute.period == period or (about is not None and about.touches(days.first_day, days.last_day)):
            yield each


def _number(period: str) -> int:
    from projections.calendar import period_number

    try:
        return period_number(period)
    except ValueError as error:
        raise LedgerError(str(error)) from None
