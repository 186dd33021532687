"""Reconciling over HTTP: the register that comes back, a sheet with a mapping, and what is not a sheet of pay."""

import base64
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from tests.api.conftest import Run
from tests.api.documents.office import Rows, place_of, row_of, written
from tests.api.routes.files import XLSX
from tests.api.routes.served import Served, served
from tests.ledger.material import MASTER_KEY
from tests.ledger.stores import SQLiteStores, Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

PATH = "/v1/periods/2024-10/reconciliations"
CSV = "text/csv"
REGISTER = "/v1/periods/2024-10/payroll"


@pytest.fixture
def sqlite_service(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    with served(sqlite_stores.url()) as found:
        yield found


def register(client: httpx.Client, query: str = "") -> bytes:
    answer = client.get(f"{REGISTER}{query}", headers={"Accept": XLSX})
    assert answer.status_code == 200
    return answer.content


def reconciled(client: httpx.Client, content: bytes, query: str = "", media_type: str = XLSX) -> httpx.Response:
    return client.post(f"{PATH}{query}", content=content, headers={"Content-Type": media_type})


def edited(folder: Path, content: bytes, change: Callable[[Rows], None]) -> bytes:
    """A register as a clerk gives it back."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    change(rows)
    return written(folder / "edited.xlsx", rows).read_bytes()


@pytest.mark.both_engines
@pytest.mark.parametrize("query", ["", "?lang=zh-CN"])
def test_a_register_that_nobody_changed_is_equal(service: Served, query: str) -> None:
    with service.client("auditor") as auditor:
        answer = reconciled(auditor, register(auditor, query))
        assert answer.status_code == 200
        told = answer.json()
        assert (told["period"], told["position"], told["rules"]) == ("2024-10", 47, "manual")
        assert (told["paid"], told["difference"], told["rows"]) == (told["computed"], "0.00", [])
        assert {name for name, count in told["outcomes"].items() if count} == {"equal"}
        everything = reconciled(auditor, register(auditor, query), "?all=true").json()
        assert len(everything["rows"]) == told["outcomes"]["equal"] > 10
        assert {row["outcome"] for row in everything["rows"]} == {"equal"}


def test_the_csv_of_the_payroll_is_equal(service: Served) -> None:
    with service.client("hr") as hr:
        content = hr.get(REGISTER, headers={"Accept": CSV}).content
        assert reconciled(hr, content, media_type=f"{CSV}; charset=utf-8").json()["rows"] == []


def test_a_changed_amount_is_listed_as_the_command_line_lists_it(
    service: Served, stores: Stores, tmp_path: Path, workledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(rows: Rows) -> None:
        row_of(rows, "E2")[place_of(rows, "Base salary")] = 2175.5

    with service.client("hr") as hr:
        content = edited(tmp_path, register(hr), change)
        told = reconciled(hr, content, "?as_of=47&rules=manual").json()
    (row,) = told["rows"]
    assert (row["employee"], row["item"], row["paid"], row["computed"]) == ("E2", "base", "2175.50", "2175.00")
    assert row["facts"][0]["kind"] == "base_salary"
    monkeypatch.setenv("WORKLEDGER_MASTER_KEY", base64.b64encode(MASTER_KEY).decode())
    monkeypatch.setenv("WORKLEDGER_STORE", stores.url())
    monkeypatch.setenv("WORKLEDGER_JOURNAL", "off")
    words = ("--format", "json", "--as-of", "47", "--rules", "manual")
    answer = workledger("reconcile", "2024-10", tmp_path / "edited.xlsx", *words)
    assert (answer.status, json.loads(answer.out)) == (1, told)


def test_a_sheet_of_another_layout_comes_with_a_mapping(service: Served) -> None:
    sheet = "编号,岗位工资,餐补,备注\nE1,4350,,好\nE2,2175,120,\n".encode()
    mapping = 'employee = "编号"\n[columns]\n"岗位工资" = "base"\n"餐补" = "allowance"\n'
    with service.client("hr") as hr:
        sent = {"file": ("p.csv", sheet), "mapping": ("m.toml", mapping.encode())}
        told = hr.post(f"{PATH}?all=true", files=sent).json()
        assert told["not_compared"] == ["备注"]
        outcomes = {(row["employee"], row["item"]): row["outcome"] for row in told["rows"]}
        assert outcomes["E1", "base"] == outcomes["E2", "allowance"] == "equal"
        assert outcomes["L1", "total"] == "person_not_paid"
        ignoring = hr.post(f"{PATH}?ignore=备注&ignore=x", files=sent).json()
        assert ignoring["not_compared"] == []


def test_who_reconciles_is_in_the_access_log(service: Served) -> None:
    with service.client("hr") as hr, service.client("auditor") as auditor:
        content = hr.get(REGISTER, headers={"Accept": CSV}).content
        reconciled(hr, content, media_type=CSV)
        told = auditor.get("/v1/access-log").json()["entries"][-1]
        assert (told["operation"], told["employee"], told["period"], told["position"]) == (
            "reconcile",
            "",
            "2024-10",
            47,
        )
        assert service.ledger.facts.last_position() == 47


def test_only_hr_and_auditors_reconcile(service: Served) -> None:
    for role, owner in (("manager", {}), ("employee", {"employee": "E1"}), ("admin", {})):
        with service.client(role, **owner) as client:
            assert reconciled(client, b"x", media_type=CSV).status_code == 403


GOOD = "employee,base\nE1,4350\n"
WRONG: list[tuple[str, str, bytes, int, str]] = [
    ("", "application/pdf", b"%PDF", 415, "send application/vnd"),
    ("", "", b"x", 415, "of no named type"),
    ("", CSV, b"", 422, "has no row of headings"),
    ("", CSV, b"a,b\n1,2\n", 422, "the file has no row of headings"),
    ("", CSV, b"\xff\xfe\x00", 422, "the file is not in utf-16; name its encoding"),
    ("", CSV, b"employee,base\nE1,x\n", 422, "cell B2 is 'x'; give an amount"),
    ("", CSV, b"employee,base\nE1,9e999999999999\n", 422, "cell B2 is '9e999999999999'; give an amount"),
    ("", CSV, b"employee,base\nE1,1.005\n", 422, "more than two decimals"),
    ("", CSV, b"employee,base\n,1\n", 422, "row 2 has amounts and no employee"),
    ("", CSV, b'employee,base\nE1,"' + b"x" * 200_000 + b'"\n', 422, "is not a line of a CSV file"),
    ("", XLSX, b"PK\x03\x04", 422, "the workbook cannot be read"),
    ("?all=1", CSV, GOOD.encode(), 422, "all is '1'; give true or false"),
    ("?rules=none", CSV, GOOD.encode(), 404, "none"),
    ("?as_of=48", CSV, GOOD.encode(), 404, "there is no ledger position 48"),
    ("?as_of=yesterday", CSV, GOOD.encode(), 422, "neither a ledger position nor an instant"),
    (f"?as_of={'9' * 5_000}", CSV, GOOD.encode(), 404, "there is no ledger position 9"),
    ("?employee=E1", CSV, GOOD.encode(), 422, "there is no parameter 'employee'"),
]
WRONG_MAPPINGS = [
    (b"unit =", "the mapping that was sent is not TOML"),
    (b"\xff", "the mapping that was sent is not in UTF-8"),
    (b"x = 1", "the mapping that was sent: x: "),
    (b'unit = "dollar"', "the mapping that was sent: unit: "),
    (b"x = " + b"[" * 5_000, "the mapping that was sent is nested too deeply"),
    (b'[columns]\n"base" = "nothing"', "is not an item of pay"),
    (b'[columns]\n"other" = "base"', "the mapping has the column other, which the file does not have"),
    (b'[sheet]\nencoding = "klingon"', "there is no encoding 'klingon'"),
    (b'[sheet]\nencoding = "\\u0000"', "there is no encoding"),
    (b"[sheet]\nheader = 9", "has no row of headings"),
]


def test_what_is_no_sheet_of_pay_is_refused_in_a_sentence(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        for query, media_type, content, status, sentence in WRONG:
            answer = reconciled(hr, content, query, media_type)
            assert answer.status_code == status, (query, content[:80], answer.text)
            assert sentence in answer.json()["detail"]
        for mapping, sentence in WRONG_MAPPINGS:
            answer = hr.post(PATH, files={"file": ("f", GOOD.encode()), "mapping": ("m", mapping)})
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), (mapping, answer.text)
            assert sentence in answer.json()["detail"]
        pins = hr.post(PATH, files={"file": ("f", GOOD.encode()), "pins": ("p", b"1,E1")})
        assert "there is no part 'pins'" in pins.json()["detail"]
        for period in ("2019-01", "october", "%00"):
            answer = hr.post(f"/v1/periods/{period}/reconciliations", content=GOOD, headers={"Content-Type": CSV})
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found"), period


def test_an_empty_ledger_has_nothing_to_compare(empty_service: Served) -> None:
    with empty_service.client("hr") as hr:
        answer: Any = reconciled(hr, GOOD.encode(), media_type=CSV)
        assert answer.status_code in (404, 409)
        assert "site" in answer.json()["detail"]
