"""Minutes of leave in words: as hours, and as days of the contract beside them."""

from api.words.language import Language
from ledger.labels import label

_MINUTES_AN_HOUR = 60


def clock_hours(minutes: int) -> str:
    """Minutes as hours and minutes: 655 is ``10:55``, and -20 is ``−0:20``."""
    whole, rest = divmod(abs(minutes), _MINUTES_AN_HOUR)
    return f"{'−' if minutes < 0 else ''}{whole}:{rest:02}"


def leave_time(minutes: int, day_minutes: int | None, language: Language) -> str:
    """Minutes as hours, and from a whole day on as days of `day_minutes` too, where that is known."""
    hours = clock_hours(minutes)
    if day_minutes is None or abs(minutes) < day_minutes:
        return hours
    days, rest = divmod(abs(minutes), day_minutes)
    sign = "−" if minutes < 0 else ""
    key = "leave_days" if rest == 0 else "leave_days:rest"
    return label("leave time", key, language, hours=hours, days=f"{sign}{days}", rest=clock_hours(rest))
