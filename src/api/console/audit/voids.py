"""Which facts who looks may void (S11.5)."""

from api.console.form_submission import acting
from api.console.visit import Visit
from ledger.facts.base import KINDS
from ledger.facts.void import Void


def may_void(visit: Visit, kind: str, recorded_by: str | None = None) -> bool:
    """Whether facts of a kind are voided, and who looks may void one that somebody has recorded."""
    model = KINDS.get(kind)
    if model is None or model.voided_by is None or visit.may(f"record {Void.kind}") is None:
        return False
    own = recorded_by is not None and recorded_by == acting(visit)
    return visit.may(f"record {kind}") is not None and (own or bool(set(visit.principal.roles) & set(model.voiders)))
