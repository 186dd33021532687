#!/usr/bin/env python3
"""Check an evidence file of Workforce Ledger without the ledger; exit 0: valid, 1: invalid, 2: cannot be judged.

This file is the whole verifier: beside it Python and `cryptography` are enough. docs/evidence.md says what it proves.
"""

import argparse
import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT, ROTATION, PAYROLL, BONUS = "workledger/evidence@v1", "workledger/key-rotation@v1", "payroll", "bonus"
VALID, INVALID, UNJUDGED, PROVED, STATED, WRONG = "valid", "invalid", "cannot be judged", "proved", "stated", "wrong"
STATUS = {VALID: 0, INVALID: 1, UNJUDGED: 2}
LARGEST_FILE, LARGEST_NUMBER, LATEST = 16 << 20, 2**63, 2**57

PAYROLL_ROW = {"employee": str, "lines": [{"item": str, "amount": str, "clause": str}], "total": str, "negative": bool}
BONUS_ROW = {"employee": str, "pool": str, "rank": (int, None), "of": (int, None), "amount": str, "excluded_by": [str]}
FROZEN = {"row": str, "binding": ({"opening": str, "index": int, "size": int, "path": [str]}, None)}
CLOSED = {"position": int, "kind": str, "leaf": str, "path": [str]}
OPEN = {"position": int, "stream": str, "version": int, "topic": str, "recorded_at": int, "path": [str]}
OPEN |= {"who": {"opening": str, "employee": str}, "what": {"opening": str, "state": str}, "texts?": {"*": str}}
STEP = {"term": str, "value": (str, int, bool, [str], None), "unit?": str, "clause?": str, "of?": dict}
STEP |= {"parameters?": dict, "facts?": [int], "nothing?": bool, "above?": bool, "children?": list}
FILE: dict[str, Any] = {"format": str, "employee": str, "name": str, "period": str, "checkpoint": str, "statement": str}
FILE |= {"closed_at": int, "payslip": {PAYROLL: FROZEN, f"{BONUS}?": FROZEN}}
FILE |= {"explanation": dict, "facts": [(OPEN, CLOSED)]}
"""The forms of what is in a file: `?` marks what may be missing, a tuple has alternatives, `*` stands for any name."""

OWN_FIGURES = """
    monthly_salary=base_salary.monthly hourly_rate=contract.rate contract=contract.day_minutes notice_from=notice.from
    allowance_granted=allowance.amount granted=allowance.amount correction=correction.amount monitoring=monitoring.score
    recorded_score=monitoring.score revision=monitoring_revision.score work_review=work_review.score
    behaviour_review=behaviour_review.score brought_deficit=opening.deficit brought_run=opening.error_free_periods
    overtime_approved=overtime_approved.minutes training=training.minutes service_from=seniority.from
    last_day=leaving.last_day role=employee.role role=assignment.role team=employee.team team=assignment.team
"""
"""Steps whose figure is a fact's own: term, kind that it may rest on, its field (files of 0.1.0: `granted`)."""


class EvidenceError(Exception):
    """Why a file is not valid, in English and in Chinese."""

    def __init__(self, english: str, chinese: str, verdict: str = INVALID) -> None:
        super().__init__(english)
        self.texts, self.verdict = (english, chinese), verdict


Line = tuple[str, tuple[str, str]]
"""One line of the answer: PROVED, STATED or WRONG, and what, in English and in Chinese."""


class Key(NamedTuple):
    """A public key of the ledger, and what signatures name it by (C2SP signed-note)."""

    name: str
    key_id: bytes
    public: bytes


class Fact(NamedTuple):
    """A fact that is proved to be on the ledger. One that stays closed has neither employee nor state."""

    position: int
    kind: str
    recorded_at: int = 0
    employee: str = ""
    state: dict[str, Any] | None = None


