"""How figures and days are shown on a page. Figures stay whole numbers and decimals; no float is made of them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from api.words.language import Language
from api.words.leave_time import clock_hours

LOCALES = {Language.ENGLISH: "en_GB", Language.CHINESE: "zh_CN"}
"""Whose way of writing dates and numbers a language has."""


def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes: 655 is ``10:55``, and -20 is ``−0:20``."""
    return "" if minutes is None else clock_hours(minutes)


def day(text: str, locale: str, shown: Callable[..., str]) -> str:
    """A date such as ``2026-10-05`` with its weekday."""
    return shown(date.fromisoformat(text[:10]), "yyyy-MM-dd EEE", locale=locale)


def moment(text: str | None, zone: str, locale: str, shown: Callable[..., str]) -> str:
    """An instant (RFC 3339) as the site's clock showed it."""
    if not text:
        return ""
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    return shown(local, "yyyy-MM-dd HH:mm", locale=locale)


def money(text: str, locale: str, shown: Callable[..., Any]) -> str:
    """Yuan with thousands apart: ``4800.00`` is ``4,800.00``."""
    return str(shown(Decimal(text), "#,##0.00", locale=locale))
