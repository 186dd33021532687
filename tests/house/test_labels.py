"""Everything that people read the name of is called something in Chinese and in English, in the catalogues alone."""

import ast
import re
from collections.abc import Iterable
from gettext import GNUTranslations
from io import BytesIO
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from api.auth.permissions import Role
from api.words.language import Language
from ledger.facts import KINDS, Fact
from ledger.facts.codec import choices_of, part_of
from ledger.labels import FOLDERS, LOCALES, is_labelled
from ledger.ruleset import RuleSet, parameter_of
from projections.pay.pay_lines import PAY_LINES
from projections.reconciliation import Outcome
from projections.reports import REPORTS
from tests.house.documents.labels import compiled, labels
from tests.house.source import modules

HAN = re.compile(r"[\u4e00-\u9fff]")
AS_THEY_ARE = {"QA", "%"}
"""Labels that are the same in both languages."""
MAY_BE_CHINESE = (
    "src/ledger/made_up_centre/",
    "src/projections/awards/",
    "src/api/documents/",
    "src/api/openapi/document.py",
    "src/ledger/proof/verify_evidence.py",
)
"""A made-up centre; awards, which a site's package brings with their names; layouts of sheets; what the API's
description says of its parts; and the verifier, which is one file that stands alone."""


def fields_of(model: type[BaseModel]) -> Iterable[str]:
    """The names of the fields of a kind, and of the objects within it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        part = part_of(field.annotation)
        if part is not None:
            yield from fields_of(part)


def test_the_catalogues_have_the_same_things_each_in_its_language() -> None:
    english, chinese = labels("en"), labels("zh-CN")
    assert english.keys() == chinese.keys()
    assert [key for key, text in chinese.items() if not HAN.search(text) and text not in AS_THEY_ARE] == []
    assert [key for key, text in english.items() if not text or HAN.search(text)] == []


@pytest.mark.parametrize("language", FOLDERS)
def test_the_compiled_catalogue_is_current(language: str) -> None:
    kept, made = (
        {key: text for key, text in vars(GNUTranslations(BytesIO(content)))["_catalog"].items() if key}
        for content in ((LOCALES / FOLDERS[language] / "labels.mo").read_bytes(), compiled(language))
    )
    assert kept == made, "the catalogue of labels is stale: run scripts/document"


@pytest.mark.parametrize("model", KINDS.values(), ids=lambda model: model.kind)
def test_a_kind_and_its_fields_have_labels(model: type[Fact]) -> None:
    assert is_labelled("kind", model.kind)
    assert [name for name in fields_of(model) if not is_labelled("field", name)] == []


def test_parameters_reports_columns_lines_roles_and_outcomes_have_labels() -> None:
    wanted: list[tuple[str, Any]] = [
        *(("parameter", name) for name in RuleSet.model_fields),
        *(("parameter unit", parameter_of(name).unit) for name in RuleSet.model_fields),
        *(("report", name) for name in REPORTS),
        *(("column", column.label or column.name) for report in REPORTS.values() for column in report.columns),
        *(("value", line) for line in PAY_LINES),
        *(("role", role.value) for role in Role),
        *(("outcome", outcome.value) for outcome in Outcome),
    ]
    assert [(context, key) for context, key in wanted if not is_labelled(context, key)] == []


def test_what_becomes_of_a_workflow_has_a_label() -> None:
    begun = {model.begins_as for model in KINDS.values() if model.opens and not model.supersedes}
    decided = {
        outcome
        for model in KINDS.values()
        if model.outcome is not None
        for outcome in choices_of(model.model_fields[model.outcome].annotation)
    }
    assert [each for each in sorted(begun | decided) if not is_labelled("standing", each)] == []


def test_no_table_of_labels_is_in_the_source() -> None:
    """A mapping with Chinese in three of its values or more is one."""
    tables = [
        module.where(node)
        for module in modules()
        if not module.name.startswith(MAY_BE_CHINESE)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Dict) and sum(map(_is_chinese, node.values)) >= 3
    ]
    assert tables == []
    assert len(get_args(Language) or list(Language)) == len(FOLDERS)


def _is_chinese(node: ast.expr) -> bool:
    inner = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(isinstance(each, ast.Constant) and HAN.search(str(each.value)) is not None for each in inner)
