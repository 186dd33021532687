"""docs/pages.md: every page of the console and every form, room by room, from the rooms themselves."""

import inspect
from collections.abc import Iterator

from api.console.menu import MenuItem
from api.console.routes import ROOMS
from api.words.language import Language
from api.words.translation import said
from tests.house.documents.markdown import MADE, code, prose, table

HEAD = """# Pages of the console · 控制台页面

What the console answers, room by room. A page is for whom the [table of permissions](permissions.md) lets ask what it
shows; in the menu of its room it has the name given here. How it is used is in [console.md](console.md).

控制台的全部页面，按房间排列。谁能看到哪一页，由[权限表](permissions.md)决定；菜单中的名称如下。使用说明见 [console.zh-CN.md](console.zh-CN.md)。

"""  # noqa: E501


def pages_page() -> str:
    """The page."""
    return MADE + HEAD + "\n".join(_sections())


def _sections() -> Iterator[str]:
    for room in ROOMS:
        items = {item.path: item for item in room.MENU.items}
        rows = [
            (
                " ".join(sorted((route.methods or set()) - {"HEAD"})),
                code(route.path),
                prose(inspect.getdoc(route.endpoint)).partition("Raises")[0].strip(),
                _named(items.get(route.path)),
            )
            for route in room.routes()
        ]
        name = room.__name__.rpartition(".")[2]
        yield f"## {name}\n\n{prose(room.__doc__)}\n\n" + table(("", "address 地址", "", "menu 菜单"), rows)


def _named(item: MenuItem | None) -> str:
    return "" if item is None else f"{said(item.label, Language.CHINESE)} · {item.label}"
