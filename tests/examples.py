"""The examples beside the checkout, which are not part of the project: an import, and what it answers and comes to."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("WORKLEDGER_EXAMPLES", Path(__file__).resolve().parents[2] / "shared" / "examples-2"))
RECORDED_UNTIL = datetime(2026, 11, 20, tzinfo=UTC)
"""The examples are read as recorded at this instant: after every shift of theirs but the one in 2099."""
ABSENT = "there are no examples beside the checkout; name their folder in WORKLEDGER_EXAMPLES"


def examples(*folders: str) -> list[Any]:
    """The examples of these folders, each a parameter; the generated centres take seconds and are slow."""
    found = [path for folder in folders for path in sorted((FOLDER / folder).glob("*.expected.json"))]
    if not found:
        return [pytest.param(FOLDER, marks=pytest.mark.skip(reason=ABSENT))]
    return [pytest.param(path, marks=pytest.mark.slow) if path.name.startswith("centre") else path for path in found]


def named(path: Path) -> str:
    """What a test calls an example."""
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def facts_of(path: Path) -> Path:
    """The import of an example."""
    return path.with_name(path.name.replace(".expected.json", ".ndjson"))


def expected_of(path: Path) -> dict[str, Any]:
    """The counts and refused lines of its import, and all rows of the reports of some periods."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
