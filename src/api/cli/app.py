"""The commands put together, and the options before them."""

import os
from collections import UserDict
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.clock_acceptance import ACCEPT_CLOCK, accept
from api.cli.help_texts import translated
from api.cli.settings import COMPUTING_THREADS, MAXIMUM_JOBS, Settings
from api.processors import processors
from api.store_locations import DEFAULT_STORE

MODULES: Mapping[str, tuple[str, ...]] = {
    "facts.imports": ("init", "import"),
    "facts.exports": ("export",),
    "facts.quarantine": ("quarantine",),
    "upkeep.store_copy": ("copy",),
    "facts.holidays": ("holidays",),
    "facts.mappings": ("mappings",),
    "figures.reports": ("report",),
    "figures.documents": ("document",),
    "books.closings": ("close", "closings"),
    "books.comparisons": ("replay", "diff"),
    "books.what_ifs": ("what-if",),
    "proof.checkpoints": ("checkpoint",),
    "proof.proofs": ("prove", "prove-consistency", "verify-proof"),
    "proof.verifications": ("verify",),
    "proof.evidence": ("evidence", "verify-evidence"),
    "books.rule_sets": ("rules",),
    "facts.history": ("history",),
    "figures.explanations": ("explain",),
    "figures.disputes": ("dispute",),
    "figures.doubts": ("doubts",),
    "figures.briefs": ("brief",),
    "figures.evaluators": ("evaluators",),
    "books.reconciliations": ("reconcile",),
    "books.transfers": ("transfers",),
    "upkeep.service": ("serve",),
    "upkeep.keys": ("keys",),
    "upkeep.roles": ("roles",),
    "upkeep.erasures": ("erase", "erasures"),
    "upkeep.backups": ("backup", "restore"),
    "upkeep.master_key": ("master-key",),
    "upkeep.devices": ("devices",),
    "facts.demo": ("demo",),
}
"""The modules of the commands, in the order of the help."""


class LoadedCommands(UserDict[str, Any]):
    """The commands by name; the module of one is loaded when it is asked for, and of all for the help."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        super().__init__()
        self._module_of = {name: module for module, names in MODULES.items() for name in names}
        self.data = dict.fromkeys(self._module_of)

    def __getitem__(self, name: str) -> Any:
        """The command of a name. Raises KeyError where there is none."""
        if self.data[name] is None:
            group = typer.Typer(rich_markup_mode=None)
            group.add_typer(import_module(f"api.cli.{self._module_of[name]}").commands)
            self.data |= {name: translated(each) for name, each in typer.main.get_group(group).commands.items()}
        return self.data[name]


class CommandLine(TyperGroup):
    """The commands; the clock may be accepted before the command or after it, as it is thought of."""

    def __init__(self, **attributes: Any) -> None:
        """The group, whose commands load by themselves."""
        super().__init__(**attributes)
        translated(self)
        self.commands = LoadedCommands()

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        """Bring the option to the front, where it is read."""
        end = words.index("--") if "--" in words else len(words)
        if ACCEPT_CLOCK in words[:end]:
            others = [word for word in words[:end] if word != ACCEPT_CLOCK]
            # A request for help accepts nothing.
            words = [*([] if "--help" in others else [ACCEPT_CLOCK]), *others, *words[end:]]
        return super().parse_args(context, words)


app = typer.Typer(
    name="workledger",
    cls=CommandLine,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A ledger of working hours, scores, bonuses and pay: any period, as known at any moment, under any rules.",
)


def _told(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"workledger {version('workforce-ledger')}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    store: Annotated[
        str, typer.Option(envvar="WORKLEDGER_STORE", help="Where the ledger is: sqlite:///PATH or postgresql://….")
    ] = DEFAULT_STORE,
    journal: Annotated[
        str | None,
        typer.Option(
            envvar="WORKLEDGER_JOURNAL",
            help="A folder for what was read of a large ledger, which spares the store; `off` for none. "
            "It may be deleted. Beside a SQLite file by default.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            envvar="WORKLEDGER_JOBS",
            min=0,
            max=MAXIMUM_JOBS,
            help="How many processes read a file, and how many threads compute a report; the answer is the same. "
            "0 is as many as there are processors.",
        ),
    ] = 0,
    accept_clock: Annotated[
        bool,
        typer.Option(
            ACCEPT_CLOCK,
            help="Accept the clock of this machine once, although it is far from the last recorded time. The "
            "acceptance is recorded. With close: also a period that only such a clock has ended.",
        ),
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_told)
    ] = False,
) -> None:
    jobs = jobs or min(processors(), MAXIMUM_JOBS)
    os.environ[COMPUTING_THREADS] = str(jobs)
    context.obj = Settings(store=store, journal=journal, jobs=jobs, accept_clock=accept_clock)
    if accept_clock:
        accept(context.obj)
