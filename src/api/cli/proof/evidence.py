"""`workledger evidence` and `verify-evidence`: a payslip shown, and checked, without the ledger."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage, Force, Output
from api.cli.proof.proof_files import checkpoint_named, read_file, refuse_out, write_out
from api.cli.settings import host
from api.words.language import Language

commands = typer.Typer()


@commands.command()
def evidence(
    context: typer.Context,
    employee: Annotated[str, typer.Argument(help="The employee's number.")],
    period: Annotated[str, typer.Argument(help="A closed period, as YYYY-MM.")],
    checkpoint: Annotated[
        str | None,
        typer.Option(help="Up to this checkpoint, a file or a ledger position; that of the closing by default."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write the payslip of a closed period with its explanation, its facts and their proofs to one file.

    Colleagues are in it by figures without names: their facts stay closed. Check it with verify-evidence, or with
    scripts/verify_evidence, which needs nothing of this program.
    """
    from api.operations.evidence import signed_evidence

    refuse_out(output, context, replace=force)
    with host(context) as asked:
        upto = None if checkpoint is None else partial(checkpoint_named, asked, checkpoint, make=True)
        made = signed_evidence(asked, period, employee, upto)
    write_out(made.decode(), output, context, replace=force)


@commands.command(name="verify-evidence")
def verify_evidence(
    file: Annotated[Path, typer.Argument(help="Evidence, as the command of that name wrote it.")],
    pub: Annotated[str, typer.Option(help="The ledger's public key, or a file of it, as checkpoint key printed it.")],
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint that you hold: the one in the evidence must be this one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Check evidence by the ledger's public key alone, without a ledger: what is proved, and what is only stated.

    Exit 0 where it is valid, 1 where it is not, 2 where it cannot be judged.
    """
    from api.cli.proof.proof_files import read_public_keys
    from ledger.proof import verify_evidence as verifier

    keys = [verifier.read_key(str(each)) for each in read_public_keys(pub)]
    held = None if checkpoint is None else read_file(checkpoint)
    verdict, lines = verifier.judge(read_file(file), keys, held)
    if as_json:
        texts = [{"mark": mark, "text": both[lang is Language.CHINESE]} for mark, both in lines]
        typer.echo(json.dumps({"verdict": verdict, "lines": texts}, ensure_ascii=False))
    else:
        typer.echo(verifier.told_of(verdict, lines, lang.value))
    raise typer.Exit(verifier.STATUS[verdict])
