"""Write every page that is made from the code: what scripts/document runs."""

from tests.house.documents import PAGES
from tests.house.documents.labels import compile_labels
from tests.house.source import CHECKOUT

compile_labels()
for name, page in PAGES.items():
    path = CHECKOUT / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(), encoding="utf-8")
