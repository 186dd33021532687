"""Which facts who looks may void (S11.5)."""

from api.console.visit import Visit
from ledger.facts.base import KINDS
from ledger.facts.void import Void


def may_void(visit: Visit, kind: str) -> bool:
    """Whether facts of a kind are voided, and who looks may void some."""
    model = KINDS.get(kind)
    if model is None or model.voided_by is None:
        return False
    return visit.may(f"record {Void.kind}") is not None and visit.may(f"record {kind}") is not None
