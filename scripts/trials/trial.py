"""What one trial found."""

from dataclasses import dataclass, field


class TrialError(Exception):
    """A trial that could not be carried out, in a sentence."""


@dataclass(frozen=True)
class Trial:
    """A trial on one store: how often it was disturbed, and what did not hold at its end."""

    name: str
    store: str
    disturbed: int
    """Kills, stops or cuts; of many writers how many there were."""
    facts: int
    """On the ledger at the end."""
    acknowledged: int
    """Facts whose sender was told that they are recorded."""
    seconds: float
    findings: list[str] = field(default_factory=list)
    """What does not hold, a sentence each; none where all is well."""
