"""`workledger holidays`: the statutory holidays of a year, and its public calendar, as facts."""

from collections import Counter
from typing import Annotated

import typer

from api.cli.reader_language import tell
from api.cli.settings import host
from ledger.refusal import LedgerError

commands = typer.Typer()
FIRST_YEAR, LAST_YEAR = 1949, 2999
_STATED_HOLIDAY = "holiday"


@commands.command()
def holidays(
    context: typer.Context,
    country: Annotated[str, typer.Argument(help="The country's code of two letters, such as CN.")],
    year: Annotated[int | None, typer.Argument(min=FIRST_YEAR, max=LAST_YEAR, help="The year.")] = None,
    of_year: Annotated[
        int | None, typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, help="The year, in place of the argument.")
    ] = None,
    file: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Record the lines of this file, of holiday and calendar_day, and ask no library. "
            "calendar-cn-2026.ndjson is shipped.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the days, record nothing.")] = False,
) -> None:
    """Record a year's statutory holidays (S10.4), and the weekends that are worked and weekdays that are free (S2.5).

    The library knows the latter only of years that were announced; of others it says so.
    """
    from ledger.facts.codec import fields_of

    asked_year = _only(year, of_year)
    if file:
        from ledger.formats.calendar_file import calendar_file

        days = calendar_file(file, asked_year)
    else:
        from ledger.statutory_holidays import year_of

        days, is_announced = year_of(country.upper(), asked_year)
        if not is_announced:
            _say_what_is_not_known(country.upper(), asked_year)
    for day in days:
        fields = fields_of(day)
        told = fields.get("type", _STATED_HOLIDAY)
        tell(f"{fields['date']}\t{told}\t{fields.get('name') or ''}".rstrip())
    if dry_run:
        return
    from api.operations.recordings import record_given

    with host(context) as asked:
        outcomes = record_given(asked, days, on_site=True)
    refused = next((outcome.refusal for outcome in outcomes if outcome.refusal is not None), None)
    if refused is not None:
        raise LedgerError(refused.message)
    counted = Counter(outcome.status for outcome in outcomes)
    tell(f"accepted {counted['accepted']}, duplicate {counted['duplicate']}", err=True)


def _only(year: int | None, of_year: int | None) -> int:
    if year is not None and of_year is not None and year != of_year:
        raise LedgerError(f"the year is {year}, and with --year {of_year}; give it once")
    given = year if of_year is None else of_year
    if given is None:
        raise LedgerError("the year is missing; give it, such as --year 2026")
    return given


def _say_what_is_not_known(country: str, year: int) -> None:
    tell(
        f"which weekends are worked and which weekdays are free in {country} in {year} is not known here; once it is "
        "announced, record it with --file, from a file such as calendar-cn-2026.ndjson",
        err=True,
    )
