"""Checkpoints and proofs: what is signed, to be kept elsewhere, and what is shown by it without the ledger."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.audit.verifications import VERIFICATIONS, shown_verification
from api.console.evidence import evidence_of, keys_file, text_file
from api.console.form_submission import chosen_file, filled_in, invalid, new_key, typed
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations import checkpoints, verifications
from api.operations.checkpoints import NewCheckpoint, NewCosignature
from api.operations.ledger import ledger
from api.operations.proofs import consistency_proof, fact_proof
from api.operations.verifications import NewVerification
from api.problems import Problem
from api.words.translation import marked

room = Room()
PATH = "/audit/proofs"
_SHOWN = 50
_LARGEST_FILE = 1 << 18
_FIELDS = ("fact", "from", "to", "employee", "period", "size", "witness", "signature")


@room.get(PATH)
def proofs(visit: Visit) -> Response:
    """Checkpoints, verification, and proofs to be had."""
    return _page(visit, {name: visit.query.get(name, "") for name in _FIELDS})


@room.post(PATH)
def sign(visit: Visit) -> Response:
    """Sign a checkpoint of all that there is now."""
    fields = typed(visit, "key")
    made = checkpoints.make_checkpoint(visit.keyed(fields["key"]), NewCheckpoint()).answer
    return visit.go(PATH, done=visit.says("The checkpoint at position %(position)s is kept.", position=made.position))


@room.post(f"{PATH}/cosignatures")
def cosign(visit: Visit) -> Response:
    """Keep a witness's signature with a checkpoint."""
    fields = typed(visit, "key", "size", "witness", "signature")
    try:
        if not (fields["size"] and fields["witness"] and fields["signature"]):
            raise invalid(visit, marked("Something is missing; give a checkpoint, a signature and a public key."))
        # A form is sent with the line ends of the web, and a note has its own.
        note = fields["signature"].replace("\r\n", "\n")
        new = filled_in(NewCosignature, signature=f"{note}\n", key=fields["witness"])
        checkpoints.cosign(visit.keyed(fields["key"], fields["size"], new.model_dump()), fields["size"], new)
    except Problem as problem:
        return _page(visit, fields, problem)
    return visit.go(PATH, done=visit.says("The signature is valid, and is kept with the checkpoint."))


@room.post(VERIFICATIONS)
def verify(visit: Visit) -> Response:
    """Begin to verify, against what was kept elsewhere where it is given, or go to the verification that is running."""
    fields = typed(visit, "key")
    try:
        kept = {name: _kept_elsewhere(visit, name) for name in ("checkpoint", "keys")}
        new = filled_in(NewVerification, **{name: text for name, text in kept.items() if text})
        begun = verifications.verify(visit.keyed(fields["key"], new.model_dump()), new).answer
    except Problem as problem:
        return _page(visit, fields, problem)
    return visit.go(f"{VERIFICATIONS}/{begun.id}")


@room.get(f"{PATH}/keys")
def keys(visit: Visit) -> Response:
    """The public keys, as every verifier reads them."""
    return keys_file(visit)


@room.get(f"{PATH}/checkpoints/{{size}}")
def checkpoint(visit: Visit) -> Response:
    """The note of a checkpoint, to be kept elsewhere."""
    size = visit.path["size"]
    return text_file(f"{quote(size, safe='')}.checkpoint", checkpoints.checkpoint(visit.context, size))


@room.get(f"{PATH}/fact")
def fact(visit: Visit) -> Response:
    """The proof of a fact."""
    asked = {"fact": visit.query.get("fact", "").strip(), "closed": visit.query.get("closed")}
    try:
        if not asked["fact"]:
            raise invalid(visit, marked("The id of the fact is empty; the page of the fact names it."))
        return text_file("fact.tlog-proof", fact_proof(visit.context, asked["fact"], closed=bool(asked["closed"])))
    except Problem as problem:
        return _page(visit, asked, problem)


@room.get(f"{PATH}/consistency")
def consistency(visit: Visit) -> Response:
    """The proof that a checkpoint continues another."""
    asked = {name: visit.query.get(name, "") for name in ("from", "to")}
    try:
        for name, size in asked.items():
            if not size:
                said = f"{name} is missing; give the position of a checkpoint"
                raise Problem("invalid", said, code="missing_field")
        proof = consistency_proof(visit.context, asked["from"], asked["to"])
        return text_file(f"{asked['from']}-{asked['to']}.proof", proof)
    except Problem as problem:
        return _page(visit, asked, problem)


@room.get(f"{PATH}/evidence")
def evidence(visit: Visit) -> Response:
    """The evidence of somebody's payslip."""
    asked = {name: visit.query.get(name, "").strip() for name in ("employee", "period")}
    try:
        if not (asked["employee"] and asked["period"]):
            raise invalid(
                visit,
                marked("The employee or the period is missing; evidence is for one employee and one closed period."),
            )
        return evidence_of(visit, asked["period"], asked["employee"])
    except Problem as problem:
        return _page(visit, asked, problem)


def _kept_elsewhere(visit: Visit, name: str) -> str:
    """The text of a file that was chosen; empty where none was."""
    file = chosen_file(visit, name)
    if file is None:
        return ""
    try:
        # One more than the operation takes, which refuses what is longer: nothing is cut off.
        text = (file.file.read(_LARGEST_FILE + 1)).decode()
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        raise invalid(
            visit,
            marked("The file %(file)s is not text; give a checkpoint or public keys as downloaded here."),
            file=file.filename,
        )
    return text


def _page(visit: Visit, fields: dict[str, Any], problem: Problem | None = None) -> Response:
    kept = checkpoints.checkpoints(visit.context).checkpoints
    latest = [each for _, each in sorted(enumerate(kept), key=lambda told: (told[1].position, told[0]), reverse=True)]
    everyone = (extent := visit.may("see evidence")) is not None and extent.everyone
    people = visit.people() if everyone else {}
    closed = [each["period"] for each in every_period(visit) if each["closed_at"]] if everyone else []
    return visit.page(
        "audit/proofs.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        typed=dict.fromkeys(_FIELDS, "") | fields,
        checkpoints=latest[:_SHOWN],
        more=max(len(latest) - _SHOWN, 0),
        keys=checkpoints.checkpoint_keys(visit.context).keys,
        last=ledger(visit.context).position,
        zone=visit.zone,
        proves=visit.may("prove") is not None,
        people=people,
        closed=closed[::-1],
        key=new_key(),
        **shown_verification(visit),
    )
