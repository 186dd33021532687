"""The facts: one frozen pydantic model a kind, each declaring all that is to be known of it.

A new kind is one subclass of `Fact` in a module of this package; importing the package imports them all.
"""

import importlib
import pkgutil

from ledger.facts.base import KINDS, Fact

__all__ = ["KINDS", "Fact"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
