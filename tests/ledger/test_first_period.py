"""S2.1a: a ledger begins with what is kept in it; what was begun otherwise before can still be restored."""

import io

import pytest

from tests.ledger.material import SITE, refusal, when
from tests.ledger.stores import SQLiteStores


@pytest.mark.parametrize("period", ["1900-01", "1999-12"])
def test_a_first_period_long_before_everything_is_refused(sqlite_stores: SQLiteStores, period: str) -> None:
    with sqlite_stores.open() as ledger:
        assert "2000-01 or later" in refusal(when(ledger, **{**SITE, "first_period": period}))
        assert ledger.site is None
        assert when(ledger, **{**SITE, "first_period": "2000-01"}).status == "accepted"


def test_a_ledger_that_began_so_is_restored_from_its_export(
    sqlite_stores: SQLiteStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    with monkeypatch.context() as before, sqlite_stores.open("before") as ledger:
        before.setattr("ledger.decisions.site.EARLIEST_FIRST_PERIOD", "1900-01")
        assert when(ledger, **{**SITE, "first_period": "1990-01"}).status == "accepted"
        ledger.exports.write(stream)
    stream.seek(0)
    with sqlite_stores.open("restored") as restored:
        assert restored.imports.import_file(stream).accepted == 1
        assert restored.site is not None
        assert restored.site.first_period == "1990-01"
