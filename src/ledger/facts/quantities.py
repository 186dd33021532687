"""The types of what the centre counts: contacts, seconds, how grave something is, and what customers are paid."""

from typing import Annotated

from ledger.facts.figures import show_money
from ledger.facts.types import MAXIMUM_FEN, Form, figure, money, whole

_contacts, _seconds = whole(0, 10_000_000, "contacts"), whole(0, 1_000_000_000, "seconds")
_severity = whole(1, 3, "")

Contacts = Annotated[int, _contacts[0], _contacts[1]]
Seconds = Annotated[int, _seconds[0], _seconds[1]]
Severity = Annotated[int, _severity[0], _severity[1]]
"""Of a complaint: 1 is the gravest."""

Amount = Annotated[
    int,
    figure(money, 1, MAXIMUM_FEN),
    Form(
        right='yuan from "0.01" to "100000000.00", a decimal string with at most two decimals',
        schema={
            "type": "string",
            "pattern": r"^([0-9]{1,8}(\.[0-9]{1,2})?|100000000(\.00?)?)$",
            "not": {"pattern": r"^0+(\.0{1,2})?$"},
        },
        show=show_money,
        unit="yuan",
    ),
]
"""What is paid to somebody: above 0."""
