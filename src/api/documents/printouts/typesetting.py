"""Pages to PDF, by Typst: the same data make the same bytes."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import typst

from api.documents.printouts.blocks import MAY_BREAK, Block
from api.documents.printouts.font_glyphs import characters_of
from api.words.language import Language
from ledger.refusal import LedgerError

FONTS = ("Noto Sans CJK TC", "Noto Sans CJK SC")
"""Either has the simplified forms, which the language and region of the text choose."""
_TEMPLATE = "document.typ"
_ABOVE_ASCII, _ABOVE_BASIC_PLANE = 0x80, 0x10000
_ACCENTED = re.compile(r"\w[\u0300-\u036f]+")
_FILES = "NotoSansCJK*"
_WHEEL = "cvttf_NotoSansCJK_Regular"
_SYSTEM = tuple(Path("/usr/share/fonts", *folder) for folder in (("opentype", "noto"), ("noto-cjk",), ("truetype",)))
_LANGUAGES = {Language.ENGLISH: ("en", "us"), Language.CHINESE: ("zh", "cn")}


@dataclass(frozen=True)
class Paper:
    """A document before it is set: its title, what stands at the foot of each page, and its blocks."""

    title: str
    site: str
    coordinates: str
    """Period, ledger position and rule set."""
    digest: str
    """Of what the document is made from, and what that is."""
    blocks: Sequence[Block]
    language: Language
    landscape: bool = False
    size: str = "a4"


def typeset(paper: Paper) -> bytes:
    """The PDF of a paper, with its font in it and without a date. Raises LedgerError where there is no Chinese font."""
    language, region = _LANGUAGES[paper.language]
    told = {
        "title": paper.title,
        "site": paper.site,
        "language": language,
        "region": region,
        "fonts": FONTS,
        "paper": paper.size,
        "flipped": paper.landscape,
        "footer": {"coordinates": paper.coordinates, "digest": paper.digest},
        "blocks": paper.blocks,
    }
    template = resources.files(__package__).joinpath(_TEMPLATE).read_bytes()
    compiler = typst.Compiler(template, font_paths=_fonts())
    data = printable(json.dumps(told, ensure_ascii=False))
    made = compiler.compile(format="pdf", sys_inputs={"data": data})
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def printable(data: str) -> str:
    """JSON in which the characters that the font has no glyph for are written as escapes, and none as a box.

    An accent is put on its letter first: together they have a glyph.
    """
    composed = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), data)
    there = _glyphs()
    for missing in sorted({each for each in composed if ord(each) >= _ABOVE_ASCII and ord(each) not in there}):
        code = ord(missing)
        # A backslash of JSON is two.
        escape = f"\\\\u{code:04x}" if code < _ABOVE_BASIC_PLANE else f"\\\\U{code:08x}"
        composed = composed.replace(missing, escape)
    return composed


@cache
def _glyphs() -> frozenset[int]:
    """The code points that can be printed, and the place where a word may break, which no glyph stands at."""
    _found, folder = _fonts_in_folder()
    fonts = sorted(path for path in folder.rglob(_FILES) if path.is_file())
    return frozenset({ord(MAY_BREAK)}).union(*(characters_of(path) for path in fonts))


def _fonts() -> typst.Fonts:
    return _fonts_in_folder()[0]


@cache
def _fonts_in_folder() -> tuple[typst.Fonts, Path]:
    """The font of the wheel, else that of the system; others are left aside, so that all machines make one PDF."""
    folders = [folder for folder in (_of_the_wheel(), *_SYSTEM) if folder is not None and folder.is_dir()]
    for folder in folders:
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        if set(FONTS) & set(found.families()):
            return found, folder
    raise LedgerError(
        "there is no Chinese font to print with; install the package cvttf-notosanscjk-regular, or Noto Sans CJK"
    )


def _of_the_wheel() -> Path | None:
    found = find_spec(_WHEEL)
    return None if found is None or found.origin is None else Path(found.origin).parent
