"""The pages about documents name all there is, and their example of a digest is true."""

import re

import pytest

from api.documents.printouts import DOCUMENTS
from tests.house.source import CHECKOUT

PAGES = pytest.mark.parametrize("page", ["docs/documents.md", "docs/documents.zh-CN.md"])
ROW = re.compile(r"^\| `([\w-]+)` \| .+ \| ([\w、, ]+) \|(.*)\|$", re.MULTILINE)


@PAGES
def test_every_document_is_there_with_its_forms_and_what_it_takes(page: str) -> None:
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    found = {
        name: (re.findall(r"\w+", forms), set(re.findall(r"`(\w+)`", takes)))
        for name, forms, takes in ROW.findall(text)
    }
    there = {
        name: (list(each.forms), {"from" if option == "since" else option for option in each.takes})
        for name, each in DOCUMENTS.items()
    }
    assert found == there


@PAGES
def test_the_example_of_a_verification_is_that_of_the_readme_which_a_test_runs(page: str) -> None:
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"^\$ workledger .*--verify.*\n.*$", text, re.MULTILINE)
    assert example in (CHECKOUT / page.replace("docs/documents", "README")).read_text(encoding="utf-8")
