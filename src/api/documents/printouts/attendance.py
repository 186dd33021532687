"""S3 考勤表 The attendance sheet of a team: a row a person, a column a day, and what the month comes to."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.documents.printouts.blocks import Block, Column, page_break, space, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.typesetting import Paper
from api.words.labels import value_label
from api.words.language import Language
from ledger.refusal import MissingError
from projections.calendar import day_text, weekday

_SHIFT_SHOWN = 4
_TYPE_SHOWN = 4
_SUMS = ("counted", "late", "early")

Row = Mapping[str, Any]


def attendance(material: Material) -> tuple[Paper, Basis]:
    """The attendance sheet of one team, or of each on pages of its own.

    Raises MissingError where nobody has a shift.
    """
    reports, basis = material.reports(["attendance"])
    people: dict[str, list[Row]] = {}
    for row in reports["attendance"].table.to_dicts():
        people.setdefault(row["employee"], []).append(row)
    if not people:
        raise MissingError(f"nobody of those asked for has a shift in {basis.period}; record shifts first")
    teams: dict[str, list[str]] = {}
    for employee in people:
        teams.setdefault(material.team_of(employee), []).append(employee)
    blocks: list[Block] = []
    for team, members in sorted(teams.items()):
        blocks += _sheet(material, team, {employee: people[employee] for employee in members})
    return material.paper(blocks, basis, landscape=True), basis


def _sheet(material: Material, team: str, people: Mapping[str, list[Row]]) -> Iterator[Block]:
    said, period = material.said, material.month.period
    days = range(period.first_day, period.last_day + 1)
    yield text(said("Team %(team)s · %(dates)s", team=team, dates=material.dates), "large")
    sums = (said("Shifts"), said("Attended"), said("Counted (min)"), said("Late (min)"), said("Early (min)"))
    columns = [
        Column(material.heading_of("employee")),
        *(Column(f"{_of_month(day)}\n{_weekday(material, day)}", "center", 1) for day in days),
        *(Column(each, "right") for each in sums),
    ]
    rows = [_row(material, employee, shifts, days) for employee, shifts in people.items()]
    yield table(columns, rows, size=6, ruled=True)
    yield text(_legend(material, people), "note")
    yield space(6)
    yield text(said("Team leader: ____________________      Checked: ____________________"))
    yield page_break()


def _row(material: Material, employee: str, shifts: list[Row], days: range) -> list[str | None]:
    by_date: dict[str, list[str]] = {}
    for shift in shifts:
        by_date.setdefault(shift["date"], []).append(_cell(material, shift))
    cells = ["\n".join(by_date.get(day_text(day), [])) or None for day in days]
    attended = sum(shift["status"] == "attended" for shift in shifts)
    sums = [sum(shift[name] or 0 for shift in shifts) for name in _SUMS]
    who = f"{employee}\n{material.names.get(employee, '')}".strip()
    return [who, *cells, str(len(shifts)), str(attended), *map(str, sums)]


def _cell(material: Material, shift: Row) -> str:
    """A shift in a cell: its name, what became of it, its minutes, and what was late or early."""
    said = material.said
    parts = [f"{shift['shift'][:_SHIFT_SHOWN]}{'*' if shift['holiday'] else ''}", _mark(material, shift)]
    parts += [str(shift["counted"])] if shift["counted"] or shift["status"] == "attended" else []
    parts += [said("L%(minutes)s", minutes=shift["late"])] if shift["late"] else []
    parts += [said("E%(minutes)s", minutes=shift["early"])] if shift["early"] else []
    return "\n".join(filter(None, parts))


def _mark(material: Material, shift: Row) -> str:
    said = material.said
    marks = {
        "attended": "",
        "absent": said("abs"),
        "missing_in": said("no in"),
        "missing_out": said("no out"),
        "planned": said("to come"),
        "leave": "",
    }
    leave = "" if shift["leave_type"] is None else _type_mark(material, shift["leave_type"])
    return marks[shift["status"]] or leave


def _type_mark(material: Material, leave_type: str) -> str:
    """A type of leave in a few letters; the legend has it in full."""
    if material.language is Language.CHINESE:
        return value_label(leave_type, material.language)[:1]
    return leave_type[:_TYPE_SHOWN]


def _legend(material: Material, people: Mapping[str, list[Row]]) -> str:
    said, language = material.said, material.language
    types = sorted({shift["leave_type"] for shifts in people.values() for shift in shifts} - {None})
    parts = [
        said("In a cell: the shift, what became of it, counted minutes, minutes late (L) or early (E)"),
        said("* statutory holiday"),
        said("abs: absent; no in, no out: a punch is missing; to come: planned"),
        *(f"{_type_mark(material, each)}: {value_label(each, language)}" for each in types),
    ]
    return " · ".join(parts)


def _of_month(day: int) -> str:
    return day_text(day)[-2:].lstrip("0")


def _weekday(material: Material, day: int) -> str:
    said = material.said
    return (said("Mo"), said("Tu"), said("We"), said("Th"), said("Fr"), said("Sa"), said("Su"))[weekday(day)]
