"""The imports that there are, and an import taken back: what it recorded is voided, all or nothing."""

from pydantic import ConfigDict, Field

from api.auth.authorship import acting, sent_by
from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.checked_lines import CheckedSender, senders_of
from api.operations.context import Context
from api.operations.operation import operation
from ledger.appends.append import Append
from ledger.calendar import instant
from ledger.facts.void import Void
from ledger.imports.reversal import ReversalAsked, taken_back

_ORIGIN = "undo"
LATEST = 100
"""How many imports are listed."""


class ReversalReason(Asked):
    """Who takes an import back, and why: the reason of the voids; the caller where nobody is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "It was the roster of another month."}]})

    by: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")
    reason: str = Field("", max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")


class Reversal(Answer):
    """What became of the facts of an import: voided; workflows cancelled or withdrawn (`ended`); so before (`already`).

    `late` are those dated in closed periods, which are adjusted in the next closing.
    """

    import_id: str = Field(alias="import")
    voided: int
    ended: int
    already: int
    late: int


class KeptImport(Answer):
    """An import: its id, when it was begun, what it was read as, and what became of its lines."""

    import_id: str = Field(alias="import")
    started_at: ShownInstant
    file: str = Field(description="What the file is called; empty where that was not told.")
    format: str
    finished: bool
    accepted: int
    duplicate: int
    conflict: int
    rejected: int
    sent_by: str | None = Field(description="The number of who sent it; null where it is HR's.")


class KeptImports(Answer):
    """The imports that were begun last, the latest first."""

    imports: list[KeptImport]


@operation("see imports")
def kept_imports(context: Context) -> KeptImports:
    """The imports within reach that were begun last, the latest first."""
    found = [
        KeptImport.model_validate(
            {
                "import": each.key,
                "started_at": instant(each.started_at).isoformat(),
                "file": each.file,
                "format": each.format,
                "finished": each.finished,
                "accepted": each.accepted,
                "duplicate": each.duplicate,
                "conflict": each.conflict,
                "rejected": each.rejected,
                "sent_by": each.sender or None,
            }
        )
        for each in context.ledger.imports.latest(LATEST, senders_of(context))
    ]
    return KeptImports(imports=found)


@operation("import")
def undo_import(context: Context, import_id: str, why: ReversalReason) -> Done[Reversal]:
    """Void what an import recorded, and end its workflows; once more changes nothing.

    Who does not reach everyone takes back an own one, as far as they could void each fact of it, or end its workflow.

    Raises Problem where there is no such import, or something rests on what it recorded: all of that is named.
    """
    principal = context.principal
    by = acting(principal, Void.kind, why.by)
    limits = None if context.extent.everyone else CheckedSender(context, _ORIGIN)
    reason = why.reason or "import undone"
    asked = ReversalAsked(import_id, by, reason, **sent_by(principal), senders=senders_of(context), limits=limits)

    def work(append: Append) -> Done[Reversal]:
        done = taken_back(append, asked)
        return Done(Reversal.model_validate(done.as_json()), 201 if done.voided or done.ended else 200)

    return context.once(Reversal, work)
