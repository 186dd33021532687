"""The short lines of a case, written out as facts: people, shifts with their punches, and scores.

One short line is one thing that anybody can read aloud::

    E1 csr                                        an employee, team T1, hired 2025-01-01
    E2 qa  team T2  hired 2026-10-12
    E1 2026-10-05 R  in 08:25  out 20:31          a shift, and its punches in the site's own time
    E1 2026-10-06 W  in 20:30  out 08:30+1        the next morning
    E1 2026-10-07 -  auto 12:00                   punches without a shift
    E1 2026-10  call 80.00  work 85  behaviour 90
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Facts = Iterator[dict[str, Any]]
NO_SHIFT = "-"


def people(text: str) -> Facts:
    """`E1 csr`, and where it matters `team T2`, `hired 2026-10-12`, `probation 2026-12-31`."""
    for line in _lines(text):
        employee, role, *words = line.split()
        said = _pairs(line, words, {"team", "hired", "probation"})
        yield {
            "kind": "employee",
            "employee": employee,
            "name": f"Name of {employee}",
            "role": role,
            "team": said.get("team", "T1"),
            "hired_on": said.get("hired", "2025-01-01"),
        } | ({"probation_until": said["probation"]} if "probation" in said else {})


def shifts(text: str, zone: str) -> Facts:
    """`E1 2026-10-05 R in 08:25 out 20:31`: the roster's entry, then the punches in their order."""
    for line in _lines(text):
        employee, date, shift, *words = line.split()
        if shift != NO_SHIFT:
            yield {"kind": "shift", "employee": employee, "date": date, "shift": shift}
        for direction, time in zip(words[::2], words[1::2], strict=True):
            at = _instant(date, time, zone)
            yield {"kind": "clock", "employee": employee, "at": at, "direction": direction}


def scores(text: str) -> Facts:
    """`E1 2026-10 call 80 work 85 behaviour 90`: one monitoring, on the month's first day, and the two reviews."""
    for line in _lines(text):
        employee, period, *words = line.split()
        for name, score in _pairs(line, words, {"call", "work", "behaviour"}).items():
            if name == "call":
                yield {
                    "kind": "monitoring",
                    "monitoring": f"call of {employee} in {period}",
                    "employee": employee,
                    "evaluator": "QA",
                    "date": f"{period}-01",
                    "channel": "phone",
                    "score": score,
                }
            else:
                yield {
                    "kind": f"{name}_review",
                    "employee": employee,
                    "period": period,
                    "score": score,
                    "evaluator": "M",
                    "at": f"{period}-28T09:00:00+00:00",
                }


def _instant(date: str, time: str, zone: str) -> str:
    """The instant of a local time `08:30`, of the next day as `08:30+1`, of the day before as `23:00-1`."""
    of_day, days = (time[:-2], int(time[-2:])) if time[-2] in "+-" else (time, 0)
    local = datetime.fromisoformat(f"{date}T{of_day}") + timedelta(days=days)
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat()


def _pairs(line: str, words: list[str], known: set[str]) -> dict[str, str]:
    said = dict(zip(words[::2], words[1::2], strict=True))
    if not said.keys() <= known:
        raise ValueError(f"{line!r}: after the first words only {', '.join(sorted(known))} may follow")
    return said


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
