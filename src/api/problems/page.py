"""The page of a kind of problem, which its type URI leads to."""

from api.problems.kinds import PROBLEMS, ProblemKind


def problem_page(kind: ProblemKind) -> str:
    """What a kind of problem means and what to do about it, as Markdown in English and Chinese."""
    return f"# {kind.name}\n\n{kind.status} · {kind.title} · {kind.zh}\n\n{kind.advice}\n\n{kind.advice_zh}\n"


def problems_page() -> str:
    """All kinds, as Markdown."""
    rows = "".join(
        f"| [{kind.name}]({kind.type}) | {kind.status} | {kind.title} | {kind.zh} |\n" for kind in PROBLEMS.values()
    )
    return f"# Problems · 错误种类\n\n| type | status | | |\n|---|---|---|---|\n{rows}"
