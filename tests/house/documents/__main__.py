"""Write every page that is made from the code: what scripts/document runs."""

from tests.house.documents import PAGES
from tests.house.source import CHECKOUT

for name, page in PAGES.items():
    (CHECKOUT / name).write_text(page(), encoding="utf-8")
