"""Names beside numbers, in charts and in lists."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from api.console import formats
from api.words.language import Language

People = Mapping[str, Mapping[str, Any]]


def named(people: People, employee: str) -> str:
    """A person's name with the number: ``李婷 E00001``."""
    name = people.get(employee, {}).get("name")
    return f"{name} {employee}" if name else employee


def yuan(amount: Decimal, language: Language) -> str:
    """An amount as pages show it."""
    return formats.money(f"{amount:.2f}", formats.LOCALES[language], format_decimal)
