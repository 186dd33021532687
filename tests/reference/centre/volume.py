"""S13.2 Traffic (话务量): what was offered and answered, by date, channel and queue."""

from fractions import Fraction
from typing import Any

from tests.reference.figures import round_half_up

from .looks import Fact, Look, Row, percent


def report(look: Look) -> list[Row]:
    """One row for each date, channel and queue with a standing fact, summed."""
    found: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in look.view.standing["volume"].values():
        if fact["offered"] is not None and look.holds(fact["date"]):
            found.setdefault((fact["date"], fact["channel"], fact["queue"] or ""), []).append(fact)
    return [_row(*key, found[key]) for key in sorted(found)]


def _row(day: Any, channel: str, queue: str, facts: list[Fact]) -> Row:
    offered, answered = (sum(fact[key] for fact in facts) for key in ("offered", "answered"))
    timed = [fact for fact in facts if fact["handled_seconds"] is not None]
    within = [fact for fact in facts if fact["within_target"] is not None]
    calls = sum(fact["answered"] for fact in timed)
    seconds = sum(fact["handled_seconds"] for fact in timed)
    return {
        "date": day.isoformat(),
        "channel": channel,
        "queue": queue or None,
        "offered": offered,
        "answered": answered,
        "answered_percent": percent(answered, offered),
        "within_target_percent": percent(
            sum(fact["within_target"] for fact in within), sum(fact["offered"] for fact in within)
        ),
        "mean_handle_seconds": round_half_up(Fraction(seconds, calls)) if calls else None,
    }
