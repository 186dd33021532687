"""The menu: the pages that there are, and which of them somebody may see, by the one table of permissions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.auth.principals import Principal, extent_of


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page in the menu: its address, its English name, and the operations of which who sees it may one.

    A page that is `own` is for employees whose role permits it; any other is for those who see more than their own
    data, and where it is `narrow` for those too who see no more.
    """

    path: str
    label: str
    needs: tuple[str, ...]
    own: bool = False
    narrow: bool = False
    counts: tuple[str, ...] = ()
    """What of the agenda waits on the page, by the names of `Agenda.counts`."""

    def is_for(self, principal: Principal) -> bool:
        """Whether somebody has the page in the menu."""
        if self.own and principal.employee is None:
            return False
        extents = [extent for need in self.needs if (extent := extent_of(principal, need)) is not None]
        return any(self.own or self.narrow or extent.everyone or extent.by_posting for extent in extents)

    def waiting(self, counts: Mapping[str, int]) -> int:
        """How many things wait on the page."""
        return sum(counts.get(name, 0) for name in self.counts)


@dataclass(frozen=True, slots=True)
class MenuPart:
    """A part of the menu under a heading."""

    heading: str
    items: tuple[MenuItem, ...]


def menu_of(parts: Iterable[MenuPart], principal: Principal) -> list[MenuPart]:
    """The menu of somebody; parts without a page are left out."""
    narrowed = (MenuPart(part.heading, tuple(item for item in part.items if item.is_for(principal))) for part in parts)
    return [part for part in narrowed if part.items]
