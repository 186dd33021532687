"""docs/commands.md: every command and option, read from the command line itself."""

from collections.abc import Iterator

import click
import typer

from tests.house.documents.markdown import MADE, code, table

HEAD = """# Commands

中文见 [commands.zh-CN.md](commands.zh-CN.md)。

Exit status: 0 done, 1 done but something was refused or differs, 2 wrong use. Errors are one sentence on standard
error: what is wrong and what would be right.

"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, the program itself first, groups before what is in them."""
    from api.cli.app import app

    return walk("workledger", typer.main.get_command(app))


def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for child, inner in getattr(command, "commands", {}).items():
        yield from walk(f"{name} {child}", inner)


def options_of(command: click.Command) -> list[click.Parameter]:
    """The arguments and options of a command that people see."""
    return [each for each in command.params if "--help" not in each.opts and not getattr(each, "hidden", False)]


def names_of(parameter: click.Parameter) -> str:
    """How it is written on the command line."""
    if parameter.param_type_name == "argument":
        return parameter.make_metavar(click.Context(click.Command("workledger")))
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def commands_page() -> str:
    """The page."""
    return MADE + HEAD + "\n".join(section(name, command) for name, command in commands())


def section(name: str, command: click.Command) -> str:
    text = f"## {name}\n\n{' '.join((command.help or '').split())}\n"
    rows = [(code(names_of(each)), meaning(each)) for each in options_of(command)]
    return text + ("\n" + table(("argument or option", "what it says"), rows) if rows else "")


def meaning(parameter: click.Parameter) -> str:
    said = " ".join((getattr(parameter, "help", None) or "").split())
    if isinstance(parameter.type, click.Choice):
        said += " One of " + ", ".join(code(str(choice)) for choice in parameter.type.choices) + "."
    variable = getattr(parameter, "envvar", None)
    return said + (f" Also in the environment: {code(str(variable))}." if variable else "")
