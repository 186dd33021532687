"""What the ledger says, in the language of the reader: each sentence by its template and parameters.

A sentence is made once, in English, where it is said, and is stored, logged and sent as it is. Its template is the key
of ``locales/*/sentences.po``: what varies stands in it as ``{name}``. A reader of another language is given the
template of that language with the same parameters; `{name:context}` there is the label of the parameter, as in
``{kind:kind}``. See docs/decisions/0053-sentences-are-found-by-their-templates.md.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations
from string import Formatter
from typing import NamedTuple

from ledger.labels import CHINESE, FOLDERS, LOCALES, is_labelled, label, names_in_english

_DEEPEST = 4
"""A sentence within a sentence, and so on: as deep as any is made."""
_LONGEST = 20_000
_KEPT = 2_048
_STRONG, _FEWEST_LETTERS = 12, 3
"""A template of fewer letters than that could be of anything: it is taken apart by its marks instead."""
_CELL = "\t"
_MARKS = {"; ": "semicolon", ": ": "colon", ". ": "full stop"}
_MOST_MARKS = 12
"""Of a sentence that is taken apart; what has more of them was typed, not said."""
_LABELS = ("kind", "field", "report", "document")
_LABELLED = re.compile(r"\{(\w+):([^{}]+)\}")
_CONTEXTS = {"kind": "kind", "sort": "doubted name"}
"""The parameters of doubts that are told by a label, with its context."""
_OF_CONTEXT = re.compile(r"\{(kind|sort)\}")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_LISTED = re.compile(r"[^\s,]+(?:, [^\s,]+)+")
_PLACE = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


class Template(NamedTuple):
    """A sentence whose parts vary: what stands between them, what they are called, and the sentence for readers."""

    between: tuple[str, ...]
    names: tuple[str, ...]
    said: str

    def parameters(self, sentence: str) -> Mapping[str, str] | None:
        """The parameters of a sentence that is of this template; None of any other."""
        first, *between = self.between
        if not sentence.startswith(first):
            return None
        if not between:
            return {} if sentence == first else None
        end = len(sentence) - len(between[-1])
        at, found = len(first), {}
        if end < at or not sentence.endswith(between[-1]):
            return None
        for name, mark in zip(self.names, between[:-1], strict=False):
            until = _ends(sentence, mark, at, end)
            if until < 0:
                return None
            found[name] = sentence[at:until]
            at = until + len(mark)
        return found | {self.names[-1]: sentence[at:end]}

    def fits(self, parameters: Mapping[str, str], language: str, depth: int) -> bool:
        """Whether parameters are in one piece each, or sentences themselves, and those that are labels have one."""
        strong = self.is_strong
        return all(_is_part(each, language, depth, strong=strong) for each in parameters.values()) and all(
            _has_label(context, parameters[name], language) for name, context in _LABELLED.findall(self.said)
        )

    @property
    def is_strong(self) -> bool:
        """Whether so many letters are its own that it cannot be of another sentence by chance."""
        return sum(map(_letters, self.between)) >= _STRONG


def _ends(sentence: str, mark: str, at: int, end: int) -> int:
    """Where a parameter ends that a mark follows; before a space, where a text in quotation marks begins, if any."""
    quoted = [sentence.find(f" {quote}", at, end) for quote in "'\"“"] if mark == " " else []
    return min((each for each in quoted if each > at), default=sentence.find(mark, at, end))


def sentence_in(sentence: str, language: str) -> str:
    """A sentence of the ledger in a language; as it is where the language has no such sentence."""
    return known_in(sentence, language) or sentence


def known_in(sentence: str, language: str) -> str | None:
    """A sentence of the ledger in a language; None where the language has no such sentence."""
    return _found(sentence, language, _DEEPEST) if 0 < len(sentence) <= _LONGEST else None


@cache
def templates(language: str) -> tuple[Template, ...]:
    """Every template that a language has, those with the most letters of their own first."""
    sentences = {**catalogue(language), **_doubts(language)}
    made = (_template(english, said) for english, said in sentences.items())
    kept = (each for each in made if sum(map(_letters, each.between)) >= _FEWEST_LETTERS)
    return tuple(sorted(kept, key=lambda each: -sum(map(len, each.between))))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The templates of a language by the English ones."""
    with (LOCALES / FOLDERS[language] / "sentences.mo").open("rb") as file:
        found = vars(GNUTranslations(file))["_catalog"]
    return {english: said for english, said in found.items() if english}


def _doubts(language: str) -> Mapping[str, str]:
    """What is said of doubts, by the English templates: these are told among other sentences too."""
    said = {english: label("doubt", key, language) for english, key in names_in_english("doubt").items()}
    return {english: _OF_CONTEXT.sub(_in_context, text) for english, text in said.items()}


