"""A history for people: a table with labels."""

import json
import re
import sys
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from api.words.language import Language
from api.words.visible_text import visible
from ledger.facts.codec import ERASED, narrowed_fields
from ledger.history import History, HistoryEntry
from ledger.labels import CHINESE, ENGLISH, label

_HEADINGS = (
    ("位置", "Position"),
    ("记录时间", "Recorded"),
    ("业务时间", "Business time"),
    ("种类", "Kind"),
    ("内容", "Content"),
    ("记录人", "Recorded by"),
    ("状态", "Standing"),
    ("编号", "Id"),
)
_CONTENT = 4
_CONTENT_WIDTH = 64
_WIDEST = 10_000

_SUPERSEDES = ("取代 {}", "supersedes {}")
_VOIDS = ("作废 {}", "voids {}")
_FOLLOWS = ("承接 {}", "follows {}")
_LATE = ("迟录：{} 已由 {} 关账", "late: {} was closed by {}")
_ANOTHER = ("异常：非本人打卡（S12.1）", "anomaly: recorded by another (S12.1)")

_PLAIN = re.compile(r"[^\s\"=\\]+")


def write_history(history: History, language: Language) -> None:
    """Write a history as a table to standard output, as wide as it needs; long contents fold."""
    chinese = language is Language.CHINESE
    print(_title(history, chinese=chinese))
    if not history.entries:
        return
    rows = [_cells(entry, history, chinese=chinese) for entry in history.entries]
    console = Console(markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, headings in enumerate(_HEADINGS):
        heading = headings[0 if chinese else 1]
        needed = max(cell_len(line) for text in (heading, *(row[place] for row in rows)) for line in text.split("\n"))
        width = min(needed, _CONTENT_WIDTH) if place == _CONTENT else needed
        table.add_column(heading, justify="left" if place else "right", width=width, overflow="fold")
    for row in rows:
        table.add_row(*row)
    terminal = console.width if sys.stdout.isatty() else 0
    console.width = _WIDEST
    console.width = max(terminal, Measurement.get(console, console.options, table).minimum)
    console.print(table)


def _title(history: History, *, chinese: bool) -> str:
    """Whose history, up to which position, and how many facts are shown."""
    whose = " ".join(filter(None, (history.number, history.name)))
    if history.kind != "employee":
        whose = f"{history.kind} {history.number}"
    count = len(history.entries)
    if chinese:
        return f"历史 · {visible(whose)} · 账本位置 {history.position} · {count} 条"
    return f"History · {visible(whose)} · ledger position {history.position} · {count} fact{'' if count == 1 else 's'}"


def _cells(entry: HistoryEntry, history: History, *, chinese: bool) -> list[str]:
    fact = entry.fact
    happened = entry.business_date.isoformat() if entry.business_time is None else _second(entry.business_time)
    return [
        str(entry.position),
        _second(entry.recorded_at),
        happened,
        fact.label_zh if chinese else fact.label_en,
        content_of(entry, history.number if history.kind == "employee" else None),
        visible(fact.recorded_by or ""),
        "\n".join(standing_of(entry, chinese=chinese)),
        entry.id,
    ]


def _second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def content_of(entry: HistoryEntry, employee: str | None) -> str:
    """The fields in the interchange format; the employee of whom the history is goes without saying."""
    fields = narrowed_fields(entry.fact)
    elsewhere = {"recorded_by"}
    if employee is not None and fields.get("employee") == employee:
        elsewhere.add("employee")
    texts = [f"{name}={_value(value)}" for name, value in fields.items() if name not in elsewhere]
    if entry.erased and ERASED not in fields.values():
        texts.append(ERASED)
    return "  ".join(texts)


def _value(value: Any) -> str:
    if isinstance(value, str) and (value == ERASED or _PLAIN.fullmatch(value)):
        return visible(value)
    return visible(json.dumps(value, ensure_ascii=False))


def standing_of(entry: HistoryEntry, *, chinese: bool) -> list[str]:
    """What became of a fact, and what it is to others, a line each."""
    language = 0 if chinese else 1
    standing = entry.standing
    outcome = standing.outcome or ""
    if chinese:
        outcome = label("history outcome", outcome, CHINESE)
    told = label("fact standing", standing.word, CHINESE if chinese else ENGLISH)
    lines = [told.format(by=standing.by, outcome=outcome).rstrip(":： ")]
    for relation, other in ((_SUPERSEDES, entry.supersedes), (_VOIDS, entry.voids), (_FOLLOWS, entry.follows)):
        if other is not None:
            lines.append(relation[language].format(other))
    if entry.late_after is not None:
        lines.append(_LATE[language].format(entry.period, entry.late_after))
    if entry.recorded_by_another:
        lines.append(_ANOTHER[language])
    return lines
