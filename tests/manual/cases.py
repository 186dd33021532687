"""A case: facts given, rows expected. Read from the TOML files beside this module (see README.md there)."""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.manual.shorthand import people, scores, shifts

FOLDER = Path(__file__).parent
RECORDED_AT = "2028-12-31T12:00:00+08:00"
"""When everything is recorded, where a case does not say: after all that the cases speak of."""
SITE = {"name": "Centre", "time_zone": "Asia/Shanghai", "first_period": "2026-10", "period_start_day": 1}
_ASKED = re.compile(r"(?P<period>\S+) (?P<report>\w+)(?: rules (?P<rules>\S+))?(?: as of (?P<as_of>\d+))?")
_KEYS = {"clause", "zh", "en", "why", "site", "recorded_at", "people", "shifts", "scores", "facts", "refused", "expect"}
_KEYS |= {"fails"}


@dataclass(frozen=True)
class Question:
    """A report asked for: `2026-10 hours`, `2026-10 hours rules V2`, `2026-10 hours as of 12`."""

    period: str
    report: str
    rules: str | None = None
    as_of: int | None = None

    @classmethod
    def of(cls, text: str) -> "Question":
        matched = _ASKED.fullmatch(text)
        if matched is None:
            raise ValueError(f"{text!r} is not a question; write it as 2026-10 hours")
        said = matched.groupdict()
        return cls(said["period"], said["report"], said["rules"], int(said["as_of"]) if said["as_of"] else None)


@dataclass(frozen=True)
class Case:
    """One worked case of a clause."""

    clause: str
    title: str
    why: str
    recorded_at: datetime
    facts: list[dict[str, Any]]
    refused: list[int]
    """Which of the facts, from 1 for the first of the case's own `facts`, are refused."""
    expected: list[tuple[Question, list[dict[str, Any]]]]
    """Each question and the rows of the employees named in them; `{"no_row": "E2"}` says that E2 has none."""
    fails: list[tuple[Question, str]]
    """Each question that has no answer, and what the sentence names."""

    @property
    def name(self) -> str:
        return f"{self.clause} {self.title}"


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every chapter."""
    return tuple(case for path in sorted(FOLDER.glob("*.toml")) for case in _cases_of(path))


def _cases_of(path: Path) -> list[Case]:
    chapter = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_case(chapter, given, path.name) for given in chapter["case"]]


def _case(chapter: dict[str, Any], given: dict[str, Any], file: str) -> Case:
    unknown = given.keys() - _KEYS
    if unknown or not {"clause", "zh", "en", "why"} <= given.keys():
        raise ValueError(f"{file}: {given.get('en')}: unknown {unknown}, or clause, zh, en or why is missing")
    site = SITE | chapter.get("site", {}) | given.get("site", {})
    zone = site["time_zone"]
    shared = [*people(given.get("people", chapter.get("people", ""))), *_ndjson(chapter.get("facts", ""))]
    own = _ndjson(given.get("facts", ""))
    before = [
        {"kind": "site"} | site,
        *shared,
        *shifts(given.get("shifts", ""), zone),
        *scores(given.get("scores", "")),
    ]
    return Case(
        clause=given["clause"],
        title=given["en"],
        why=given["why"],
        recorded_at=datetime.fromisoformat(given.get("recorded_at", RECORDED_AT)),
        facts=[*before, *own],
        refused=[len(before) + line for line in given.get("refused", [])],
        expected=[(Question.of(asked), _ndjson(rows)) for asked, rows in given.get("expect", {}).items()],
        fails=[(Question.of(asked), named) for asked, named in given.get("fails", {}).items()],
    )


def _ndjson(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]
