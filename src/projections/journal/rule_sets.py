"""The rule sets that are on the ledger, read into their types."""

from ledger.ledger import Ledger
from ledger.ruleset import RecordedRules, read_parameters


def read_rule_sets(ledger: Ledger) -> tuple[RecordedRules, ...]:
    """Every recorded rule set, in ledger order; one recorded after the position in view may still be named by hand."""
    return tuple(
        RecordedRules(
            version=fact.content["version"],
            effective_period=fact.content["effective_period"],
            position=fact.position,
            rules=read_parameters(fact.content["parameters"]),
        )
        for fact in ledger.facts(kinds=["rules"])
    )
