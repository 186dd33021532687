"""Pictures of every page, in Chinese and English, on a desktop and on a phone; `scripts/screenshots` makes them."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from api.words.language import Language
from tests.api.console.browsing import DESKTOP, PHONE, Console, chromium
from tests.api.console.crawling import ROLES, kind_of, pages_from
from tests.api.console.floor import floor
from tests.api.console.test_every_page import whose
from tests.api.routes.served import Served
from tests.ledger.stores import SQLiteStores

_SIZES = {"desktop": DESKTOP, "phone": PHONE}


def main(folder: Path, scheme: str) -> None:
    """Make the pictures in a folder, in `light` or `dark`."""
    with (
        tempfile.TemporaryDirectory() as store,
        floor(SQLiteStores(Path(store)), Path(store)) as served,
        chromium() as it,
    ):
        for language in Language:
            for size in _SIZES:
                count = _pictures(served, it, language, size, scheme, folder / f"{language.value}-{size}-{scheme}")
                print(f"{count} pages in {folder.name}/{language.value}-{size}-{scheme}")


def _pictures(served: Served, browser: Browser, language: Language, size: str, scheme: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()
    console = Console(served, browser, language)
    for role in ROLES:
        page = console.sign_in(role, size=_SIZES[size], color_scheme=scheme, **whose(console, role))
        for path in pages_from(page, known):
            name = re.sub(r"\W+", "-", kind_of(path) or path).strip("-")
            page.screenshot(path=folder / f"{role}-{name}.png", full_page=True)
    console.leave()
    return len(known)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
