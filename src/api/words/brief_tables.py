"""A brief in words: a table for each part of it, for the screen, for paper and for the command line alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.words.fact_words import kind_label
from api.words.labels import column_label, value_label
from api.words.language import Language
from ledger.labels import label
from projections.presence import STATES
from projections.reports import REPORTS

_NOTHING = "–"
_STATUSES = ("attended", "missing_in", "missing_out", "absent", "leave", "planned")
_COVERAGE = ("team", "from", "until", "needed", "rostered", "on_leave", "present", "gap")
_TRAFFIC = ("date", "channel", "queue", "offered", "answered", "answered_percent", "within_target_percent")

Names = Mapping[str, str]
Cells = Sequence[str]


class BriefTable(NamedTuple):
    """A part of a brief: its title, what its columns are called and whether they hold figures, and its rows."""

    part: str
    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Cells]
    nothing: str
    """What is said where there is no row."""


def brief_tables(brief: Mapping[str, Any], language: Language, names: Names | None) -> Iterator[BriefTable]:
    """The parts of a brief; without `names` numbers alone, for a wall that everybody passes."""
    yield _of_report("coverage", _COVERAGE, brief["coverage"], language)
    yield _of_report("volume", _TRAFFIC, brief["traffic"], language)
    yield _shifts(brief, language)
    if names is not None:
        yield _missing(brief["missing"], language, names)
    yield _waiting(brief["waiting"], language)
    promises, complaints = _promises, _complaints
    if names is None:
        yield _counted("promises", _promise_counts(brief["promises"]), language)
        yield _counted("complaints", _complaint_counts(brief), language)
    else:
        yield promises(brief["promises"], language, names)
        yield complaints(brief["complaints"], language, names)
    yield _instructions(brief["instructions"], language)


def _of_report(name: str, shown: Sequence[str], rows: Sequence[Mapping[str, Any]], language: Language) -> BriefTable:
    columns = [next(each for each in REPORTS[name].columns if each.name == column) for column in shown]
    cells = [
        [_cell(value_label(row[each.name], language) if each.labelled else row[each.name]) for each in columns]
        for row in rows
    ]
    return _table(name, [(column_label(each, language), each.is_figure) for each in columns], cells, language)


def _shifts(brief: Mapping[str, Any], language: Language) -> BriefTable:
    """How the shifts of the date stand, and on the date of it who is in now."""
    counts = [(value_label(each, language), brief["shifts"].get(each, 0)) for each in _STATUSES]
    standing = brief["standing"] or {}
    now = [(_said(f"standing.{each}", language), standing[each]) for each in STATES if each in standing]
    rows = [[name, str(count)] for name, count in (*counts, *now) if count]
    return _table("shifts", _headed(("state", "count"), language, figures={"count"}), rows, language)


def _missing(rows: Sequence[Mapping[str, Any]], language: Language, names: Names) -> BriefTable:
    cells = [
        [_who(row["employee"], names), row["date"], _cell(row["shift"]), _state(row["state"], language)] for row in rows
    ]
    return _table("missing", _headed(("employee", "date", "shift", "state"), language), cells, language)


def _state(state: str, language: Language) -> str:
    return _said(f"standing.{state}", language) if state in STATES else value_label(state, language)


def _waiting(rows: Sequence[Mapping[str, Any]], language: Language) -> BriefTable:
    cells = [[kind_label(row["kind"], language), str(row["count"]), row["earliest"]] for row in rows]
    return _table("waiting", _headed(("kind", "count", "earliest"), language, figures={"count"}), cells, language)


def _promises(rows: Sequence[Mapping[str, Any]], language: Language, names: Names) -> BriefTable:
    cells = [
        [row["promise"], _who(row["employee"], names), _moment(row["due_at"]), _mark(row["overdue"], language)]
        for row in rows
    ]
    return _table("promises", _headed(("promise", "employee", "due", "late"), language), cells, language)


def _complaints(rows: Sequence[Mapping[str, Any]], language: Language, names: Names) -> BriefTable:
    cells = [
        [
            row["complaint"],
            _said("nobody", language) if row["employee"] is None else _who(row["employee"], names),
            row["date"],
            str(row["days"]),
            _cell(row["severity"]),
            value_label(row["status"], language),
            _mark(row["late"], language),
        ]
        for row in rows
    ]
    headings = ("complaint", "employee", "date", "days", "severity", "state", "late")
    return _table("complaints", _headed(headings, language, figures={"days", "severity"}), cells, language)


def _instructions(rows: Sequence[Mapping[str, Any]], language: Language) -> BriefTable:
    cells = [
        [row["instruction"], row["date"], _cell(row["due"]), str(row["unacknowledged"]), _mark(row["late"], language)]
        for row in rows
    ]
    headings = ("instruction", "date", "due", "unacknowledged", "late")
    return _table("instructions", _headed(headings, language, figures={"unacknowledged"}), cells, language)


def _promise_counts(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    overdue = sum(row["overdue"] for row in rows)
    return [("due", len(rows) - overdue), ("overdue", overdue)]


def _complaint_counts(brief: Mapping[str, Any]) -> list[tuple[str, int]]:
    longest = max((row["days"] for row in brief["complaints"]), default=0)
    return [("open", brief["complaints_open"]), ("late", brief["complaints_late"]), ("longest", longest)]


def _counted(part: str, counts: Sequence[tuple[str, int]], language: Language) -> BriefTable:
    """Of a part its counts alone."""
    rows = [[_said(f"{part}.{name}", language), str(count)] for name, count in counts]
    shown = rows if any(count for _, count in counts) else []
    return _table(part, _headed(("state", "count"), language, figures={"count"}), shown, language)


def _table(part: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Cells], language: Language) -> BriefTable:
    return BriefTable(part, _said(part, language), columns, rows, _said("nothing", language))


def _headed(
    names: Sequence[str], language: Language, figures: frozenset[str] | set[str] = frozenset()
) -> list[tuple[str, bool]]:
    return [(label("brief heading", name, language), name in figures) for name in names]


def _said(what: str, language: Language) -> str:
    return label("brief", what, language)


def _who(employee: str, names: Names) -> str:
    return " ".join(filter(None, (names.get(employee, ""), employee)))


def _mark(late: bool, language: Language) -> str:
    return _said("is_late", language) if late else ""


def _moment(text: str) -> str:
    return text.replace("T", " ")


def _cell(value: Any) -> str:
    return _NOTHING if value is None else str(value)
