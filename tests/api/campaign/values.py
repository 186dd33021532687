"""Values for requests: of the documented centre, without which next to nothing asked would be about anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import available_timezones

import schemathesis
from hypothesis import strategies as st
from schemathesis.specs.openapi.formats import unregister_string_format

from api.openapi.fact_components import ZONE
from tests.api.routes.served import Served

_KNOWN: dict[str, list[Any]] = {
    "periods": ["2026-10", "2026-11"],
    "employees": ["E0001", "E0002", "E0003", "E0004"],
    "teams": ["甲组"],
    "rules": ["manual"],
    "types": ["annual", "sick", "lieu"],
    "shifts": ["R", "C", "W"],
    "devices": ["0316144680030"],
    "countries": ["CN", "de"],
    "years": [2025, 2026],
}
_BINDINGS = {
    "periods": ("path.period", "body.period"),
    "employees": ("path.employee", "query.employee", "body.employee", "body.requester", "body.counterparty"),
    "teams": ("query.team", "body.team"),
    "rules": ("path.version", "query.rules"),
    "positions": ("query.as_of", "body.as_of"),
    "types": ("body.type",),
    "shifts": ("body.shift",),
    "devices": ("query.SN",),
    "countries": ("query.country",),
    "years": ("query.year",),
}
_PROBABILITY = 0.7


def known(service: Served) -> dict[str, Any]:
    """The values that a service knows, and the parameters that take them most of the time."""
    values = {**_KNOWN, "positions": [str(service.ledger.facts.last_position())]}
    return {
        "dictionaries": {name: {"values": listed} for name, listed in values.items()},
        "parameters": {
            key: {"dictionary": name, "probability": _PROBABILITY} for name in _BINDINGS for key in _BINDINGS[name]
        },
    }


def _days() -> st.SearchStrategy[date]:
    # A roster that reaches far ahead has all periods up to there in it, and each report of them is made of all before.
    return st.dates(date(2026, 10, 1), date(2026, 11, 30)) | st.dates(date(2020, 1, 1), date(2027, 12, 31))


def _instants() -> st.SearchStrategy[str]:
    offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    times = st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))
    return st.builds(lambda day, time, zone: datetime.combine(day, time, zone).isoformat(), _days(), times, offsets)


_FORMATS = {
    "date": _days().map(str),
    "date-time": _instants(),
    ZONE: st.sampled_from(sorted(available_timezones())),
    # Facts are sent there: nobody has a name that ends so (RFC 2606).
    "uri": st.from_regex(r"\Ahttps://[a-z][a-z0-9]{0,8}\.example(/[a-z0-9]{0,8})?\Z"),
}


@contextmanager
def formats() -> Iterator[None]:
    """Values of our formats are made as our schemas have them, as long as this lasts."""
    for name, strategy in _FORMATS.items():
        schemathesis.openapi.format(name, strategy)
    try:
        yield
    finally:
        for name in _FORMATS:
            unregister_string_format(name)
