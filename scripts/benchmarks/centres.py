"""The centres that are measured: invented ones of any size, as files of facts."""

from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.duties import busy
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import write_facts

SEED = 20260701
FIRST_PERIOD = "2026-07"
FIRST_DAY, DAYS = date(2026, 7, 1), 31
"""Of that period."""


def make(*, path: str, people: int, periods: int, duties: bool = False) -> dict[str, Any]:
    """Write the facts of a centre as NDJSON, also of its duties (S13); how many there are, and their bytes."""
    file = Path(path)
    lines = centre(seed=SEED, people=people, first_period=FIRST_PERIOD, periods=periods, duties=duties)
    facts = write_facts(file, busy(lines, FIRST_DAY, DAYS) if duties else lines)
    return {"facts": facts, "bytes": file.stat().st_size}


def last_period(periods: int) -> str:
    """The last of so many periods of a centre, as YYYY-MM."""
    year, month = (int(part) for part in FIRST_PERIOD.split("-"))
    years, months = divmod(year * 12 + month - 1 + periods - 1, 12)
    return f"{years:04d}-{months + 1:02d}"
