"""Small files that went wrong elsewhere, which are not part of the project: what the commands answer to them."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.api.conftest import Run
from tests.ledger.formats.paper import given_case

PERSON = {"kind": "employee", "name": "n", "role": "csr", "team": "T1", "hired_on": "2026-09-01"}
SITE = {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-08", "period_start_day": 1}


def begin(folder: Path, workledger: Run, *employees: str) -> None:
    """A ledger with a site and people."""
    lines = [SITE, *({**PERSON, "employee": number} for number in employees)]
    (folder / "people.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert workledger("import", "people.ndjson").status == 0


@pytest.mark.slow
def test_what_was_paid_with_decimal_commas_is_compared_to_the_fen(empty: Path, workledger: Run) -> None:
    folder = given_case("35-decimal-comma")
    begin(empty, workledger, "1001", "1002", "00103")
    assert workledger("import", str(folder / "salaries.csv"), "--map", "base-salaries").status == 0
    answer = workledger("reconcile", "2026-10", str(folder / "paid.csv"), "--format", "json", "--all")
    rows = json.loads(answer.out)["rows"]
    assert {row["paid"] for row in rows if row["employee"] == "1001" and row["item"] == "base"} == {"4800.50"}


@pytest.mark.slow
def test_a_number_that_is_a_formula_is_none_in_csv(empty: Path, workledger: Run) -> None:
    begin(empty, workledger)
    assert workledger("import", str(given_case("42-formula-in-number") / "facts.ndjson")).status == 0
    answer = workledger("report", "payroll", "2026-10", "--format", "csv")
    cells = [cell for row in csv.reader(io.StringIO(answer.out)) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+")]
