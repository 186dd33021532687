"""What an employee sees of a ledger, as the service would show it to them."""

from api.auth.principals import Grant, Principal
from api.auth.teams import Teams
from api.auth.visibility import Visibility
from api.sight import Sight
from ledger.ledger import Ledger
from ledger.roles import Role


def own_sight(ledger: Ledger, employee: str) -> Sight:
    """The sight of an employee, who leads no team."""
    principal = Principal(id="", name="", grants=(Grant(Role.EMPLOYEE, employee),))
    visible = Visibility(ledger, Teams(ledger), principal)
    return Sight(
        people=lambda each: each == employee,
        fact=visible.sees,
        dispute_of=visible.sees_dispute_of,
        of_period=lambda each, _day: each == employee,
        is_whole=False,
    )
