"""Everything that people read the name of is called something in Chinese and in English, in the catalogues alone."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from gettext import GNUTranslations
from io import BytesIO
from typing import Any

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
WRITTEN_IN_CHINESE = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uff00-\uffef]")
"""With the punctuation, and the full-width forms."""
PART = r"\{\w+\}"
AS_THEY_ARE = {"", "QA", "%", "：", "、", "；", "。"}
"""Labels that are the same in both languages, and signs."""
MAY_BE_CHINESE: Mapping[str, str] = {
    "src/ledger/made_up_centre/": "names and remarks of people who do not exist, which are facts and not labels",
    "src/ledger/formats/plain_text.py": "signs that a spreadsheet takes for the beginning of a formula",
    "src/ledger/formats/sheets/": "dates and amounts as Chinese sheets write them, which are read",
    "src/ledger/statutory_holidays.py": "marks in the names that a library gives to holidays, which are read",
    "src/ledger/proof/verify_evidence.py": "the verifier, which is one file that stands alone",
    "src/projections/awards/": "awards, which a site's own package brings together with their names",
    "src/api/documents/amounts.py": "amounts as Chinese sheets write them, which are read",
    "src/api/documents/pay_items.py": "the colon of a heading, which is read",
    "src/api/documents/payment_layout.py": "headings of sheets of pay, which are read",
    "src/api/documents/payment_mapping.py": "headings of sheets of pay, which are read",
    "src/api/documents/payments.py": "headings of rows of totals, which are read",
    "src/api/openapi/examples.py": "examples of names in the description, as facts have them",
    "src/api/openapi/fact_components.py": "examples of facts in the description",
    "src/api/operations/keys.py": "an example of a name in the description",
}
"""Where Chinese is data and not a label, and why."""


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
    words = {key: re.sub(PART, "", text) for key, text in chinese.items()}
    assert [key for key, text in words.items() if not HAN.search(text) and text not in AS_THEY_ARE] == []
    assert [key for key, text in english.items() if not text or HAN.search(text)] == []


@pytest.mark.parametrize("language", FOLDERS)
def test_every_label_is_written_once_under_a_context(language: str) -> None:
    text = (LOCALES / FOLDERS[language] / "labels.po").read_text(encoding="utf-8")
    without_context = re.findall(r'\n(msgid "[^"]+")\n', re.sub(r'msgctxt "[^"]*"\nmsgid', "known", text))
    assert without_context == []
    keys = re.findall(r'msgctxt "([^"]*)"\nmsgid "([^"]*)"\n', text)
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_a_label_has_the_same_parts_in_both_languages() -> None:
    parts = [{key: set(re.findall(PART, text)) for key, text in labels(each).items()} for each in FOLDERS]
    differ = {key for key in parts[0] if parts[0][key] != parts[1][key]}
    # In English the others are counted, in Chinese all of them.
    assert differ == {("cause of facts", "with_more")}


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


def chinese_texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts of a module with Chinese in them; docstrings quote the manual, and are left out."""
    quoted = {
        id(each.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for each in node.body
        if isinstance(each, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in quoted and WRITTEN_IN_CHINESE.search(str(node.value)):
            yield node


@pytest.mark.slow
def test_labels_are_in_the_catalogues_and_not_in_the_source() -> None:
    exempt = tuple(MAY_BE_CHINESE)
    found = [module for module in modules() if not module.name.startswith(exempt)]
    assert [module.where(node) for module in found for node in chinese_texts(module.tree)] == []
    assert len(list(Language)) == len(FOLDERS)


@pytest.mark.slow
@pytest.mark.parametrize("place", MAY_BE_CHINESE)
def test_every_exemption_is_needed(place: str) -> None:
    assert any(list(chinese_texts(module.tree)) for module in modules() if module.name.startswith(place))


def test_a_label_in_the_source_is_found_and_a_docstring_is_not() -> None:
    source = '''"""S3.3 打卡."""\nTITLE = ("打卡", f"{1}：")'''
    assert [node.value for node in chinese_texts(ast.parse(source))] == ["打卡", "："]
