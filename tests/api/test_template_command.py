"""`workledger mappings template`: an empty sheet in either language and form, which is imported once filled in."""

import csv
import io
import json
from pathlib import Path

import pytest

from ledger.formats.sheets import TEMPLATES
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.workbook import read_tables
from tests.api.conftest import Run
from tests.ledger.formats.paper import workbook

LANGUAGES = ("en", "zh-CN")
NOTES = {"en": "Notes", "zh-CN": "填写说明"}
FORMS = {"en": ("monthly appraisal", "Attitude", "Process"), "zh-CN": ("月度评核表", "服务态度", "业务流程")}
"""The form of the examples, and the items that are the headings over them."""
THEMES = {"en": "smile", "zh-CN": "微笑之星"}
INIT = ("init", "--name", "S", "--time-zone", "Asia/Shanghai", "--first-period", "2026-10")


def named_by_examples(folder: Path, lang: str) -> Path:
    """Lines of the form and of the theme that the examples name."""
    form, *items = FORMS[lang]
    judged = [{"item": item, "max": "50", "source": "judged"} for item in items]
    facts = [
        {"kind": "appraisal_form", "form": form, "version": 1, "component": "work", "roles": ["csr"], "items": judged},
        {"kind": "theme", "theme": THEMES[lang], "from": "2026-10", "name": "S", "amount": "100.00", "by": "grant"},
    ]
    path = folder / "named.ndjson"
    path.write_text("\n".join(json.dumps(fact) for fact in facts), encoding="utf-8")
    return path


def sheets_of(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet of a workbook."""
    with path.open("rb") as file:
        return {table.name: [row.cells for row in table.rows] for table in read_tables(file, Sheet(), "x")}


def examples_of(notes: list[list[str]]) -> dict[str, str]:
    """What the sheet of notes gives as an example under each heading."""
    return {row[0]: row[4] for row in notes[1:]}


def filled(headings: list[list[str]], examples: dict[str, str]) -> list[list[str]]:
    """The rows of an empty sheet with the examples under, or beside, its headings."""
    *above, head = headings
    beside = [[row[0], examples[row[0]]] for row in above]
    of_a_day = next((text for heading, text in examples.items() if heading.startswith("1 … 31")), "")
    return [*beside, head, [of_a_day if heading.isdecimal() else examples[heading] for heading in head]]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_that_is_filled_in_is_imported(workledger: Run, empty: Path, lang: str, form: str) -> None:
    assert workledger(*INIT).status == 0
    assert workledger("import", named_by_examples(empty, lang)).status == 0
    for name, mapping in TEMPLATES.items():
        answer = workledger("mappings", "template", name, "--output", f"{name}.{form}", "--lang", lang)
        assert (answer.status, answer.out) == (0, f"{name}.{form}\timport it with --map {mapping}\n")
        workledger("mappings", "template", name, "--output", "noted.xlsx", "--lang", lang, "--force")
        (title, headings), (noted, notes) = sheets_of(empty / "noted.xlsx").items()
        assert noted == NOTES[lang]
        rows = filled(headings, examples_of(notes))
        path = empty / f"{name}.{form}"
        if form == "csv":
            assert list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[-1] == headings[-1]
            stream = io.StringIO(newline="")
            csv.writer(stream).writerows(rows)
            path.write_text(stream.getvalue(), encoding="utf-8-sig")
        else:
            workbook(empty, notes, path.name, **{title: rows})
        answer = workledger("import", path, "--map", mapping)
        assert (answer.status, "sheets not read: 表" in answer.err) == (0, form == "xlsx"), answer.err
        assert not answer.out.startswith("accepted 0"), name


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_that_is_left_empty_is_imported_as_nothing_or_asks_for_its_month(
    workledger: Run, empty: Path, lang: str
) -> None:
    assert workledger(*INIT).status == 0
    answer = workledger("mappings", "template", "all", "--lang", lang)
    assert [line.partition("\t")[0] for line in answer.out.splitlines()] == [f"{name}.xlsx" for name in TEMPLATES]
    for name, mapping in TEMPLATES.items():
        answer = workledger("import", f"{name}.xlsx", "--map", mapping)
        if name == "roster":
            assert (answer.status, "give a month such as 2026-10" in answer.err) == (2, True)
        else:
            assert (answer.status, answer.out) == (0, "accepted 0, duplicate 0, conflict 0, rejected 0\n"), name


@pytest.mark.slow
def test_a_template_is_written_without_a_ledger_and_never_over_a_file(workledger: Run, empty: Path) -> None:
    (empty / "leave.xlsx").write_bytes(b"mine")
    answer = workledger("mappings", "template", "all")
    assert (answer.status, answer.out, "leave.xlsx is there already" in answer.err) == (2, "", True)
    assert [path.name for path in empty.iterdir()] == ["leave.xlsx"]
    assert workledger("mappings", "template", "leave", "--force").status == 0
    assert (empty / "leave.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("template",),
            "theme-grants, traffic, staff-need, refunds, trainings, payments, or all",
        ),
        (("template", "wages"), "there is no template 'wages'; give one of staff, roster"),
        (("template", "staff", "--output", "staff.pdf"), "a template has no form 'pdf'; give xlsx or csv"),
        (("employees", "--output", "staff.xlsx"), "--output and --force are of a template"),
    ],
)
def test_a_template_that_there_is_not_is_refused(
    workledger: Run, empty: Path, words: tuple[str, ...], said: str
) -> None:
    answer = workledger("mappings", *words)
    assert (answer.status, said in answer.err, [*empty.iterdir()]) == (2, True, [])


def test_the_same_template_has_the_same_bytes(workledger: Run, empty: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert workledger("mappings", "template", "roster", "--output", name).status == 0
    assert (empty / "one.xlsx").read_bytes() == (empty / "two.xlsx").read_bytes()
