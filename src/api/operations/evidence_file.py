"""Evidence: the payslip of a closed period with all that it rests on, in one file that is checked without the ledger.

`ledger.proof.verify_evidence` is the other side, and docs/evidence.md describes the file.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from api.colleagues import WITHHELD, without_colleagues
from api.explanations import as_json, facts_of
from ledger.checkpoints.issue import prove
from ledger.facts.base import Fact
from ledger.facts.codec import personal_state
from ledger.facts.governance import Close
from ledger.ledger import Ledger, LedgerError, RecordedFact
from ledger.proof.checkpoint import SignedCheckpoint
from ledger.proof.frozen_digest import random_of
from ledger.proof.leaf import leaf_hash, read_leaf
from ledger.proof.proofs import Proof
from ledger.proof.rows import row_proof, row_root
from ledger.proof.verify_evidence import FORMAT, INVALID, PAYROLL, canonical, judge, read_keys
from ledger.refusal import DamageError, MissingError
from projections.books import Books
from projections.books.closing_contents import SHOWN_BY_ROW
from projections.books.frozen_period import FrozenPeriod
from projections.explanation import ExplainRequest, Explanation, explain


def make_evidence(
    ledger: Ledger,
    books: Books,
    employee: str,
    period: str,
    signed: SignedCheckpoint | None = None,
    *,
    all_reports: bool = True,
) -> bytes:
    """The evidence of somebody's payslip of a closed period, up to a checkpoint: the closing's own by default.

    A closing with digests that figures can be tried against is shown only to callers who read `all_reports` whole.
    Without it, the evidence of an older closing proves the facts and states the payslip.
    Raises MissingError for a period that is not closed, or an employee without a row in it; LedgerError for a
    checkpoint that is not this ledger's, or ends before the closing.
    """
    frozen = _closed(books, period)
    payslip = {name: _frozen_row(ledger, frozen, name, employee) for name in SHOWN_BY_ROW}
    if payslip[PAYROLL] is None:
        raise MissingError(f"{employee} has no row in payroll of {period}; `workledger report payroll` shows who has")
    found = explain(books, ExplainRequest(PAYROLL, period, employee))
    known = books.tables.journal.tables["employees"]["employee"].to_list()
    facts = {fact.position: fact for fact in ledger.facts.at(_rests_on(found, frozen))}
    shown = {position for position, fact in facts.items() if is_opened(ledger, fact, employee)}
    opened = shown if all_reports else {each for each in shown if not gives_away(facts[each].fact)}
    checkpoint = signed or _closings_own(ledger, frozen, period)
    told: dict[str, Any] = {
        "format": FORMAT,
        "employee": employee,
        "name": ledger.identifiers.names().get(employee, ""),
        "period": period,
        "checkpoint": str(checkpoint.note),
        "closed_at": frozen.closing.position,
        "payslip": {name: row for name, row in payslip.items() if row is not None},
        "explanation": _explanation(ledger, found, employee, known, shown),
        "facts": _proven(ledger, facts, opened, checkpoint),
    }
    _as_computed(told, period)
    told["statement"] = ledger.proofs.sign_evidence(canonical(told))
    made = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    _see_that_it_holds(ledger, made)
    return made


def _closed(books: Books, period: str) -> FrozenPeriod:
    frozen = books.frozen(books.reported(period).period.number)
    if frozen is None:
        raise MissingError(f"{period} is not closed, and nothing of it is settled yet; close it first, or use prove")
    return frozen


def _rests_on(found: Explanation, frozen: FrozenPeriod) -> set[int]:
    return {position for node in found.node.walk() for position in node.facts} | {frozen.closing.position}


def is_opened(ledger: Ledger, fact: RecordedFact, employee: str) -> bool:
    """Whether a fact is shown: one of the employee's, of a workflow that names the employee, or of the centre."""
    if fact.employee:
        return fact.employee == employee
    return fact.fact.of_centre or any(
        employee in each.fact.employees_named for each in ledger.facts.stream(fact.id.partition(".")[0])
    )


def gives_away(fact: Fact) -> bool:
    """Whether the stored state of a fact has digests against which everyone's figures can be tried."""
    return isinstance(fact, Close) and random_of(fact.ext) is None


def _closings_own(ledger: Ledger, frozen: FrozenPeriod, period: str) -> SignedCheckpoint:
    """The checkpoint that was signed with the closing; of a ledger from before there were any, one that is made now."""
    position = frozen.closing.position
    kept = [each.signed for each in ledger.proofs.checkpoints() if each.size == position]
    named = [each for each in kept if each.checkpoint.period == period]
    return (named or kept or [ledger.proofs.checkpoint(position).signed])[0]


