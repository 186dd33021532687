"""Checkpoints and proofs: what is signed, to be kept elsewhere, and what is shown by it without the ledger."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.api_client import ApiProblem
from api.console.audit.verifications import VERIFICATIONS, shown_verification
from api.console.evidence import evidence_of, keys_file, text_file
from api.console.form_submission import chosen_file, invalid, new_key, send, typed
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.translation import marked

room = Room()
PATH = "/audit/proofs"
_SHOWN = 50
_LARGEST_FILE = 1 << 18
_FIELDS = ("fact", "from", "to", "employee", "period", "size", "witness", "signature")


@room.get(PATH)
async def proofs(visit: Visit) -> Response:
    """Checkpoints, verification, and proofs to be had."""
    return await _page(visit, {name: visit.query.get(name, "") for name in _FIELDS})


@room.post(PATH)
async def sign(visit: Visit) -> Response:
    """Sign a checkpoint of all that there is now."""
    fields = await typed(visit, "key")
    made = await send(visit, "/v1/checkpoints", {}, fields["key"])
    return visit.go(
        PATH, done=visit.says("The checkpoint at position %(position)s is kept.", position=made["position"])
    )


@room.post(f"{PATH}/cosignatures")
async def cosign(visit: Visit) -> Response:
    """Keep a witness's signature with a checkpoint."""
    fields = await typed(visit, "key", "size", "witness", "signature")
    try:
        if not (fields["size"] and fields["witness"] and fields["signature"]):
            raise invalid(
                visit, marked("Something is left out; a checkpoint, a signature and a public key are needed.")
            )
        # A form is sent with the line ends of the web, and a note has its own.
        note = fields["signature"].replace("\r\n", "\n")
        path = f"/v1/checkpoints/{quote(fields['size'], safe='')}/cosignatures"
        await send(visit, path, {"signature": f"{note}\n", "key": fields["witness"]}, fields["key"])
    except ApiProblem as problem:
        return await _page(visit, fields, problem)
    return visit.go(PATH, done=visit.says("The signature holds, and is kept with the checkpoint."))


@room.post(VERIFICATIONS)
async def verify(visit: Visit) -> Response:
    """Begin to verify, against what was kept elsewhere where it is given, or go to the verification that is running."""
    fields = await typed(visit, "key")
    try:
        kept = {name: await _kept_elsewhere(visit, name) for name in ("checkpoint", "keys")}
        begun = await send(visit, "/v1/verifications", kept, fields["key"])
    except ApiProblem as problem:
        return await _page(visit, fields, problem)
    return visit.go(f"{VERIFICATIONS}/{begun['id']}")


@room.get(f"{PATH}/keys")
async def keys(visit: Visit) -> Response:
    """The public keys, as every verifier reads them."""
    return await keys_file(visit)


@room.get(f"{PATH}/checkpoints/{{size}}")
async def checkpoint(visit: Visit) -> Response:
    """The note of a checkpoint, to be kept elsewhere."""
    size = quote(visit.path["size"], safe="")
    return await text_file(visit, f"{size}.checkpoint", f"/v1/checkpoints/{size}")


@room.get(f"{PATH}/fact")
async def fact(visit: Visit) -> Response:
    """The proof of a fact."""
    asked = {"fact": visit.query.get("fact", "").strip(), "closed": visit.query.get("closed")}
    try:
        if not asked["fact"]:
            raise invalid(visit, marked("The id of the fact is empty; the page of the fact names it."))
        path = f"/v1/facts/{quote(asked['fact'], safe='')}/proof"
        return await text_file(visit, "fact.tlog-proof", path, closed=asked["closed"])
    except ApiProblem as problem:
        return await _page(visit, asked, problem)


@room.get(f"{PATH}/consistency")
async def consistency(visit: Visit) -> Response:
    """The proof that a checkpoint continues another."""
    asked = {name: visit.query.get(name, "") for name in ("from", "to")}
    try:
        name = f"{quote(asked['from'], safe='')}-{quote(asked['to'], safe='')}.proof"
        return await text_file(visit, name, "/v1/consistency-proofs", **asked)
    except ApiProblem as problem:
        return await _page(visit, asked, problem)


@room.get(f"{PATH}/evidence")
async def evidence(visit: Visit) -> Response:
    """The evidence of somebody's payslip."""
    asked = {name: visit.query.get(name, "").strip() for name in ("employee", "period")}
    try:
        if not (asked["employee"] and asked["period"]):
            raise invalid(
                visit, marked("Somebody or a period is left out; evidence is of one person and closed period.")
            )
        return await evidence_of(visit, asked["period"], asked["employee"])
    except ApiProblem as problem:
        return await _page(visit, asked, problem)


async def _kept_elsewhere(visit: Visit, name: str) -> str:
    """The text of a file that was chosen; empty where none was."""
    file = await chosen_file(visit, name)
    if file is None:
        return ""
    try:
        # One more than the API takes, which refuses what is longer: nothing is cut off.
        text = (await file.read(_LARGEST_FILE + 1)).decode()
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        raise invalid(
            visit,
            marked("The file %(file)s is no text; a checkpoint or public keys, as downloaded here, are needed."),
            file=file.filename,
        )
    return text


async def _page(visit: Visit, fields: dict[str, Any], problem: ApiProblem | None = None) -> Response:
    kept = (await visit.api.get("/v1/checkpoints"))["checkpoints"]
    latest = sorted(enumerate(kept), key=lambda told: (int(told[1]["position"]), told[0]), reverse=True)
    checkpoints = [each for _, each in latest]
    everyone = (extent := visit.may("see evidence")) is not None and extent.everyone
    people = await visit.people() if everyone else {}
    closed = [each["period"] for each in await every_period(visit) if each["closed_at"]] if everyone else []
    keys_ = (await visit.api.get("/v1/checkpoint-keys"))["keys"]
    ledger = await visit.api.get("/v1/ledger")
    return visit.page(
        "audit/proofs.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        typed=dict.fromkeys(_FIELDS, "") | fields,
        checkpoints=checkpoints[:_SHOWN],
        more=max(len(checkpoints) - _SHOWN, 0),
        keys=keys_,
        last=ledger["position"],
        zone=ledger["site"]["time_zone"],
        proves=visit.may("prove") is not None,
        people=people,
        closed=closed[::-1],
        key=new_key(),
        **await shown_verification(visit),
    )
