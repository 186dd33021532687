"""The command line `workledger`.

It exits with 0 when done, 1 when done but something was refused or differs, 2 when used wrongly.
"""

from api.cli.entry_point import main

__all__ = ["main"]
