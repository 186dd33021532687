"""A centre in which every figure and text of a person is a mark of their own, and who may come across which mark.

October 2024 is closed, November is open. A1 and A2 are of team A, B1 of team B; C1 went from A to B on 1 November. K1
leads team A. In November Q1 evaluated a contact of everybody.
"""

import io
import json
import re
import zlib
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
from pypdfium2 import PdfDocument

from api.auth.principals import Principal, extent_of
from tests.api.routes.served import Served

CLOSED, OPEN = "2024-10", "2024-11"
TEAMS = {"A1": "A", "A2": "A", "B1": "B", "C1": "A", "K1": "A"}
LEADERS = {"K1"}
MOVED = ("C1", "B", "2024-11-01")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}")
_AT = "2024-10-09T10:00:00+08:00"


@dataclass(frozen=True)
class Mark:
    """A text that is nowhere but in what is of somebody: of a kind of fact, of persons, or else of a team."""

    text: str
    kind: str
    owners: frozenset[str]
    date: str = "2024-10-08"
    team: str = ""
    of_contact: bool = False
    """Whether it is an evaluator's mark of a contact, which other evaluators have still to evaluate."""

    def may_reach(self, who: Principal) -> bool:
        """Whether somebody may come across it, by the table of permissions."""
        operation = {"name": "see the directory", "key": "see keys", "quarantine": "see quarantine"}
        extent = extent_of(who, operation.get(self.kind, f"read {self.kind}"))
        if extent is None:
            return False
        teams = {self.team} if self.team else {team_on(each, self.date) for each in self.owners}
        if extent.everyone or extent.employees & self.owners or extent.teams & teams:
            return True
        agents = {team_on(each, self.date) for each in self.owners - LEADERS}
        return bool(extent.agents_of & agents) or (extent.all_agents and bool(agents) and not self.of_contact)


def team_on(employee: str, date: str) -> str:
    """The team of somebody on a date."""
    moved, team, since = MOVED
    return team if employee == moved and date >= since else TEAMS[employee]