def parse(text: str) -> Any:
    """JSON of whole numbers, texts, booleans and null; a name once in an object. Raises EvidenceError for others."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) < len(found):
            raise ValueError
        return dict(found)

    def whole(digits: str) -> int:
        if len(digits) > 20 or abs(int(digits)) >= LARGEST_NUMBER:
            raise ValueError
        return int(digits)

    try:
        told = json.loads(text, object_pairs_hook=pairs, parse_int=whole, parse_float=whole, parse_constant=whole)
        canonical(told)
    except (ValueError, RecursionError):
        raise EvidenceError("it is not a sound JSON of whole numbers and texts", "不是只含整数与文本的 JSON") from None
    return told


def canonical(told: Any) -> bytes:
    """The one spelling of some JSON: names in order, no spaces, UTF-8."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fits(told: Any, form: Any) -> bool:
    """Whether some JSON has a form."""
    if isinstance(form, tuple):
        return any(fits(told, each) for each in form)
    if isinstance(form, list):
        return isinstance(told, list) and all(fits(each, form[0]) for each in told)
    if isinstance(form, dict) and "*" in form:
        return isinstance(told, dict) and all(fits(each, form["*"]) for each in told.values())
    if isinstance(form, dict):
        needed, known = {name for name in form if "?" not in name}, {name.rstrip("?"): form[name] for name in form}
        fields = isinstance(told, dict) and needed <= told.keys() <= known.keys()
        return fields and all(fits(value, known[name]) for name, value in told.items())
    return told is None if form is None else type(told) is form


def need(holds: object, where: str) -> None:
    """See that something has its form. Raises EvidenceError where it has not."""
    if not holds:
        raise EvidenceError(f"{where} has not the form that it has in {FORMAT}", f"{where} 的形式与 {FORMAT} 不符")


def raw_bytes(text: str, where: str, size: int | None = 32) -> bytes:
    """Bytes of base64 in canonical form."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raw = b""
    need(raw and b64encode(raw).decode() == text and size in {None, len(raw)}, where)
    return raw


def read_keys(text: str) -> list[Key]:
    """The keys of a line NAME+ID+BASE64, and of the rotations after it, each signed by the key before and its own."""
    first, _, rest = text.strip().partition("\n")
    keys = [read_key(first)]
    before, *notes = f"\n{rest}".split(f"\n{ROTATION}\n")
    need(not before.strip(), "KEY")
    for note in notes:
        earlier, later, *_ = [*map(read_key, note.split("\n")[:2]), keys[0]]
        need(earlier == keys[-1] and later.name == earlier.name, "KEY")
        for key in (earlier, later):
            verified(f"{ROTATION}\n{note.strip()}\n", [key], "KEY")
        keys.append(later)
    return keys


def read_key(text: str) -> Key:
    """The key of a line NAME+ID+BASE64."""
    name, key_id, encoded, *_ = [*text.strip().split("+", 2), "", ""]
    raw = raw_bytes(encoded, "KEY", 33)
    key = Key(name, sha256(name.encode() + b"\n" + raw).digest()[:4], raw[1:])
    need(name and raw[0] == 1 and key.key_id.hex() == key_id, "KEY")
    return key


def verified(note: str, keys: Sequence[Key], where: str) -> str:
    """The text of a note (C2SP signed-note) that one of the keys has signed. Raises EvidenceError where none has."""
    text, gap, tail = note.rpartition("\n\n")
    need(gap and tail.endswith("\n") and not any(mark < " " and mark != "\n" for mark in note), where)
    text, theirs = text + "\n", False
    for line in tail[:-1].split("\n"):
        dash, name, encoded, *more = [*line.split(" "), "", ""]
        raw = raw_bytes(encoded, where, None)
        need(dash == "—" and not any(more), where)
        for key in keys:
            if (key.name, key.key_id) == (name, raw[:4]):
                theirs = True
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], text.encode())
                except InvalidSignature:
                    raise EvidenceError(f"the signature of {where} does not hold", f"{where} 的签名不成立") from None
    if not theirs:
        english = f"{where} is not signed with the key that was given; give the ledger's first key with all rotations"
        raise EvidenceError(english, f"{where} 不是用所给公钥签名的；请给出账本首个公钥及其后全部轮换", UNJUDGED)
    return text


def statement_of(origin: str, content: bytes) -> str:
    """What a ledger signs to say that it issued a file: of the file without its statement, in its one spelling."""
    return f"{FORMAT}\n{origin}\n{sha256(content).hexdigest()}\n"


def commitment(opening: str, content: str, where: str) -> bytes:
    """What a leaf holds of a content: the hash over its opening and it."""
    return sha256(raw_bytes(opening, where) + content.encode()).digest()


def root_of(leaf: bytes, index: int, size: int, path: list[str], where: str) -> bytes:
    """The root that a leaf's hash leads to by its path (RFC 9162, 2.1.3.2)."""
    need(0 <= index < size, where)
    number, last, node = index, size - 1, leaf
    for sibling in (raw_bytes(each, where) for each in path):
        need(last, where)
        if number % 2 or number == last:
            node = sha256(b"\x01" + sibling + node).digest()
            while number and not number % 2:
                number, last = number // 2, last // 2
        else:
            node = sha256(b"\x01" + node + sibling).digest()
        number, last = number // 2, last // 2
    need(not last, where)
    return node