def _in_context(parameter: re.Match[str]) -> str:
    return f"{{{parameter[1]}:{_CONTEXTS[parameter[1]]}}}"


def _template(english: str, said: str) -> Template:
    parts = list(Formatter().parse(english))
    between = [text for text, *_ in parts]
    names = [str(name) for _, name, *_ in parts if name is not None]
    if len(between) == len(names):
        between.append("")
    return Template(tuple(between), tuple(names), said)


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


@lru_cache(maxsize=_KEPT)
def _found(sentence: str, language: str, depth: int) -> str | None:
    """The sentence by one template, else by the sentences that marks part it into."""
    for said in _spellings(sentence):
        for template in templates(language):
            parameters = template.parameters(said)
            if parameters is not None and template.fits(parameters, language, depth):
                return _Filled(language, depth).vformat(template.said, (), parameters)
    return _parted(sentence, language, depth) if depth else None


def _is_part(text: str, language: str, depth: int, *, strong: bool) -> bool:
    """Whether a text may be a parameter: it is in one piece, or, of a sentence with words enough, a sentence itself."""
    bare = _QUOTED.sub("", text)
    if _CELL in bare:
        return False
    if not any(mark in bare for mark in _MARKS) and not bare.endswith((":", ";")):
        return True
    return strong and depth > 0 and _found(text, language, depth - 1) is not None


def _has_label(context: str, text: str, language: str) -> bool:
    """Whether a parameter, or each entry of a list of them, has a label of a context or of a kind or field."""
    return all(
        is_labelled(context, key) or key in names_in_english(context) or _labelled(key, language) is not None
        for key in (each.strip("'\"") for each in text.split(", "))
    )


def _spellings(sentence: str) -> Iterator[str]:
    """A sentence as it stands, with its other first letter, and without its full stop."""
    other = sentence[:1].swapcase() + sentence[1:]
    yield from (sentence, other)
    if sentence.endswith("."):
        yield from (sentence[:-1], other[:-1])


def _parted(sentence: str, language: str, depth: int) -> str | None:
    if _CELL in sentence or sum(map(sentence.count, _MARKS)) > _MOST_MARKS:
        return None
    for mark, sign in _MARKS.items():
        at = sentence.find(mark)
        while at > 0:
            rest = _found(sentence[at + len(mark) :], language, depth - 1)
            if rest is not None:
                return f"{_part(sentence[:at], language, depth - 1)}{label('sign', sign, language)}{rest}"
            at = sentence.find(mark, at + 1)
    return None


def _part(text: str, language: str, depth: int) -> str:
    """A parameter for readers: the label of a kind or field, a sentence of its own, a list, or a text in quotes."""
    found = _labelled(text, language)
    if found is None and depth and " " in text:
        found = _found(text, language, depth)
    if found is not None or language != CHINESE:
        return found or text
    if _LISTED.fullmatch(text):
        text = text.replace(", ", label("sign", "list comma", language))
    return _quoted(text)


def _labelled(text: str, language: str) -> str | None:
    """The label of a kind or a field, also of one in a list, such as ``criteria[0].score``; None of anything else."""
    within = _PLACE.fullmatch(text)
    if within is not None and is_labelled("field", within[1]):
        number = label("sentence", "entry", language, name=label("field", within[1], language), at=int(within[2]) + 1)
        return number + (label("field", within[3], language) if within[3] else "")
    if not text.isidentifier():
        return None
    return next((label(context, text, language) for context in _LABELS if is_labelled(context, text)), None)


class _Filled(Formatter):
    """Puts parameters into a template: `{name:context}` as a label of a context, `{name}` as a part of a sentence."""

    def __init__(self, language: str, depth: int) -> None:
        self._language = language
        self._depth = depth

    def format_field(self, value: object, format_spec: str) -> str:
        """A parameter for readers; of a list with a context, each entry by its label."""
        text = str(value)
        if format_spec:
            return label("sign", "list comma", self._language).join(
                self._label(format_spec, each.strip("'\"")) for each in text.split(", ")
            )
        if " " not in text:
            return _quoted(text) if self._language == CHINESE else text
        return _part(text, self._language, max(self._depth - 1, 0))

    def _label(self, context: str, key: str) -> str:
        if is_labelled(context, key):
            return label(context, key, self._language)
        key = names_in_english(context).get(key, key)
        return _labelled(key, self._language) or label(context, key, self._language)


def _quoted(text: str) -> str:
    """A text with its quotation marks as Chinese has them."""
    return _QUOTED.sub(lambda quoted: f"“{quoted[1] if quoted[1] is not None else quoted[2]}”", text)
