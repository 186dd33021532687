"""What was refused, in the language of who reads: the kind of problem, and the sentence that names the particulars.

The sentences of the ledger are English. In Chinese what the code says goes before, or the kind's title and advice.
"""

from typing import NamedTuple

from api.problems import Problem
from api.words.language import Language
from api.words.translation import said
from ledger.labels import is_labelled, label

_REFUSED = "refused line"
"""The context of what is said of why the ledger refuses something, by its code."""


class Refusal(NamedTuple):
    """What is wrong and what to do; `original` is the ledger's own sentence, where another is shown."""

    title: str
    sentence: str
    original: str | None


def refusal_of(problem: Problem, language: Language) -> Refusal:
    """A problem in the language of who reads."""
    kind = problem.kind
    detail = problem.detail[:1].upper() + problem.detail[1:]
    if language is Language.ENGLISH or not detail.isascii():
        return Refusal(kind.title_in(language), detail, None)
    if kind.name == "refused" and problem.code is not None and is_labelled(_REFUSED, problem.code):
        return Refusal(kind.title_in(language), label(_REFUSED, problem.code, language), detail)
    advice = kind.advice_in(language).replace("`detail`", said("the text below", language))
    return Refusal(kind.title_in(language), advice, detail)