def read_fact(told: dict[str, Any], size: int, root: bytes) -> Fact:
    """A fact of the file, its leaf computed again and led to the root. Raises EvidenceError if it leads elsewhere."""
    position, where = told["position"], f"#{told['position']}"
    if "leaf" in told:
        hashed, fact = raw_bytes(told["leaf"], where), Fact(position, told["kind"])
    else:
        who, what, topic = told["who"], told["what"], told["topic"]
        need(told["version"] > 0 and 0 <= told["recorded_at"] < LATEST, where)
        data = b"\x01" + position.to_bytes(8, "big", signed=True)
        data += len(told["stream"].encode()).to_bytes(4, "big") + told["stream"].encode()
        data += told["version"].to_bytes(8, "big") + len(topic.encode()).to_bytes(4, "big") + topic.encode()
        data += told["recorded_at"].to_bytes(8, "big", signed=True)
        data += commitment(who["opening"], who["employee"], where) + commitment(what["opening"], what["state"], where)
        hashed, state = sha256(b"\x00" + data).digest(), parse(what["state"])
        need(isinstance(state, dict), where)
        fact = Fact(position, topic.rpartition(".v")[0], told["recorded_at"], who["employee"], state)
    if root_of(hashed, position - 1, size, told["path"], where) != root:
        raise EvidenceError(f"{where} is not what was recorded at that position", f"{where} 与账本该位置上的记录不符")
    return fact


def is_bound(report: str, frozen: dict[str, Any], closing: Fact) -> bool:
    """Whether the closing commits to the row of a report. Not where it names no root, or nothing opens it."""
    roots, binding = (closing.state or {}).get("row_roots"), frozen["binding"]
    committed = roots.get(report) if isinstance(roots, dict) else None
    if committed is None or binding is None:
        return False
    leaf = sha256(b"\x00" + commitment(binding["opening"], frozen["row"], report)).digest()
    if root_of(leaf, binding["index"], binding["size"], binding["path"], report).hex() != committed:
        raise EvidenceError(f"the row of {report} is not what the closing froze", f"{report} 的行与关账时冻结的不同")
    return True


def read_payslip(payslip: dict[str, Any], employee: str) -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    """What an explanation has to show, and the row of the bonus. Raises EvidenceError where something contradicts."""
    row, bonus = parse(payslip[PAYROLL]["row"]), parse(payslip[BONUS]["row"]) if BONUS in payslip else None
    need(fits(row, PAYROLL_ROW) and fits(bonus, (BONUS_ROW, None)), "payslip")
    lines = [(line["item"], line["amount"]) for line in row["lines"]]
    summed, whose = sum(hundredths(amount) for _, amount in lines), {row["employee"], (bonus or row)["employee"]}
    if whose != {employee} or summed != hundredths(row["total"]) or row["negative"] != (summed < 0):
        raise EvidenceError("the payslip is another's, or does not add up", "工资条属于他人，或各项之和不等于合计")
    if bonus and bonus["amount"] != dict(lines).get("monthly_bonus", "0.00"):
        raise EvidenceError("the bonus is not the payslip's", "奖金与工资条不符")
    return [*lines, ("pay_total", row["total"]), ("negative", row["negative"])], bonus or {}


def hundredths(text: str) -> int:
    """Fen of an amount in yuan, in canonical form."""
    digits = text.removeprefix("-").replace(".", "", 1)
    need(digits.isascii() and digits.isdigit() and len(digits) < 19, "payslip")
    fen = int(digits) * (-1 if text.startswith("-") else 1)
    need(two_decimals(fen) == text, "payslip")
    return fen


