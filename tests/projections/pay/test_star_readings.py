"""S9.3a: whose star pay a period pays, and for which days, worked by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.projections.pay.pay_office import centre, person

TOTALS = [{"period": f"2026-0{month}", "total": "65.00", "behaviour": "65.00"} for month in (7, 8, 9)]


def star(folder: Path, role: str, *more: dict[str, Any], **reading: Any) -> list[tuple[str, str]]:
    opening = {"kind": "opening", "employee": "A", "lots": [], "deficit": 0, "error_free_periods": 0, "totals": TOTALS}
    at = centre(folder, *person("A", role=role), opening, *more, **reading)
    return [(row["employee"], row["amount"]) for row in at.rows("2026-10", "stars")]


MOVED = {"kind": "assignment", "employee": "A", "from": "2026-10-11", "role": "qa"}
CAME = {**MOVED, "role": "csr"}
GONE = {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reading", "moved", "came", "gone"),
    [
        ({}, [], ["100.00"], ["100.00"]),
        ({"star_keeps": True}, ["100.00"], ["100.00"], ["100.00"]),
        ({"role_reading": "by_days"}, ["32.26"], ["67.74"], ["64.52"]),
        ({"role_reading": "by_days", "star_keeps": True}, ["100.00"], ["100.00"], ["64.52"]),
    ],
    ids=["as the manual", "kept", "by days", "kept, by days"],
)
def test_the_readings_of_star_pay(
    tmp_path: Path, reading: dict[str, Any], moved: list[str], came: list[str], gone: list[str]
) -> None:
    """A row of 100.00; ten days as CSR, then 21 as QA, or the reverse; and twenty days employed."""
    for name in ("moved", "came", "gone"):
        (tmp_path / name).mkdir()
    found = [
        star(tmp_path / "moved", "csr", MOVED, **reading),
        star(tmp_path / "came", "qa", CAME, **reading),
        star(tmp_path / "gone", "csr", GONE, **reading),
    ]
    assert [[amount for _, amount in rows] for rows in found] == [moved, came, gone]


@pytest.mark.slow
def test_who_was_csr_on_no_day_has_no_row(tmp_path: Path) -> None:
    assert star(tmp_path, "qa", role_reading="by_days") == []
