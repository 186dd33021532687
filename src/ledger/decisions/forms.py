"""S6.1a, S6.2a 质检表, 评核表: the version of a form that a fact names."""

from ledger.decisions.state import Known, LedgerState
from ledger.facts.appraisals import AppraisalForm
from ledger.facts.base import Fact
from ledger.facts.quality import MonitoringForm
from ledger.facts.streams import key_stream
from ledger.refusal import Refusal


def called(form: str, version: int) -> str:
    """A version of a form, for a sentence."""
    return f"form {form!r} version {version}"


def form_version(
    model: type[MonitoringForm | AppraisalForm], form: str, version: int, state: LedgerState
) -> Known | None:
    """A version of a form, voided or not; None where there is none."""
    return next(iter(state.history(key_stream(model.kind, (form, version)))), None)


def standing_form(
    model: type[MonitoringForm | AppraisalForm], fact: Fact, form: str, version: int, state: LedgerState
) -> Known | Refusal:
    """The version of a form that a fact may be recorded by: one that is on the ledger and that no void takes back."""
    known = form_version(model, form, version, state)
    if known is not None and not state.is_voided(known.position):
        return known
    return Refusal(
        "unknown_form",
        f"{fact.kind}: {called(form, version)} is not on the ledger, or is voided; "
        "give a version that stands, or record the form first",
    )
