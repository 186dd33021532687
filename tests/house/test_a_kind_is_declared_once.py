"""What is to be known of a kind of fact stands on its model: nothing else lists kinds, and a new one takes no more."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.facts import KINDS
from tests.house.documents.labels import compile_labels
from tests.house.source import CHECKOUT, SOURCE, Module, modules

NEW = Path(__file__).parent / "new_kind"
"""A kind of the future: its model and its example, which is walked through a service."""
WORDS = {"en": "tea break", "zh_CN": "茶歇"}
"""What it is called: its entry in the manual's words."""
DECLARED = "src/ledger/facts/"
MADE_UP = "src/ledger/made_up_centre/"
ENUMERATION = 3
"""As many kinds together are a list of kinds."""
MAY_LIST = {
    "src/api/auth/sender_reach.py": "the rules of workflows, each by the kind that decides",
    "src/api/auth/teams.py": "the kinds that say who is in which team",
    "src/api/console/records/record_kinds.py": "the lists of records: which stand together, and which have a page",
    "src/api/console/effects.py": "the operations that tell what a decision would do, each by its kind",
    "src/api/console/hr/people.py": "the page of a person: what changes with somebody",
    "src/api/console/hr/replays.py": "the page of replays: what is not an input of one person's figures",
    "src/api/console/self_service/tasks.py": "the page of one's own duties: what is signed off on it",
    "src/api/console/team/__init__.py": "the menu of a team: what its page of decisions decides",
    "src/api/console/team/duties.py": "the page of a team's duties: what its rows are called",
    "src/api/openapi/conditions.py": "what a kind refuses of fields that go together, as JSON Schema says it",
    "src/api/openapi/fact_components.py": "what examples say beside what their fields are",
    "src/api/operations/report_doubts.py": "workflows whose approval records more than itself",
    "src/ledger/decisions/centre.py": "how an acknowledgement names what has no number",
    "src/ledger/history/assembly.py": "workflows whose approval records other facts, and which",
    "src/ledger/imports/reversal.py": "what ends a workflow, each by its kind",
    "src/projections/agenda.py": "own errands: how what waits for somebody is read",
    "src/projections/brief.py": "the morning: by which columns what waits is told",
    "src/projections/decisions.py": "the kinds that wait for a decision, in order, and what decides each",
    "src/projections/lookback.py": "names of what working time is made of",
    "src/ledger/erasure/person_erasure.py": "what an erasure looks at",
}
"""Files that list kinds, and why: a rule or a page of exactly these."""
_CLASSES = {model.__name__: kind for kind, model in KINDS.items()}
_FIELDS = {name for model in KINDS.values() for name in model.names.values()}
"""Names that are fields too: a list of these alone may be one of fields."""


def listed_in(module: Module) -> Iterator[str]:
    """The places of a module that list kinds."""
    for node in ast.walk(module.tree):
        named = [_kind_of(each) for each in _elements(node)]
        kinds = {kind for kind in named if kind is not None}
        if len(kinds) >= ENUMERATION and 2 * len(kinds) >= len(named) and kinds - _FIELDS:
            yield module.where(node)


def _elements(node: ast.AST) -> list[ast.expr | None]:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return list(node.elts)
    return list(node.keys) if isinstance(node, ast.Dict) else []


def _kind_of(node: ast.expr | None) -> str | None:
    match node:
        case ast.Constant(value=str() as value) if value in KINDS:
            return value
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name), attr="kind"):
            return _CLASSES.get(name)
    return None


@pytest.mark.slow
def test_nothing_beside_the_models_lists_kinds() -> None:
    looked_at = [module for module in modules() if not module.name.startswith((DECLARED, MADE_UP))]
    found = {module.name: list(listed_in(module)) for module in looked_at}
    lists = {name: places for name, places in found.items() if places}
    assert {name: places for name, places in lists.items() if name not in MAY_LIST} == {}, "declare it on the model"
    assert sorted(MAY_LIST.keys() - lists) == [], "lists no kinds any more: take it out here"


@pytest.mark.slow
def test_a_new_kind_takes_a_model_an_example_and_its_words(tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(SOURCE, source)
    shutil.copy(NEW / "tea_break.py", source / "ledger/facts")
    for folder, words in WORDS.items():
        with (source / "ledger/locales" / folder / "labels.po").open("a", encoding="utf-8") as file:
            file.write(f'\nmsgctxt "kind"\nmsgid "tea_break"\nmsgstr "{words}"\n')
    compile_labels(source / "ledger/locales")
    path = os.pathsep.join((str(source), str(CHECKOUT)))
    walked = subprocess.run(
        [sys.executable, "-m", "tests.house.new_kind.walk"],
        env=os.environ | {"PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr
