"""The facts at some positions, as an explanation asks for them."""

from ledger.ledger import Ledger
from tests.ledger.material import EMPLOYEE, PUNCH, SITE


def test_facts_come_in_the_order_of_their_positions_each_once(ledger: Ledger) -> None:
    ledger.record([SITE, EMPLOYEE, PUNCH])
    found = ledger.facts.at([3, 1, 3])
    assert [(fact.position, fact.fact.kind) for fact in found] == [(1, "site"), (3, "clock")]
    assert found == [fact for fact in ledger.facts.page() if fact.position in (1, 3)]


def test_a_position_that_is_not_there_is_left_out(ledger: Ledger) -> None:
    ledger.record([SITE])
    assert [fact.position for fact in ledger.facts.at([0, 1, 2])] == [1]
    assert ledger.facts.at([]) == []
