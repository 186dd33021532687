"""Values that nobody means, and where they can be put: every part of an address, every field of a form."""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

from starlette.routing import Route

import api.console

ABSURD: dict[str, bytes] = {
    "many digits": b"9" * 5_000,
    "a long text": b"x" * 5_000,
    "the year 1": b"0001-01-01T00:00",
    "the year 9999": b"9999-12-31T23:59",
    "the first day": b"0001-01-01",
    "the last day": b"9999-12-31",
    "the first instant": b"0001-01-01T00:00:00+14:00",
    "the last instant": b"9999-12-31T23:59:59-14:00",
    "the first instant without marks": b"00010101T0000+1400",
    "the first month": b"0001-01",
    "the last month": b"9999-12",
    "no month": b"0000-00",
    "the first week": b"0001-W01",
    "the last week": b"9999-W52",
    "an offset of days": b"2024-10-05T09:00:00+23:59",
    "nothing": b"\0",
    "a new line": b"E\nX",
    "half a character": b"\xed\xa0\x80",
    "no character": b"\xff",
    "an escape": b"\x1b[2J",
    "a small two": "²".encode(),
    "other digits": "٣".encode(),
    "less than none": b"-1",
    "too much": b"1e999",
    "not a number": b"NaN",
    "a list": b"[[[[",
    "a way up": b"../..",
    "dots": b"1:2:3:4",
    "a position beyond": b"9" * 19,
}
_TEMPLATES = Path(inspect.getfile(api.console)).parent / "templates"
_NAMES = re.compile(r"""(?:query|fields|form|given|posted|typed|asked|sent)(?:\.get\(|\.getlist\(|\[)\s*f?"(\w+)[-"]""")
_FIELDS = re.compile(r'name="([\w-]+)"')
EVERYWHERE = {"as_of", "period", "language", "page", "cursor", "from", "until", "employee", "at", "next", "date", "day"}


def names_of(route: Route) -> list[str]:
    """The fields and parameters that a page may read: those that its room names, in its code and its templates."""
    module = sys.modules[inspect.unwrap(route.endpoint).__module__]
    folder = Path(inspect.getfile(module)).parent
    read = "".join(each.read_text(encoding="utf-8") for each in folder.glob("*.py"))
    shown = _TEMPLATES / folder.name
    fields = "".join(each.read_text(encoding="utf-8") for each in shown.glob("*.html")) if shown.is_dir() else ""
    return sorted({*_NAMES.findall(read), *_FIELDS.findall(fields), *EVERYWHERE} - {"csrf"})


def addresses(path: str, value: bytes, usual: dict[str, str]) -> Iterator[str]:
    """A path with an absurd value in the place of each of its parameters, the others as usual."""
    names = re.findall(r"{(\w+)(?::\w+)?}", path)
    for absurd in names:
        address = path
        for name in names:
            part = quote_from_bytes(value, safe="") if name == absurd else usual.get(name, "1")
            address = re.sub(rf"{{{name}(?::\w+)?}}", lambda _, part=part: part, address)
        yield address


def usual(path: str, given: dict[str, str]) -> str:
    """A path with a usual value in the place of each of its parameters."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: given.get(found[1], "1"), path)
