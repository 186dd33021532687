"""`workledger prove`, `prove-consistency` and `verify-proof`: what is on the ledger, shown without the ledger."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import Force, Output
from api.cli.proof.proof_files import checkpoint_named, is_position, read_file, read_public_keys, refuse_out, write_out
from api.cli.reader_language import tell
from api.cli.settings import host

commands = typer.Typer()

DOES_NOT_HOLD = 1
"""The exit status for a proof that does not hold."""


@commands.command()
def prove(
    context: typer.Context,
    fact: Annotated[str, typer.Argument(metavar="ID", help="The fact: its id, as export shows it, or its position.")],
    checkpoint: Annotated[
        Path | None,
        typer.Option(help="Up to this checkpoint; by default the newest one, signed now if none covers the fact."),
    ] = None,
    closed: Annotated[
        bool, typer.Option("--closed", help="Prove that the fact is there, without its name and content.")
    ] = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Prove that a fact is on the ledger, at its position and unchanged, in a file that is checked without the ledger.

    The proof (C2SP tlog-proof) leads from the fact to a signed checkpoint. Personal texts in it are sealed as they are
    stored. Check it with verify-proof.
    """
    from api.operations.proofs import whole_proof

    refuse_out(output, context, replace=force)
    with host(context) as asked:
        signed = None if checkpoint is None else checkpoint_named(asked, str(checkpoint), make=False)
        proof = whole_proof(asked, int(fact) if is_position(fact) else fact, signed, closed=closed)
    write_out(proof, output, context, replace=force)


@commands.command(name="prove-consistency")
def prove_consistency(
    context: typer.Context,
    earlier: Annotated[str, typer.Argument(metavar="A", help="The earlier checkpoint: a file, or a ledger position.")],
    later: Annotated[str, typer.Argument(metavar="B", help="The later checkpoint: a file, or a ledger position.")],
    output: Output = None,
    force: Force = False,
) -> None:
    """Prove that one checkpoint continues another: what was signed first is unchanged in what was signed later.

    Where no checkpoint is kept at a position that is given, one is signed. Check the proof with verify-proof.
    """
    from api.operations.proofs import continuation_proof

    refuse_out(output, context, replace=force)
    with host(context) as asked:
        first, last = (checkpoint_named(asked, each, make=True) for each in (earlier, later))
        proof = continuation_proof(asked, first, last)
    write_out(proof, output, context, replace=force)


@commands.command(name="verify-proof")
def verify_proof(
    file: Annotated[Path, typer.Argument(help="A proof that prove or prove-consistency wrote.")],
    pub: Annotated[str, typer.Option(help="The ledger's public key, or a file of it, as checkpoint key printed it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Check a proof by the ledger's public key alone, without a ledger; exit 1 where it does not hold."""
    from ledger.proof.errors import ProofError

    keys = read_public_keys(pub)
    raw = read_file(file)
    try:
        told = _proven(raw, keys)
    except ProofError as error:
        typer.echo(json.dumps({"holds": False, "why": str(error)}) if as_json else f"it does not hold: {error}")
        raise typer.Exit(DOES_NOT_HOLD) from None
    if as_json:
        typer.echo(json.dumps({"holds": True, **told}, ensure_ascii=False))
        return
    tell("it holds")
    for name, value in told.items():
        if value is not None:
            tell(f"{name}\t{value}")


def _proven(raw: bytes, keys: Any) -> dict[str, Any]:
    from ledger.proof import proofs

    if raw.startswith(f"{proofs.CONSISTENCY}\n".encode()):
        earlier, later = proofs.verify_consistency(raw, keys)
        return {"origin": later.origin, "earlier": earlier.size, "later": later.size}
    proven = proofs.verify_proof(raw, keys)
    leaf = proven.leaf
    return {
        "origin": proven.checkpoint.origin,
        "checkpoint": proven.checkpoint.size,
        "position": leaf.position,
        "id": leaf.fact,
        "kind": leaf.topic.rpartition(".v")[0],
        "recorded_at": _moment(leaf.recorded_at),
        "employee": proven.employee,
        "state": proven.state,
    }


def _moment(recorded_at: int) -> str:
    from ledger.calendar import instant

    try:
        return f"{instant(recorded_at):%Y-%m-%dT%H:%M:%S.%f}Z"
    except (ValueError, OverflowError):
        return str(recorded_at)
