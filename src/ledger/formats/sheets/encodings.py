"""Text files in whatever encoding they are, where that is certain; else the choice is the sender's.

UTF-8 and what has a mark of byte order tell what they are. GB18030 reads nearly everything, so it is certain only where
a Chinese heading that is looked for stands in the file: read so, Müller would be M黮ler.
"""

import codecs
import re
from collections.abc import Collection

from ledger.formats.sheets.heading_keys import key_of
from ledger.refusal import LedgerError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = "gb18030"
_CHOICE = ("gb18030", "big5", "shift_jis", "euc_kr", "windows-1252", "windows-1251")
_CHOICE_OF_WIDE = ("utf-16-le", "utf-16-be")
_NOT_OF_SHEETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
"""Encodings of names and of programs; some take time with the square of the length."""
_SAMPLE = 65_536
_SHOWN = 24
_BETWEEN = re.compile(r'[,;|\t\r\n"]+')
_BETWEEN_BYTES = re.compile(rb'[,;\t\r\n"]+')
_ABOVE_ASCII = re.compile(rb"[\x80-\xff]")


def decoded(content: bytes, encoding: str | None, words: Collection[str]) -> str:
    """The text of a file. `words` are the headings that are looked for.

    Raises LedgerError where it is not in the encoding that was named, or none was and it is not certain.
    """
    named = next((name for mark, name in _MARKS if content.startswith(mark)), encoding)
    if named is not None:
        return _decoded_as(content, named)
    try:
        return content.decode("utf-8")
    except UnicodeError:
        pass
    text = _read_as(content, _CHINESE)
    if text is not None and _has_one_of(text[:_SAMPLE], words):
        return text
    raise LedgerError(_choice(content))


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        if codecs.lookup(encoding).name in _NOT_OF_SHEETS:
            raise LookupError(encoding)
        return content.decode(encoding)
    except UnicodeError:
        raise LedgerError(
            f"the file is not in {encoding}; name its encoding with --encoding, or save it as XLSX or as CSV in UTF-8"
        ) from None
    except (LookupError, ValueError):
        raise LedgerError(
            f"sheet.encoding: there is no encoding {encoding[:60]!r}; give one such as utf-8, {', '.join(_CHOICE[:4])}"
        ) from None


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _has_one_of(text: str, words: Collection[str]) -> bool:
    """Whether a cell of a text is one of the words that ASCII has no letters for."""
    wanted = {key for word in words if len(key := key_of(word)) > 1 and not key.isascii()}
    return any(key_of(cell) in wanted for cell in _BETWEEN.split(text))


def _choice(content: bytes) -> str:
    """What to choose from: each encoding that the file may be in, and how its first foreign cell is read then."""
    if b"\x00" in content:
        choice = [name for name in _CHOICE_OF_WIDE if _read_as(content, name) is not None]
    else:
        cell = _first_foreign_cell(content)
        read = ((name, _read_as(cell, name)) for name in _CHOICE if _read_as(content, name) is not None)
        choice = [f"{name} ({text.strip()[:_SHOWN]})" for name, text in read if text is not None and text.isprintable()]
    listed = ", ".join(choice) or ", ".join(_CHOICE)
    return (
        "the file is not in UTF-8, and which encoding it is in is not certain; name it with --encoding (or "
        f"sheet.encoding in the mapping), one of {listed}, or save the file as XLSX or as CSV in UTF-8"
    )


def _first_foreign_cell(content: bytes) -> bytes:
    found = _ABOVE_ASCII.search(content)
    at = 0 if found is None else found.start()
    before = content[max(0, at - _SAMPLE) : at]
    begin = at - len(_BETWEEN_BYTES.split(before)[-1])
    # A second byte may look like a separator: what is cut there cannot be read, and is not shown.
    return _BETWEEN_BYTES.split(content[begin : begin + _SAMPLE])[0]
