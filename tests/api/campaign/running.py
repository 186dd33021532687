"""A campaign of Schemathesis against a running service: callers, requests and findings.

It asks from a process of its own. What Schemathesis makes of a large description is kept to the end, gigabytes of it,
and would be looked through for garbage by every test that comes after.
"""

import os
from collections import Counter
from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from api.auth.permissions import Role
from tests.api.campaign.callers import CALLERS, asked_by
from tests.api.campaign.expectations import NOT_ASKED, expected
from tests.api.campaign.fresh import freshened
from tests.api.campaign.values import formats, known
from tests.api.routes.operations import operations
from tests.api.routes.served import Served

EXAMPLES = int(os.environ.get("WORKLEDGER_TEST_EXAMPLES", "2"))
"""Random requests an operation."""
EXAMPLES_PHASE, COVERAGE, FUZZING, STATEFUL = "examples", "coverage", "fuzzing", "stateful"
_PHASES = (EXAMPLES_PHASE, COVERAGE, FUZZING, STATEFUL)
_SEED = 20_261_101


@dataclass
class Found:
    """What a campaign has found: failures and errors as texts, and how often each operation answered what."""

    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    scenarios: int = 0
    """In which something was asked."""
    first: int = 1
    """The first of the numbers that make requests ones of their own, and are not used yet."""

    def answered(self, first: int, last: int) -> set[str]:
        """The operations that answered a status from one to another."""
        return {name for name, status in self.answers if first <= status <= last}

    @property
    def wrong(self) -> list[str]:
        """All that is wrong."""
        return [*self.errors, *self.failures.values()]


def campaign(
    service: Served,
    apart: Executor,
    phases: Collection[str],
    examples: int = EXAMPLES,
    *,
    only: Collection[str] = (),
    seed: int = 0,
    found: Found | None = None,
) -> Found:
    """Ask every operation of a service, or only some; the same each time. It adds to what was found before.

    `apart` is the process that asks.
    """
    told = _configuration(service, phases, examples, only, seed)
    tokens = {service.key(role, person) for role, person in CALLERS.items()}
    return apart.submit(_ask, told, tokens, STATEFUL in phases, found or Found()).result()


def _ask(told: dict[str, Any], tokens: set[str], opening: bool, found: Found) -> Found:
    numbers = count(found.first)
    with formats(), freshened(numbers, tokens, opening=opening):
        config = SchemathesisConfig.from_dict(told)
        schema = schemathesis.openapi.from_url(f"{told['base-url']}/openapi.json", config=config)
        for event in from_schema(schema).execute():
            _note(event, found)
    found.first = next(numbers)
    return found


def _configuration(
    service: Served, phases: Collection[str], examples: int, only: Collection[str], seed: int
) -> dict[str, Any]:
    every = list(operations(service.app))
    passed_over = {*NOT_ASKED, *(str(each) for each in every if only and str(each) not in only)}
    asking: dict[Role, list[str]] = {}
    for operation in every:
        role = asked_by(operation)
        if role is not None:
            asking.setdefault(role, []).append(str(operation))
    return {
        "seed": _SEED + seed,
        "base-url": service.url,
        "request-timeout": 60,
        "continue-on-failure": True,
        "phases": {name: {"enabled": name in phases} for name in _PHASES},
        "generation": {"max-examples": examples, "deterministic": True, "database": "none", "no-shrink": True},
        "operations": [
            {"include-operation-id": sorted(passed_over), "enabled": False},
            *(
                {"include-operation-id": names, "headers": {"Authorization": f"Bearer {_token(service, role)}"}}
                for role, names in asking.items()
            ),
            *expected(every),
        ],
        **known(service),
    }


def _token(service: Served, role: Role) -> str:
    return service.key(role, CALLERS[role])


def _note(event: events.EngineEvent, found: Found) -> None:
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        found.errors.append(f"{event.label}: {event.info.title}: {event.info.message}")
    if isinstance(event, events.ScenarioFinished):
        found.scenarios += bool(event.recorder.interactions)
        _note_scenario(event.recorder, found)


def _note_scenario(recorder: Any, found: Found) -> None:
    for number, interaction in recorder.interactions.items():
        if interaction.response is not None:
            name = recorder.cases[number].value.operation.definition.raw["operationId"]
            found.answers[name, interaction.response.status_code] += 1
    for number, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure, sample = check.failure_info.failure, check.failure_info.code_sample
                answer = recorder.find_response(case_id=number)
                shown = "no answer" if answer is None else f"{answer.status_code} {answer.content[:400]!r}"
                key = (failure.operation, check.name, failure.message.partition("\n")[0])
                told = f"{failure.operation}: {failure.title}: {failure.message}\n{sample}\n{shown}"
                found.failures.setdefault(key, told)
