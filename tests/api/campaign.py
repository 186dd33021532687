"""A campaign of Schemathesis against a running service: who asks for what, with which values, and what is looked at."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any
from zoneinfo import available_timezones

import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER
from schemathesis.specs.openapi.formats import unregister_string_format

from api.auth.permissions import PERMISSIONS, Role
from api.openapi.fact_schemas import ZONE
from api.serving.idempotency import KEY_PATTERN
from tests.api.expectations import NOT_ASKED, expected
from tests.api.routes.operations import operations
from tests.api.routes.served import Served

EXAMPLES = int(os.environ.get("WORKLEDGER_TEST_EXAMPLES", "10"))
"""Random requests an operation, and sequences of requests."""
_SEED = 20_241_101
_ROLES = (Role.HR, Role.ADMIN, Role.AUDITOR, Role.QA)
"""Who asks: the first of them who may."""

_KNOWN: dict[str, list[Any]] = {
    "periods": ["2026-10", "2026-11"],
    "employees": ["E0001", "E0002", "E0003", "E0004"],
    "teams": ["甲组"],
    "rules": ["manual"],
    "types": ["annual", "sick", "lieu"],
    "shifts": ["R", "C", "W"],
    "devices": ["0316144680030"],
}
"""Of the documented centre; without them next to nothing that is asked would be about anything."""
_BINDINGS = {
    "periods": ("path.period", "body.period"),
    "employees": ("path.employee", "query.employee", "body.employee", "body.requester", "body.counterparty"),
    "teams": ("query.team", "body.team"),
    "rules": ("path.version", "query.rules"),
    "positions": ("query.as_of", "body.as_of"),
    "types": ("body.type",),
    "shifts": ("body.shift",),
    "devices": ("query.SN",),
}
_PROBABILITY = 0.7


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


@dataclass
class Campaign:
    """What a campaign has found: failures and errors as texts, and how often each operation answered what."""

    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def statuses(self, label: str) -> set[int]:
        """The statuses that an operation answered."""
        return {status for each, status in self.answers if each == label}


def campaign(service: Served, phases: tuple[str, ...], examples: int = EXAMPLES) -> Campaign:
    """Ask every operation of a service; the same each time."""
    config = SchemathesisConfig.from_dict(_configuration(service, phases, examples))
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json", config=config)
    found, before_call = Campaign(), _Fresh(service).before_call
    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(before_call, "before_call")
    try:
        for event in from_schema(schema).execute():
            _note(event, found)
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)
    return found


def _configuration(service: Served, phases: tuple[str, ...], examples: int) -> dict[str, Any]:
    asking: dict[str, list[str]] = {}
    for operation in operations(service.app):
        if operation.permission is not None:
            role = next(role for role in _ROLES if role in PERMISSIONS[operation.permission.format(report="hours")])
            asking.setdefault(role, []).append(str(operation))
    values = {**_KNOWN, "positions": [str(service.ledger.last_position())]}
    known = {key: {"dictionary": name, "probability": _PROBABILITY} for name in _BINDINGS for key in _BINDINGS[name]}
    return {
        "seed": _SEED,
        "base-url": service.url,
        "request-timeout": 60,
        "continue-on-failure": True,
        "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
        "generation": {"max-examples": examples, "deterministic": True, "database": "none", "no-shrink": True},
        "dictionaries": {name: {"values": listed} for name, listed in values.items()},
        "parameters": known,
        "operations": [
            *({"include-operation-id": name, "enabled": False} for name in NOT_ASKED),
            *(
                {"include-operation-id": names, "headers": {"Authorization": f"Bearer {service.key(role)}"}}
                for role, names in asking.items()
            ),
            *expected(operations(service.app)),
        ],
    }


class _Fresh:
    """Makes a request one of its own where it has to be."""

    def __init__(self, service: Served) -> None:
        self._numbers = count(1)
        self._own = {service.key(role).split("_")[1] for role in _ROLES}

    def before_call(self, _context: Any, case: Any, _kwargs: Any) -> None:
        """A key of a request is used once, and the keys that the campaign asks with are not revoked.

        Entity tags get their quotes back: the generator takes them off values of headers. And whole numbers are written
        as such: to a schema 97.0 is an integer, but the ledger takes no number that may have been rounded.
        """
        given = case.headers.get("Idempotency-Key")
        # One that is not of its form stays as it is, to be refused for that.
        if isinstance(given, str) and re.fullmatch(KEY_PATTERN, given):
            number = str(next(self._numbers))
            text = given.strip('"')[: 200 - len(number)] + number
            case.headers["Idempotency-Key"] = f'"{text}"' if given.startswith('"') else text
        if case.meta.generation.mode.is_positive:
            case.body = _whole(case.body)
            tag = case.headers.get("If-Match")
            if isinstance(tag, str) and tag.isdigit():
                case.headers["If-Match"] = f'"{tag}"'
        if case.operation.label == "DELETE /v1/keys/{key}" and case.path_parameters.get("key") in self._own:
            case.path_parameters["key"] = "000000000000"


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _note(event: events.EngineEvent, found: Campaign) -> None:
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        found.errors.append(f"{event.label}: {event.info.title}: {event.info.message}")
    if isinstance(event, events.ScenarioFinished):
        name = event.phase.value
        found.seconds[name] = found.seconds.get(name, 0) + event.elapsed_time
        _note_scenario(event.recorder, found)


def _note_scenario(recorder: Any, found: Campaign) -> None:
    for number, interaction in recorder.interactions.items():
        if interaction.response is not None:
            found.answers[recorder.cases[number].value.operation.label, interaction.response.status_code] += 1
    for number, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                answer = recorder.interactions[number].response if number in recorder.interactions else None
                shown = "no answer" if answer is None else f"{answer.status_code} {answer.content[:400]!r}"
                key = (failure.operation, check.name, failure.message.partition("\n")[0])
                found.failures.setdefault(
                    key,
                    f"{failure.operation}: {failure.title}: {failure.message}\n{check.failure_info.code_sample}\n{shown}",
                )