def _frozen_row(ledger: Ledger, frozen: FrozenPeriod, name: str, employee: str) -> dict[str, Any] | None:
    """The employee's row of a frozen report, and what shows that the closing committed to it; None without a row.

    The binding is None where the closing did not commit to rows, or its salt is not here any more.
    """
    report = frozen.report(name)
    listed, rows = report.table["employee"].to_list(), report.rows_as_bytes()
    if employee not in listed:
        return None
    index = listed.index(employee)
    salt, state = ledger.proofs.committed(frozen.closing.position)
    roots = json.loads(state).get("row_roots", {})
    binding = None
    if roots.get(name) == row_root(salt, name, rows):
        proof = row_proof(salt, name, rows, index)
        binding = {"opening": _text(proof.opening), "index": index, "size": proof.size, "path": _texts(proof.path)}
    return {"row": rows[index].decode(), "binding": binding}


def _explanation(
    ledger: Ledger, found: Explanation, employee: str, known: list[str], opened: set[int]
) -> dict[str, Any]:
    """The steps, with the positions of facts for the facts; colleagues are withheld, and what tells theirs apart."""
    told = as_json(found, facts_of(ledger, found), ZoneInfo("UTC"))
    explained: dict[str, Any] = without_colleagues(told, employee, known)["explained"]
    waiting = [explained]
    while waiting:
        step = waiting.pop()
        if "facts" in step:
            step["facts"] = [fact["position"] for fact in step["facts"]]
            if not opened.issuperset(step["facts"]):
                step.pop("of", None)
                step["value"] = step["value"] if "unit" in step else WITHHELD
        waiting += step.get("children", [])
    return explained


def _proven(
    ledger: Ledger, facts: dict[int, RecordedFact], opened: set[int], signed: SignedCheckpoint
) -> list[dict[str, Any]]:
    """Each fact with its proof; of a closed one only the hash of its leaf, as its stream tells the employee."""
    with ledger.transactions.looking() as (cursor, _now):
        proofs = [(facts[position], prove(cursor, position, signed, closed=False)) for position in sorted(facts)]
    return [_open(fact, proof) if fact.position in opened else _closed_fact(fact, proof) for fact, proof in proofs]


def _open(fact: RecordedFact, proof: Proof) -> dict[str, Any]:
    shown = proof.shown
    assert shown is not None
    assert shown.who is not None
    assert shown.what is not None
    leaf = read_leaf(shown.data)
    texts = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in personal_state(fact.fact).items()
        if name not in fact.fact.for_all_reports
    }
    return {
        "position": leaf.position,
        "stream": leaf.stream,
        "version": leaf.version,
        "topic": leaf.topic,
        "recorded_at": leaf.recorded_at,
        "who": {"opening": _text(shown.who.sub_salt), "employee": shown.who.content},
        "what": {"opening": _text(shown.what.sub_salt), "state": shown.what.content},
        "path": _texts(proof.path),
    } | ({"texts": texts} if texts else {})


def _closed_fact(fact: RecordedFact, proof: Proof) -> dict[str, Any]:
    assert proof.shown is not None
    hashed = _text(leaf_hash(proof.shown.data))
    return {"position": fact.position, "kind": fact.fact.kind, "leaf": hashed, "path": _texts(proof.path)}


def _as_computed(told: dict[str, Any], period: str) -> None:
    """See that today's code explains what was frozen. Raises LedgerError where it computes something else."""
    frozen = json.loads(told["payslip"][PAYROLL]["row"])
    (row,) = told["explanation"]["children"]
    computed = [(step["term"], step["value"]) for step in row["children"]]
    lines = [(line["item"], line["amount"]) for line in frozen["lines"]]
    if computed != [*lines, ("pay_total", frozen["total"]), ("negative", frozen["negative"])]:
        raise LedgerError(
            f"the payslip of {told['employee']} for {period} is computed differently by this version than by the one "
            "that closed it; make the evidence with that version, which `workledger closings` names"
        )


def _see_that_it_holds(ledger: Ledger, made: bytes) -> None:
    """See that a file that is handed out is not refused by whoever checks it. Raises DamageError where it would be."""
    verdict, lines = judge(made, read_keys(ledger.proofs.key_chain()))
    if verdict == INVALID:
        raise DamageError(f"the evidence would not hold ({lines[-1][1][0]}); see what verify finds")


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _texts(raw: Iterable[bytes]) -> list[str]:
    return [_text(each) for each in raw]
