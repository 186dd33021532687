"""The centres that are measured: invented ones of any size, as files of facts."""

from pathlib import Path
from typing import Any

from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import write_facts

SEED = 20260701
FIRST_PERIOD = "2026-07"


def make(*, path: str, people: int, periods: int) -> dict[str, Any]:
    """Write the facts of a centre as NDJSON; how many there are, and their bytes."""
    file = Path(path)
    facts = write_facts(file, centre(seed=SEED, people=people, first_period=FIRST_PERIOD, periods=periods))
    return {"facts": facts, "bytes": file.stat().st_size}


def last_period(periods: int) -> str:
    """The last of so many periods of a centre, as YYYY-MM."""
    year, month = (int(part) for part in FIRST_PERIOD.split("-"))
    years, months = divmod(year * 12 + month - 1 + periods - 1, 12)
    return f"{years:04d}-{months + 1:02d}"
