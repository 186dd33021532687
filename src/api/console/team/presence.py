"""Who should be in at a moment, who is in, late or missing: by the roster and the punches up to then (S3.4, S3.5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from api.console.team.spans import Row, Span, covers

DUE = ("missing", "late", "left", "in", "leave")
"""Within a shift: not in; in, but late; gone before its end; in; on leave. In the order in which they matter."""
BESIDE = ("stray", "over", "early")
"""Here without being due: without a shift, after its end, before its start."""
COMING = "coming"


@dataclass(frozen=True, slots=True)
class Presence:
    """How somebody stands at a moment; `since` is the first punch of the shift, `until` the one that ended it."""

    employee: str
    state: str
    shift: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    late: int = 0


class Punch(NamedTuple):
    """A punch that counts: the site's time, cut down to the minute, and the direction."""

    at: datetime
    direction: str


def punches_of(facts: Iterable[Row], zone: ZoneInfo, until: datetime) -> Mapping[str, Sequence[Punch]]:
    """The punches up to a moment by employee, in order; voided ones count for nothing (S3.3)."""
    every = list(facts)
    voided = {fact["of"] for fact in every if fact["kind"] == "void" and fact["of_kind"] == "clock"}
    found: dict[str, list[Punch]] = {}
    for fact in every:
        if fact["kind"] == "clock" and not voided & {fact["id"], fact.get("ref", fact["id"])}:
            at = datetime.fromisoformat(fact["at"]).astimezone(zone).replace(second=0, microsecond=0)
            if at <= until:
                found.setdefault(fact["employee"], []).append(Punch(at, fact["direction"]))
    return {employee: sorted(punches) for employee, punches in found.items()}


def planned_times(row: Row, span: Span, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Planned start and end of an assigned shift (S3.1); one that ends at or before its start ends the day after."""
    shift = span.rules_of(row["date"])["shifts"][row["shift"]]
    starts, ends = (
        datetime.fromisoformat(f"{row['date']}T{shift[name]}").replace(tzinfo=zone) for name in ("start", "end")
    )
    return starts, ends if shift["end"] > shift["start"] else ends + timedelta(days=1)


def presence_of(
    employee: str, at: datetime, rows: Sequence[Row], leaves: Sequence[Row], punches: Sequence[Punch], span: Span
) -> Presence | None:
    """How a member stands; None where nothing is due and nobody is here."""
    zone = at.tzinfo
    assert isinstance(zone, ZoneInfo)
    found, owned = [], set()
    for row in rows:
        rules = span.rules_of(row["date"])
        starts, ends = planned_times(row, span, zone)
        reach = timedelta(minutes=rules["window_minutes"])
        within = [each for each in punches if starts - reach <= each.at < ends + reach]
        owned.update(within)
        if starts - reach <= at < ends + reach or starts.date() == at.date():
            found.append(_in_shift(employee, at, row, (starts, ends), _in_and_out(within, rules), leaves))
    stray = [each for each in punches if each not in owned and each.at.date() == at.date()]
    if stray:
        found.append(Presence(employee, "stray", since=stray[0].at))
    if not rows and any(covers(leave, employee, at.date().isoformat()) for leave in leaves):
        found.append(Presence(employee, "leave"))
    return min((each for each in found if each is not None), key=_weight, default=None)


def _weight(presence: Presence) -> int:
    return [*DUE, *BESIDE, COMING].index(presence.state)


def _in_and_out(punches: Sequence[Punch], rules: Row) -> tuple[datetime | None, datetime | None]:
    """S3.5: the first `in` or `auto`, and the last `out` or `auto` after it."""
    since = next((each.at for each in punches if each.direction != "out"), None)
    if since is None:
        return None, punches[-1].at if punches else None
    again = timedelta(minutes=rules["repeat_minutes"])
    ended = [
        each.at for each in punches
        if (each.direction == "out" and each.at > since) or (each.direction == "auto" and each.at > since + again)
    ]  # fmt: skip
    return since, ended[-1] if ended else None


def _in_shift(
    employee: str,
    at: datetime,
    row: Row,
    planned: tuple[datetime, datetime],
    punched: tuple[datetime | None, datetime | None],
    leaves: Sequence[Row],
) -> Presence | None:
    (starts, ends), (since, until) = planned, punched
    told: dict[str, Any] = {"shift": row["shift"], "starts": starts, "ends": ends, "since": since, "until": until}
    if row["status"] == "leave" or any(
        covers(leave, employee, row["date"]) and not leave["opened"].get("minutes") for leave in leaves
    ):
        return Presence(employee, "leave", **told) if starts <= at < ends else None
    is_here = since is not None and until is None
    if at < starts:
        return Presence(employee, "early" if is_here else COMING, **told)
    if at >= ends:
        return Presence(employee, "over", **told) if is_here else None
    if since is None:
        return Presence(employee, "missing", **told)
    if until is not None:
        return Presence(employee, "left", **told)
    late = max(0, int((since - starts).total_seconds()) // 60)
    return Presence(employee, "late" if late else "in", late=late, **told)
