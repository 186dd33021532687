"""A ledger for the tests of printed documents, and what a reader finds on a page."""

import ctypes
import re
from collections.abc import Iterator
from functools import cached_property  # noqa: TID251 (one thread)
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from api.documents.printouts import PURPOSE, Document, DocumentAsked, Source, make_document
from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import write_facts
from projections.books import Books, ReportRequest, freezing, make_report
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.ledger.material import MASTER_KEY, Hands

CLOSED, PERIOD = "2026-08", "2026-09"
HOSTILE = '#panic("x") *bold* $'
LONG = "Wolfeschlegelsteinhausenbergerdorffhelmut"[:40]
"""A name of 40 letters without a space."""
FIGURE = re.compile(r"[-+]?\d+(\.\d\d)?|–")
NO_SPACE = "\u200b"

_AT = "2026-09-20T10:00:00+08:00"
_WEAK = [
    {"name": "开场白", "weight": 40, "score": "55.00"},
    {"name": "业务知识", "weight": 60, "score": "82.00"},
]
_BETTER = [{"name": "开场白", "weight": 40, "score": "64.50"}, {"name": "业务知识", "weight": 60, "score": "91.00"}]


def _more(people: list[str]) -> Iterator[dict[str, Any]]:
    """What the centre of the demonstration lacks: names to be afraid of, disputes, late facts, pay below zero."""
    one, two, three = people[-3:]
    named = {"kind": "employee", "role": "csr", "team": "T01", "hired_on": "2026-09-01"}
    yield named | {"employee": "X1", "name": HOSTILE}
    yield named | {"employee": "X2", "name": LONG, "team": "T09"}
    for number in ("X1", "X2"):
        yield {"kind": "base_salary", "employee": number, "from": "2026-09-01", "monthly": "4000.00"}
        yield {"kind": "shift", "employee": number, "date": "2026-09-01", "shift": "C"}
        for at in ("2026-09-01T09:10:00+08:00", "2026-09-01T17:50:00+08:00"):
            yield {"kind": "clock", "employee": number, "at": at, "direction": "auto", "device": "g1"}
    checked = {"kind": "monitoring", "employee": "X1", "evaluator": "Q1", "channel": "phone"}
    yield checked | {
        "monitoring": "M1",
        "date": "2026-09-07",
        "score": "61.00",
        "criteria": _WEAK,
        "comment": "先复述。",
    }
    yield checked | {"monitoring": "M2", "date": "2026-09-08", "score": "70.01", "criteria": _BETTER}
    yield checked | {"monitoring": "M3", "date": "2026-09-09", "score": "10.00"}
    yield checked | {"monitoring": "M4", "date": "2026-09-15", "score": "80.00", "comment": HOSTILE}
    revised = {"kind": "monitoring_revision", "at": _AT, "by": "Q1", "reason": "复听"}
    yield revised | {"monitoring": "M3", "withdrawn": True}
    yield revised | {"monitoring": "M2", "score": "72.02"}
    yield {
        "kind": "correction",
        "correction": "C1",
        "employee": "X2",
        "period": PERIOD,
        "amount": "-9000.00",
        "note": "n",
    }
    disputed = {"kind": "dispute", "at": _AT, "period": PERIOD}
    yield disputed | {"dispute": "D1", "employee": one, "text": HOSTILE, "item": "monthly_bonus"}
    yield disputed | {"dispute": "D2", "employee": two, "text": "工时", "item": "hours"}
    decided = {"kind": "dispute_decision", "dispute": "D2", "at": "2026-09-25T10:00:00+08:00"}
    yield decided | {"decision": "dismissed", "by": "HR", "reason": "已核对"}
    late = {"kind": "allowance", "allowance": "late", "employee": three, "period": CLOSED, "type": "other"}
    yield late | {"amount": "88.00"}


