"""Rule parameters in words: what chapters, units and choices are called, and a value as lines that people read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.console import formats
from api.words.labels import value_label
from api.words.language import Language
from api.words.translation import said
from ledger.labels import is_labelled, label
from ledger.ruleset import RuleSet, parameter_of


def chapter_of(name: str) -> str:
    """The chapter of a parameter: ``S7`` of ``S7.6c``."""
    return parameter_of(name).clause.partition(".")[0]


def parameter_name(name: str, language: Language) -> str:
    """What a parameter is called."""
    return label("parameter", name, language)


def unit_name(name: str, language: Language) -> str:
    """In what a parameter counts."""
    return label("parameter unit", parameter_of(name).unit, language)


def choice_name(name: str, choice: str, language: Language) -> str:
    """What one of the choices of a parameter means: of that parameter, or else of any."""
    own = f"{name} {choice}"
    return label("choice", own if is_labelled("choice", own) else choice, language)


def lines_of(name: str, value: Any, language: Language) -> list[str]:
    """The value of a parameter for people, a line each."""
    if value is None:
        return [said("no limit", language) if name in _UNLIMITED else said("none", language)]
    if name in _LINES:
        return _LINES[name](value, language)
    if isinstance(value, bool):
        return [said("yes", language) if value else said("no", language)]
    if isinstance(value, list):
        return [_listed(value, language)]
    if name and parameter_of(name).unit == "choice":
        return [choice_name(name, value, language)]
    return [str(value)]


def _listed(values: Sequence[str], language: Language) -> str:
    if not values:
        return said("none", language)
    return label("sign", "list comma", language).join(value_label(value, language) for value in values)


def _shifts(value: Mapping[str, Any], language: Language) -> list[str]:
    return [
        said(
            "%(shift)s: %(start)s to %(end)s, counts %(counted)s",
            language,
            shift=name,
            start=each["start"],
            end=each["end"],
            counted=formats.hours(each["counted"]),
        )
        for name, each in value.items()
    ]


def _leave_types(value: Mapping[str, Any], language: Language) -> list[str]:
    return [
        said(
            "%(type)s: %(hours)s, %(percent)s %% unpaid",
            language,
            type=value_label(name, language),
            hours=choice_name("leave_types", each["hours"], language),
            percent=each["unpaid_percent"],
        )
        for name, each in value.items()
    ]


def _weights(value: Mapping[str, Any], language: Language) -> list[str]:
    return [
        said(
            "%(role)s: call %(call)s %%, work %(work)s %%, behaviour %(behaviour)s %%",
            language,
            role=value_label(role, language),
            **each,
        )
        for role, each in value.items()
    ]


def _pools(value: Mapping[str, Any] | Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    if isinstance(value, Mapping):
        return [_named(pool, _listed(roles, language), language) for pool, roles in value.items()]
    return [line for pool in value for line in _pool(pool, language)]


def _named(name: str, text: str, language: Language) -> str:
    return label("sign", "colon", language).join((value_label(name, language), text))


def _pool(pool: Mapping[str, Any], language: Language) -> list[str]:
    """A pool with conditions: whom it takes, then what it has of its own."""
    conditions = (_listed(pool[name], language) for name in ("roles", "teams", "channels") if name in pool)
    own = (_LINES[reading](pool[name], language) for name, reading in _OF_POOLS if name in pool)
    weights = _weights({pool["pool"]: pool["weights"]}, language) if "weights" in pool else []
    listed = [_named(pool["pool"], line, language) for lines in own for line in lines]
    return [_named(pool["pool"], "; ".join(conditions), language), *weights, *listed]


def _tiers(value: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    return [
        said("from %(total)s points: %(amount)s yuan", language, total=each["total"], amount=each["amount"])
        if each["within_percent"] is None
        else said(
            "from %(total)s points and within %(percent)s %%: %(amount)s yuan",
            language,
            total=each["total"],
            percent=each["within_percent"],
            amount=each["amount"],
        )
        for each in value
    ]


def _lead_bonus(value: Mapping[str, Any], language: Language) -> list[str]:
    above = said("above %(total)s points", language, total=value["total_above"])
    ranks = [
        said("rank %(rank)s: %(amount)s yuan", language, rank=rank, amount=amount)
        for rank, amount in enumerate(value["amounts"], start=1)
    ]
    return [above, *ranks]


def _awards(value: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    return [_award(each, value_label(each["theme"], language), language) for each in value]


def _award(award: Mapping[str, Any], theme: str, language: Language) -> str:
    """An award; an amount that is left out is that of the theme (S8.8)."""
    if award["amount"] is None:
        return said("%(theme)s: as the theme says", language, theme=theme)
    if award["winners"] is None:
        return said("%(theme)s: %(amount)s yuan", language, theme=theme, amount=award["amount"])
    return said(
        "%(theme)s: %(amount)s yuan, at most %(winners)s winners",
        language,
        theme=theme,
        amount=award["amount"],
        winners=award["winners"],
    )


def _service(rows: Sequence[Mapping[str, Any]], language: Language, unit: str, tail: str) -> list[str]:
    """A table by completed years of service, a line a row; `tail` follows what the row gives."""
    return [
        said("all above: %(given)s", language, given=f"{each[unit]}{tail}")
        if each["years_below"] is None
        else said(
            "years of service below %(years)s: %(given)s",
            language,
            years=each["years_below"],
            given=f"{each[unit]}{tail}",
        )
        for each in rows
    ]


def _leave_days(value: Mapping[str, Any], language: Language) -> list[str]:
    unit = said("days", language)
    lines = {name: _service(rows, language, "days", f" {unit}") for name, rows in value.items()}
    return [_named(name, line, language) for name, told in lines.items() for line in told]


def _sick_pay(value: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    return _service(value, language, "percent", " %")


def _by_name(value: Mapping[str, Any], language: Language) -> list[str]:
    """What has a value each under a name of its own, a line each; nothing, in a word."""
    told = {name: lines_of("", each, language)[0] for name, each in value.items()}
    return [_named(name, text, language) for name, text in told.items()] or [said("none", language)]


def _limits(value: Mapping[str, Any], language: Language) -> list[str]:
    """The limits of S14; minutes as hours."""
    return _by_name(
        {name: formats.hours(each) if name in _IN_MINUTES else each for name, each in value.items()}, language
    )


_IN_MINUTES = ("overtime_month", "shift_length", "rest_between_shifts")
"""The limits of S14 that are minutes."""
_UNLIMITED = ("late_grace_times", "punch_request_days", "punch_requests_per_period")
"""The parameters that are limits, so that none is no limit."""
_OF_POOLS = (("tiers", "bonus_tiers"), ("places", "lead_bonus"))
"""What a pool may have of its own, and the parameter that is told in the same words."""
_LINES: Mapping[str, Callable[[Any, Language], list[str]]] = {
    "shifts": _shifts,
    "leave_types": _leave_types,
    "weights": _weights,
    "pools": _pools,
    "bonus_tiers": _tiers,
    "star_tiers": _tiers,
    "lead_bonus": _lead_bonus,
    "award_themes": _awards,
    "entitlement_by_service": _leave_days,
    "sick_pay_tiers": _sick_pay,
    "leave_settlement": _by_name,
    "overtime_multiples": _by_name,
    "compliance": _limits,
}

NAMES: tuple[str, ...] = tuple(RuleSet.model_fields)
"""Every parameter, in the order of the manual."""
CHAPTERS = tuple(dict.fromkeys(map(chapter_of, NAMES)))
"""The chapters that have parameters, in the order of the manual."""
