"""Files that commands on proofs read and write: checkpoints, keys, proofs."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli.reader_language import tell
from api.cli.settings import settings
from ledger.output_file import refuse_output, write_file
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.host import HostContext
    from ledger.proof.checkpoint import SignedCheckpoint
    from ledger.proof.notes import Verifier

_LONGEST = 16 << 20
_LONGEST_NAME = 255


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises LedgerError where there is none, or it is larger than any of these files."""
    if not path.is_file():
        raise LedgerError(f"there is no file {path}; name one that is there")
    with path.open("rb") as file:
        raw = file.read(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise LedgerError(f"{path} has more than {_LONGEST} bytes; no checkpoint, key or proof is so long")
    return raw


def read_public_keys(text: str) -> "list[Verifier]":
    """The keys of a file, or of the text itself: one line, or a first key and the rotations since."""
    from ledger.proof.rotation import read_keys

    if "\n" not in text and len(text) <= _LONGEST_NAME and Path(text).is_file():
        return read_keys(read_file(Path(text)))
    if "+" not in text:
        raise LedgerError(f"there is no file {text}; give a file of keys, or a key as checkpoint key prints it")
    return read_keys(text.encode())


def checkpoint_named(asked: "HostContext", text: str, *, make: bool) -> "SignedCheckpoint":
    """The checkpoint of a file, or the one at a position; made where none is kept there and `make` says so."""
    from api.operations.checkpoints import NewCheckpoint, kept_checkpoint, make_checkpoint
    from ledger.proof.checkpoint import read_checkpoint

    if not is_position(text):
        return read_checkpoint(read_file(Path(text)))
    if make:
        return read_checkpoint(
            make_checkpoint(asked, NewCheckpoint.model_construct(position=int(text))).answer.note.encode()
        )
    return kept_checkpoint(asked, int(text))


def is_position(text: str) -> bool:
    """Whether a text is a ledger position and no file's name."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def write_out(text: str, output: Path | None, context: typer.Context, *, replace: bool) -> None:
    """Print a text as it is, or write it to a file. Raises LedgerError where the file may not be written."""
    if output is None:
        typer.echo(text, nl=False)
        return
    write_file(output, text.encode(), replace=replace, own=settings(context).own_files)
    tell(f"written: {output}", err=True)


def refuse_out(output: Path | None, context: typer.Context, *, replace: bool) -> None:
    """Raises LedgerError where a file may not be written, before anything is done for it."""
    if output is not None:
        refuse_output(output, replace=replace, own=settings(context).own_files)
