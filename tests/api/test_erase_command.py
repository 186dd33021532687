"""`workledger erase`, `erasures`, `backup`, `restore`, `export --exact` and `master-key rotate`, as HR uses them."""

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from api.auth.teams import Teams
from api.directory import Directory
from ledger.ledger import Ledger
from projections.reports import FROZEN
from tests.api.conftest import Run

NAME = "李四"
NOTE = "顾客投诉后在楼道里争吵"
TEXT = "当天我在医院，有证明"
ORDER = ("E2", "--by", "HR", "--reason", "asked for")
FACTS: list[dict[str, Any]] = [
    {"kind": "violation", "violation": "v9", "employee": "E2", "date": "2024-10-08", "note": NOTE},
    {
        "kind": "dispute",
        "dispute": "D9",
        "employee": "E2",
        "at": "2024-10-30T09:00:00+08:00",
        "text": TEXT,
        "period": "2024-10",
        "item": "scores.call",
    },
    {
        "kind": "dispute_decision",
        "dispute": "D9",
        "at": "2024-10-31T09:00:00+08:00",
        "decision": "dismissed",
        "by": "M1",
        "reason": "the score stands",
    },
]
LEAVING = {"kind": "leaving", "employee": "E2", "last_day": "2024-11-15", "reason": "resigned"}
FACES: dict[str, tuple[str, ...]] = {
    "report": ("report", "payroll", "2024-10"),
    "in Chinese": ("report", "all", "2024-10", "--lang", "zh-CN"),
    "explanation": ("explain", "payroll", "2024-10", "E2"),
    "history": ("history", "E2"),
    "case": ("dispute", "show", "D9"),
    "disputes": ("dispute", "list"),
    "replay": ("replay", "2024-10"),
    "export": ("export",),
    "exact export": ("export", "--exact"),
}


def import_(run: Run, folder: Path, *facts: dict[str, Any]) -> None:
    path = folder / "more.ndjson"
    path.write_text("".join(f"{json.dumps(fact, ensure_ascii=False)}\n" for fact in facts), encoding="utf-8")
    assert run("import", path).status == 0
    path.unlink()


def shown(run: Run, name: str) -> str:
    answer = run(*FACES[name])
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def workbook(run: Run, folder: Path, name: str) -> str:
    path = folder / name
    assert run("report", "payroll", "2024-10", "--format", "xlsx", "--output", path).status == 0
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return "".join(packed.read(part).decode("utf-8", "replace") for part in packed.namelist())


def printed(run: Run, folder: Path, name: str) -> str:
    path = folder / name
    assert run("document", "payslips", "2024-10", "--lang", "zh-CN", "--output", path).status == 0
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(path))


def foot(path: Path) -> str:
    """The digest that a page carries."""
    lines: list[str] = PdfDocument(path)[0].get_textpage().get_text_range().splitlines()
    assert "payroll 的摘要" in lines[-1]
    return lines[-1]


@pytest.fixture
def closed(centre: Path, workledger: Run) -> Path:
    """The small centre, which E2 has left, with both periods closed."""
    import_(workledger, centre, *FACTS, LEAVING)
    for period in ("2024-10", "2024-11"):
        assert workledger("close", period, "--by", "HR").status == 0
    return centre


def figures_of(workledger: Run) -> dict[str, Any]:
    """Every report of the closed period; what follows the facts in view is at another position after an erasure."""
    made: dict[str, Any] = json.loads(workledger("report", "all", "2024-10", "--format", "json").out)
    return {name: each if name in FROZEN else each | {"position": None} for name, each in made.items()}


