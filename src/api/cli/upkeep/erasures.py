"""`workledger erase` and `erasures`: a person's names and texts, gone for good."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.reader_language import in_reader_language, tell
from api.cli.settings import host
from ledger.refusal import LedgerError, Refusal

if TYPE_CHECKING:
    from api.operations.erasures import Erasure

commands = typer.Typer()

DIFFERS = 1
"""The exit status where something was refused, is left, or is on a list and not on the ledger."""


@commands.command(name="erase")
def erase_(
    context: typer.Context,
    employee: Annotated[str, typer.Argument(help="The number of the employee.")],
    by: Annotated[str, typer.Option(help="Who erases.")],
    reason: Annotated[str, typer.Option(help="The reason. It is kept for ever in clear: leave the name out.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Erase a person's names and texts for good, by destroying the key that they are sealed under.

    Figures stay under the number. Refused while the person is employed, a period of theirs is open, or a legal hold
    stands. A person already erased is reported as such, and the store's files are cleaned once more.
    """
    from api.operations.erasures import NewErasure, erase, erasure_list

    # Who and why have no form on the command line.
    new = NewErasure.model_construct(by=by, reason=reason)
    with host(context, existing=True) as asked:
        if not yes:
            _ask(employee, asked.place)
        answer = erase(asked, employee, new).answer
        listed = erasure_list(asked)
    _show(answer, listed, as_json=as_json)
    if answer.left:
        raise typer.Exit(DIFFERS)


@commands.command()
def erasures(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A list of erasures; the one beside the master key by default."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Erase again those whom the ledger does not list as erased.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Compare the erasures on the ledger with the list that is kept beside the master key.

    A backup or an export from before an erasure does not know of it: after a restore, --apply erases again.
    """
    from api.operations.erasures import listed_erasures

    with host(context) as asked:
        listed = listed_erasures(asked, file, apply=apply)
    done, missing = listed.done, listed.missing
    refused = [answer.message for answer in listed.again if isinstance(answer, Refusal)]
    left = [answer.left for answer in listed.again if not isinstance(answer, Refusal) and answer.left]
    if as_json:
        told = {"erased": [each.employee for each in done], "missing": [each.employee for each in missing]}
        typer.echo(json.dumps(told | {"applied": apply, "refused": refused}, ensure_ascii=False))
    else:
        for each in done:
            tell(f"{each.employee}\terased\t{each.erased_at}\t{each.by}")
        for each in missing:
            tell(f"{each.employee}\t{'erased again' if apply else 'not erased here'}\t{each.erased_at}\t{each.by}")
    for sentence in (*refused, *left):
        tell(sentence, err=True)
    if (missing and not apply) or refused or left:
        raise typer.Exit(DIFFERS)


def _ask(employee: str, place: str) -> None:
    if not sys.stdin.isatty():
        raise LedgerError("an erasure cannot be undone, and nobody can be asked here; give --yes")
    question = f"Erase the names and texts of {employee} in {place}? This cannot be undone"
    if not typer.confirm(in_reader_language(question), err=True):
        raise typer.Abort


def _show(answer: "Erasure", listed: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    elif answer.again:
        tell(f"{answer.employee} was erased already, at ledger position {answer.position}; the store was cleaned again")
    else:
        tell(
            f"{answer.employee} is erased, at ledger position {answer.position}; older backups and exports "
            f"still hold the texts: destroy them, or apply {listed} after they are restored"
        )
    if answer.left:
        tell(f"something may be left in the store's files: {answer.left}", err=True)
