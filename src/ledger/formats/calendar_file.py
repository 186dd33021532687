"""S2.5, S10.4 A year's public calendar in a file: lines of `holiday` and `calendar_day` alone (日历文件)."""

from collections.abc import Sequence
from pathlib import Path

from ledger.facts.base import Fact
from ledger.facts.interchange_line import LINE_LIMIT, read_fact
from ledger.facts.roster import CalendarDay, Holiday
from ledger.file_lines import read_lines
from ledger.refusal import LedgerError, RefusedError

_SHIPPED = Path(__file__).parent / "calendars"


def shipped_calendars() -> list[str]:
    """The calendars that are shipped, by the names of their files."""
    return sorted(path.name for path in _SHIPPED.glob("*.ndjson"))


def calendar_file(name: str, year: int) -> Sequence[Fact]:
    """The facts of a file, or of a calendar that is shipped under that name, in order.

    Raises LedgerError where it cannot be read, and for the first line that is another fact or of another year.
    """
    path = _SHIPPED / name if name in shipped_calendars() and not Path(name).exists() else Path(name)
    try:
        with path.open("rb") as file:
            found = [
                _fact(line.raw, line.size, f"{name}, line {line.number}", year)
                for line in read_lines(file)
                if line.raw.strip()
            ]
    except OSError as error:
        shipped = ", ".join(shipped_calendars())
        raise LedgerError(
            f"{name} cannot be read ({error.strerror}); give the path of a file, or a calendar that is "
            f"shipped: {shipped}"
        ) from None
    if not found:
        raise LedgerError(f"{name} is empty; give lines of holiday and calendar_day")
    return found


def _fact(raw: bytes, size: int, where: str, year: int) -> Fact:
    if size > LINE_LIMIT:
        raise LedgerError(f"{where} has {size} bytes; give one fact a line, of at most {LINE_LIMIT} bytes")
    try:
        fact = read_fact(raw)
    except RefusedError as error:
        raise LedgerError(f"{where}: {error.refusal.message}") from None
    if not isinstance(fact, Holiday | CalendarDay):
        raise LedgerError(f"{where}: a {fact.kind} is not of a calendar; give lines of holiday and calendar_day alone")
    if fact.date.year != year:
        raise LedgerError(f"{where}: date {fact.date} is not in {year}; give the file of that year, or another year")
    return fact
