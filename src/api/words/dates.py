"""Dates as they are written to us, and instants as we show them."""

from datetime import date

from ledger.calendar import instant


def read_date(text: str) -> date | None:
    """The date of ``YYYY-MM-DD``; None where the text is something else, or no date that exists."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Other ways of ISO 8601 to write a date would be taken as well.
    return day if day.isoformat() == text else None


def shown_instant(value: int) -> str | None:
    """Microseconds since 1970 in RFC 3339, UTC, to the second; None for 0, which is never."""
    return None if not value else f"{instant(value):%Y-%m-%dT%H:%M:%SZ}"
