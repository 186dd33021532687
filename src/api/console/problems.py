"""What was refused, in the language of the reader: the sentence of the catalogue, with its parameters.

Where no catalogue has the sentence, as of a site's own package, the kind's advice goes before it.
"""

from typing import NamedTuple

from api.problems import Problem
from api.words.language import Language
from api.words.translation import said
from ledger.labels import is_labelled, label
from ledger.sentence_catalogue import known_in

_PROBLEM = "problem"
"""The context of titles, by the kind; by the kind and the code where these differ."""


class Refusal(NamedTuple):
    """What is wrong and what to do; `original` is the ledger's own sentence, where another is shown."""

    title: str
    sentence: str
    original: str | None


def refusal_of(problem: Problem, language: Language) -> Refusal:
    """A problem in the language of the reader."""
    kind = problem.kind
    named = f"{kind.name}:{problem.code}"
    title = label(_PROBLEM, named, language) if is_labelled(_PROBLEM, named) else kind.title_in(language)
    detail = known_in(problem.detail, language) or problem.detail
    detail = detail[:1].upper() + detail[1:]
    if language is Language.ENGLISH or not detail.isascii():
        return Refusal(title, detail, None)
    advice = kind.advice_in(language).replace("`detail`", said("the text below", language))
    return Refusal(title, advice, detail)
