"""What a history must hold, worked out plainly from the exported lines: every line is looked at for every question."""

from typing import Any

from ledger.facts import KINDS
from ledger.facts.effects import VoidedBy

Line = dict[str, Any]
NAMING = ("employee", "requester", "counterparty", "leader", "from_leader", "to_leader")


def concerned(lines: list[Line], employee: str) -> list[int]:
    """The positions of the lines that concern an employee: by name, by what they follow, by what they void."""
    found: list[int] = []
    for line in lines:
        named = employee in [line.get(field) for field in NAMING] or employee in line.get("attendees", ())
        opener = _opener(lines, line)
        target = voided(lines, line)
        if named or (opener or target or {}).get("position") in found:
            found.append(line["position"])
    return found


def superseding(lines: list[Line]) -> dict[int, int]:
    """From each line that was superseded to the line that did it: the next of its key that is not voided."""
    pairs = {}
    void = voiding(lines)
    for line in lines:
        if line["position"] in void:
            continue
        model = KINDS[line["kind"]]
        if model.supersedes:
            later = [
                other["position"]
                for other in lines
                if other["kind"] == line["kind"] and other["position"] > line["position"]
                if other["position"] not in void
                if [other[field] for field in model.natural_key] == [line[field] for field in model.natural_key]
            ]
            if later:
                pairs[line["position"]] = min(later)
    return pairs


def voiding(lines: list[Line]) -> dict[int, int]:
    """From each line that was voided to the first void of it."""
    pairs: dict[int, int] = {}
    for line in lines:
        target = voided(lines, line)
        if target is not None:
            pairs.setdefault(target["position"], line["position"])
    return pairs


def voided(lines: list[Line], void: Line) -> Line | None:
    """What a void names: by ref, else by id, else by number, among what was recorded before it."""
    if void["kind"] != "void":
        return None
    before = [line for line in lines if line["kind"] == void["of_kind"] and line["position"] < void["position"]]
    number = KINDS[void["of_kind"]].natural_key[0]
    by_ref = [line for line in before if line.get("ref") == void["of"]]
    by_id = [line for line in before if line["id"] == void["of"]]
    numbered = KINDS[void["of_kind"]].voided_by is VoidedBy.NUMBER
    by_number = [line for line in before if numbered and line[number] == void["of"]]
    (target,) = by_ref or by_id or by_number
    return target


def _opener(lines: list[Line], line: Line) -> Line | None:
    kind = KINDS[line["kind"]].follows
    if kind is None:
        return None
    (number,) = KINDS[kind].natural_key
    return next((other for other in lines if other["kind"] == kind and other[number] == line[number]), None)
