"""Commands answer by operations, in the context of whoever holds the store; what is used beside has a reason."""

import ast
import subprocess
import sys

import pytest

from api.auth.permissions import PERMISSIONS
from api.auth.principals import extent_of
from api.cli.app import MODULES
from api.operations.host import HostContext, host_context
from tests.house.faces import Face, is_within
from tests.house.source import SOURCE, Module, modules

ROOMS = ("api/cli/books", "api/cli/facts", "api/cli/figures", "api/cli/proof", "api/cli/upkeep")
FREE = ("api.cli", "api.operations", "api.words", "ledger.labels", "ledger.output_file", "ledger.refusal")
"""Operations, options and output; labels, the one way to a file, and the errors that a command ends with."""
NAMES = {
    "api.auth.role_file": {"read_roles", "written_roles"},
    "api.auth.role_table": {"default_roles"},
    "api.documents": {"read_paid"},
    "api.documents.net_pay": {"net_paid", "read_net_pay", "withheld_of"},
    "api.documents.payment_mapping": {"read_paid_mapping"},
    "api.documents.tax_lines": {"read_tax_lines"},
    "api.documents.what_if_sheets": {"what_if_text", "what_if_workbook"},
    "api.documents.workbook": {"refuse_wrong_name"},
    "ledger.calendar": {"instant"},
    "ledger.facts": {"KINDS"},
    "ledger.facts.codec": {"fields_of"},
    "ledger.facts.sentences": {"unknown_kind"},
    "ledger.formats": {"refuse_sheet"},
    "ledger.formats.calendar_file": {"calendar_file"},
    "ledger.formats.sheets": {"Suggestion", "TEMPLATES", "shipped", "suggestions", "text_of", "title_of"},
    "ledger.formats.zkteco": {"read_pins"},
    "ledger.made_up_centre.centre": {"centre", "centre_until"},
    "ledger.made_up_centre.demonstration": {"DEMO_PEOPLE", "DEMO_PERIODS", "DEMO_SEED", "TIME_ZONE"},
    "ledger.made_up_centre.file": {"write_facts"},
    "ledger.proof": {"proofs", "verify_evidence"},
    "ledger.proof.checkpoint": {"SignedCheckpoint", "read_checkpoint"},
    "ledger.proof.errors": {"ProofError"},
    "ledger.proof.notes": {"COSIGNATURE", "Note", "Signature", "Signer", "Verifier", "is_name"},
    "ledger.proof.rotation": {"read_keys"},
    "ledger.proof.witness": {"read_signatures", "read_signer", "signer_text"},
    "ledger.ruleset": {"parameter_of"},
    "ledger.ruleset.named_sets": {"own_parameters"},
    "ledger.statutory_holidays": {"year_of"},
    "projections.explanation": {"ExplainRequest"},
    "projections.reports": {"REPORTS"},
}
"""Names and choices, files that are read and written where the command runs, and what needs no ledger: proofs that are
checked without one, a witness's key, what is shipped, the made-up centre."""
BESIDE = {
    "src/api/cli/books/closings.py": "shows what a closing will do, and closes with the books that it showed it from",
    "src/api/cli/facts/imports.py": "reads files in several processes with a bar; the service imports in jobs",
    "src/api/cli/upkeep/backups.py": "copies the store itself",
    "src/api/cli/upkeep/master_key.py": "changes the key of the store itself",
    "src/api/cli/upkeep/service.py": "starts the service",
    "src/api/cli/upkeep/store_copy.py": "copies the store itself",
}
"""Commands that go past the operations, and why."""
BEHIND = {"ledger", "resources", "service"}
"""What of its context, `asked`, a command has no business with; operations do."""
FACE = Face(
    is_free=lambda name: is_within(name, FREE),
    names=NAMES,
    is_behind=lambda node: node.attr in BEHIND and ast.unparse(node.value) == "asked",
)


def _commands() -> list[Module]:
    return [module for room in ROOMS for module in modules(room)]


def test_commands_answer_by_operations() -> None:
    assert [found for module in _commands() if module.name not in BESIDE for found in FACE.strayed(module)] == []


def test_only_commands_with_a_reason_are_exempt_and_need_to_be() -> None:
    beside = [module for module in _commands() if module.name in BESIDE]
    assert {module.name for module in beside if list(FACE.strayed(module))} == set(BESIDE)


def test_every_name_that_a_command_may_use_is_used() -> None:
    assert FACE.unused(_commands()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import ledger.ledger",
        "from ledger.ledger import Ledger",
        "from projections.books import make_report",
        "from api.disputes import shown_disputes",
        "asked.ledger.facts.last_position()",
        "asked.resources.room",
    ],
)
def test_the_check_itself_finds_what_it_looks_for(source: str) -> None:
    example = _commands()[0]
    assert list(FACE.strayed(Module(example.path, source, ast.parse(source))))


def test_whoever_holds_the_store_is_permitted_every_row() -> None:
    with host_context("sqlite:///nothing.db") as context:
        extents = {row: extent_of(context.principal, row) for row in PERMISSIONS}
        assert [row for row, extent in extents.items() if extent is None or not extent.everyone] == []
        assert isinstance(context, HostContext)
        assert context.permitted("what nobody knows").extent.everyone


def _loaded(statement: str) -> set[str]:
    """The packages that a fresh process has loaded after a statement."""
    program = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.slow
def test_operations_need_neither_fastapi_nor_starlette() -> None:
    names = [path.stem for path in sorted((SOURCE / "api" / "operations").glob("*.py"))]
    imports = "\n".join(f"import api.operations.{name}" for name in names)
    assert _loaded(imports) & {"fastapi", "starlette"} == set()


@pytest.mark.slow
def test_the_help_loads_every_command_and_nothing_of_the_ledger() -> None:
    loaded = _loaded("from api.cli.app import LoadedCommands\ndict(LoadedCommands())")
    assert loaded & {"pydantic", "eventsourcing", "polars", "pyarrow", "rich"} == set()


def test_every_module_of_commands_is_listed_once() -> None:
    written = {
        module.name.removeprefix("src/api/cli/").removesuffix(".py").replace("/", ".")
        for module in _commands()
        if "commands = typer.Typer()" in module.text
    }
    assert set(MODULES) == written
    names = [name for group in MODULES.values() for name in group]
    assert len(names) == len(set(names))
