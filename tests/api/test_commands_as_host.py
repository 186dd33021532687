"""Commands as whoever holds the store: reading leaves nothing behind, and the help says what there is."""

from pathlib import Path

import pytest

from api.operations.host import host_context
from ledger.formats import FORMATS
from tests.api.conftest import Run


@pytest.mark.slow
def test_a_command_that_shows_pay_writes_nothing(workledger: Run, centre: Path) -> None:
    workledger("document", "payslips", "2024-10", "--output", "first.pdf")
    before = workledger("export", "--exact").out
    for words in (
        ("report", "payroll", "2024-10"),
        ("explain", "payroll", "2024-10", "E2"),
        ("history", "E2"),
        ("document", "payslips", "2024-10", "--output", "second.pdf"),
    ):
        assert workledger(*words).status == 0
    assert workledger("export", "--exact").out == before
    with host_context("sqlite:///workledger.db") as context, context.ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT COUNT(*) AS looks FROM access_log")
        assert cursor.fetchone()["looks"] == 0


def test_the_help_of_import_names_every_format(workledger: Run) -> None:
    shown = " ".join(workledger("import", "--help").out.split())
    assert f"One of {', '.join(FORMATS)}; sheet where --map is given." in shown
