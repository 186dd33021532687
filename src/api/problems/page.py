"""The page of a kind of problem, which its type URI leads to."""

from api.problems.kinds import PROBLEMS, ProblemKind
from ledger.labels import CHINESE, ENGLISH, label


def problem_page(kind: ProblemKind) -> str:
    """What a kind of problem means and what to do about it, as Markdown in English and Chinese."""
    titles = f"{kind.title_in(ENGLISH)} · {kind.title_in(CHINESE)}"
    return f"# {kind.name}\n\n{kind.status} · {titles}\n\n{kind.advice_in(ENGLISH)}\n\n{kind.advice_in(CHINESE)}\n"


def problems_page() -> str:
    """All kinds, as Markdown."""
    title = " · ".join(label("page", "problems", language) for language in (ENGLISH, CHINESE))
    rows = "".join(
        f"| [{kind.name}]({kind.type}) | {kind.status} | {kind.title_in(ENGLISH)} | {kind.title_in(CHINESE)} |\n"
        for kind in PROBLEMS.values()
    )
    return f"# {title}\n\n| type | status | | |\n|---|---|---|---|\n{rows}"
