"""Running the command line: its exit status, and what becomes of an error: one sentence, never a traceback."""

import gc
import os
import sys
from typing import NoReturn

from api.cli.reader_language import in_reader_language, keep_language

WRONG_USE = 2
"""The exit status of a command that was used wrongly."""
DOES_NOT_HOLD = 1
"""The exit status where what is needed is there, and is not the ledger's."""
INTERRUPTED = 130
"""The exit status of a command that was stopped from the keyboard, as shells have it."""


def main() -> NoReturn:
    """Run the command line, and end with its exit status."""
    # Whatever is written, by us or by a library, is its owner's alone.
    os.umask(0o077)
    keep_language()
    try:
        _prepare_streams()
        _run()
    except KeyboardInterrupt:
        _end(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has had enough.
        _end(0)
    except OSError as error:
        where = error.filename or "the output"
        _refuse(f"{where} cannot be read or written ({error.strerror}); see that it is there and has room")


def _run() -> NoReturn:
    # Loaded here, so that whoever stops the program meanwhile sees no traceback.
    import typer

    from api.cli.app import app
    from ledger.refusal import LedgerError, WrongMasterKeyError

    spare_collecting()
    try:
        status = app(standalone_mode=False) or 0
        sys.stdout.flush()
    except WrongMasterKeyError as error:
        _refuse(str(error), DOES_NOT_HOLD)
    except LedgerError as error:
        _refuse(str(error))
    except typer.Exit as stop:
        status = stop.exit_code
    except typer.Abort:
        status = INTERRUPTED
    except typer.TyperException as error:
        message = error.format_message().replace("Value error, ", "").strip().rstrip(".")
        _refuse(f"{message[:1].lower()}{message[1:]}; see `workledger --help`")
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        raise
    sys.exit(status)


def spare_collecting() -> None:
    """Look for garbage less often: what is loaded stays to the end, and a batch of facts is not garbage either.

    A tenth of an import went into looking.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _prepare_streams() -> None:
    """Output is UTF-8 wherever it goes; a stream that was closed before we began is said to be."""
    for stream, name in ((sys.stdin, "input"), (sys.stdout, "output")):
        if stream is None:
            _refuse(f"the standard {name} is closed; leave it open, or redirect it to a file")
    for output in (sys.stdout, sys.stderr):
        reconfigure = getattr(output, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


def _refuse(sentence: str, status: int = WRONG_USE) -> NoReturn:
    if sys.stderr is not None:
        sys.stderr.write(f"workledger: {in_reader_language(sentence)}\n")
    _end(status)


def _end(status: int) -> NoReturn:
    """End; what the output would not take is not tried again while the program ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