@pytest.mark.slow
def test_names_and_texts_are_gone_from_every_face_and_the_figures_stay(closed: Path, workledger: Run) -> None:
    before = {name: shown(workledger, name) for name in FACES}
    figures = figures_of(workledger)
    assert NAME in before["report"]
    assert NOTE in before["history"]
    assert TEXT in before["case"]
    assert NAME in workbook(workledger, closed, "before.xlsx")
    assert NAME in printed(workledger, closed, "before.pdf")
    with Ledger.open("sqlite:///workledger.db") as ledger:
        directory = Directory(ledger, Teams(ledger))
        assert {each.employee: each.name for each in directory.people()}["E2"] == NAME

        erased = workledger("erase", *ORDER, "--yes")
        assert (erased.status, erased.err) == (0, "")
        assert erased.out.startswith("E2 is erased, at ledger position ")
        assert {each.employee: each.name for each in directory.people()}["E2"] == "[erased]"
    after = {name: shown(workledger, name) for name in FACES}
    texts = [*after.values(), workbook(workledger, closed, "after.xlsx"), printed(workledger, closed, "after.pdf")]
    assert [text for text in (NAME, NOTE, TEXT) for content in texts if text in content] == []
    # The digest of figures holds no name: a printout from before is genuine still.
    assert foot(closed / "after.pdf") == foot(closed / "before.pdf")
    assert all("E2" in content for content in texts)
    assert figures_of(workledger) == figures
    others = [line for line in before["export"].splitlines() if '"E2"' not in line and '"D9"' not in line]
    assert [line for line in after["export"].splitlines() if '"E2"' not in line and '"D9"' not in line] == others
    store = b"".join(path.read_bytes() for path in closed.glob("workledger.db*"))
    assert [text for text in (NAME, NOTE, TEXT) if text.encode() in store] == []


@pytest.mark.usefixtures("centre")
def test_what_may_not_be_erased_is_one_sentence(workledger: Run) -> None:
    refused = workledger("erase", *ORDER, "--yes")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == ("workledger: 'E2' is employed; record the leaving first, and erase after the last day\n")
    asked = workledger("erase", *ORDER)
    assert (asked.status, asked.err) == (
        2,
        "workledger: an erasure cannot be undone, and nobody can be asked here; give --yes\n",
    )


def test_there_is_nobody_to_erase_where_there_is_no_ledger(empty: Path, workledger: Run) -> None:
    assert "there is no ledger" in workledger("erase", *ORDER, "--yes").err
    assert list(empty.iterdir()) == []


@pytest.mark.slow
def test_an_erasure_again_is_told_so(closed: Path, workledger: Run) -> None:
    first = json.loads(workledger("erase", *ORDER, "--yes", "--json").out)
    again = json.loads(workledger("erase", *ORDER, "--yes", "--json").out)
    assert first == {"employee": "E2", "position": first["position"], "again": False, "left": None}
    assert again == first | {"again": True}
    assert workledger("erase", *ORDER, "--yes").out.startswith("E2 was erased already, at ledger position")
    assert workledger("erasures").out.startswith("E2\terased\t")
    assert (closed / "workledger.db.erasures").exists()


@pytest.mark.slow
def test_an_older_backup_is_erased_again_after_its_restore(closed: Path, workledger: Run) -> None:
    backed_up = workledger("backup", "older.backup")
    assert backed_up.status == 0
    assert "without the master key, which is in workledger.db.key" in backed_up.out
    assert workledger("erase", *ORDER, "--yes").status == 0
    shutil.copy(closed / "workledger.db.key", closed / "other.db.key")
    other = ("--store", "sqlite:///other.db")

    restored = workledger(*other, "restore", "older.backup", "--erasures", "workledger.db.erasures")
    assert (restored.status, restored.err) == (
        1,
        "erased after the backup was made, and not in it: E2; erase them again with workledger erasures --apply\n",
    )
    told = workledger(*other, "erasures", "workledger.db.erasures", "--json")
    assert told.status == 1
    assert json.loads(told.out) == {"erased": [], "missing": ["E2"], "applied": False, "refused": []}
    assert NAME in workledger(*other, "history", "E2").out
    assert workledger(*other, "erasures", "workledger.db.erasures", "--apply").status == 0
    assert NAME not in workledger(*other, "history", "E2").out
    assert workledger(*other, "erasures").status == 0
    assert "not empty" in workledger(*other, "restore", "older.backup").err


