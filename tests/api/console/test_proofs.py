"""What proves the ledger, in the console: the auditor's page of it, the agent's evidence, and HR's erasure."""

import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, expect

from ledger.proof import verify_evidence as verifier
from ledger.proof.notes import COSIGNATURE, Signer, read_note
from ledger.proof.proofs import verify_consistency, verify_proof
from ledger.proof.rotation import read_keys
from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import CLOSED, NOW, RUNNING, first_of

pytestmark = pytest.mark.slow
WITNESS = Signer("audit.example.com", Ed25519PrivateKey.from_private_bytes(b"w" * 32), COSIGNATURE)


def downloaded(page: Page, name: str) -> bytes:
    """What comes when a link or button of a name is used."""
    with page.expect_download() as begun:
        page.locator("main").get_by_text(name, exact=True).first.click()
    return Path(begun.value.path()).read_bytes()


def agent_of(console: Console) -> str:
    people = console.served.service.directory.people()
    return next(each.employee for each in people if each.role == "csr" and each.employed)


@pytest.mark.both_engines
def test_an_auditor_signs_takes_and_has_cosigned_a_checkpoint(console: Console) -> None:
    page, said = console.sign_in("auditor"), console.said
    page.get_by_role("link", name=said("Checkpoints and proofs")).click()
    expect(page.locator("h1")).to_have_text(said("Checkpoints and proofs"))
    page.get_by_role("button", name=said("Sign a checkpoint now")).click()
    last = console.served.ledger.facts.last_position()
    expect(page.get_by_role("status").first).to_have_text(
        said("The checkpoint at position %(position)s is kept.", position=last)
    )
    assert console.hindrances(page) == []
    keys = read_keys(downloaded(page, said("Download the public keys")))
    note = downloaded(page, said("Download the note"))
    assert note.decode() == str(console.served.ledger.proofs.kept_checkpoint(last))
    assert page.locator("pre").inner_text().strip() == note.decode().strip()
    page.get_by_text(said("Add a witness's signature")).click()
    page.fill("#signature", note.decode())
    page.fill("#witness", str(WITNESS.verifier))
    page.get_by_role("button", name=said("Keep the signature")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#witness")).to_have_value(str(WITNESS.verifier))
    line = WITNESS.sign(read_note(note).text, int(NOW.timestamp())).line()
    page.fill("#signature", note.decode() + line)
    page.get_by_role("button", name=said("Keep the signature")).click()
    expect(page.locator("main")).to_contain_text(WITNESS.verifier.name)
    page.select_option("#from", str(min(each.size for each in console.served.ledger.proofs.checkpoints())))
    with page.expect_download() as begun:
        page.locator("form[action$=consistency] button").click()
    earlier, later = verify_consistency(Path(begun.value.path()).read_bytes(), keys)
    assert earlier.size < later.size == last


def test_an_auditor_verifies_the_ledger_and_sees_how_it_ended(console: Console) -> None:
    page, said = console.sign_in("auditor", size=PHONE), console.said
    page.goto("/audit/proofs")
    page.get_by_role("button", name=said("Verify now")).click()
    holds = said(
        "The verification passed: all %(events)s facts are as they were recorded.",
        events=console.served.ledger.facts.last_position(),
    )
    expect(page.get_by_text(holds)).to_be_visible(timeout=60_000)
    assert console.hindrances(page) == []
    page.get_by_role("link", name=said("Checkpoints and proofs")).last.click()
    expect(page.get_by_text(holds)).to_be_visible()
    assert console.hindrances(page) == []


def test_an_auditor_verifies_against_files_kept_elsewhere_and_a_file_that_is_none_is_told(console: Console) -> None:
    ledger = console.served.ledger
    page, said = console.sign_in("auditor"), console.said
    page.goto("/audit/proofs")
    first = min(each.size for each in ledger.proofs.checkpoints())
    kept = {
        "#checkpoint": str(ledger.proofs.kept_checkpoint(first)).encode(),
        "#own-keys": ledger.proofs.key_chain().encode(),
    }

    def verify(files: dict[str, bytes]) -> None:
        page.get_by_text(said("Against what was kept elsewhere …")).click()
        for field, content in files.items():
            page.set_input_files(field, {"name": "kept", "mimeType": "application/octet-stream", "buffer": content})
        assert console.hindrances(page) == []
        # An alert of the page before must not be taken for that of the next one.
        with page.expect_navigation():
            page.get_by_role("button", name=said("Verify now")).click()

    for wrong in (b"\xff\xfe", b" ", b"no checkpoint", b"a" * 300_000):
        verify(kept | {"#checkpoint": wrong})
        expect(page.get_by_role("alert")).to_be_visible()
    verify(kept)
    expect(page.get_by_text(said("public keys from elsewhere"))).to_be_visible(timeout=60_000)
    held = said("a checkpoint from elsewhere, at position %(position)s", position=first)
    expect(page.get_by_text(held)).to_be_visible()
    assert console.hindrances(page) == []


def test_a_fact_is_proved_from_its_page_and_a_wrong_id_is_told_and_kept(console: Console) -> None:
    page, said = console.sign_in("auditor"), console.said
    fact = first_of(console.served.ledger, "base_salary")
    page.goto(f"/audit/facts/{fact['id']}")
    proof = downloaded(page, said("The proof that it is on the ledger"))
    proven = verify_proof(proof, read_keys(console.served.ledger.proofs.key_chain().encode()))
    assert (proven.leaf.fact, proven.employee) == (fact["id"], fact["employee"])
    page.goto("/audit/proofs")
    page.fill("#fact", "nothing.1")
    page.get_by_role("button", name=said("Download the proof"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#fact")).to_have_value("nothing.1")


def test_an_agent_takes_the_evidence_of_the_own_payslip_of_a_closed_period(console: Console) -> None:
    agent, said = agent_of(console), console.said
    page = console.sign_in("employee", agent)
    page.goto(f"/my/payslip/{CLOSED[0]}")
    keys = [verifier.read_key(str(each)) for each in read_keys(downloaded(page, said("Download the public keys")))]
    content = downloaded(page, said("Download the evidence"))
    verdict, lines = verifier.judge(content, keys, None)
    assert verdict == verifier.VALID, lines
    assert json.loads(content)["employee"] == agent
    assert console.hindrances(page) == []
    page.goto(f"/my/payslip/{RUNNING}")
    expect(page.get_by_text(said("Download the evidence"))).to_have_count(0)


def test_hr_takes_evidence_beside_the_payslips(console: Console) -> None:
    page, said = console.sign_in("hr"), console.said
    page.goto(f"/documents/{CLOSED[0]}")
    form = page.locator("form[action$=evidence]")
    form.locator("select").select_option(agent_of(console))
    content = downloaded(page, said("Download the evidence"))
    assert json.loads(content)["period"] == CLOSED[0]
    assert console.hindrances(page) == []


def test_hr_is_told_why_somebody_cannot_be_erased_and_erases_who_can_be(console: Console) -> None:
    page, said = console.sign_in("hr"), console.said
    page.goto(f"/hr/people/{agent_of(console)}")
    expect(page.locator("main")).to_contain_text(
        said("The person is employed, or leaves today; record the leaving, and erase after the last day.")
    )
    assert console.hindrances(page) == []
    gone, name = somebody_who_left(console)
    page.goto(f"/hr/people/{gone}")
    expect(page.locator("h1")).to_contain_text(name)
    page.get_by_text(said("Erase %(number)s for good …", number=gone)).click()
    assert console.hindrances(page) == []
    page.fill("#erasing-reason", "asked for")
    page.fill("#erasing-confirmed", "another")
    page.get_by_role("button", name=said("Erase for good")).click()
    expect(page.get_by_role("alert")).to_contain_text(
        said("The number typed is not %(number)s; nothing was erased.", number=gone)
    )
    expect(page.locator("#erasing-reason")).to_have_value("asked for")
    page.fill("#erasing-confirmed", gone)
    page.get_by_role("button", name=said("Erase for good")).click()
    expect(page.get_by_role("status").first).to_have_text(
        said("The personal data of %(number)s is erased.", number=gone)
    )
    expect(page.locator("h1")).not_to_contain_text(name)
    expect(page.locator("main")).to_contain_text(re.compile(r"\D" + str(console.served.ledger.facts.last_position())))
    assert console.hindrances(page) == []


def somebody_who_left(console: Console) -> tuple[str, str]:
    """Somebody who worked in the first period alone, so that all their periods are closed."""
    number, name = "Z9001", "赵临时"
    told = {
        "employee": number,
        "name": name,
        "role": "csr",
        "team": "T01",
        "hired_on": "2026-07-01",
        "channel": "phone",
    }
    with console.served.client("hr") as hr:
        assert hr.post("/v1/employees", json=told).status_code == 201
        left = {"employee": number, "last_day": "2026-07-10", "reason": "resigned"}
        assert hr.post("/v1/leavings", json=left).status_code == 201
        # What is recorded after a closing is adjusted by the next one.
        assert hr.post("/v1/periods/2026-09/closing", json={"by": "HR"}).status_code == 201
    return number, name
