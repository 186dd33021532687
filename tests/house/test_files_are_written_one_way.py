"""What a command writes goes through `ledger.output_file`, which keeps every ledger; others are told here, and why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import CHECKOUT, Module, modules

OTHERS = {
    "src/ledger/output_file.py": "it is the way",
    "src/ledger/store/own_files.py": "makes a store's own file, for its owner alone",
    "src/ledger/store/sqlite/recorder.py": "opens the store itself",
    "src/ledger/copies/backup.py": "makes the draft that output_file has given, and reads one",
    "src/ledger/store/keys/master_key.py": "makes a master key where there is none",
    "src/ledger/store/keys/key_wrap.py": "no file: the master key in memory",
    "src/ledger/erasure/erasure_list.py": "adds to the list of erasures, beside the master key",
    "src/ledger/imports/spooled_file.py": "spools what comes in to a file without a name",
    "src/ledger/parts/imports.py": "rehearses in a folder that is gone at the end",
    "src/ledger/formats/sheets/sandbox.py": "hears a process of its own through a file without a name",
    "src/ledger/verification/progress.py": "remembers how far verifying came, in the folder of segments",
    "src/projections/journal/segments.py": "keeps segments, in their folder",
    "src/api/cli/entry_point.py": "no file: what the output would not take goes nowhere",
    "src/api/cli/upkeep/service.py": "counts in a folder that is gone at the end",
    "src/api/cli/facts/exports.py": "writes the draft that output_file has given",
    "src/ledger/made_up_centre/file.py": "writes the draft that output_file has given",
    "src/api/documents/workbook.py": "writes the draft that output_file has given, or one in a folder of its own",
    "src/ledger/formats/sheets/mended_sheets.py": "no file: a workbook in memory",
    "src/api/documents/sheet_templates.py": "no file: a workbook in memory",
}
OF_SCRIPTS = {
    "scripts/benchmarks/floor.py": "measures SQLite alone, in the folder of a measurement",
    "scripts/benchmarks/importing.py": "clears the folder of a measurement",
    "scripts/benchmarks/older/__main__.py": "writes a centre with forms in the folder of a measurement",
    "scripts/benchmarks/reports.py": "writes tables in the folder of a measurement",
    "scripts/benchmarks/service/running.py": "keeps what a server says, in the folder of a measurement",
    "scripts/trials/kills.py": "makes the file of a trial, in its folder",
    "scripts/trials/stores.py": "looks into the store of a trial",
}
WRITES = {"write_text", "write_bytes", "write_parquet", "write_csv", "write_ipc", "touch", "mkstemp", "mkdtemp"}
WRITES |= {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "symlink_to"}
WRITES |= {"hardlink_to", "unlink", "truncate"}
OF_FILES = {("os", name) for name in ("open", "replace", "rename", "remove", "link", "symlink", "truncate")}
OF_FILES |= {("shutil", name) for name in ("rmtree", "copy", "copy2", "copyfile", "copytree", "move")}
OF_FILES |= {("sqlite3", "connect"), ("zipfile", "ZipFile"), ("dbm", "open"), ("shelve", "open")}
BY_NAME = {"open": 1, "ZipFile": 1, "Workbook": None}


def scripts() -> list[Module]:
    paths = sorted((CHECKOUT / "scripts").rglob("*.py"))
    return [Module(path, text, ast.parse(text)) for path in paths for text in [path.read_text(encoding="utf-8")]]


def writers(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _writes(node):
            yield module.where(node)


def _writes(call: ast.Call) -> bool:
    to = call.func
    if isinstance(to, ast.Name):
        place = BY_NAME.get(to.id, -1)
        return place is None or (place > 0 and _mode(call, place))
    if not isinstance(to, ast.Attribute):
        return False
    if isinstance(to.value, ast.Name) and (to.value.id, to.attr) in OF_FILES:
        return to.attr != "open" or to.value.id != "os" or _mode(call, 1)
    if to.attr == "open":
        return _mode(call, 0)
    # A path's own `replace` and `rename` take one word, a text's take two, a moment's take named ones.
    return to.attr in WRITES or (to.attr in {"replace", "rename"} and _is_one_name(call))


def _is_one_name(call: ast.Call) -> bool:
    return len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Dict)


def _mode(call: ast.Call, place: int) -> bool:
    """Whether a file is opened to be written, by its mode or its flags."""
    told = [each.value for each in call.keywords if each.arg == "mode"] + call.args[place : place + 1]
    if not told:
        return False
    text = ast.unparse(told[0])
    if "O_" in text:
        return "O_WRONLY" in text or "O_RDWR" in text
    return isinstance(told[0], ast.Constant) and bool(set(text.strip("'")) & set("wax+"))


@pytest.mark.slow
def test_nothing_else_writes_files() -> None:
    found = {module.name for module in modules() if any(writers(module))}
    assert found == set(OTHERS)


@pytest.mark.slow
def test_scripts_write_files_the_same_way() -> None:
    found = {module.name for module in scripts() if any("Temporary" not in line(each) for each in writers(module))}
    assert found == set(OF_SCRIPTS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open(path, 'w')", True),
        ("open(path)", False),
        ("path.open('rb')", False),
        ("path.open(mode='ab')", True),
        ("path.open(how)", False),
        ("os.open(path, os.O_RDONLY)", False),
        ("os.open(path, os.O_WRONLY | os.O_CREAT)", True),
        ("path.write_text(text)", True),
        ("part.replace(path)", True),
        ("text.replace('a', 'b')", False),
        ("moment.replace(hour=1)", False),
        ("Workbook(path)", True),
        ("sqlite3.connect(path)", True),
    ],
)
def test_a_writer_is_seen(text: str, found: bool) -> None:
    assert bool(list(writers(Module(CHECKOUT / "example.py", text, ast.parse(text))))) is found


def line(where: str) -> str:
    name, _, number = where.rpartition(":")
    return Path(CHECKOUT / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
