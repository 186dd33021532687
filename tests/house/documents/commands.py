"""docs/commands.md: every command and option, read from the command line itself."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import typer
from typer.core import TyperArgument

from tests.house.documents.markdown import MADE, code, table

HEAD = """# Commands

中文见 [commands.zh-CN.md](commands.zh-CN.md)。

Exit status: 0 done, 1 done but something was refused or differs, 2 wrong use. Errors are one sentence on standard
error: what is wrong and what to do.

"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, the program itself first, groups before what is in them."""
    from api.cli.app import app

    return walk("workledger", typer.main.get_command(app))


def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, inner in getattr(command, "commands", {}).items():
        yield from walk(f"{name} {child}", inner)


def parameters_of(command: Any) -> list[Any]:
    """The arguments and options of a command that people see."""
    return [each for each in command.params if "--help" not in each.opts and not each.hidden]


def name_of(parameter: Any) -> str:
    """How it is written on the command line."""
    if isinstance(parameter, TyperArgument):
        return str(parameter.metavar or str(parameter.name).upper())
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def commands_page() -> str:
    """The page."""
    return MADE + HEAD + "\n".join(section(name, command) for name, command in commands())


def section(name: str, command: Any) -> str:
    text = f"## {name}\n\n{' '.join((command.help or '').split())}\n"
    rows = [(code(name_of(each)), meaning(each)) for each in parameters_of(command)]
    return text + ("\n" + table(("argument or option", "what it says"), rows) if rows else "")


def meaning(parameter: Any) -> str:
    said = " ".join((parameter.help or "").split())
    choices = parameter.type_descriptor.annotation
    if isinstance(choices, type) and issubclass(choices, StrEnum):
        said += " One of " + ", ".join(code(choice) for choice in choices) + "."
    default = parameter.default
    if isinstance(default, str | int) and not isinstance(default, bool) and default != "":
        said += f" By default {code(str(default))}."
    return said + (f" Also in the environment: {code(str(parameter.envvar))}." if parameter.envvar else "")
