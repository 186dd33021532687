"""Evidence of a closed payslip, on both engines: what is in it, what it proves, and what it does not give away."""

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
import pytest

from api.operations.evidence_file import is_opened, make_evidence
from ledger import closing
from ledger.closing import digest_of
from ledger.ledger import Ledger, LedgerError
from ledger.proof import verify_evidence as verifier
from ledger.proof.rows import row_root
from ledger.refusal import MissingError
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.journal import read_journal
from projections.reports import FROZEN
from tests.api.evidence import sample
from tests.ledger.material import Hands
from tests.ledger.stores import PostgresStores, SQLiteStores, Stores


@pytest.fixture
def clock() -> Hands:
    return Hands(sample.BEGUN)


@pytest.fixture
def ledger(stores: Stores, clock: Hands) -> Iterator[Ledger]:
    """The two closings, in a store of the test's own."""
    with stores.open(clock=clock) as ledger:
        sample.fill(ledger, clock)
        yield ledger


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def closed_stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """The stores of `closed`."""
    if request.param == "sqlite":
        yield SQLiteStores(tmp_path_factory.mktemp("closed"))
    else:
        stores = PostgresStores(request.getfixturevalue("postgres"))
        yield stores
        stores.remove()


@pytest.fixture(scope="module")
def closed(closed_stores: Stores) -> Iterator[Ledger]:
    """The two closings, for all tests that only read them."""
    clock = Hands(sample.BEGUN)
    with closed_stores.open(clock=clock) as ledger:
        sample.fill(ledger, clock)
        last = ledger.facts.last_position()
        yield ledger
        assert ledger.facts.last_position() == last


def lines(ledger: Ledger, raw: bytes, mark: str = verifier.PROVED) -> list[str]:
    return [texts[0] for each, texts in verifier.judge(raw, sample.keys_of(ledger))[1] if each == mark]


