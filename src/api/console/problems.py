"""What was refused, in the language of who reads: the kind of problem, and the sentence that names the particulars.

The sentences of the ledger are English. In Chinese the kind's own title and advice go before it.
"""

from typing import NamedTuple

from api.problems import Problem
from api.words.language import Language
from api.words.translation import said


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
    advice = kind.advice_in(language).replace("`detail`", said("the text below", language))
    return Refusal(kind.title_in(language), advice, detail)
