"""What a document is made of: reports with the rows it shows, people with names and teams, and the digest of it.

A digest is printed where others read it, so it is of nothing but what the page shows, and keyed: HMAC-SHA-256 under a
secret of the ledger. Whoever reads it can try nothing against it, and only the ledger can make one.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.documents.printouts.blocks import Block
from api.documents.printouts.document_request import DocumentAsked, Source
from api.documents.printouts.registry import document_label
from api.documents.printouts.typesetting import Paper
from api.words.labels import column_label, rules_called
from api.words.language import Language
from api.words.translation import said
from ledger.closing import digest_of
from ledger.labels import label
from ledger.lazy_attribute import computed_once
from ledger.refusal import MissingError
from projections.books import ReportRequest, make_reports
from projections.calendar import day_text
from projections.month import Month
from projections.reports import REPORTS, Report

_GROUP = 8


@dataclass(frozen=True)
class Basis:
    """The coordinates of a document, and the digests of what it is made from, in order and by name."""

    period: str
    position: int
    rules: str
    digests: Mapping[str, str]
    name: str = ""
    """What all of it together is called; empty for the names of the digests."""
    about: str = ""
    """The employee that it is about, where that is somebody by themselves."""
    people: frozenset[str] = frozenset()
    """Whose matters it shows, where that follows from what it is about."""

    @property
    def digest(self) -> str:
        """The digest of the one report; of several, that of the lines ``name digest`` in their order."""
        if len(self.digests) == 1:
            return next(iter(self.digests.values()))
        lines = "".join(f"{name} {digest}\n" for name, digest in self.digests.items())
        return digest_of(lines.encode())

    def coordinates(self, language: Language) -> str:
        """The coordinates, as each page carries them."""
        return said(
            "period %(period)s · ledger position %(position)s · rule set %(rules)s",
            language,
            period=self.period,
            position=self.position,
            rules=rules_called(self.rules, language),
        )

    def foot(self, language: Language) -> str:
        """What is digested, and its digest in groups, as each page carries them."""
        return said(
            "Digest of %(what)s: %(digest)s",
            language,
            what=self.name or " + ".join(self.digests),
            digest=grouped(self.digest),
        )


def grouped(digest: str) -> str:
    """A digest in groups of eight digits, for reading aloud and comparing."""
    return " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


class Material:
    """What one document is made of."""

    def __init__(self, source: Source, asked: DocumentAsked, *, older: bool = False) -> None:
        """Of a source; nothing is computed yet. `older` makes the digests that version 0.1.0 printed."""
        self.source = source
        self.asked = asked
        self.older = older
        self.of_pages: set[str] = set()
        """The digests of pages that have one of their own."""
        self.language = asked.language

    @computed_once
    def month(self) -> Month:
        """The period, computed. Raises MissingError where it is not there."""
        return self.source.books.reported(self.asked.period, self.asked.rules)

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese."""
        return self.language is Language.CHINESE

    @computed_once
    def names(self) -> Mapping[str, str]:
        """The names of people, by number."""
        return self.source.ledger.identifiers.names()

    @property
    def site(self) -> str:
        """What the centre is called."""
        return self.source.books.journal.site.name

    @computed_once
    def members(self) -> Mapping[str, tuple[str, str]]:
        """Role and team of each member of the period, by number."""
        rows = self.month.tables.engine.rows(self.month.members.select("employee", "role", "team"))
        return {row["employee"]: (row["role"], row["team"]) for row in rows.sort("employee").to_dicts()}

    @property
    def teams(self) -> list[str]:
        """The teams of the period."""
        return sorted({team for _role, team in self.members.values()})

    @property
    def dates(self) -> str:
        """The first and the last day of the period."""
        period = self.month.period
        return f"{day_text(period.first_day)} – {day_text(period.last_day)}"

    def reports(self, names: Sequence[str]) -> tuple[dict[str, Report], Basis]:
        """Reports with the rows that were asked for, and the basis of them. Raises LedgerError."""
        asked = self.asked
        whole = make_reports(self.source.books, names, ReportRequest(asked.period, asked.rules))
        first = next(iter(whole.values()))
        sight = self.source.sight
        shown = {name: sight.rows_of(report.narrowed(self.shown), self.month) for name, report in whole.items()}
        digested = whole if self.older else shown
        digests = {name: self.digest(report.as_bytes()) for name, report in digested.items()}
        return shown, Basis(first.period, first.position, first.rules, digests)

    def digest(self, content: bytes) -> str:
        """The digest of what is shown, as 64 hexadecimal digits."""
        if self.older:
            return digest_of(content)
        return hmac.digest(self.source.key, content, "sha256").hex()

    def page_digest(self, content: bytes) -> str:
        """The digest of a page that is handed out by itself."""
        made = self.digest(content)
        self.of_pages.add(made)
        return made

    @computed_once
    def shown(self) -> list[str] | None:
        """Whose rows are shown; None is everyone's. Raises MissingError for a person or a team that is not there."""
        asked, shown = self.asked, None
        if asked.employee is not None:
            if asked.employee not in self.source.books.journal.tables["employees"]["employee"]:
                raise MissingError(
                    f"there is no employee {asked.employee!r} on the ledger; give a number that is recorded"
                )
            shown = [asked.employee]
        if asked.team is not None:
            if asked.team not in self.teams:
                there = ", ".join(self.teams)
                raise MissingError(f"there is no team {asked.team!r} in {asked.period}; there are: {there}")
            mine = [number for number, (_role, team) in self.members.items() if team == asked.team]
            shown = mine if shown is None else [number for number in shown if number in mine]
        if asked.employees is not None:
            shown = sorted(asked.employees) if shown is None else [each for each in shown if each in asked.employees]
        return shown

    def who(self, employee: str) -> str:
        """A person by number and name."""
        return " ".join(filter(None, (employee, self.names.get(employee, ""))))

    def team_of(self, employee: str) -> str:
        """The team of a person in the period; empty for whoever is not in it."""
        return self.members.get(employee, ("", ""))[1]

    def paper(
        self, blocks: Sequence[Block], basis: Basis, *, landscape: bool = False, size: str = "a4", title: str = ""
    ) -> Paper:
        """The document with its title, the site, and what stands at the foot of each page."""
        return Paper(
            title=title or document_label(self.asked.name, self.language),
            site=self.site,
            coordinates=basis.coordinates(self.language),
            digest=basis.foot(self.language),
            blocks=blocks,
            language=self.language,
            landscape=landscape,
            size=size,
        )

    def column(self, report: str, name: str) -> str:
        """What a column of a report is called."""
        return next(column_label(each, self.language) for each in REPORTS[report].columns if each.name == name)

    def heading_of(self, what: str) -> str:
        """What stands above a person's number (`employee`) or `name`, as in workbooks."""
        if what == "name":
            return label("heading", "name", self.language)
        return self.column("payroll", what)

    def said(self, message: str, **parts: object) -> str:
        """A message in the language that was asked for."""
        return said(message, self.language, **parts)
