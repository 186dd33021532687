"""The facts: one frozen pydantic model a kind, each declaring all that is to be known of it.

A new kind is one subclass of `Fact` in a module of this package; importing the package imports them all, and last the
void, which names the kinds that can be voided.
"""

import importlib
import pkgutil

from ledger.facts.base import KINDS, Fact

__all__ = ["KINDS", "Fact"]

for _module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name == "void"):
    importlib.import_module(f"{__name__}.{_module.name}")
