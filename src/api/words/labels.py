"""What reports, columns and values are called for people, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

from api.words.language import Language
from ledger.labels import is_labelled, label
from ledger.ruleset import parameter_of
from projections.awards import known_awards
from projections.reports import Column


def matter_label(matter: str, language: Language) -> str:
    """What is open when a period is to be closed."""
    return label("matter", matter, language)


def figure_label(figure: str, language: Language) -> str:
    """A figure that moves, or a line of pay."""
    return label("figure", figure, language) if is_labelled("figure", figure) else value_label(figure, language)


def cause_label(cause: Mapping[str, Any], language: Language) -> str:
    """Why a figure differs: code, postings, time, a rule parameter or facts."""
    chinese = language is Language.CHINESE
    if cause["kind"] == "rules":
        described = parameter_of(cause["parameter"])
        name = f"{described.zh} ({cause['parameter']})" if chinese else f"{described.en} ({cause['parameter']})"
        return f"{described.clause} {name}: {cause['before']} → {cause['after']}"
    if cause["kind"] != "fact":
        return label("cause", cause["kind"], language)
    kind = label("kind", cause["fact"], language)
    how = label("how", cause["how"], language) if is_labelled("how", cause["how"]) else ""
    late = ("迟录，" if chinese else "late: ") if cause["late"] else ""
    last = cause["facts"][-1]
    more = "" if cause["count"] == 1 else (f" 等 {cause['count']} 条" if chinese else f" and {cause['count'] - 1} more")
    where = f"{last['employee']} {last['business_date']} #{last['position']}".strip()
    told = f"{how}{kind}" if chinese else f"{how} {kind}".strip()
    return f"{late}{told} {where}{more}"


def report_label(name: str, language: Language) -> str:
    """What a report is called."""
    return label("report", name, language)


def column_label(column: Column, language: Language) -> str:
    """What a column is called."""
    return column.zh if language is Language.CHINESE else column.en


def value_label(value: str | bool, language: Language) -> str:
    """What a value is called; a value without a label, such as a number or a name, is shown as it is."""
    chinese = language is Language.CHINESE
    if isinstance(value, bool):
        return ("是" if chinese else "yes") if value else ""
    return ("：" if chinese else ": ").join(_part(part, language) for part in value.split(":"))


def _part(part: str, language: Language) -> str:
    if is_labelled("value", part):
        return label("value", part, language)
    award = known_awards().get(part)
    if award is None:
        return part
    return award.label_zh if language is Language.CHINESE else award.label_en
