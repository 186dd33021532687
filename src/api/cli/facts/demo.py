"""`workledger demo`: the facts of a made-up centre, to try the product on."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from api.cli.options import Force
from api.cli.reader_language import tell
from api.cli.settings import settings
from ledger.made_up_centre.demonstration import DEMO_PEOPLE, DEMO_PERIODS, DEMO_SEED, TIME_ZONE
from ledger.output_file import output_file
from ledger.refusal import LedgerError

commands = typer.Typer()
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d(T\d\d:\d\d)?", re.ASCII)
_MORNING = "10:00"
"""The time of a date without one."""


@commands.command()
def demo(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to write the facts, a line each.")],
    people: Annotated[
        int, typer.Option(min=5, max=1_000_000, help="How many people work in the centre.")
    ] = DEMO_PEOPLE,
    periods: Annotated[int, typer.Option(min=1, max=120, help="How many periods to make facts for.")] = len(
        DEMO_PERIODS
    ),
    first_period: Annotated[
        str | None, typer.Option(help="The first of them, as YYYY-MM; then all of them are whole, whatever day it is.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            help="Up to which moment of the centre's clock, as YYYY-MM-DD or YYYY-MM-DDTHH:MM; now without it. The "
            "last period is the one that runs then, and what is open then is there."
        ),
    ] = None,
    period_start_day: Annotated[int, typer.Option(min=1, max=28, help="The day on which periods begin.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed makes the same facts.")] = DEMO_SEED,
    duties: Annotated[
        bool, typer.Option("--duties", help="Also what running the centre leaves: traffic, refunds, plans, trainings.")
    ] = False,
    force: Force = False,
) -> None:
    """Write the facts of a made-up centre, ready to import: up to now, or of whole periods from a first one on."""
    from ledger.made_up_centre.centre import centre, centre_until
    from ledger.made_up_centre.file import write_facts

    if first_period is not None and until is not None:
        raise LedgerError("--first-period makes whole periods, and --until makes them up to a moment; give one of them")
    told: dict[str, Any] = {"seed": seed, "people": people, "periods": periods, "period_start_day": period_start_day}
    try:
        if first_period is not None:
            lines = centre(first_period=first_period, duties=duties, **told)
        else:
            lines = centre_until(_moment(until), duties=duties, **told)
        with output_file(file, replace=force, own=settings(context).own_files) as part:
            count = write_facts(part, lines)
    except ValueError as error:
        raise LedgerError(str(error)) from None
    tell(f"{count} facts of {people} people in {file}; import them with: workledger import {file}")


def _moment(until: str | None) -> datetime:
    """The moment that is named, at the centre's clock; now where none is. ValueError for what is not a moment."""
    if until is None:
        return datetime.now(ZoneInfo(TIME_ZONE)).replace(tzinfo=None)
    try:
        if not _MOMENT.fullmatch(until):
            raise ValueError
        return datetime.fromisoformat(until if "T" in until else f"{until}T{_MORNING}")
    except ValueError:
        raise ValueError(
            f"--until is {until!r}; give YYYY-MM-DD or YYYY-MM-DDTHH:MM, such as 2026-10-20T10:00"
        ) from None
