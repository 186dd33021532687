"""What rule sets that are shipped say of themselves, in a language."""

from api.words.language import Language
from ledger.ruleset.named_sets import Words, named_set, named_sets


def in_language(words: Words, language: str) -> str:
    """A text of a shipped rule set."""
    return words["zh" if language == Language.CHINESE else "en"]


def caution_of(version: str, language: str) -> str | None:
    """What is to be known of a rule set that is shipped, or was adopted from it; None of any other."""
    name = next((each for each in named_sets() if version == each or version.startswith(f"{each}-")), None)
    found = None if name is None else named_set(name)
    return None if found is None else in_language(found.caution, language)