@pytest.mark.slow
def test_a_restore_says_where_there_is_no_list_to_compare_with(closed: Path, workledger: Run) -> None:
    assert workledger("backup", "now.backup").status == 0
    assert "is there already" in workledger("backup", "now.backup").err
    assert workledger("backup", "now.backup", "--force").status == 0
    other = ("--store", "sqlite:///other.db")
    missing = workledger(*other, "restore", "now.backup")
    assert (missing.status, missing.out) == (2, "")
    assert "the master key other.db.key is missing" in missing.err
    shutil.copy(closed / "workledger.db.key", closed / "other.db.key")
    restored = workledger(*other, "restore", "now.backup")
    assert restored.status == 0
    assert "there is no list of erasures other.db.erasures" in restored.err
    exported = workledger("export", "--exact").out
    assert workledger(*other, "export", "--exact").out == exported
    assert workledger(*other, "closings", "--json").out == workledger("closings", "--json").out


@pytest.mark.slow
def test_an_exact_export_goes_through_import(closed: Path, workledger: Run) -> None:
    assert workledger("export", "--exact", "exact.ndjson").err.endswith("facts in exact.ndjson\n")
    shutil.copy(closed / "workledger.db.key", closed / "other.db.key")
    other = ("--store", "sqlite:///other.db")
    assert workledger(*other, "import", "exact.ndjson").status == 0
    assert workledger(*other, "export", "--exact").out == (closed / "exact.ndjson").read_text(encoding="utf-8")
    report = ("report", "all", "2024-10", "--format", "json")
    assert workledger(*other, *report).out == workledger(*report).out


@pytest.mark.slow
def test_the_master_key_is_rotated(closed: Path, workledger: Run) -> None:
    old = (closed / "workledger.db.key").read_bytes()
    rotated = workledger("master-key", "rotate")
    assert (rotated.status, rotated.err) == (0, "")
    assert "keys are wrapped by the new master key in workledger.db.key" in rotated.out
    assert (closed / "workledger.db.key").read_bytes() != old
    assert NAME in workledger("history", "E2").out


@pytest.mark.slow
def test_every_proof_from_before_an_erasure_still_holds_and_copies_have_the_root(closed: Path, workledger: Run) -> None:
    signed = workledger("checkpoint", "--output", "signed.txt")
    assert signed.status == 0, signed.err
    key = workledger("checkpoint", "key").out.splitlines()[-1].strip()
    exported = map(json.loads, workledger("export").out.splitlines())
    last = max(line["position"] for line in exported if "position" in line)
    for position in (4, last):
        assert workledger("prove", position, "--checkpoint", "signed.txt", "--output", f"{position}.proof").status == 0

    assert workledger("erase", *ORDER, "--yes").status == 0
    for position in (4, last):
        assert workledger("verify-proof", f"{position}.proof", "--pub", key).status == 0
    verified = workledger("verify", "--checkpoint", "signed.txt", "--pub", key, "--afresh", "--json")
    assert (verified.status, verified.err) == (0, "")
    root = json.loads(verified.out)["root"]
    assert workledger("backup", "after.backup").status == 0
    assert workledger("export", "--exact", "after.exact").status == 0
    for name, how in (("restored", ("restore", "after.backup")), ("exact", ("import", "after.exact"))):
        shutil.copy(closed / "workledger.db.key", closed / f"{name}.db.key")
        store = ("--store", f"sqlite:///{name}.db")
        assert workledger(*store, *how).status == 0
        again = workledger(*store, "verify", "--checkpoint", "signed.txt", "--pub", key, "--afresh", "--json")
        assert (again.status, json.loads(again.out)["root"]) == (0, root)
