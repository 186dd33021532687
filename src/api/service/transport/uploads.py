"""Files that are sent: as the body itself, or as a part of multipart/form-data; never whole in memory."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from email.message import Message
from hashlib import sha256
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from api.problems import Problem
from api.service.transport.sent_file import FILE, Received

MULTIPART = "multipart/form-data"
LARGEST_BESIDE = 131_072
"""Bytes of a part beside the file."""
_IN_MEMORY = 1_048_576
_LONGEST_NAME = 100
_BLOCK = 1_048_576


def media_type_of(request: Request) -> str:
    """What a request says that its body is; empty where it says nothing."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


@asynccontextmanager
async def received(request: Request, beside: Collection[str]) -> AsyncIterator[Received]:
    """The file of a request, and of the parts `beside` those that were sent. Raises Problem for another form."""
    given = media_type_of(request)
    if given.startswith("multipart/") and given != MULTIPART:
        raise Problem("unsupported-media-type", f"the body is {given[:60]}; send the file itself, or {MULTIPART}")
    try:
        found = await (_parts(request, beside) if given == MULTIPART else _body(request))
    except ClientDisconnect:
        raise Problem("malformed", "the request ended before all of it had arrived; send it again") from None
    except OSError as error:
        raise Problem(
            "unavailable", f"the service has no place for the file now ({error.strerror}); send it again later"
        ) from None
    try:
        yield found
    finally:
        if not found.taken_over:
            found.file.close()


async def _body(request: Request) -> Received:
    file = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - whoever takes it over closes it
    digest = sha256()

    def take(block: bytes) -> int:
        digest.update(block)
        file.write(block)
        return file.tell()

    try:
        gathered = bytearray()
        async for part in request.stream():
            gathered += part
            if len(gathered) >= _BLOCK:
                await run_in_threadpool(take, bytes(gathered))
                gathered.clear()
        size = await run_in_threadpool(take, bytes(gathered))
        return Received(file, size, digest.digest(), called=called_in(request.headers.get("content-disposition", "")))
    except BaseException:
        file.close()
        raise


async def _parts(request: Request, beside: Collection[str]) -> Received:
    names = [FILE, *beside]
    most = len(names)
    try:
        form = await request.form(max_files=most, max_fields=most, max_part_size=LARGEST_BESIDE)
    except (HTTPException, ValueError):
        listed = " and ".join(beside)
        raise Problem(
            "malformed",
            f"the body cannot be read as {MULTIPART}; send a part {FILE}, and beside it at the most {listed}, each of "
            f"at most {LARGEST_BESIDE} bytes",
        ) from None
    try:
        return await _read_parts(form, names)
    except BaseException:
        await form.close()
        raise


async def _read_parts(form: FormData, names: list[str]) -> Received:
    beside: dict[str, bytes] = {}
    file: UploadFile | None = None
    for name, part in form.multi_items():
        if name not in names:
            raise Problem("invalid", f"there is no part {name[:60]!r}; the parts are {', '.join(names)}")
        if name in beside or (name == FILE and file is not None):
            raise Problem("invalid", f"the part {name} is there twice; send it once")
        if name != FILE:
            beside[name] = await _small(name, part)
        elif isinstance(part, UploadFile):
            file = part
        else:
            raise Problem("invalid", f"the part {FILE} has no file name; send it as a file")
    if file is None:
        raise Problem("invalid", f"the part {FILE} is missing; send the file in it")
    digest = await run_in_threadpool(_digest, file.file, beside)
    return Received(file.file, file.size or 0, digest, beside, called=file_called(file.filename or ""))


@contextmanager
def received_form(file: UploadFile, beside: Mapping[str, UploadFile]) -> Iterator[Received]:
    """A file of a form that was read, and parts beside it, as `received` gives them; for whoever may wait for the disk.

    It is a copy: whoever takes it over has it longer than the form is there. Raises Problem for a part that is too
    large.
    """
    for name, part in beside.items():
        _refuse_large(name, part)
    parts = {name: part.file.read() for name, part in beside.items()}
    copy = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - whoever takes it over closes it
    found = Received(copy, 0, b"", parts, called=file_called(file.filename or ""))
    try:
        copyfileobj(file.file, copy, _BLOCK)
        found.size = copy.tell()
        found.digest = _digest(copy, parts)
        yield found
    finally:
        if not found.taken_over:
            copy.close()


def called_in(disposition: str) -> str:
    """What a file is called by the header `Content-Disposition` (RFC 6266); `FILE` where that says nothing."""
    told = Message()
    told["Content-Disposition"] = disposition
    return file_called(told.get_filename("") if disposition else "")


def file_called(name: str) -> str:
    """The last part of a file's name as a line of text, without what cannot be seen; `FILE` where nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(each for each in last if each.isprintable()).strip()
    return shown[:_LONGEST_NAME] or FILE


async def _small(name: str, part: UploadFile | str) -> bytes:
    if isinstance(part, str):
        return part.encode()
    _refuse_large(name, part)
    content = await part.read()
    await part.close()
    return content


def _refuse_large(name: str, part: UploadFile) -> None:
    if (part.size or 0) > LARGEST_BESIDE:
        raise Problem("too-large", f"the part {name} has {part.size} bytes; send at most {LARGEST_BESIDE}")


def _digest(file: BinaryIO, beside: Mapping[str, bytes]) -> bytes:
    """The digest of a file and of the parts beside it; the file is at its beginning then."""
    digest = sha256()
    file.seek(0)
    while block := file.read(_BLOCK):
        digest.update(block)
    file.seek(0)
    if not beside:
        return digest.digest()
    digests = (name.encode() + sha256(content).digest() for name, content in sorted(beside.items()))
    return sha256(digest.digest() + b"".join(digests)).digest()
