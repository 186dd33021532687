"""The catalogues of labels and of sentences, compiled: a ``.mo`` beside each ``.po``."""

import io
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ledger.labels import FOLDERS, LOCALES

CATALOGUES = ("labels", "sentences")


def catalogue(language: str, locales: Path = LOCALES, name: str = CATALOGUES[0]) -> Catalog:
    """A catalogue of a language, as people write it."""
    with (locales / FOLDERS[language] / f"{name}.po").open("rb") as file:
        found = read_po(file, locale=FOLDERS[language])
    # Else the bytes would be others each time.
    found.creation_date = found.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    return found


def compiled(language: str, locales: Path = LOCALES, name: str = CATALOGUES[0]) -> bytes:
    """A catalogue of a language, as programs read it."""
    made = io.BytesIO()
    write_mo(made, catalogue(language, locales, name))
    return made.getvalue()


def labels(language: str) -> dict[tuple[str, str], str]:
    """Every label of a language, by context and key."""
    return {(str(each.context), str(each.id)): str(each.string) for each in catalogue(language) if each.id}


def compile_labels(locales: Path = LOCALES) -> bool:
    """Write the compiled catalogues. Whether one of them changed."""
    changed = False
    for (language, folder), name in product(FOLDERS.items(), CATALOGUES):
        path, made = locales / folder / f"{name}.mo", compiled(language, locales, name)
        changed = changed or not path.is_file() or path.read_bytes() != made
        path.write_bytes(made)
    return changed
