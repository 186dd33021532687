"""The pages of the documentation that are made from the code: each a function that gives the page's text."""

from collections.abc import Callable

from tests.house.documents.commands import commands_page
from tests.house.documents.facts import facts_page
from tests.house.documents.manual_map import manual_map_page
from tests.house.documents.named_rules import NAMED_RULES_PAGES
from tests.house.documents.openapi import openapi_page
from tests.house.documents.operations import operations_page
from tests.house.documents.pages import pages_page
from tests.house.documents.permissions import permissions_page
from tests.house.documents.problems import PROBLEM_PAGES
from tests.house.documents.reports import reports_page
from tests.house.documents.rules import rules_page
from tests.house.documents.terms import terms_page

PAGES: dict[str, Callable[[], str]] = {
    "docs/facts.md": facts_page,
    "docs/rules.md": rules_page,
    "docs/reports.md": reports_page,
    "docs/commands.md": commands_page,
    "docs/manual-map.md": manual_map_page,
    "docs/openapi.json": openapi_page,
    "docs/operations.md": operations_page,
    "docs/pages.md": pages_page,
    "docs/permissions.md": permissions_page,
    "docs/terms.md": terms_page,
    **PROBLEM_PAGES,
    **NAMED_RULES_PAGES,
}

__all__ = ["PAGES"]
