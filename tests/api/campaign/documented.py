"""The centre that the examples of docs/openapi.json are about: what is recorded before they can be."""

import json
from pathlib import Path
from typing import Any

from tests.ledger.material import written

_RECORD = "record_"
_OPENED = ("swap", "leave", "monitoring", "complaint", "dispute")


def bodies(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The example of each body in JSON, by the operation."""
    found = {}
    for path in document["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in content:
                found[operation["operationId"]] = content["example"]
    return found


def documented(document: dict[str, Any], folder: Path) -> Path:
    """A file of facts: the site, its people and workflows as the examples have them, and whom else they name."""
    facts = {
        name.removeprefix(_RECORD): {"kind": name.removeprefix(_RECORD), **body}
        for name, body in bodies(document).items()
        if name.startswith(_RECORD)
    }
    employee, shift, clock = facts["employee"], facts["shift"], facts["clock"]
    lines = [
        facts["site"],
        *(
            {**employee, "employee": number, "name": name, "role": role}
            for number, name, role in (
                ("E0001", "李娜", "team_leader"),
                ("E0002", "王芳", "csr"),
                ("E0004", "刘洋", "qa"),
            )
        ),
        employee,
        shift,
        {**shift, "employee": "E0002", "shift": "C"},
        clock,
        {**clock, "at": "2026-10-12T08:29:00+08:00", "ref": facts["void"]["of"]},
        # What an example leaves out, because the caller is meant, a file has to say.
        *({**({"evaluator": "E0004"} if kind == "monitoring" else {}), **facts[kind]} for kind in _OPENED),
    ]
    return written(folder, json.loads(json.dumps(lines)), "documented.ndjson")
