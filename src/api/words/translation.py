"""Sentences and headings in the language of who reads: English in the source, Chinese in the catalogues of `locales`.

A room has a catalogue of its own, such as ``locales/zh_CN/documents.po``. What reports, columns and values are called
is not here but in `labels` and `explanation_labels`.
"""

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from api.words.language import Language

LOCALES = Path(__file__).parent.parent / "locales"
_FOLDERS = {Language.CHINESE: "zh_CN"}


@cache
def translations(language: Language) -> NullTranslations:
    """All catalogues of a language as one; of English, the source itself."""
    found = NullTranslations()
    if language in _FOLDERS:
        for path in sorted((LOCALES / _FOLDERS[language]).glob("*.po")):
            found = _merged(found, _read(path, _FOLDERS[language]))
    return found


def _merged(found: NullTranslations, more: Translations) -> Translations:
    return found.merge(more) if isinstance(found, Translations) else more


def _read(path: Path, locale: str) -> Translations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def said(message: str, language: Language, **parts: object) -> str:
    """A message in a language; parts stand in it as ``%(name)s``."""
    found = str(translations(language).gettext(message))
    return found % parts if parts else found


def marked(message: str) -> str:
    """A message that is said later, marked here for the catalogues."""
    return message
