"""The documentation is complete and current, in English and in Chinese."""

import re

import pytest

from ledger.facts import KINDS
from ledger.ruleset import RuleSet
from projections.reports import REPORTS
from tests.house.documents import PAGES
from tests.house.documents.commands import commands, name_of, parameters_of
from tests.house.source import CHECKOUT

HAN = re.compile(r"[\u4e00-\u9fff]")


def text(page: str) -> str:
    return (CHECKOUT / page).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_that_is_made_from_the_code_is_current(page: str) -> None:
    assert text(page) == PAGES[page](), f"{page} is stale: run scripts/document"


@pytest.mark.parametrize("page", ["docs/commands.md", "docs/commands.zh-CN.md"])
def test_every_command_and_option_is_documented(page: str) -> None:
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text(page), re.MULTILINE | re.DOTALL))
    for name, command in commands():
        assert name in sections, f"{name} has no section in {page}"
        for parameter in parameters_of(command):
            shown = name_of(parameter).strip("[]")
            assert shown in sections[name], f"{name} {shown} is not in {page}"


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {name_of(each)}" for name, command in commands() for each in parameters_of(command) if not each.help
    ]
    assert silent == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_fact_has_its_labels_and_a_clause(kind: str) -> None:
    model = KINDS[kind]
    assert HAN.search(model.label_zh)
    assert re.fullmatch(r"S\d+", model.chapter)
    assert f"| [`{kind}`](" in text("docs/facts.md")


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/reports.md"])
def test_every_report_is_named(page: str) -> None:
    assert [name for name in REPORTS if not re.search(rf"\b{name}\b", text(page))] == []


@pytest.mark.parametrize("name", sorted(RuleSet.model_fields))
def test_every_rule_parameter_has_a_row(name: str) -> None:
    row = next(line for line in text("docs/rules.md").splitlines() if line.startswith(f"| `{name}` |"))
    assert HAN.search(row)


def test_every_clause_of_the_manual_up_to_pay_is_somewhere_in_the_code() -> None:
    clauses = set(re.findall(r"\bS(?:[1-9]|10)\.\d+[a-e]?\b", text("docs/manual.md")))
    mapped = set(re.findall(r"^\| (S[0-9.]+[a-e]?) \|", text("docs/manual-map.md"), re.MULTILINE))
    assert clauses - mapped == set()
