"""S4.6c, S10.5b: completed years of service, by the calendar."""

from datetime import date

from .state import View


def completed_years(since: date, day: date) -> int:
    """The years completed on a day; of 29 February they are completed on 1 March."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def start_of_service(view: View, employee: str, field: str) -> date:
    """Since when service runs: as stated in a field of `seniority`, else the hiring."""
    stated = view.of("seniority", employee)
    hired: date = view.standing["employee"][employee,]["hired_on"]
    return (stated[field] if stated else None) or hired


def on_tier(tiers: list[dict[str, int | None]], years: int, what: str) -> int | None:
    """What the first tier, from the top, has for so many years; None if none holds."""
    for tier in tiers:
        below = tier["years_below"]
        if below is None or years < below:
            return tier[what]
    return None
