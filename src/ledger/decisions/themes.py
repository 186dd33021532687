"""S8.8 奖金主题: what a theme may say, and which themes a list, or a grant, may name."""

from collections.abc import Iterable, Sequence

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.awards import AwardGrant, Theme
from ledger.facts.governance import Rules
from ledger.facts.roster import PeriodFact
from ledger.ledger_metrics import OF_EVERYONE, OF_LEADERS, unknown_metric
from ledger.refusal import Refusal
from ledger.ruleset import installed_themes

UNKNOWN = "unknown_theme"
WRONG = "wrong_theme"
_AWARD_THEMES = "award_themes"
_OF_METRICS = ("metric", "best", "at_least", "at_most")


@decides(Theme, once=True)
def decide_theme(fact: Theme, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S8.8: a name of its own, and what it is won by said as that asks for."""
    wrong = wrong_theme(fact)
    return ACCEPTED if wrong is None else Refusal(WRONG, f"theme: {wrong}")


def wrong_theme(fact: Theme) -> str | None:
    """What is wrong with a theme, and what to do; None where it can be recorded."""
    if fact.theme in installed_themes():
        return f"{fact.theme!r} is the name of an award that is there already; give the theme another name"
    return _wrong_grant(fact) if fact.by == "grant" else _wrong_metric(fact)


def _wrong_grant(fact: Theme) -> str | None:
    given = [name for name in _OF_METRICS if getattr(fact, name) is not None]
    return f"it is won by grant, and has {given[0]}; leave {' and '.join(given)} out" if given else None


def _wrong_metric(fact: Theme) -> str | None:
    if fact.metric is None:
        return "it is won by a metric; name the metric"
    if fact.metric in OF_LEADERS:
        return f"{fact.metric} is for forms of leaders and QA alone; give another metric"
    unknown = unknown_metric(fact.metric, OF_EVERYONE)
    if unknown is not None:
        return f"it is won by {unknown}"
    if fact.best is None and fact.at_least is None and fact.at_most is None:
        return "it is won by a metric; give at least one of best, at_least and at_most"
    return None


@decides(AwardGrant)
def decide_award_grant(fact: AwardGrant, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S8.8: a grant names a theme that stands."""
    if stands(fact.theme, state):
        return ACCEPTED
    return Refusal(
        UNKNOWN, f"award_grant: no theme {fact.theme!r} stands on the ledger; record the theme first, or give its name"
    )


def _of_period(fact: PeriodFact) -> list[str]:
    return [each.theme for each in fact.award_themes or ()]


def _is_plain_period(fact: PeriodFact) -> bool:
    return _is_plain(_of_period(fact))


@decides(PeriodFact, evident=_is_plain_period, once=True)
def decide_period(fact: PeriodFact, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S8.8: the themes that a period sets for itself."""
    return _listed("period", _of_period(fact), state)


def _of_rules(fact: Rules) -> list[str]:
    return [each["theme"] for each in fact.parameters.get(_AWARD_THEMES, ())]


def _is_plain_set(fact: Rules) -> bool:
    return _is_plain(_of_rules(fact))


@decides(Rules, evident=_is_plain_set)
def decide_rules(fact: Rules, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S8.8: the themes of a rule set."""
    return _listed("rules", _of_rules(fact), state)


def _is_plain(themes: Sequence[str]) -> bool:
    """Whether a list is right whatever the ledger has: installed awards, each once."""
    return len(set(themes)) == len(themes) and all(theme in installed_themes() for theme in themes)


def _listed(kind: str, themes: Sequence[str], state: LedgerState) -> Accepted | Refusal:
    double = next((theme for theme in themes if themes.count(theme) > 1), None)
    if double is not None:
        return Refusal(WRONG, f"{kind}: award_themes has the theme {double!r} twice; name each theme once")
    unknown = unknown_themes(themes, state)
    if not unknown:
        return ACCEPTED
    return Refusal(
        UNKNOWN,
        f"{kind}: award_themes names {unknown[0]!r}, which is neither an installed award nor a theme that stands "
        f"on the ledger; record the theme first, or name one of {', '.join(installed_themes())}",
    )


def unknown_themes(themes: Iterable[str], state: LedgerState) -> list[str]:
    """Those that are neither an installed award nor a theme that stands on the ledger."""
    return [theme for theme in themes if theme not in installed_themes() and not stands(theme, state)]


def stands(theme: str, state: LedgerState) -> bool:
    """S11.5: whether a theme of that name is on the ledger, and not all that was said of it is voided."""
    return any(not state.is_voided(known.position) for known in state.keyed(Theme.kind, theme))
