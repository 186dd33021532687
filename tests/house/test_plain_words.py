"""Phrases that readers stumbled over stay away: CONTRIBUTING.md says how we write."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT

REFUSED = {
    r"\b[Ww]ho asks\b": "the caller, the client, or who requested it",
    r"\b[Ii]t is none\b": "it is invalid",
    r"\bwould be right\b": "use …, give …",
    r"\btold so\b": "is refused, is reported",
    r"\bwhose it is\b": "the owner, the employee",
    r"\b[Oo]f what is no\b": "of anything else",
    r"\bin its one right\b": "in canonical form",
    r"\b[Tt]here is no key\b": "no key has the id …, unknown key …",
    r"\bthat this version knows\b": "known",
    r"(?<!there )(?<!where )\bis no (?:date|day|moment|instant|number|text|row|line|rate|name|URL|JSON|fact|key)\b": (
        "is not a …"
    ),
    r"\b(?:[Hh]e|[Hh]is|him|himself)\b": "the role, or the plural",
    r"\bmay stay empty\b": "optional",
    r"\b[Pp]aid in all\b": "total pay",
    r"\bledger's words\b": "details",
    r"\b[Hh]ear of every\b": "follow every",
    r"\bmend (?:its|it|them|what|the)\b": "correct",
    r"\bwhose time it is in\b": "needs a site for its time zone",
    r"\bSwaps with me\b": "swaps involving me",
    r"\bGone early\b": "left early",
    r"\brenewed every\b": "refreshes every",
    r"\bAt the moment\b": "as of",
    r"账本事实": "全部记录",
    r"首日已过": "开始日期已过",
    r"已计工时": "实际工时",
    r"作罢": "忽略",
    r"未了事项": "待办事项",
    r"毫天": "千分之一天",
    r"看谁增谁减": "试算影响",
}
"""By a pattern, what to write instead."""

PLACES = (
    "src/**/*.py",
    "src/**/*.html",
    "src/**/*.po",
    "docs/*.md",
    "docs/problems/*.md",
    "README*.md",
    "CHANGELOG.md",
)
SPARED = frozenset({"docs/manual.md"})
"""The manual is quoted as it is."""


def written() -> Iterator[tuple[str, int, str]]:
    """Every line that people read, with its file and number."""
    for pattern in PLACES:
        for path in sorted(CHECKOUT.glob(pattern)):
            name = path.relative_to(CHECKOUT).as_posix()
            if name not in SPARED:
                yield from ((name, number, line) for number, line in enumerate(lines(path), 1))


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("pattern", REFUSED)
def test_a_phrase_that_was_removed_does_not_come_back(pattern: str) -> None:
    phrase = re.compile(pattern)
    found = [f"{name}:{number}" for name, number, line in written() if phrase.search(line)]
    assert found == [], f"write instead: {REFUSED[pattern]}"