class Centre:
    """The facts of the centre as lines, and the marks in them."""

    def __init__(self) -> None:
        """Make all of it."""
        self.marks: list[Mark] = []
        self.lines: list[dict[str, Any]] = []
        self._numbers, self._decimals = count(101), count(11)
        self.lines.append(
            {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": CLOSED, "period_start_day": 1}
        )
        for employee, team in TEAMS.items():
            role = "team_leader" if employee in LEADERS else "csr"
            named = {"name": self.word("name", employee), "role": role, "team": team, "hired_on": "2024-10-01"}
            self.lines.append({"kind": "employee", "employee": employee, **named})
        self.lines.append({"kind": "assignment", "employee": "C1", "from": MOVED[2], "team": "B"})
        for employee in TEAMS:
            self._pay(employee)
            self._floor(employee)
            self._quality(employee)
            self.lines += duties_of(self, employee)
        self._between()

    def word(self, kind: str, *owners: str, **more: Any) -> str:
        """A text that is marked."""
        text = f"Kx{next(self._numbers)}{''.join(owners)}{kind.replace('_', '')}xK"
        self.marks.append(Mark(text, kind, frozenset(owners), **more))
        return text

    def figure(self, kind: str, employee: str, whole: int, **more: Any) -> str:
        """An amount, or points, that nobody else has."""
        text = f"{whole}.{next(self._decimals)}"
        self.marks.append(Mark(text, kind, frozenset({employee}), **more))
        return text

    def _pay(self, employee: str) -> None:
        of = {"employee": employee}
        pay = of | {"period": CLOSED}
        salary = self.figure("base_salary", employee, 47_113)
        amounts = [self.figure("allowance", employee, 611), self.figure("correction", employee, 733)]
        self.lines += [
            {"kind": "base_salary", **of, "from": "2024-10-01", "monthly": salary},
            {"kind": "allowance", **pay, "allowance": f"AL-{employee}", "type": "other", "amount": amounts[0]},
            {"kind": "correction", **pay, "correction": self.word("correction", employee), "amount": amounts[1],
             "note": self.word("correction", employee)},
            {"kind": "legal_hold", **of, "reason": self.word("legal_hold", employee), "by": "HR"},
        ]  # fmt: skip

    def _floor(self, employee: str) -> None:
        for month in ("10", "11"):
            day = f"2024-{month}-08"
            gate = self.word("clock", employee, date=day)
            self.lines.append({"kind": "shift", "employee": employee, "date": day, "shift": "C"})
            for at in ("09:00", "18:00"):
                punch = {"employee": employee, "at": f"{day}T{at}:00+08:00", "direction": "auto", "device": gate}
                self.lines.append({"kind": "clock", **punch})
            away = {"leave": f"L-{employee}-{month}", "employee": employee, "type": "sick", "requested_on": day}
            away |= {"first_date": f"2024-{month}-09", "last_date": f"2024-{month}-09"}
            reason = self.word("leave", employee, date=f"2024-{month}-09")
            self.lines.append({"kind": "leave", **away, "reason": reason})
        allowed = {"date": "2024-10-08", "minutes": 60, "by": "L", "reason": self.word("overtime_approved", employee)}
        self.lines.append({"kind": "overtime_approved", "employee": employee, **allowed})

    def _quality(self, employee: str) -> None:
        of = {"employee": employee, "date": "2024-10-08"}
        review = {"employee": employee, "period": CLOSED, "evaluator": "Q1", "at": _AT}
        score = self.figure("monitoring", employee, 81)
        later = {"employee": employee, "date": "2024-11-08", "evaluator": "Q1", "channel": "phone"}
        blind: dict[str, Any] = {"date": "2024-11-08", "of_contact": True}
        self.lines += [
            {"kind": "monitoring", **later, "monitoring": f"N-{employee}", "contact": f"call-{employee}",
             "score": self.figure("monitoring", employee, 45, **blind),
             "comment": self.word("monitoring", employee, **blind)},
            # Without it the mean, which is a figure of the report, were the mark.
            {"kind": "monitoring", **later, "monitoring": f"O-{employee}", "score": "70.00"},
            {"kind": "monitoring", **of, "monitoring": f"M-{employee}", "evaluator": "Q1", "channel": "phone",
             "score": score, "comment": self.word("monitoring", employee)},
            {"kind": "work_review", **review, "score": self.figure("work_review", employee, 72)},
            {"kind": "behaviour_review", **review, "score": self.figure("behaviour_review", employee, 63)},
            {"kind": "complaint", **of, "complaint": f"CP-{employee}", "summary": self.word("complaint", employee)},
            {"kind": "violation", **of, "violation": f"V-{employee}", "note": self.word("violation", employee)},
            {"kind": "exam", **of, "exam": self.word("exam", employee), "score": self.figure("exam", employee, 54)},
            {"kind": "praise", **of, "praise": self.word("praise", employee), "written": True, "about": "attitude"},
            {"kind": "dispute", "dispute": f"D-{employee}", "employee": employee, "at": _AT, "period": CLOSED,
             "item": "base", "text": self.word("dispute", employee)},
        ]  # fmt: skip

    def _between(self) -> None:
        """What is of two, or of a team."""
        for number, (one, other) in enumerate([("A1", "A2"), ("B1", "C1")]):
            swap = {"swap": f"S{number}", "requester": one, "requester_date": "2024-10-21", "counterparty": other}
            swap |= {"counterparty_date": "2024-10-22", "at": _AT, "reason": self.word("swap", one, other)}
            self.lines.append({"kind": "swap", **swap})
        for team in ("A", "B"):
            said = {"handover": f"H{team}", "team": team, "at": _AT, "from_leader": "X", "to_leader": "Y"}
            self.lines.append({"kind": "handover", **said, "note": self.word("handover", team=team)})
            members = [each for each in TEAMS if TEAMS[each] == team]
            told = {"instruction": f"I{team}", "title": self.word("instruction", *members), "at": _AT, "by": "L"}
            self.lines.append({"kind": "instruction", **told, "text": "x", "teams": [team]})
        called = {"test": "TC", "at": _AT, "by": "Q1", "line": "400-1", "result": "fault"}
        self.lines.append({"kind": "test_call", **called, "note": self.word("test_call")})
        void = {"kind": "void", "of_kind": "allowance", "of": "AL-B1", "by": "HR"}
        self.lines.append(void | {"reason": self.word("void", "B1")})

    def fill(self, served: Served, folder: Path) -> None:
        """Record all of it; and a line that is refused, a key with a name, and disputes over what is not one's own."""
        path = folder / "centre.ndjson"
        wrong = {"kind": "base_salary", "employee": "A2", "from": "2024-10-01", "monthly": "x",
                 "note": self.word("quarantine", "A2")}  # fmt: skip
        path.write_text("".join(f"{json.dumps(line)}\n" for line in [*self.lines, wrong]), encoding="utf-8")
        answer = served.ledger.imports.import_file(path)
        assert (answer.conflict, answer.rejected) == (0, 1), answer
        ids = {(each.fact.kind, each.employee): each.id for each in served.ledger.facts.page(0, 10_000)}
        strange = [
            {"kind": "dispute", "dispute": f"D-A1-{number}", "employee": "A1", "at": _AT, "text": "x", "about": about}
            for number, about in enumerate([ids["base_salary", "B1"], ids["monitoring", "A2"], ids["leave", "C1"]])
        ]
        assert [each.refusal for each in served.ledger.record(strange) if each.refusal] == []


def duties_of(centre: Centre, employee: str) -> list[dict[str, Any]]:
    """The lines of an employee by the kinds of S13, S3.3b and S10.9."""
    of, word = {"employee": employee}, centre.word
    at, day = of | {"at": _AT, "by": "Q1"}, of | {"date": "2024-10-08"}
    asked = of | {"requested_at": _AT}
    due = "2024-10-20"
    return [
        {"kind": "punch_request", **asked, "request": f"PQ-{employee}", "at": "2024-10-08T10:00:00+08:00",
         "direction": "in", "reason": word("punch_request", employee)},
        {"kind": "overtime_request", **asked, "request": f"OQ-{employee}", "date": "2024-10-08", "minutes": 30,
         "reason": word("overtime_request", employee)},
        {"kind": "refund", **day, "refund": f"RF-{employee}", "amount": centre.figure("refund", employee, 2_217),
         "reason": word("refund", employee), "contact": word("refund", employee)},
        {"kind": "promise", **of, "promise": f"PM-{employee}", "made_at": _AT, "due_at": _AT,
         "note": word("promise", employee)},
        {"kind": "reminder", **at, "reminder": f"RM-{employee}", "note": word("reminder", employee)},
        {"kind": "improvement_plan", **at, "plan": f"PL-{employee}", "finding": word("improvement_plan", employee),
         "actions": word("improvement_plan", employee), "due_date": due},
        {"kind": "reply_review", **day, "review": f"RR-{employee}", "channel": "fax", "by": "Q1", "passed": False,
         "note": word("reply_review", employee)},
        {"kind": "quarter_review", **at, "quarter": "2024-Q3", "decision": word("quarter_review", employee)},
        {"kind": "payment", **of, "period": CLOSED, "item": word("payment", employee), "paid_on": "2024-11-05",
         "amount": centre.figure("payment", employee, 39_731)},
        {"kind": "task", "task": f"T-{employee}", "title": word("task", employee), "to": [employee], "by": "L",
         "at": _AT, "due_date": due},
        {"kind": "training", "training": f"TR-{employee}", "topic": word("training", employee), "date": "2024-10-08",
         "minutes": 30, "attendees": [employee], "counts": False},
        {"kind": "acknowledgement", **of, "of_kind": "reminder", "of": f"RM-{employee}", "at": _AT,
         "note": word("acknowledgement", employee)},
    ]  # fmt: skip


def found_in(answer: httpx.Response, sought: re.Pattern[bytes]) -> set[str]:
    """The marks in an answer: in its head, its bytes, and in what is packed, set or written in base64 in them."""
    # The place of a bar in a chart is a number as well, with more digits than any figure.
    drawn = "html" in answer.headers.get("content-type", "")
    parts = list(_parts(re.sub(rb"\d+\.\d{3,}", b"", answer.content) if drawn else answer.content))
    parts += [b64decode(each[: len(each) // 4 * 4]) for part in parts for each in _BASE64.findall(part)]
    parts.append("\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode())
    return {match.decode() for part in parts for match in sought.findall(part)}


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    elif content.startswith(b"%PDF"):
        pages = PdfDocument(content)
        text = "\n".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))
        yield text.replace(",", "").encode()
        yield from _streams(content)


def _streams(content: bytes) -> Iterator[bytes]:
    for start in re.finditer(rb"stream\r?\n", content):
        try:
            # Places on a page are numbers, too.
            yield re.sub(rb"-?\d*\.\d+", b"", zlib.decompressobj().decompress(content[start.end() :]))
        except zlib.error:
            continue


def pattern(marks: Iterable[Mark]) -> re.Pattern[bytes]:
    """What finds marks, wherever they stand: in Arrow one figure follows the other without anything between."""
    return re.compile(b"|".join(re.escape(each.text).encode() for each in marks))
