"""The commands that write: init, import, quarantine, export."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli.facts import exports, imports, quarantine
from api.cli.settings import Settings
from ledger.ledger import LedgerError
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, written
from tests.ledger.stores import Stores

STRANGER = {**PUNCH, "employee": "B"}
commands = typer.Typer()
for room in (imports, exports, quarantine):
    commands.add_typer(room.commands)

commands = typer.Typer()
for each in (imports, quarantine, exports):
    commands.add_typer(each.commands)


class Shell:
    """A command line on a store."""

    def __init__(self, store: str) -> None:
        self.store = store

    def run(self, *words: object, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(
            commands, [str(word) for word in words], obj=Settings(store=self.store), input=stdin
        )
        if isinstance(result.exception, LedgerError):
            raise result.exception
        return result

    def json(self, *words: object, stdin: bytes | None = None) -> Any:
        return json.loads(self.run(*words, "--json", stdin=stdin).stdout)


@pytest.fixture
def shell(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.delenv("WORKLEDGER_MASTER_KEY", raising=False)
    return Shell(stores.url())


def test_init_makes_a_ledger_once(shell: Shell, stores: Stores) -> None:
    words = ("init", "--name", "S", "--time-zone", "Asia/Shanghai", "--first-period", "2026-10")
    assert "is ready" in shell.run(*words).stdout
    assert stores.key_file().exists()
    assert "was there already" in shell.run(*words).stdout
    with pytest.raises(LedgerError, match="other content"):
        shell.run(*words, "--period-start-day", 26)
    with pytest.raises(LedgerError, match="1 to 28"):
        shell.run(*words, "--period-start-day", 31)


def test_import_answers_in_one_object_and_with_an_exit_status(shell: Shell, tmp_path: Path) -> None:
    good = written(tmp_path, [SITE, EMPLOYEE, PUNCH], "good")
    bad = written(tmp_path, [STRANGER, PUNCH], "bad")
    result = shell.run("import", good, "--json")
    (known,) = (each["import"] for each in shell.json("import", "--list"))
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {
            "accepted": 3,
            "duplicate": 0,
            "conflict": 0,
            "rejected": 0,
            "issues": [],
            "doubtful": 0,
            "doubts": [],
            "imports": [known],
        },
    )
    result = shell.run("import", good, bad, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["accepted"], answer["duplicate"], answer["rejected"]) == (0, 4, 1)
    assert [(issue["file"], issue["line"]) for issue in answer["issues"]] == [(str(bad), 1)]
    text = shell.run("import", bad)
    assert text.stdout == "accepted 0, duplicate 1, conflict 0, rejected 1\n"
    assert "line 1: unknown_employee" in text.stderr


def test_an_import_is_undone_by_the_beginning_of_its_id(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", written(tmp_path, [SITE, EMPLOYEE, COLLEAGUE], "staff"))
    (name,) = shell.json("import", written(tmp_path, [PUNCH, STRANGER], "punches"))["imports"]
    listed = shell.run("import", "--list").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed if "accepted 2" in line] == [name[:12]]

    result = shell.run("import", "--undo", name[:8])
    assert (result.exit_code, result.stdout) == (0, "voided 2, cancelled or withdrawn 0, taken back before 0\n")
    assert shell.json("import", "--undo", name) == {"import": name, "voided": 0, "ended": 0, "already": 2, "late": 0}


def test_an_import_on_which_something_rests_is_not_undone(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", written(tmp_path, [SITE, EMPLOYEE], "staff"))
    (name,) = shell.json("import", written(tmp_path, [COLLEAGUE], "colleague"))["imports"]
    shell.run("import", written(tmp_path, [STRANGER], "punch"))

    with pytest.raises(LedgerError, match="whom the clock at position 4 names"):
        shell.run("import", "--undo", name)
    with pytest.raises(LedgerError, match="one of them at a time"):
        shell.run("import", "--undo", name, "--list")


def test_import_reads_standard_input(shell: Shell, tmp_path: Path) -> None:
    content = written(tmp_path, [SITE, EMPLOYEE]).read_bytes()
    assert shell.json("import", "-", stdin=content)["accepted"] == 2


def test_a_dry_run_says_would(shell: Shell, stores: Stores, tmp_path: Path) -> None:
    assert shell.run("import", written(tmp_path, [SITE]), "--dry-run").stdout.startswith("would be accepted 1")
    assert not stores.exist()


def test_a_devices_log_is_imported_with_its_options(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", written(tmp_path, [SITE, EMPLOYEE]))
    log, pins = tmp_path / "attlog.dat", tmp_path / "pins.csv"
    log.write_bytes(b"  7\t2026-10-12 08:30:00\t1\t1\t1\t0\r\n")
    pins.write_text("7,A\n")
    words = ("--format", "zkteco", "--device", "door", "--trust-direction", "--pins", pins)
    assert shell.json("import", log, *words)["accepted"] == 1
    (line,) = [json.loads(line) for line in shell.run("export").stdout.splitlines()][2:]
    assert (line["employee"], line["direction"], line["device"]) == ("A", "out", "door")


@pytest.mark.slow
def test_the_quarantine_is_listed_retried_mended_and_dismissed(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", written(tmp_path, [SITE, EMPLOYEE, STRANGER, b"{", {"kind": "tea_break"}]))
    assert "1\topen\tfacts.ndjson, line 3\tunknown_employee" in shell.run("quarantine", "list").stdout
    entries = shell.json("quarantine", "list")
    assert [entry["code"] for entry in entries] == ["unknown_employee", "bad_json", "unknown_kind"]
    assert json.loads(entries[0]["raw"]) == STRANGER

    result = shell.run("quarantine", "retry", "--all")
    assert result.exit_code == 1
    assert "tried again: bad_json" in shell.run("quarantine", "list").stdout
    shell.run("import", written(tmp_path, [COLLEAGUE], "colleague"))
    assert shell.json("quarantine", "retry", 1) == {"lines": [{"id": 1, "status": "accepted"}]}
    mended = written(tmp_path, [{**PUNCH, "direction": "out"}], "mended")
    assert shell.run("quarantine", "retry", 2, "--mended", mended).exit_code == 0
    assert shell.run("quarantine", "dismiss", 3).exit_code == 0
    assert shell.json("quarantine", "list") == []
    assert [entry["state"] for entry in shell.json("quarantine", "list", "--state", "all")] == [
        "retried",
        "retried",
        "dismissed",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("quarantine", "list", "--state", "shut"), "one of open"),
        (("quarantine", "retry"), "give --all"),
        (("quarantine", "retry", 1, 2, "--mended", "x"), "one ID"),
        (("quarantine", "retry", 1, "--mended", "/nowhere/x"), "cannot be read"),
        (("quarantine", "dismiss", 9), "not an open line"),
        (("import", "/nowhere/x"), "cannot be read"),
        (("import", "/dev/null", "--pins", "/nowhere/x"), "cannot be read"),
        (("import", "/dev/null", "--format", "excel"), "one of interchange"),
        (("export", "/nowhere/x"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_sentence(shell: Shell, tmp_path: Path, words: tuple[object, ...], sentence: str) -> None:
    shell.run("import", written(tmp_path, [SITE]))
    with pytest.raises(LedgerError, match=sentence) as caught:
        shell.run(*words)
    assert "\n" not in str(caught.value)


def test_an_export_is_restored(shell: Shell, stores: Stores, tmp_path: Path) -> None:
    shell.run("import", written(tmp_path, [SITE, EMPLOYEE, PUNCH]))
    assert shell.run("export", tmp_path / "export").stderr == f"3 facts in {tmp_path}/export\n"
    other = Shell(stores.url("other"))
    assert other.json("import", tmp_path / "export")["accepted"] == 3
    assert io.BytesIO(other.run("export").stdout_bytes).read() == (tmp_path / "export").read_bytes()


def test_an_export_of_no_ledger_makes_no_file(shell: Shell, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="init"):
        shell.run("export", tmp_path / "export")
    assert not (tmp_path / "export").exists()


def test_a_dry_run_of_several_files_is_refused_because_each_would_be_judged_alone(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, [SITE])

    with pytest.raises(LedgerError, match="one file"):
        shell.run("import", file, file, "--dry-run")
