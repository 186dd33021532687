"""Pages of the console answer by operations alone, which hold the permissions, the reach and the access log for them.

What else a page needs is words and forms: labels, languages, the models of facts and parameters.
"""

import ast

import pytest

from tests.house.faces import Face, imported, is_within
from tests.house.source import Module, modules

CONSOLE = "api/console"
OPERATIONS = ("api.console", "api.operations")
WORDS = {
    "api.charts",
    "api.documents.pay_items",
    "api.documents.printouts",
    "api.documents.printouts.registry",
    "api.words.changed_rows",
    "api.words.brief_tables",
    "api.words.explanation_labels",
    "api.words.explanation_sentences",
    "api.words.fact_words",
    "api.words.labels",
    "api.words.language",
    "api.words.leave_time",
    "api.words.line_numbers",
    "api.words.quantities",
    "api.words.named_rules",
    "api.parameter_values",
    "api.problems",
    "api.words.theme_names",
    "api.words.translation",
    "api.words.wording",
    "ledger.labels",
    "ledger.sentence_catalogue",
}
"""Labels, languages, charts and problems, and the one reading of what somebody types."""
NAMES = {
    "api.auth.authorship": {"may_name", "may_override", "own_name"},
    "api.auth.principals": {"Extent", "Principal", "extent_of"},
    "api.colleagues": {"WITHHELD"},
    "api.words.dates": {"read_date"},
    "api.service.transport.uploads": {"received_form"},
    "ledger.facts": {"KINDS"},
    "ledger.facts.base": {"COMMON", "ENVELOPE", "Fact", "KINDS", "field_marks"},
    "ledger.facts.codec": {"ERASED", "choices_of", "form_of", "part_of"},
    "ledger.facts.figures": {"show_hundredths", "show_money"},
    "ledger.facts.identifiers": {"normal"},
    "ledger.facts.pay": {"BaseSalary"},
    "ledger.facts.people": {"Assignment", "Employee", "Leaving", "Notice", "Probation", "Site"},
    "ledger.facts.quality": {"Monitoring"},
    "ledger.facts.spans": {"TIME_OF_DAY"},
    "ledger.facts.types": {"Form", "Identifies", "PERIOD_PATTERN"},
    "ledger.facts.void": {"Void"},
    "ledger.lazy_attribute": {"computed_once"},
    "ledger.ruleset": {"MANUAL", "RuleSet", "parameter_of"},
    "projections.calendar": {"period_number", "period_text"},
    "projections.evaluations": {"Criterion", "FULL"},
    "projections.explanation": {"ExplainRequest", "Node"},
    "projections.presence": {"BESIDE", "COMING", "DUE", "STATES"},
    "projections.reports": {"REPORTS", "Column"},
}
"""Models, choices and names; nothing that computes a figure."""
DOORWAY = {
    "src/api/console/problem_pages.py",
    "src/api/console/ended_sessions.py",
    "src/api/console/kept_forms.py",
    "src/api/console/rooms.py",
    "src/api/console/sign_in/issuer.py",
    "src/api/console/sign_in/key.py",
    "src/api/console/visit.py",
    "src/api/console/wall_time.py",
}
"""Who lets visitors in, says how late it is, and makes the context that pages call operations with."""
BEHIND = {"ledger", "service", "execute"}
"""What a page has no business with; operations do."""
FACE = Face(
    is_free=lambda name: name in WORDS or is_within(name, OPERATIONS),
    names=NAMES,
    is_behind=lambda node: node.attr in BEHIND,
)


@pytest.mark.slow
def test_pages_answer_by_operations_alone() -> None:
    pages = [module for module in modules(CONSOLE) if module.name not in DOORWAY]
    assert [found for module in pages for found in FACE.strayed(module)] == []


@pytest.mark.slow
def test_only_the_doorway_is_exempt_and_needs_to_be() -> None:
    doorway = [module for module in modules(CONSOLE) if module.name in DOORWAY]
    assert {module.name for module in doorway if list(FACE.strayed(module))} == DOORWAY


@pytest.mark.slow
def test_every_name_that_a_page_may_use_is_used() -> None:
    assert FACE.unused(modules(CONSOLE)) == []
    assert [module for module in WORDS if module not in {module for module, _ in imported(modules(CONSOLE))}] == []


def test_nothing_asks_the_own_service_over_asgi() -> None:
    assert [module.name for module in modules() if "ASGITransport" in module.text] == []


@pytest.mark.parametrize(
    "source",
    [
        "import ledger.ledger",
        "from ledger.ledger import Ledger",
        "from projections.books import make_report",
        "from projections.scores import mean, ranked",
        "from api.disputes import shown_disputes",
        "visit.context.ledger.last_position()",
        "visit.context.service.room",
        "cursor.execute('SELECT 1')",
    ],
)
def test_the_check_itself_finds_what_it_looks_for(source: str) -> None:
    example = modules(CONSOLE)[0]
    assert list(FACE.strayed(Module(example.path, source, ast.parse(source))))
