"""What became of a fact, in words, with the facts that it leads to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from api.console.fact_text import told
from api.console.names import People, named
from api.console.words import tone_of
from api.words.fact_words import kind_label, stated_fields
from api.words.language import Language
from api.words.translation import marked, said
from ledger.labels import label

Entry = Mapping[str, Any]

_WORDS = {
    "stands": (marked("stands"), ""),
    "superseded": (marked("superseded by"), "wait"),
    "voided": (marked("voided by"), "bad"),
    "revised": (marked("revised by"), "wait"),
    "withdrawn": (marked("withdrawn by"), "bad"),
    "decided": (marked("decided by"), "good"),
    "followed": (marked("followed by"), ""),
    "closed": (marked("closed by"), ""),
}
_LINKS = (
    ("supersedes", marked("supersedes")),
    ("voids", marked("voids")),
    ("follows", marked("belongs to")),
)
_ELSEWHERE = {"recorded_by", "ref", "source"}
"""Fields that have a place of their own on the page."""


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that another one leads to; `address` is on the page itself where that shows it."""

    label: str
    position: int
    address: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of a history in words."""

    position: int
    id: str
    kind: str
    happened: str
    happened_at: str | None
    recorded_at: str
    recorded_by: str
    fields: list[tuple[str, str]]
    standing: str
    tone: str
    by: Link | None
    links: list[Link]
    late_after: Link | None
    recorded_by_another: bool
    erased: bool
    source: str
    voidable: bool
    """Whether who looks may void it, which is done on its own page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page that shows entries knows: the positions on it, and whose history it is (None: nobody's)."""

    people: People
    here: Collection[int]
    employee: str | None
    zone: str
    language: Language
    voidable: Collection[str] = ()
    """The kinds of which who looks may void facts."""


def shown_entry(entry: Entry, page: Page) -> ShownEntry:
    """An entry in words."""
    language, people, here = page.language, page.people, page.here
    word, tone = _WORDS[entry["standing"]]
    by = entry["by"]
    content = {
        name: value
        for name, value in entry["fields"].items()
        if name not in _ELSEWHERE and not (name == "employee" and value == page.employee)
    }
    return ShownEntry(
        position=entry["position"],
        id=entry["id"],
        kind=kind_label(entry["kind"], language),
        happened=entry["business_date"],
        happened_at=entry["business_time"],
        recorded_at=entry["recorded_at"],
        recorded_by=named(people, entry["recorded_by"] or ""),
        fields=told(content, people, page.zone, language, _stated(entry)),
        standing=said(word, language),
        tone=tone_of(entry["outcome"], entry["kind"]) or tone,
        by=None if by is None else Link("", by, _address(by, here), _outcome(entry["outcome"], language)),
        links=[
            Link(said(label, language), entry[name], _address(entry[name], here))
            for name, label in _LINKS
            if entry[name] is not None
        ],
        late_after=None
        if entry["late_after"] is None
        else Link(entry["period"], entry["late_after"], _address(entry["late_after"], here)),
        recorded_by_another=entry["recorded_by_another"],
        erased=entry["erased"],
        source=" · ".join(filter(None, (entry["source"], entry["ref"]))),
        voidable=entry["kind"] in page.voidable and entry["standing"] != "voided",
    )


def _stated(entry: Entry) -> frozenset[str]:
    return stated_fields(entry["kind"], entry["fields"], entry["recorded_by"])


def _outcome(outcome: str | None, language: Language) -> str:
    if outcome is None:
        return ""
    return label("standing", outcome, language)


def _address(position: int, here: Collection[int]) -> str:
    return f"#p{position}" if position in here else f"/audit/facts?after={position - 1}"
