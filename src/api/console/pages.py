"""Pages from templates (Jinja2): every value escaped, every sentence in the language of who reads."""

from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.charts import Chart
from api.console import formats
from api.console.cards import with_cards
from api.console.words import channel_name, chapter_name, role_name, standing_name, tone_of
from api.words.explanation_labels import clause_label, term_label, word_label
from api.words.labels import column_label, report_label, rules_called, value_label
from api.words.language import Language
from api.words.leave_time import leave_time
from api.words.translation import translations
from projections.reports import REPORTS

_TEMPLATES = Path(__file__).parent / "templates"
_LABELS = {
    "report_name": report_label,
    "value_name": value_label,
    "term_name": term_label,
    "clause_name": clause_label,
    "word_name": word_label,
    "role_name": role_name,
    "standing_name": standing_name,
    "channel_name": channel_name,
    "chapter_name": chapter_name,
}


@cache
def environment(language: Language) -> Environment:
    """The templates in a language."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    locale = formats.LOCALES[language]
    for name, label in _LABELS.items():
        made.filters[name] = lambda value, label=label: "" if value is None else label(value, language)
    made.filters["rules_called"] = lambda version: rules_called(version, language)
    made.filters["hours"] = formats.hours
    made.filters["leave_time"] = lambda minutes, day_minutes: leave_time(minutes, day_minutes, language)
    made.filters["day"] = lambda text: "" if text is None else formats.day(text, locale, format_date)
    made.filters["moment"] = lambda text, zone: formats.moment(text, zone, locale, format_datetime)
    made.filters["money"] = lambda text: "" if text is None else formats.money(text, locale, format_decimal)
    made.filters["column"] = lambda name, report: _column(report, name, language)
    made.filters["chart"] = lambda chart: _charted(chart, language)
    made.filters["tone"] = tone_of
    made.globals["language"] = language
    return made


def _column(report: str, name: str, language: Language) -> str:
    found = next(column for column in REPORTS[report].columns if column.name == name)
    return column_label(found, language)


def _charted(chart: Chart, language: Language) -> Any:
    return environment(language).get_template("chart.html").module.chart(chart)  # type: ignore[attr-defined]


def page_of(template: str, language: Language, told: dict[str, Any]) -> str:
    """A page."""
    return with_cards(environment(language).get_template(template).render(told))
