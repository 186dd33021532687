"""Words about files and their lines: mappings, outcomes, and why a line was refused."""

from api.words.language import Language
from ledger.labels import is_labelled, label
from ledger.sentence_catalogue import known_in

_OTHERWISE = "otherwise"


def mapping_name(name: str, title: str, language: Language) -> str:
    """What a mapping is called; one that is not known here by its title."""
    return label("mapping", name, language) if is_labelled("mapping", name) else title


def refused_because(code: str, message: str, language: Language) -> str:
    """Why a line was refused: the sentence in the reader's language, else what its code says."""
    found = known_in(message, language) if message else None
    if found is not None or (message and language is Language.ENGLISH):
        return found or message
    return label("refused line", code if is_labelled("refused line", code) else _OTHERWISE, language)


def outcome_name(outcome: str, language: Language) -> str:
    """What a comparison of what was paid with what is computed has found."""
    return label("outcome", outcome, language)


def retried_as(status: str, language: Language) -> str:
    """What became of a line that was tried again."""
    return label("retried line", status, language)