def steps(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [told["explanation"]]
    while waiting:
        waiting += (step := waiting.pop()).get("children", [])
        yield step


@pytest.mark.slow
def test_a_payslip_with_its_bonus_is_proved_down_to_the_facts(closed: Ledger) -> None:
    raw = sample.issue(closed, "E2", "2024-10")
    assert sample.verdict(closed, raw) == verifier.VALID
    told = json.loads(raw)
    frozen = json.loads(told["payslip"]["payroll"]["row"])
    assert {"item": "monthly_bonus", "amount": "100.00", "clause": "S7.3"} in frozen["lines"]
    said = lines(closed, raw)
    assert f"the payslip of E2 for 2024-10 is what the closing froze, and adds up to {frozen['total']}" in said
    assert "so is rank 2 of 2; whose the others are is not in the file" in said
    (own,) = [line for line in said if "figures of the explanation" in line]
    assert int(own.partition(" ")[0]) >= 6
    kinds = {each["topic"] for each in told["facts"]}
    assert kinds >= {"base_salary.v1", "monitoring.v1", "work_review.v1", "behaviour_review.v1", "close.v1"}
    assert told["checkpoint"].split("\n")[3] == "closes 2024-10"
    (stated,) = lines(closed, raw, verifier.STATED)
    assert "signed" in stated


@pytest.fixture
def _older(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is closed is closed as it was before digests had a salt."""
    monkeypatch.setattr(closing, "salted", lambda content, _random, _name: content)
    monkeypatch.setattr(closing, "kept_random", lambda _random: None)


def asked_of_oneself(ledger: Ledger, employee: str, period: str) -> bytes:
    """The evidence that somebody gets who does not read every report whole."""
    books = Books(read_journal(ledger), PolarsEngine())
    return make_evidence(ledger, books, employee, period, all_reports=False)


def of_everyone(ledger: Ledger, period: str) -> list[str]:
    """What somebody would compute who tries figures: the digests of the reports that a closing freezes, as they are."""
    books = Books(read_journal(ledger), PolarsEngine())
    reports = make_reports(books, FROZEN, ReportRequest(period)).values()
    return [digest_of(report.as_bytes()) for report in reports]


@pytest.mark.slow
def test_evidence_has_no_digest_against_which_colleagues_figures_can_be_tried(closed: Ledger) -> None:
    raw = asked_of_oneself(closed, "E2", "2024-11")
    assert sample.verdict(closed, raw) == verifier.VALID
    for period in ("2024-10", "2024-11"):
        assert [digest for digest in of_everyone(closed, period) if digest in raw.decode()] == []
    randoms = [
        each.fact.ext["salt"] for each in closed.facts.page(0, 1_000) if each.fact.ext and each.fact.kind == "close"
    ]
    assert len(randoms) == 2
    assert [random for random in randoms if random in raw.decode()] == []


@pytest.mark.slow
@pytest.mark.usefixtures("_older")
def test_evidence_of_an_older_closing_shows_its_digests_to_who_reads_all_reports_and_to_nobody_else(
    stores: Stores, clock: Hands
) -> None:
    with stores.open("older", clock=clock) as ledger:
        sample.fill(ledger, clock)
        digests = of_everyone(ledger, "2024-10")
        whole, own = sample.issue(ledger, "E2", "2024-11"), asked_of_oneself(ledger, "E2", "2024-11")
        assert sample.verdict(ledger, whole) == verifier.VALID
        assert all(digest in whole.decode() for digest in digests)
        assert sample.verdict(ledger, own) == verifier.UNJUDGED
        assert [digest for digest in digests if digest in own.decode()] == []
        said = verifier.judge(own, sample.keys_of(ledger))[1]
        assert any("a fact that stays closed" in texts[0] and "close" in texts[0] for _mark, texts in said)
        assert "the closing of 2024-11 does not say what the payslip" in said[-1][1][0]


@pytest.mark.slow
def test_every_payslip_of_a_closing_has_its_evidence(closed: Ledger) -> None:
    for period in ("2024-10", "2024-11"):
        for employee in ("E1", "E2", "L1", "Q1"):
            assert sample.verdict(closed, sample.issue(closed, employee, period)) == verifier.VALID


@pytest.mark.slow
def test_an_adjustment_is_shown_with_the_closing_before_and_what_came_after_it(closed: Ledger) -> None:
    raw = sample.issue(closed, "E2", "2024-11")
    assert sample.verdict(closed, raw) == verifier.VALID
    told = json.loads(raw)
    amounts = {each["item"]: each["amount"] for each in json.loads(told["payslip"]["payroll"]["row"])["lines"]}
    assert amounts["adjustment:2024-10"] == "33.00"
    assert [each["topic"] for each in told["facts"]].count("close.v1") == 2
    late = [each for each in told["facts"] if each["topic"] == "allowance.v1" and '"late"' in each["what"]["state"]]
    assert len(late) == 1


@pytest.mark.slow
def test_nothing_of_a_colleague_is_in_it_but_figures_without_names(closed: Ledger, closed_stores: Stores) -> None:
    raw = sample.issue(closed, "L1", "2024-10")
    assert sample.verdict(closed, raw) == verifier.VALID
    told = json.loads(raw)
    closed = [each for each in told["facts"] if "leaf" in each]
    assert {each["kind"] for each in closed} >= {"monitoring", "work_review"}
    assert all(each.keys() == {"position", "kind", "leaf", "path"} for each in closed)
    totals = [step for step in steps(told) if step["term"] == "team_total"]
    assert len(totals) == 2
    assert all(step["of"] == {"employee": "[withheld]"} for step in totals)
    text = raw.decode()
    states = [json.loads(each["what"]["state"]) | {"sealed": ""} for each in told["facts"] if "what" in each]
    shown = json.dumps([told["explanation"], told["payslip"]["payroll"]["row"], *states], ensure_ascii=False)
    assert [word for word in ("E1", "E2", "张三", "李四", "M-E1", "[b]Zo") if word in shown] == []
    salts = [bytes(salt) for (salt,) in closed_stores.rows("SELECT salt FROM events")]
    assert [salt for salt in salts if b64encode(salt).decode().rstrip("=") in text or salt.hex() in text] == []


@pytest.mark.slow
def test_a_swap_is_shown_to_both_and_closed_to_others(stores: Stores, clock: Hands) -> None:
    with stores.open("swapped", clock=clock) as ledger:
        assert ledger.imports.import_file(sample.FACTS).rejected == 0
        sample.record(ledger, sample.SWAP)
        (position,) = [fact.position for fact in ledger.facts.page(0, 1_000) if fact.fact.kind == "swap"]
        (swap,) = ledger.facts.at([position])
        assert [is_opened(ledger, swap, each) for each in ("E1", "E2", "L1")] == [True, True, False]


@pytest.mark.slow
def test_a_period_that_is_not_closed_has_no_evidence(closed: Ledger) -> None:
    with pytest.raises(MissingError, match="2024-12 is not closed"):
        sample.issue(closed, "E2", "2024-12")
    with pytest.raises(MissingError, match="no row in payroll"):
        sample.issue(closed, "E9", "2024-10")


@pytest.mark.slow
def test_it_may_lead_to_any_later_checkpoint_and_to_none_before(ledger: Ledger) -> None:
    last = ledger.facts.last_position()
    raw = sample.issue(ledger, "E2", "2024-10", ledger.proofs.checkpoint().signed)
    assert sample.verdict(ledger, raw) == verifier.VALID
    assert f"over {last} facts" in lines(ledger, raw)[0]
    with pytest.raises(LedgerError, match="up to 5"):
        sample.issue(ledger, "E2", "2024-10", ledger.proofs.checkpoint(5).signed)


@pytest.mark.slow
def test_the_checkpoint_must_be_the_one_that_is_held(closed: Ledger) -> None:
    raw, keys = sample.issue(closed, "E2", "2024-10"), sample.keys_of(closed)
    first, second = closed.proofs.checkpoints()
    verdict, found = verifier.judge(raw, keys, str(first).encode())
    assert (verdict, "(yours)" in found[0][1][0]) == (verifier.VALID, True)
    assert verifier.judge(raw, keys, str(second).encode())[0] == verifier.INVALID


@pytest.mark.slow
def test_after_an_erasure_it_is_made_and_holds_under_the_number(ledger: Ledger) -> None:
    before = sample.issue(ledger, "E1", "2024-10")
    assert "张三" in before.decode()
    sample.erase(ledger, "E1")
    after = sample.issue(ledger, "E1", "2024-10")
    assert sample.verdict(ledger, after) == sample.verdict(ledger, before) == verifier.VALID
    assert "张三" not in after.decode()
    assert json.loads(after)["name"] == "[erased]"
    told, was = json.loads(after), json.loads(before)
    assert (told["payslip"], told["checkpoint"]) == (was["payslip"], was["checkpoint"])
    assert sample.verdict(ledger, sample.issue(ledger, "L1", "2024-10")) == verifier.VALID
    assert sample.verdict(ledger, sample.issue(ledger, "E2", "2024-11")) == verifier.VALID


@pytest.mark.slow
def test_keys_that_followed_are_told_of_by_the_first_one(ledger: Ledger) -> None:
    first = sample.keys_of(ledger)
    ledger.proofs.rotate_signing_key()
    raw = sample.issue(ledger, "E2", "2024-10")
    assert sample.verdict(ledger, raw) == verifier.VALID
    verdict, found = verifier.judge(raw, first)
    assert verdict == verifier.UNJUDGED
    assert "first key with all rotations" in found[-1][1][0]


@pytest.mark.slow
def test_a_closing_from_before_rows_were_committed_to_cannot_be_judged(
    ledger: Ledger, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move(days=31)
    monkeypatch.setattr(sys.modules["projections.books.closing_contents"], "SHOWN_BY_ROW", ())
    sample.close(ledger, "2024-12")
    raw = sample.issue(ledger, "E2", "2024-12")
    verdict, found = verifier.judge(raw, sample.keys_of(ledger))
    assert (verdict, found[-1][0]) == (verifier.UNJUDGED, verifier.WRONG)
    assert "does not say what the payslip" in found[-1][1][0]
    assert any(text.endswith("close, recorded") or "close" in text for text in lines(ledger, raw))


@pytest.mark.slow
def test_what_is_restored_from_a_plain_export_cannot_open_what_its_closings_commit_to(
    ledger: Ledger, stores: Stores, clock: Hands, tmp_path: Any
) -> None:
    path = tmp_path / "plain.ndjson"
    with path.open("wb") as file:
        ledger.exports.write(file)
    with stores.open("restored", clock=clock) as other:
        assert other.imports.import_file(path).rejected == 0
        raw = sample.issue(other, "E2", "2024-10")
        assert json.loads(raw)["payslip"]["payroll"]["binding"] is None
        assert sample.verdict(other, raw) == verifier.UNJUDGED
        assert sample.verdict(ledger, raw) != verifier.VALID
        assert not any("other rows" in finding.sentence for finding in other.proofs.verify().findings)


@pytest.mark.slow
def test_a_closing_that_commits_to_other_rows_than_it_froze_is_found_by_verify(
    ledger: Ledger, stores: Stores, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ledger.proofs.verify().holds
    clock.move(days=31)
    monkeypatch.setattr(
        sys.modules["ledger.closing"], "row_root", lambda salt, name, _rows: row_root(salt, name, [b"{}"])
    )
    sample.close(ledger, "2024-12")
    found = [finding.sentence for finding in ledger.proofs.verify().findings]
    assert {sentence.partition(" of ")[0] for sentence in found} == {"the frozen payroll", "the frozen bonus"}
    assert all("other rows than its closing commits to" in sentence for sentence in found)


@pytest.mark.slow
def test_a_payslip_that_today_is_computed_otherwise_is_not_explained_away(
    closed: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay = sys.modules["projections.pay.pay_lines"]
    monkeypatch.setattr(
        pay, "night_allowance", lambda shifts, _rules: shifts.select("employee", amount=nw.lit(1, nw.Int64))
    )
    with pytest.raises(LedgerError, match="computed differently"):
        sample.issue(closed, "E1", "2024-10")
