"""Instants as the API shows them."""

from ledger.calendar import instant


def shown_instant(value: int) -> str | None:
    """Microseconds since 1970 in RFC 3339, UTC, to the second; None for 0, which is never."""
    return None if not value else f"{instant(value):%Y-%m-%dT%H:%M:%SZ}"