def two_decimals(number: int) -> str:
    """An amount, or points, as reports show it, of the hundredths that a fact's state holds."""
    return f"{'-' * (number < 0)}{abs(number) // 100}.{abs(number) % 100:02d}"


def is_own_figure(step: dict[str, Any], facts: dict[int, Fact]) -> bool:
    """Whether a step's figure is a fact's own; an error where the fact says another. Of closed facts it is claimed."""
    if not facts.keys() >= set(step.get("facts", [])):
        raise EvidenceError("the explanation rests on a fact that is not in the file", "说明所依据的事实不在文件中")
    own, rests_on = f"{step['term'].partition(':')[0]}=", [facts[each] for each in step.get("facts", [])]
    fields = dict(each.removeprefix(own).split(".") for each in OWN_FIGURES.split() if each.startswith(own))
    if not fields or not rests_on or step.get("children") or any(fact.state is None for fact in rests_on):
        return False
    said = [fact.state[fields[fact.kind]] for fact in rests_on if fact.state and fields.get(fact.kind) in fact.state]
    if step.get("unit") in {"yuan", "points"}:
        said = [two_decimals(number) for number in said if type(number) is int]
    if step["value"] not in said:
        raise EvidenceError(f"{step['term']} is not what the fact says", f"{step['term']} 与所依据的事实不符")
    return True


def explained(told: dict[str, Any], shown: list[tuple[str, Any]], facts: dict[int, Fact]) -> Iterator[Line]:
    """What the explanation proves, and what it only states."""
    found: list[dict[str, Any]] = []
    waiting = [told["explanation"]]
    while waiting:
        found.append(waiting.pop())
        need(fits(found[-1], STEP), "explanation")
        waiting += reversed(found[-1].get("children", []))
    lines = [(step["term"], step["value"]) for row in found[0].get("children", []) for step in row.get("children", [])]
    of = {"employee": told["employee"], "period": told["period"]}
    if found[0]["term"] != PAYROLL or found[0].get("of") != of or lines != shown:
        raise EvidenceError("the explanation is of another payslip", "说明与工资条不符")
    own = sum([is_own_figure(step, facts) for step in found])
    if {each for step in found for each in step.get("facts", [])} | {told["closed_at"]} != facts.keys():
        raise EvidenceError("the file holds facts that nothing rests on", "文件中有未被引用的事实")
    yield PROVED, (f"{own} figures of the explanation are those of the facts", f"说明中有 {own} 个数字与事实一致")
    english = f"by the ledger, which signed it: the other steps of {len(found)}, texts, names, what closed facts are"
    yield STATED, (english, f"由账本签名陈述：说明共 {len(found)} 步中的其余步骤、文本、姓名、未公开事实的内容")


