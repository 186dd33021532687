"""What the steps of an explanation are called for people, in Chinese and English."""

from api.words.labels import column_label, value_label
from api.words.language import Language
from ledger.labels import is_labelled, label
from ledger.ruleset import RuleSet, parameter_of
from projections.reports import REPORTS


def term_label(term: str, language: Language, clause: str | None = None) -> str:
    """What a step is called; one of a site's own award without a label, by its name.

    Columns of one name that are of several matters have a label each, by term and clause.
    """
    if is_labelled("term", f"{term} {clause}"):
        return label("term", f"{term} {clause}", language)
    if is_labelled("term", term):
        return label("term", term, language)
    for definition in REPORTS.values():
        for column in definition.columns:
            if term in (column.name, column.label):
                told = column_label(column, language).partition("(")[0].strip()
                return told if language is Language.CHINESE else told.lower()
    return value_label(term, language).replace("_", " ")


def note_label(name: str, language: Language) -> str:
    """What a note beside a step is called."""
    return label("note", name, language) if is_labelled("note", name) else name.replace("_", " ")


def unit_label(unit: str, language: Language) -> str:
    """What a unit is called."""
    return label("unit", unit, language)


def clause_label(clause: str, language: Language) -> str:
    """What a clause that excludes is about."""
    return label("clause", clause, language) if is_labelled("clause", clause) else ""


def word_label(word: str, language: Language) -> str:
    """What a value that is a term is called."""
    return label("word", word, language) if is_labelled("word", word) else value_label(word, language)


def parameter_label(name: str, language: Language) -> str:
    """What a rule parameter is called."""
    if name not in RuleSet.model_fields:
        return name
    described = parameter_of(name)
    return described.zh if language is Language.CHINESE else described.en.lower()
