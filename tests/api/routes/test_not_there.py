"""What is named by a number that can be guessed: not there, and not within reach, are the same answer everywhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.auth.permissions import PERMISSIONS, Reach, Role
from ledger.facts.streams import key_stream
from tests.api.routes.operations import operations
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
ASKING: dict[str, dict[str, str]] = {
    "employee": {"employee": "E1"}, "team_leader": {"team": "Z"}, "qa": {}, "manager": {}, "device": {}, "admin": {},
}  # fmt: skip
PAIRS = {
    "fact": (f"{key_stream('base_salary', ('Q1', '2024-01-01'))}.1", f"{key_stream('base_salary', ('Q1', 'x'))}.1"),
    "employee": ("Q1", "E999"),
    "leave": ("L-Q", "L-no"),
    "swap": ("S-Q", "S-no"),
    "dispute": ("D-Q", "D-no"),
    "complaint": ("C-Q", "C-no"),
    "monitoring": ("M-Q", "M-no"),
    **dict.fromkeys(("request", "refund", "promise", "plan", "task"), ("W-Q", "W-no")),
    "job": ("0" * 24, "f" * 24),
    "id": ("1", "2"),
    "serial": ("SN1", "SN2"),
    "key": ("k-1", "k-2"),
    "webhook": ("w-1", "w-2"),
    "robot": ("r-1", "r-2"),
    "import_id": ("", "f" * 64),
}
"""By the part of an address: something that is there, and something of the same form that is not.

The id of an import is known once it was made.
"""
SAME_FOR_ALL = {"period", "position", "report", "name", "version", "size", "document"}
"""Parts that name what everybody who may ask at all may see."""
BODY = {"decision": "cancelled", "status": "withdrawn", "by": "E1", "at": AT, "reason": "x", "score": "80"}


@pytest.fixture
def peopled(service: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    """The small centre, one of each kind of workflow about Q1, a job of HR's, and an import with a refused line."""
    lines: list[dict[str, Any]] = [
        {"kind": "leave", "leave": "L-Q", "employee": "Q1", "type": "annual", "first_date": "2024-10-20",
         "last_date": "2024-10-21", "requested_on": "2024-10-01"},
        {"kind": "swap", "swap": "S-Q", "requester": "Q1", "requester_date": "2024-10-20", "counterparty": "E2",
         "counterparty_date": "2024-10-21", "at": AT},
        {"kind": "dispute", "dispute": "D-Q", "employee": "Q1", "at": AT, "text": "x", "period": "2024-10"},
        {"kind": "complaint", "complaint": "C-Q", "employee": "Q1", "date": "2024-10-20"},
        {"kind": "monitoring", "monitoring": "M-Q", "employee": "Q1", "evaluator": "Q1", "date": "2024-10-20",
         "channel": "phone", "score": "80"},
        {"kind": "punch_request", "request": "W-Q", "employee": "Q1", "at": AT, "direction": "in", "reason": "x",
         "requested_at": AT},
        {"kind": "overtime_request", "request": "W-Q", "employee": "Q1", "date": "2024-10-20", "minutes": 9,
         "reason": "x", "requested_at": AT},
        {"kind": "refund", "refund": "W-Q", "employee": "Q1", "date": "2024-10-20", "amount": "5.00"},
        {"kind": "promise", "promise": "W-Q", "employee": "Q1", "made_at": AT, "due_at": AT},
        {"kind": "improvement_plan", "plan": "W-Q", "employee": "Q1", "finding": "x", "actions": "x", "by": "M",
         "due_date": "2024-10-20", "at": AT},
        {"kind": "task", "task": "W-Q", "title": "x", "to": ["Q1"], "by": "M", "at": AT},
    ]  # fmt: skip
    assert [outcome.status for outcome in service.ledger.record(lines)] == ["accepted"] * len(lines)
    file = tmp_path / "praise.ndjson"
    said = {
        "kind": "praise",
        "praise": "P-1",
        "employee": "Q1",
        "date": "2024-10-20",
        "written": True,
        "about": "attitude",
    }
    file.write_text(f"{json.dumps(said)}\n{{}}\n", encoding="utf-8")
    assert service.ledger.imports.import_file(file).accepted == 1
    (made,) = service.ledger.imports.latest(1)
    monkeypatch.setitem(PAIRS, "import_id", (made.key, PAIRS["import_id"][1]))
    with service.ledger.transactions.keeping() as (cursor, now):
        cursor.execute(
            "INSERT INTO jobs (id, what, owner, state, created_at, seen_at, done, whole, answer) "
            "VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?)",
            [PAIRS["job"][0], "import", "key:hr", "finished", now, now, b'{"accepted": 1}'],
        )
    return service


def addresses(service: Served, role: str) -> Iterator[tuple[str, str, str, str]]:
    """Each operation whose address names something that can be guessed: method, both addresses, and the part."""
    for operation in operations(service.app):
        parts = [each.partition("}")[0] for each in operation.path.split("{")[1:]]
        permission = str(operation.permission).format(report="attendance")
        if permission.startswith("report ") and PERMISSIONS[permission].get(Role(role)) is Reach.ALL:
            continue  # Everybody is within reach, with rows or without.
        guessed = [part for part in parts if part in PAIRS]
        assert set(parts) <= {*PAIRS, *SAME_FOR_ALL}, operation.path
        for part in guessed:
            both = []
            for value in PAIRS[part]:
                filled = operation.path.replace(f"{{{part}}}", value)
                for other in parts:
                    stands = {"period": "2024-10", "report": "attendance"}.get(other) or PAIRS.get(other, ("x",))[0]
                    filled = filled.replace(f"{{{other}}}", stands)
                both.append(filled)
            yield operation.method, both[0], both[1], part


@pytest.mark.parametrize("role", ASKING)
def test_nothing_that_is_out_of_reach_is_told_from_nothing_at_all(peopled: Served, role: str) -> None:
    compared, told = 0, []
    before = peopled.ledger.facts.last_position()
    with peopled.client(role, **ASKING[role]) as client:
        for method, there, not_there, part in addresses(peopled, role):
            more: dict[str, Any] = {} if method == "GET" else {"json": BODY}
            answers = [client.request(method, address, **more) for address in (there, not_there)]
            if answers[0].status_code < 300:
                continue  # It is within this role's reach; what that shows is for the table, and its tests.
            texts = []
            for answer, name in zip(answers, PAIRS[part], strict=True):
                text = answer.text.replace(answer.headers.get("x-request-id", "-"), "")
                text = re.sub(rf"\b{re.escape(name)}\b", "NAME", text)
                texts.append((answer.status_code, text))
            compared += 1
            if texts[0] != texts[1]:
                told.append((method, there, texts))
    assert told == []
    assert compared > 15
    assert role in ("qa", "manager") or peopled.ledger.facts.last_position() == before
