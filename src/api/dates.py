"""Dates as they are written to us."""

from datetime import date


def read_date(text: str) -> date | None:
    """The date of ``YYYY-MM-DD``; None where the text is something else, or no date that exists."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Other ways of ISO 8601 to write a date would be taken as well.
    return day if day.isoformat() == text else None
