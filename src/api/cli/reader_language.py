"""The language of whoever reads the terminal, and what a command says in it."""

import os
from collections.abc import Mapping
from typing import Any

import typer

from api.words.language import Language

_CELL = "\t"
LANGUAGE = "WORKLEDGER_LANG"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the language of a terminal; the first that is set holds (POSIX)."""


def reader_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language that `WORKLEDGER_LANG` names, else that of the terminal; English where it is neither."""
    named = environment.get(LANGUAGE) or next((environment[each] for each in _LOCALES if environment.get(each)), "")
    return Language.CHINESE if named.lower().startswith("zh") else Language.ENGLISH


def keep_language(environment: dict[str, str] | Any = os.environ) -> None:
    """Let the options that name a language begin with the reader's, however it was written: zh, zh_CN.UTF-8, zh-CN."""
    named = environment.get(LANGUAGE, "")
    if not named or named.lower().startswith(("zh", "en")):
        environment[LANGUAGE] = reader_language(environment).value


def in_reader_language(text: str) -> str:
    """A sentence of the ledger as the reader of the terminal is told it; the cells of a row are told one by one."""
    language = reader_language()
    if language is Language.ENGLISH:
        return text
    from ledger.sentence_catalogue import known_in, sentence_in

    return known_in(text, language) or _CELL.join(sentence_in(each, language) for each in text.split(_CELL))


def tell(sentence: str, *, err: bool = False) -> None:
    """Print a sentence in the language of the reader."""
    typer.echo(in_reader_language(sentence), err=err)
