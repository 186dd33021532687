"""The one way to a file that a command writes: whole or not at all, its owner's alone, and never over a ledger."""

import os
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.refusal import LedgerError
from ledger.store.own_files import OWN, part_of_a_ledger, sync


def _nothing(_path: Path) -> bool:
    return False


def refuse_output(
    path: Path,
    *,
    replace: bool,
    own: Collection[Path] = (),
    replaceable: Callable[[Path], bool] = _nothing,
) -> None:
    """Raises LedgerError where a file may not be written: it is there already, or is a part of a ledger.

    `replace` lets any other file be written over; `own` are the files of the ledger in use; `replaceable` says of
    what looks like a part of another ledger that it may be written over all the same.
    """
    what = part_of_a_ledger(path, own)
    if what is not None and (what == OWN or not replaceable(path)):
        there = "is there already, and " if path.exists() else ""
        raise LedgerError(f"{path} {there}is {what}: nothing is written over it, even with --force; name another file")
    if path.is_dir():
        raise LedgerError(f"{path} is a directory; name a file in it")
    if path.exists() and not _is_stream(path) and not replace:
        raise LedgerError(f"{path} is there already; give another name, or --force to replace it")


@contextmanager
def output_file(
    path: Path,
    *,
    replace: bool,
    own: Collection[Path] = (),
    replaceable: Callable[[Path], bool] = _nothing,
) -> Iterator[Path]:
    """A file to write to, empty and for its owner alone, which takes the place of the one that is wanted at the end.

    It is on the disk by then. Where anything goes wrong, a full disk or Ctrl-C, what was there before is as it was. A
    pipe and a device are written to as they are; a link is followed. Raises LedgerError as `refuse_output` does, and
    where the file cannot be written.
    """
    refuse_output(path, replace=replace, own=own, replaceable=replaceable)
    try:
        if _is_stream(path):
            yield path
            return
        target = Path(os.path.realpath(path))
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        os.close(descriptor)
        draft = Path(name)
        try:
            yield draft
            sync(draft)
            _put(draft, target, replace=replace)
        finally:
            draft.unlink(missing_ok=True)
        with suppress(OSError):
            sync(target.parent)
    except FileExistsError:
        raise LedgerError(f"{path} is there already; give another name, or --force to replace it") from None
    except OSError as error:
        raise LedgerError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder that is there, and close the file"
        ) from None


def write_file(path: Path, content: bytes, *, replace: bool, own: Collection[Path] = ()) -> None:
    """Write a file of these bytes. Raises LedgerError as `output_file` does."""
    with output_file(path, replace=replace, own=own) as part:
        part.write_bytes(content)


def _put(draft: Path, target: Path, *, replace: bool) -> None:
    """Give the draft its name. Raises FileExistsError where somebody else has made such a file meanwhile."""
    if not replace:
        try:
            os.link(draft, target)
        except FileExistsError:
            raise
        except OSError:
            # Not every disk has links.
            if target.exists():
                raise FileExistsError from None
        else:
            return
    draft.replace(target)


def _is_stream(path: Path) -> bool:
    with suppress(OSError):
        mode = path.stat().st_mode
        return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)
    return False
