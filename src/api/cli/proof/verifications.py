"""`workledger verify`: everything derived again from the stored bytes, and what does not hold."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.progress import progress_bar
from api.cli.proof.proof_files import read_file, read_public_keys
from api.cli.reader_language import in_reader_language
from api.cli.settings import MAXIMUM_JOBS, host, settings

if TYPE_CHECKING:
    from api.operations.verification_status import VerificationStatus

commands = typer.Typer()

DOES_NOT_HOLD = 1
"""The exit status where something that was recorded does not hold."""
_SHOWN = 50
_REMEMBERED = "verify.ndjson"


@commands.command()
def verify(
    context: typer.Context,
    checkpoint: Annotated[
        Path | None, typer.Option(help="A signed checkpoint that was kept elsewhere, to verify against.")
    ] = None,
    pub: Annotated[
        str | None, typer.Option(help="The ledger's public key, or a file of it, as it was given to you.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    jobs: Annotated[
        int,
        typer.Option(min=0, max=MAXIMUM_JOBS, help="How many processes read; as --jobs before the command says, at 0."),
    ] = 0,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Do not resume an interrupted run, and store no progress.")
    ] = False,
) -> None:
    """Derive all again from the stored bytes (leaves, columns, tree, frozen reports), and say what does not hold.

    Named are changed, removed, inserted and reordered facts, a ledger that was cut off, and altered frozen reports.
    Exit status 1 where anything does not hold. A frozen report that this version of the program computes otherwise does
    not hold where this version froze it; where another one did, that is told. A checkpoint from elsewhere, with the key
    from elsewhere, leaves nothing to trust in the store.
    """
    from api.operations.verification_status import verification

    told = settings(context)
    folder = told.journal_folder
    with host(context) as asked, progress_bar("facts", in_bytes=False) as progress:
        status = verification(
            asked,
            None if checkpoint is None else read_file(checkpoint),
            [] if pub is None else read_public_keys(pub),
            jobs=jobs or told.jobs,
            remembered=None if afresh or folder is None else folder / _REMEMBERED,
            progress=progress,
        )
    typer.echo(json.dumps(status.as_json(), ensure_ascii=False) if as_json else _said(status))
    if not status.holds:
        raise typer.Exit(DOES_NOT_HOLD)


def _said(status: "VerificationStatus") -> str:
    shown = status.ledger
    lines = [each.sentence for each in status.findings[:_SHOWN]]
    more = max(len(status.findings) - _SHOWN, 0) + shown.more
    if more:
        lines.append(f"… and {more} more")
    otherwise = status.computed_otherwise or ()
    lines += [str(each) for each in otherwise[:_SHOWN]]
    if len(otherwise) > _SHOWN:
        lines.append(f"… and {len(otherwise) - _SHOWN} more that are computed differently today")
    root = shown.root.hex()
    if status.holds:
        lines.append(
            f"all {shown.events} facts hold, with root {root}; signed up to position {shown.signed}, by "
            f"{len(shown.checkpoints)} checkpoints"
        )
    else:
        lines.append(f"the ledger does not hold: {len(status.findings) + shown.more} findings in {shown.events} facts")
    return "\n".join(map(in_reader_language, [*lines, *(f"note: {note}" for note in status.notes)]))
