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
from api.cli.settings import settings
from ledger.output_file import write_file
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from ledger.checkpoints.kept_checkpoints import Kept
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
    from ledger.ledger import Ledger  # noqa: PLC0415 - a command loads what it needs

    refuse_out(output, context, replace=force)
    with Ledger.open(settings(context).store) as ledger:
        if list_:
            found = ledger.proofs.checkpoints()
            text = _json([each.as_json() for each in found]) if as_json else _lines(found)
        else:
            with progress_bar("leaves", in_bytes=False) as progress:
                ledger.proofs.complete_tree(progress)
            kept = ledger.proofs.checkpoint(at)
            text = _json(kept.as_json()) if as_json else str(kept)
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
    from ledger.ledger import Ledger  # noqa: PLC0415 - a command loads what it needs

    if (key is None) == (signature is None) or (signature is None) != (pub is None):
        raise LedgerError(
            "give the witness's --key to sign here, or --signature and --pub where it was signed elsewhere"
        )
    refuse_out(output, context, replace=force)
    with Ledger.open(settings(context).store) as ledger:
        note = checkpoint_named(ledger, which, make=False).note
        made, witness = _signed_here(note, key) if key else _signed_elsewhere(note, signature, pub)
        keeps = ledger.exists() and any(each.signed.note.text == note.text for each in ledger.proofs.checkpoints())
        cosigned = ledger.proofs.cosign(note.text, made, witness).signed.note if keeps else _added(note, made)
    write_out(str(cosigned), output, context, replace=force)
    kept = f"the ledger keeps the signature of {witness.name}" if keeps else "no ledger here keeps this checkpoint"
    typer.echo(kept, err=True)


@checkpoint_commands.command(name="key")
def key_(
    context: typer.Context,
    whole: Annotated[bool, typer.Option("--all", help="Print the first key and every rotation since.")] = False,
) -> None:
    """Print the public key that the ledger signs with, on one line; give it to whoever is to check checkpoints.

    With --all, the first key and the notes in which one key says which follows it: who has kept the first line may
    trust all of them.
    """
    from ledger.ledger import Ledger  # noqa: PLC0415 - a command loads what it needs

    with Ledger.open(settings(context).store) as ledger:
        chain = ledger.proofs.key_chain()
        typer.echo(chain if whole else f"{ledger.proofs.signing_keys()[-1].verifier}\n", nl=False)


@checkpoint_commands.command(name="rotate-key")
def rotate_key(
    context: typer.Context,
    output: Output = None,
    force: Force = False,
) -> None:
    """Sign with another key from now on; print the note in which the old key says so, and destroy the old one.

    What the old key has signed still holds. Keep the note beside the first key, or print both with key --all.
    """
    from ledger.ledger import Ledger  # noqa: PLC0415 - a command loads what it needs

    refuse_out(output, context, replace=force)
    with Ledger.open(settings(context).store) as ledger:
        write_out(ledger.proofs.rotate_signing_key(), output, context, replace=force)


@checkpoint_commands.command(name="new-witness")
def new_witness(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who the witness is, without spaces, such as audit.example.com/2026.")],
    file: Annotated[Path, typer.Argument(help="Where to write the private key: a file that does not exist yet.")],
) -> None:
    """Make a witness's key, for whoever cosigns checkpoints: the private key to a file, the public one printed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    from ledger.proof.notes import COSIGNATURE, Signer, is_name  # noqa: PLC0415 - a command loads what it needs
    from ledger.proof.witness import signer_text  # noqa: PLC0415

    if not is_name(name):
        raise LedgerError(f"{name!r} is not a name of a witness; give one without spaces and plus signs")
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(os.urandom(_SECRET_BYTES)), COSIGNATURE)
    write_file(file, f"{signer_text(signer)}\n".encode(), replace=False, own=settings(context).own_files)
    typer.echo(str(signer.verifier))


def _signed_here(note: "Note", key: Path) -> "tuple[Signature, Verifier]":
    from ledger.proof.witness import read_signer  # noqa: PLC0415 - a command loads what it needs

    signer = read_signer(read_file(key))
    return signer.sign(note.text, int(datetime.now(UTC).timestamp())), signer.verifier


def _signed_elsewhere(note: "Note", signature: Path | None, pub: str | None) -> "tuple[Signature, Verifier]":
    from ledger.proof.witness import read_signatures  # noqa: PLC0415 - a command loads what it needs

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


def _lines(found: "list[Kept]") -> str:
    lines = []
    for each in found:
        told = each.as_json()
        signers = ", ".join(told["signed_by"])
        lines.append(f"{each.size}\t{told['period'] or '-'}\t{told['created_at']}\t{told['root'][:16]}…\t{signers}\n")
    return "".join(lines)
