"""Pure deciders: a fact and the state of the ledger in; acceptance, duplicate or a refusal out.

What can be judged from the declarations of a kind (identity, conflict, superseding, employees, workflows) is judged for
every kind alike. A kind with conditions of its own has a function in a module of this package, marked with
`decides`; importing the package imports them all.
"""

import importlib
import pkgutil

from ledger.decisions.judgement import decide, is_evident

__all__ = ["decide", "is_evident"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
