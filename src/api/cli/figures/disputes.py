"""`workledger dispute`: record a dispute, decide it, list the disputes, and show a whole case."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, Format
from api.cli.reader_language import tell
from api.cli.settings import host
from api.words.language import Language
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.host import HostContext

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
    from api.operations.disputes import see_that_it_is_a_figure, site_instant

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
    with host(context) as asked:
        if period is not None and item is not None:
            see_that_it_is_a_figure(asked, period, item)
        fields = {"dispute": dispute, "employee": employee, "at": at or site_instant(asked), "text": text}
        optional = {"about": about, "period": period, "item": item, "recorded_by": recorded_by}
        _record(asked, "dispute", fields | {name: value for name, value in optional.items() if value is not None})


@dispute_commands.command()
def decide(
    context: typer.Context,
    dispute: Annotated[str, typer.Argument(help="The number of the dispute.")],
    decision: Annotated[Decision, typer.Argument(help="What is decided.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="The reason for the decision.")],
    fact: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT_ID", help="A fact that the decision led to, by its id; may be given several times."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help=_AT)] = None,
) -> None:
    """Record the decision on a dispute, and the facts that it led to.

    The dispute is then no longer open. It may be decided anew; the last decision holds.
    """
    from api.operations.disputes import site_instant

    with host(context) as asked:
        fields: dict[str, Any] = {"dispute": dispute, "at": at or site_instant(asked), "decision": decision.value}
        fields |= {"by": by, "reason": reason} | ({"facts": fact} if fact else {})
        _record(asked, "dispute_decision", fields)


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
    from api.operations.disputes import DisputeQuery, disputes

    with host(context) as asked:
        listed = disputes(asked, DisputeQuery(open_only, period, employee))
        if format_ is Format.JSON:
            typer.echo(json.dumps([each.as_json() for each in listed.disputes], ensure_ascii=False))
        else:
            write_disputes(listed.disputes, listed.fact_of, lang, listed.names)


@dispute_commands.command()
def show(
    context: typer.Context,
    dispute: Annotated[str, typer.Argument(help="The number of the dispute.")],
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show a whole case: the figure when it was disputed and now, the facts since, the decision, what was adjusted."""
    from api.cli.output.cases import write_case
    from api.operations.dispute_cases import whole_case
    from api.operations.people import names

    with host(context) as asked:
        case = whole_case(asked, dispute)
        if format_ is Format.JSON:
            typer.echo(json.dumps(case.as_json(), ensure_ascii=False))
        else:
            write_case(case, lang, names(asked))


def _record(asked: "HostContext", kind: str, fields: dict[str, Any]) -> None:
    """Record a fact. Raises LedgerError with the sentence of a refusal."""
    from api.operations.recordings import record_given

    (outcome,) = record_given(asked, [{"kind": kind, **fields}])
    if outcome.refusal is not None:
        raise LedgerError(outcome.refusal.message)
    again = "was recorded already" if outcome.status == "duplicate" else "is recorded"
    what = "dispute" if kind == "dispute" else "decision on dispute"
    tell(f"the {what} {fields['dispute']} {again} at ledger position {outcome.position}, id {outcome.id}")
