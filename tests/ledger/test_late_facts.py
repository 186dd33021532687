"""Facts that are dated in a closed period are accepted, and said to be late (S11.4)."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.books import closings
from api.cli.facts.imports import commands
from api.cli.settings import Settings
from ledger.closing import Frozen
from ledger.ledger import Ledger
from tests.ledger.material import MASTER_KEY, PUNCH, given, written
from tests.ledger.stores import Stores

NOTHING = Frozen(rules="manual", code="0", tzdata="0", reports={}, closing=b"{}")


@pytest.fixture
def closed(stores: Stores) -> str:
    """The URL of a ledger whose first period is closed; by the clock of the machine, as what is recorded later is."""
    with Ledger.open(stores.url(), master_key=MASTER_KEY) as ledger:
        given(ledger, PUNCH)
        ledger.closings.close("2026-10", "HR", lambda _position, _instant: NOTHING)
    return stores.url()


def test_late_facts_are_counted_from_a_position_on(closed: str) -> None:
    with Ledger.open(closed, master_key=MASTER_KEY) as ledger:
        last = ledger.facts.last_position()
        assert ledger.facts.late(last) == 0
        late = {**PUNCH, "direction": "out", "at": "2026-10-31T18:00:00+08:00"}
        timely = {**PUNCH, "at": "2026-11-01T09:00:00+08:00"}
        assert [outcome.status for outcome in ledger.record([late, timely])] == ["accepted", "accepted"]
        assert ledger.facts.late(last) == 1


@pytest.mark.slow
def test_an_import_says_how_many_facts_are_late(stores: Stores, tmp_path: Path) -> None:
    with Ledger.open(stores.url()) as ledger:
        given(ledger, PUNCH)
    settings = Settings(store=stores.url())
    closing = CliRunner().invoke(closings.commands, ["close", "2026-10", "--by", "HR", "--yes"], obj=settings)
    assert closing.exit_code == 0, closing.output
    file = written(tmp_path, [{**PUNCH, "direction": "out"}])
    result = CliRunner().invoke(commands, ["import", str(file)], obj=settings)
    assert "1 late: dated in closed periods" in result.stderr
    assert result.stdout == "accepted 1, duplicate 0, conflict 0, rejected 0\n"
