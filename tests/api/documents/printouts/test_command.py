"""`workledger document`: writes a file, or says whether a digest is genuine."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from api.cli import main
from tests.api.documents.office import PERIOD, Office

pytestmark = pytest.mark.slow


def test_a_document_is_written_and_an_existing_file_is_not_touched(office: Office) -> None:
    file = office.folder / "slips.pdf"
    words = ("document", "payslips", PERIOD, "--output", file)
    assert office.run(*words) == (0, "", "")
    assert len(PdfDocument(file)) == 3
    again = office.run(*words)
    assert (again.status, again.err) == (
        2,
        f"workledger: {file} is there already; give another name, or --force to replace it\n",
    )
    assert office.run(*words, "--force", "--lang", "zh-CN").status == 0
    assert sorted(path.name for path in office.folder.glob("*.p*")) == ["slips.pdf"]


def test_the_name_of_the_file_says_its_form(office: Office) -> None:
    assert office.run("document", "payroll-register", PERIOD, "--output", office.folder / "register.xlsx").status == 0
    assert (office.folder / "register.xlsx").read_bytes()[:2] == b"PK"
    wrong = office.run("document", "payslips", PERIOD, "--format", "pdf", "--output", "slips.txt")
    assert wrong.err == "workledger: slips.txt is not a name of a pdf file; give one that ends in .pdf\n"
    none = office.run("document", "payslips", PERIOD)
    assert none.err == (
        "workledger: a document is written to a file; name one with --output, such as --output payslips.pdf\n"
    )
    nowhere = office.run("document", "payslips", PERIOD, "--output", "nowhere/slips.pdf")
    assert "nowhere/slips.pdf cannot be written" in nowhere.err


def test_a_printout_is_verified_by_its_digest(office: Office) -> None:
    file = office.folder / "slips.pdf"
    office.run("document", "payslips", PERIOD, "--output", file)
    foot = PdfDocument(file)[0].get_textpage().get_text_range().splitlines()[-1]
    digest = foot.partition(": ")[2]
    assert len(digest.split()) == 8
    position = office.run("report", "payroll", PERIOD, "--format", "json").json["position"]
    known = ("document", "payslips", PERIOD, "--as-of", position, "--verify")
    genuine = office.run(*known, digest)
    where = f"payslips of {PERIOD} at ledger position {position} under the rule set manual"
    assert genuine == (0, f"the digest is that of {where}\n", "")
    employee = PdfDocument(file)[0].get_textpage().get_text_range().split("Employee")[1].split()[0]
    assert office.run(*known, digest, "--employee", employee).status == 0
    assert office.run(*known, digest, "--employee", "E0003" if employee != "E0003" else "E0002").status == 1
    assert office.run(*known, "".join(digest.split())[:16].upper()).status == 0
    forged = office.run(*known, "0" * 64)
    assert (forged.status, forged.out) == (
        1,
        f"the digest is not that of {where}, which is {forged.out.split()[-1]}\n",
    )
    office.record({"kind": "correction", "correction": "C-9", "employee": "E0003", "period": PERIOD, "amount": "1.00",
                   "note": "n"})  # fmt: skip
    assert office.run("document", "payslips", PERIOD, "--verify", digest).status == 1
    assert office.run(*known, digest).status == 0
    short = office.run(*known, "abc")
    assert short.err == "workledger: 'abc' is not a digest; give at least its first 16 hexadecimal digits\n"
    both = office.run(*known, digest, "--output", "x.pdf")
    assert both.err == "workledger: --verify writes nothing; leave --output out, or leave --verify out\n"


def test_a_printout_of_version_0_1_0_is_verified_by_the_digest_over_everyone_that_it_carries(office: Office) -> None:
    told = office.run("report", "payroll", PERIOD, "--format", "json").json
    older = sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    known = ("document", "payslips", PERIOD, "--as-of", told["position"], "--verify")
    for more in ((), ("--employee", "E0003")):
        answer = office.run(*known, older, *more)
        assert (answer.status, answer.out.endswith(", as version 0.1.0 printed it\n")) == (0, True)


def test_what_is_printed_of_the_tour_is_the_same_wherever_it_is_printed(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run("document", "ranking-notice", PERIOD, "--amounts", "--output", "one.pdf")
    monkeypatch.setattr(
        "sys.argv", ["workledger", "document", "ranking-notice", PERIOD, "--output", "two.pdf", "--amounts"]
    )
    with pytest.raises(SystemExit):
        main()
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
