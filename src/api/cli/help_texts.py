"""The help of commands in the language of the reader: each text as the catalogue of sentences has it."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from api.cli.reader_language import reader_language
from api.words.language import Language
from ledger.labels import label
from ledger.sentence_catalogue import catalogue, sentence_in

_PARAGRAPH = "\n\n"
_WIDE = "WF"
_CLOSING = ("Po", "Pe", "Pf")


def translated(command: Any) -> Any:
    """A command whose help is in the language of the reader, with all commands and parameters in it."""
    if reader_language() is Language.ENGLISH:
        return command
    if command.help:
        command.help = help_in(command.help, Language.CHINESE)
        first = command.help.partition(_PARAGRAPH)[0]
        command.short_help = first.removesuffix(label("sign", "full stop", Language.CHINESE))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = help_in(parameter.help, Language.CHINESE)
    command.context_class = _context_of(command.context_class)
    for each in getattr(command, "commands", {}).values():
        translated(each)
    return command


def help_in(text: str, language: str) -> str:
    """A text of help in a language; its lines are put together to paragraphs first, as the catalogue has them."""
    return sentence_in(_PARAGRAPH.join(" ".join(each.split()) for each in text.split(_PARAGRAPH)), language)


def _context_of(usual: Any) -> Any:
    """The context of a command, whose help is written by a formatter for Chinese."""

    class Formatter(usual.formatter_class):  # type: ignore[misc]
        """Headings in Chinese; lines are broken by what they take on the screen, where a letter takes two columns."""

        def write_usage(self, program: str, arguments: str = "", prefix: str | None = None) -> None:
            super().write_usage(program, arguments, prefix or _said("Usage:") + " ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(_said(heading))

        def write_text(self, text: str) -> None:
            for number, paragraph in enumerate(text.split(_PARAGRAPH)):
                self.write("\n" if number else "")
                for line in lines_of(paragraph, self.width - self.current_indent):
                    self.write(f"{' ' * self.current_indent}{line}\n")

        def write_dl(self, rows: Any, *_: Any, **__: Any) -> None:
            for name, text in rows:
                self.write(f"{' ' * self.current_indent}{name}\n")
                for line in lines_of(_with_notes(text), self.width - self.current_indent - 6):
                    self.write(f"{' ' * (self.current_indent + 6)}{line}\n")

    class Context(usual):  # type: ignore[misc]
        """The context of a command."""

        formatter_class = Formatter

    return Context


def lines_of(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most `width` columns; between two Chinese letters it may break anywhere."""
    line, columns = "", 0
    for piece in _pieces(text):
        taken = sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in piece)
        if line and columns + taken > width and not _closes(piece):
            yield line.rstrip()
            line, columns = piece.lstrip(), taken
        else:
            line, columns = line + piece, columns + taken
    if line:
        yield line.rstrip()


def _closes(piece: str) -> bool:
    """Whether a piece is a sign that no line begins with."""
    return len(piece) == 1 and unicodedata.category(piece) in _CLOSING


def _pieces(text: str) -> Iterator[str]:
    """Words with the space before them, and Chinese letters one by one."""
    word = ""
    for letter in text:
        if unicodedata.east_asian_width(letter) in _WIDE or letter == " ":
            yield from (word,) if word else ()
            word = "" if letter != " " else letter
            if letter != " ":
                yield letter
        else:
            word += letter
    if word:
        yield word


def _with_notes(text: str) -> str:
    """The help of an option, with what stands in brackets behind it: its default, its variable, its bounds."""
    said, bracket, notes = text.rpartition("  [")
    if not bracket:
        said, bracket, notes = "", "[", text.removeprefix("[") if text.startswith("[") else ""
    if not notes:
        return _said(text)
    told = label("sign", "semicolon", Language.CHINESE).join(
        _said(each) for each in notes.removesuffix("]").split("; ")
    )
    return f"{_said(said)} [{told}]".strip()


def _said(text: str) -> str:
    return catalogue(Language.CHINESE).get(text) or sentence_in(text, Language.CHINESE)
