"""The closings that are on the ledger (S11.2), with what they froze."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from projections.calendar import period_number

Thaw = Callable[[str], bytes | None]
"""From a digest to the frozen bytes; None where the store does not have them."""
Random = Callable[[int], bytes | None]
"""From the position of a closing to the random bytes under which it froze; None where it froze without any."""


@dataclass(frozen=True)
class Closing:
    """The closing of a period. Its position is that of the reports that it froze."""

    period: int
    """The month number."""
    position: int
    by: str
    rules: str
    code: str
    tzdata: str
    held: bool
    report_digests: Mapping[str, str]
    closing_digest: str
    thaw: Thaw
    random: Random = lambda _position: None


def recorded_closings(events: Iterable[Mapping[str, Any]], thaw: Thaw, random: Random) -> tuple[Closing, ...]:
    """Every closing, in ledger order, from the events (position, state) of kind `close`."""
    return tuple(_closing(event["position"], json.loads(event["state"]), thaw, random) for event in events)


def _closing(position: int, state: Mapping[str, Any], thaw: Thaw, random: Random) -> Closing:
    return Closing(
        period=period_number(state["period"]),
        position=position,
        by=state["by"],
        rules=state["rules"],
        code=state["code"],
        tzdata=state["tzdata"],
        held=bool(state.get("held")),
        report_digests=state["report_digests"],
        closing_digest=state["closing_digest"],
        thaw=thaw,
        random=random,
    )
