"""`workledger checkpoint`: what the ledger holds, signed, so that whoever keeps it need not trust the ledger."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import Force, Output
from api.cli.progress import progress_bar
from api.cli.proof.proof_files import checkpoint_named, read_file, read_public_keys, refuse_out, write_out
from api.cli.reader_language import tell
from api.cli.settings import host, settings
from ledger.output_file import write_file
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.checkpoints import Checkpoint
    from ledger.proof.notes import Note, Signature, Verifier

commands = typer.Typer()
checkpoint_commands = typer.Typer(invoke_without_command=True)
commands.add_typer(checkpoint_commands, name="checkpoint")

_SECRET_BYTES = 32


@checkpoint_commands.callback()
def checkpoint(
    context: typer.Context,
    at: Annotated[int | None, typer.Option(help="The ledger position to sign; the last one by default.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List those that are kept, and sign nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the notes in it.")] = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Sign how many facts the ledger holds and the root over them, keep that, and print it as a signed note (C2SP).

    One is signed at every closing as well. Keep them where the ledger's keeper cannot change them: with the auditor, in
    a git repository, on paper. What was signed at a position is given back, with the witnesses that have signed since.
    """
    if context.invoked_subcommand is not None:
        return
    from api.operations.checkpoints import NewCheckpoint, checkpoints, make_checkpoint

    refuse_out(output, context, replace=force)
    with host(context) as asked:
        if list_:
            found = checkpoints(asked).checkpoints
            text = _json([each.as_json() for each in found]) if as_json else "".join(map(_line, found))
        else:
            with progress_bar("leaves", in_bytes=False) as progress:
                made = make_checkpoint(asked, NewCheckpoint.model_construct(position=at), progress).answer
            text = _json(made.as_json()) if as_json else made.note
    write_out(text, output, context, replace=force)


@checkpoint_commands.command()
def cosign(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="CHECKPOINT", help="A file of it, or its ledger position.")],
    key: Annotated[Path | None, typer.Option(help="The witness's key file, to sign with it here.")] = None,
    signature: Annotated[
        Path | None, typer.Option(help="The checkpoint as signed elsewhere by the witness, or its signature line.")
    ] = None,
    pub: Annotated[str | None, typer.Option(help="With --signature: the witness's public key, or its file.")] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Add a witness's signature to a checkpoint, and print it with all signatures; nothing is kept that does not hold.

    A file is signed with or without a ledger; a ledger that keeps the checkpoint keeps the signature with it.
    """
    from api.operations.checkpoints import keep_cosignature

    if (key is None) == (signature is None) or (signature is None) != (pub is None):
        raise LedgerError(
            "give the witness's --key to sign here, or --signature and --pub where it was signed elsewhere"
        )
    refuse_out(output, context, replace=force)
    with host(context) as asked:
        note = checkpoint_named(asked, which, make=False).note
        made, witness = _signed_here(note, key) if key else _signed_elsewhere(note, signature, pub)
        kept = keep_cosignature(asked, note, made, witness)
    cosigned = _added(note, made) if kept is None else kept
    write_out(str(cosigned), output, context, replace=force)
    keeps = f"the ledger keeps the signature of {witness.name}"
    tell("no ledger here keeps this checkpoint" if kept is None else keeps, err=True)


@checkpoint_commands.command(name="key")
def key_(
    context: typer.Context,
    whole: Annotated[bool, typer.Option("--all", help="Print the first key and every rotation since.")] = False,
) -> None:
    """Print the public key that the ledger signs with, on one line; give it to whoever is to check checkpoints.

    With --all, the first key and the notes in which one key says which follows it: who has kept the first line may
    trust all of them.
    """
    from api.operations.checkpoints import checkpoint_keys, key_chain

    with host(context) as asked:
        chain = key_chain(asked)
        typer.echo(chain if whole else f"{checkpoint_keys(asked).keys[-1].key}\n", nl=False)


@checkpoint_commands.command(name="rotate-key")
def rotate_key(
    context: typer.Context,
    output: Output = None,
    force: Force = False,
) -> None:
    """Sign with another key from now on; print the note in which the old key says so, and destroy the old one.

    What the old key has signed still holds. Keep the note beside the first key, or print both with key --all.
    """
    from api.operations.checkpoints import rotate_key as rotated

    refuse_out(output, context, replace=force)
    with host(context) as asked:
        write_out(rotated(asked), output, context, replace=force)


@checkpoint_commands.command(name="new-witness")
def new_witness(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="The name of the witness, without spaces, such as audit.example.com/2026.")
    ],
    file: Annotated[Path, typer.Argument(help="Where to write the private key: a file that does not exist yet.")],
) -> None:
    """Make a witness's key, for whoever cosigns checkpoints: the private key to a file, the public one printed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ledger.proof.notes import COSIGNATURE, Signer, is_name
    from ledger.proof.witness import signer_text

    if not is_name(name):
        raise LedgerError(f"{name!r} is not a name of a witness; give one without spaces and plus signs")
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(os.urandom(_SECRET_BYTES)), COSIGNATURE)
    write_file(file, f"{signer_text(signer)}\n".encode(), replace=False, own=settings(context).own_files)
    typer.echo(str(signer.verifier))


def _signed_here(note: "Note", key: Path) -> "tuple[Signature, Verifier]":
    from ledger.proof.witness import read_signer

    signer = read_signer(read_file(key))
    return signer.sign(note.text, int(datetime.now(UTC).timestamp())), signer.verifier


def _signed_elsewhere(note: "Note", signature: Path | None, pub: str | None) -> "tuple[Signature, Verifier]":
    from ledger.proof.witness import read_signatures

    assert signature is not None
    assert pub is not None
    witness = read_public_keys(pub)[-1]
    text, found = read_signatures(read_file(signature))
    if text not in {None, note.text}:
        raise LedgerError(f"{signature} is not the checkpoint to sign; give that one")
    for each in found:
        if witness.made(each) and witness.holds(note.text, each):
            return each, witness
    raise LedgerError(
        f"{signature} holds no signature of {witness.name} over the checkpoint; see that --pub is its key"
    )


def _added(note: "Note", made: "Signature") -> "Note":
    return note if made in note.signatures else note._replace(signatures=(*note.signatures, made))


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


def _line(each: "Checkpoint") -> str:
    signers = ", ".join(each.signed_by)
    return f"{each.position}\t{each.period or '-'}\t{each.created_at}\t{each.root[:16]}…\t{signers}\n"