class Press:
    """A made-up centre whose August is closed and whose September is open, with late facts of August."""

    def __init__(self, folder: Path) -> None:
        """Record it in a folder."""
        file = folder / "facts.ndjson"
        write_facts(file, centre(seed=7, people=20, first_period=CLOSED, periods=2))
        self.store = f"sqlite:///{folder}/press.db"
        self.ledger = Ledger.open(self.store, clock=Hands(), master_key=MASTER_KEY)
        assert self.ledger.imports.import_file(file).rejected == 0
        self.engine = PolarsEngine()
        self._made: dict[DocumentAsked, Document] = {}
        self.closing = self.ledger.closings.close(
            CLOSED, "人事", freezing(self._reader, self.engine, CLOSED, held=False)
        )
        outcomes = self.ledger.record(_more(sorted(self.ledger.identifiers.names())))
        assert {each.status for each in outcomes} == {"accepted"}, outcomes

    @cached_property
    def _reader(self) -> JournalReader:
        return JournalReader(self.ledger)

    @cached_property
    def source(self) -> Source:
        """What documents are made from."""
        return self.fresh()

    def fresh(self, position: int | None = None) -> Source:
        """The same, computed anew; as known at a position."""
        reader = JournalReader(self.ledger)
        return Source(
            self.ledger, reader, Books(reader.at(position), PolarsEngine()), self.ledger.upkeep.secret(PURPOSE)
        )

    def made(self, name: str, period: str = PERIOD, **asked: Any) -> Document:
        """A document, made once."""
        wanted = DocumentAsked(name, period, **asked)
        if wanted not in self._made:
            self._made[wanted] = make_document(self.source, wanted)
        return self._made[wanted]

    def printed(self, name: str, period: str = PERIOD, **asked: Any) -> "Printed":
        """A document as a reader finds it."""
        return Printed(self.made(name, period, **asked).content)

    def rows(self, report: str, period: str = PERIOD) -> dict[str, dict[str, Any]]:
        """A report's rows, by employee."""
        table = make_report(self.source.books, report, ReportRequest(period)).table
        return {row["employee"]: row for row in table.to_dicts()}

    def all_rows(self, report: str, period: str = PERIOD) -> list[dict[str, Any]]:
        """A report's rows."""
        return make_report(self.source.books, report, ReportRequest(period)).table.to_dicts()


class Printed:
    """What is on the pages of a PDF."""

    def __init__(self, content: bytes) -> None:
        """Read it."""
        self.pdf = pypdfium2.PdfDocument(content)
        self.pages = [page.get_textpage().get_text_range().replace(NO_SPACE, "") for page in self.pdf]

    @property
    def bodies(self) -> list[list[str]]:
        """The lines between head and foot, page by page."""
        return [page.splitlines()[1:-2] for page in self.pages]

    @property
    def lines(self) -> list[str]:
        """The lines between head and foot of all pages."""
        return [line for body in self.bodies for line in body]

    @property
    def text(self) -> str:
        """All lines as one text, without spaces, so that it does not matter where a line was folded."""
        return "".join("".join(self.lines).split())

    def feet(self) -> list[str]:
        """The two lines at the foot of each page."""
        return [" ".join(page.splitlines()[-2:]) for page in self.pages]

    def figures_of(self, person: str, others: set[str], until: str = "\n") -> list[str]:
        """The figures from a person's number to the next, to a line that begins with `until`, or to the foot."""
        body = next(each for each in self.bodies if any(line.split()[:1] == [person] for line in each))
        found: list[str] | None = None
        for line in body:
            first = (line.split() or [""])[0]
            if first == person and found is None:
                found = []
            elif found is not None and (first in others or line.startswith(until)):
                break
            if found is not None:
                found += [word for word in line.split() if FIGURE.fullmatch(word)]
        assert found is not None, f"{person} is not on the pages"
        return found

    def fonts(self) -> set[tuple[str, bool]]:
        """The fonts of all texts: name, and whether it is in the file."""
        found = set()
        for page in self.pdf:
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(thing)
                name = ctypes.create_string_buffer(200)
                raw.FPDFFont_GetBaseFontName(font, name, 200)
                found.add((name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))))
        return found