def examined(raw: bytes, keys: Sequence[Key], held: bytes | None) -> Iterator[Line]:
    """What a file proves, line by line. Raises EvidenceError at the first thing that does not hold."""
    need(len(raw) <= LARGEST_FILE, "FILE")
    told = parse(raw.decode("utf-8", "surrogateescape"))
    if isinstance(told, dict) and told.get("format") != FORMAT:
        raise EvidenceError(f"the file is not of the format {FORMAT}", f"文件不是 {FORMAT} 格式", UNJUDGED)
    need(fits(told, FILE), "FILE")
    text = verified(told["checkpoint"], keys, "checkpoint")
    origin, size, encoded, *_ = [*text.split("\n"), "", ""]
    root = raw_bytes(encoded, "checkpoint")
    need(origin == keys[0].name and size.isascii() and size.isdigit() and len(size) < 19, "checkpoint")
    if held is not None and held.decode("utf-8", "replace").rpartition("\n\n")[0] + "\n" != text:
        raise EvidenceError("the checkpoint is not the one that you hold", "检查点不是您所持有的那一份")
    mine = ("", "") if held is None else (" (yours)", "（即您所持）")
    yield PROVED, (f"checkpoint{mine[0]} of {origin} over {size} facts", f"{origin} 的检查点{mine[1]}，{size} 条事实")
    issued = canonical({name: value for name, value in told.items() if name != "statement"})
    if verified(told["statement"], keys, "statement") != statement_of(origin, issued):
        raise EvidenceError("the file is not as the ledger issued it", "文件与账本出具时不同")
    employee, period, close = told["employee"], told["period"], told["closed_at"]
    facts: dict[int, Fact] = {}
    for each in told["facts"]:
        fact = read_fact(each, int(size), root)
        need(fact.position not in facts and fact.employee in {"", employee}, f"#{fact.position}")
        facts[fact.position] = fact
        yield PROVED, said_of(fact)
    closing = facts.get(close, Fact(0, ""))
    if closing.kind != "close" or (closing.state or told).get("period") != period or max(facts) > close:
        raise EvidenceError(f"the file does not end with the closing of {period}", f"文件不以 {period} 的关账结束")
    shown, bonus = read_payslip(told["payslip"], employee)
    total, bound = shown[-2][1], [is_bound(report, frozen, closing) for report, frozen in told["payslip"].items()]
    if all(bound):
        english = f"the payslip of {employee} for {period} is what the closing froze, and adds up to {total}"
        yield PROVED, (english, f"{employee} 的 {period} 工资条即关账时冻结的那一份，各项合计 {total}")
    if all(bound) and bonus.get("rank"):
        english, chinese = f"so is rank {bonus['rank']} of {bonus['of']}", f"名次 {bonus['rank']}/{bonus['of']} 亦然"
        yield PROVED, (f"{english}; whose the others are is not in the file", f"{chinese}；他人名次不在文件中")
    yield from explained(told, shown, facts)
    if not all(bound):
        english = f"the facts hold, but the closing of {period} does not say what the payslip ({total}) was"
        raise EvidenceError(english, f"事实成立，但 {period} 的关账没有载明工资条（{total}）", UNJUDGED)


def said_of(fact: Fact) -> tuple[str, str]:
    """A fact that is proved, in words."""
    place = f"#{fact.position} {fact.kind}"
    if fact.state is None:
        return f"{place}, as stated: a fact that stays closed", f"{place}（仅陈述）：未公开的事实"
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=fact.recorded_at)
    whose = (f" of {fact.employee}", f"，{fact.employee}") if fact.employee else ("", "")
    return f"{place}{whose[0]}, recorded {at}", f"{place}{whose[1]}，记录于 {at}"


def judge(raw: bytes, keys: Sequence[Key], held: bytes | None = None) -> tuple[str, list[Line]]:
    """The verdict on a file, and its lines; `held` is a checkpoint that the file's must be."""
    lines: list[Line] = []
    try:
        lines.extend(examined(raw, keys, held))
    except EvidenceError as error:
        return error.verdict, [*lines, (WRONG, error.texts)]
    return VALID, lines


CHINESE = {VALID: "成立", INVALID: "不成立", UNJUDGED: "无法判断", PROVED: "已证明", STATED: "仅陈述", WRONG: "不符"}


def told_of(verdict: str, lines: Sequence[Line], language: str) -> str:
    """The answer as text."""
    chinese = language == "zh-CN"
    words = CHINESE if chinese else {}
    listed = [f"{words.get(mark, mark)}  {texts[chinese]}" for mark, texts in lines]
    shown = ["".join(mark if mark.isprintable() else "?" for mark in line) for line in listed]
    return "\n".join([*shown, words.get(verdict, verdict)])


def main(words: Sequence[str] | None = None) -> int:
    """Check a file, and say what it proves."""
    parser = argparse.ArgumentParser(prog="verify_evidence", description="Check an evidence file without the ledger.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--pub", required=True, help="the ledger's public key, or a file of it")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint that you hold: the file's must be this one")
    parser.add_argument("--lang", choices=["en", "zh-CN"], default="en")
    given = parser.parse_args(words)
    try:
        keys = read_keys(given.pub if "+" in given.pub else Path(given.pub).read_text(encoding="utf-8"))
        held = given.checkpoint.read_bytes() if given.checkpoint else None
        verdict, lines = judge(given.file.read_bytes(), keys, held)
    except (EvidenceError, OSError, UnicodeDecodeError) as error:
        print(f"{error}; give files that are there, and the key as the ledger printed it", file=sys.stderr)
        return STATUS[UNJUDGED]
    print(told_of(verdict, lines, given.lang))
    return STATUS[verdict]


if __name__ == "__main__":
    sys.exit(main())
