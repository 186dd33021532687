"""Write every page that is made from the code: what scripts/document runs."""

import os
import sys

from tests.house.documents import PAGES
from tests.house.documents.centre_sheets import FOLDER, write_where_others
from tests.house.documents.labels import compile_labels
from tests.house.source import CHECKOUT

if compile_labels():
    # What was imported has read the old ones already.
    os.execv(sys.executable, [sys.executable, "-m", "tests.house.documents"])
for name, page in PAGES.items():
    path = CHECKOUT / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(), encoding="utf-8")
write_where_others(CHECKOUT / FOLDER)
