"""docs/problems.md and docs/problems/: the pages that the service shows of the kinds of problems, as files."""

import re
from collections.abc import Callable
from functools import partial

from api.problems import PROBLEMS
from api.problems.page import problem_page, problems_page
from tests.house.documents.markdown import MADE

_ADDRESS = re.compile(r"\]\(/problems/([a-z-]+)\)")
_ABOUT = """
What a problem has in it is in [the API](api.md#problems). 错误的各个字段见[接口](api.zh-CN.md#错误)。
"""


def index_page() -> str:
    """The index, as /problems shows it, with links to the files."""
    return MADE + _ADDRESS.sub(r"](problems/\1.md)", problems_page()) + _ABOUT


def kind_page(name: str) -> str:
    """The page of a kind, as /problems/NAME shows it."""
    return MADE + problem_page(PROBLEMS[name])


PROBLEM_PAGES: dict[str, Callable[[], str]] = {
    "docs/problems.md": index_page,
    **{f"docs/problems/{name}.md": partial(kind_page, name) for name in PROBLEMS},
}
