"""What reports, columns and values are called for people, in Chinese and English."""

import re
from collections.abc import Mapping
from typing import Any

from api.words.language import Language
from api.words.theme_names import theme_name
from ledger.labels import is_labelled, label
from ledger.ruleset import parameter_of
from ledger.ruleset.named_sets import named_sets
from projections.awards import known_awards
from projections.compliance import RULES
from projections.reports import Column

_TIME = re.compile(r"\d\d:\d\d")


def matter_label(matter: str, language: Language) -> str:
    """What is open when a period is to be closed."""
    return label("matter", matter, language)


def figure_label(figure: str, language: Language) -> str:
    """A figure that moves, or a line of pay."""
    return label("figure", figure, language) if is_labelled("figure", figure) else value_label(figure, language)


def cause_label(cause: Mapping[str, Any], language: Language) -> str:
    """Why a figure differs: code, postings, time, a rule parameter or facts."""
    if cause["kind"] == "rules":
        name = cause["parameter"]
        called = f"{parameter_of(name).clause} {label('parameter', name, language)} ({name})"
        return f"{called}: {cause['before']} → {cause['after']}"
    if cause["kind"] != "fact":
        return label("cause", cause["kind"], language)
    kind = label("kind", cause["fact"], language)
    if is_labelled("how", cause["how"]):
        kind = _of_facts("changed", language, how=label("how", cause["how"], language), kind=kind)
    last = cause["facts"][-1]
    where = f"{last['employee']} {last['business_date']} #{last['position']}".strip()
    told = f"{kind} {where}"
    if cause["count"] > 1:
        told = _of_facts("with_more", language, cause=told, count=cause["count"], others=cause["count"] - 1)
    return _of_facts("late", language, cause=told) if cause["late"] else told


def _of_facts(key: str, language: Language, **parts: object) -> str:
    return label("cause of facts", key, language, **parts)


def report_label(name: str, language: Language) -> str:
    """What a report is called."""
    return label("report", name, language)


def unit_of_rule(rule: str) -> str:
    """What the figures of a rule of S14 are: `minutes`, `days`, `yuan` or `multiple`."""
    return RULES[rule].unit


def coordinates(position: int, rules: str, language: Language) -> tuple[str, str]:
    """Ledger position and rule set, as they stand beside the period."""
    return (
        label("coordinate", "position", language, position=position),
        label("coordinate", "rules", language, rules=rules_called(rules, language)),
    )


def rules_called(version: str, language: Language) -> str:
    """The version of a rule set; of one that is shipped, and not adopted, also that counsel must check it."""
    return label("coordinate", "to_check", language, rules=version) if version in named_sets() else version


def column_label(column: Column, language: Language) -> str:
    """What a column is called."""
    return column.zh if language is Language.CHINESE else column.en


def value_label(value: str | bool, language: Language) -> str:
    """What a value is called; a value without a label, such as a number or a name, is shown as it is.

    A theme of the ledger is called by the name that is recorded, where the ledger is in view.
    """
    if isinstance(value, bool):
        return label("answer", "yes", language) if value else ""
    if _TIME.fullmatch(value):
        return value
    return label("sign", "colon", language).join(_part(part, language) for part in value.split(":"))


def _part(part: str, language: Language) -> str:
    if is_labelled("value", part):
        return label("value", part, language)
    award = known_awards().get(part)
    if award is None:
        return theme_name(part) or part
    return award.label_zh if language is Language.CHINESE else award.label_en
