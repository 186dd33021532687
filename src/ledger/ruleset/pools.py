"""S7.1, S7.1a 奖金池 Who is ranked with whom: roles by pool, or a list of pools with conditions."""

from typing import Annotated, Any, Self

from pydantic import (
    Discriminator,
    SerializerFunctionWrapHandler,
    StringConstraints,
    Tag,
    model_serializer,
    model_validator,
)

from ledger.ruleset.values import (
    Channel,
    LeadBonus,
    Name,
    Role,
    Roles,
    Tier,
    Value,
    Weights,
    distinct,
    each_of,
)

TEAM_NAME = r"^[^\x00-\x1f\x7f-\x9f]{1,200}$"
Team = Annotated[str, StringConstraints(strict=True, pattern=TEAM_NAME)]
Teams = Annotated[tuple[Team, ...], distinct, each_of({"pattern": TEAM_NAME})]
Channels = Annotated[tuple[Channel, ...], distinct, each_of({"enum": ["phone", "email_fax", "sms_chat"]})]


class Pool(Value):
    """奖金池 A pool: whom it takes, and what it has of its own (S7.1a); what is left out sets no condition."""

    pool: Name
    roles: Roles
    teams: Teams | None = None
    channels: Channels | None = None
    weights: Weights | None = None
    tiers: tuple[Tier, ...] | None = None
    places: LeadBonus | None = None

    @model_validator(mode="after")
    def _one_table(self) -> Self:
        if self.tiers is not None and self.places is not None:
            raise ValueError(f"pool {self.pool} has both tiers and places; give one of them")
        return self

    @model_serializer(mode="wrap")
    def _without_what_is_left_out(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}


BY_NAME, LISTED = "by name", "listed"
POOL_FORMS = (BY_NAME, LISTED)
"""The two forms of the parameter `pools`."""


def _form(value: object) -> str:
    return LISTED if isinstance(value, list | tuple) else BY_NAME


Pools = Annotated[
    Annotated[dict[Name, Roles], Tag(BY_NAME)] | Annotated[tuple[Pool, ...], Tag(LISTED)], Discriminator(_form)
]
"""Roles by the name of their pool, or pools in the order in which they are tried."""


def pools_of(pools: dict[str, tuple[Role, ...]] | tuple[Pool, ...]) -> tuple[Pool, ...]:
    """Either form as pools in the order in which they are tried."""
    return pools if isinstance(pools, tuple) else tuple(Pool(pool=name, roles=roles) for name, roles in pools.items())


def refuse_pools_that_overlap(pools: dict[str, tuple[Role, ...]] | tuple[Pool, ...]) -> None:
    """S7.1a: raises ValueError for a pool that is named twice, and in the object for a role in two pools."""
    if isinstance(pools, tuple):
        names = [pool.pool for pool in pools]
        double = next((name for name in names if names.count(name) > 1), None)
        if double is not None:
            raise ValueError(f"pools has the pool {double} twice; name each once")
        return
    roles = [role for members in pools.values() for role in members]
    if len(set(roles)) != len(roles):
        raise ValueError("pools has a role in two pools; put each role in one")
