"""What things are called, by context and key: the catalogues of `locales`, and nowhere else.

A context is a sort of thing, such as `kind`, `field` or `parameter`; the key is its name. ``labels.po`` is what people
write; ``labels.mo`` is made of it by scripts/document.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

ENGLISH, CHINESE = "en", "zh-CN"
LOCALES = Path(__file__).parent / "locales"
FOLDERS = {ENGLISH: "en", CHINESE: "zh_CN"}


@cache
def _catalogue(language: str) -> GNUTranslations:
    with (LOCALES / FOLDERS[language] / "labels.mo").open("rb") as file:
        return GNUTranslations(file)


def label(context: str, key: str, language: str, **parts: object) -> str:
    """What a thing of a context is called, its parts put in as ``{name}``; the key itself of one without a label."""
    found = _catalogue(language).pgettext(context, key)
    return found.format(**parts) if parts else found


def is_labelled(context: str, key: str) -> bool:
    """Whether a thing of a context has labels."""
    return any(label(context, key, language) != key for language in FOLDERS)


@cache
def names_in_english(context: str) -> Mapping[str, str]:
    """The keys of a context by what they are called in English."""
    mark = f"{context}\x04"
    named = vars(_catalogue(ENGLISH))["_catalog"].items()
    return {said: key.removeprefix(mark) for key, said in named if str(key).startswith(mark)}


class KindLabel:
    """What the kind of a model is called in a language, as an attribute of its class."""

    def __init__(self, language: str) -> None:
        """In a language."""
        self._language = language

    def __get__(self, _fact: object, model: type) -> str:
        """The label of the model's kind."""
        kind: str = getattr(model, "kind")  # noqa: B009 - of any class
        return label("kind", kind, self._language)
