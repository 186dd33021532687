"""docs/reliability.md: what was tried, on what, and what was found."""

from collections.abc import Sequence

from benchmarks import machine

from trials.trial import Trial

_INTRODUCTION = """\
# Reliability

Made by `scripts/reliability`; each run writes this page anew, up to what was tried by hand. Every trial disturbs a
ledger while facts are sent to it.
At its end all of this must hold:

- every acknowledged fact is on the ledger, and every fact that was sent is there exactly once;
- positions are dense, from 1, and no fact is recorded before the one that it follows;
- a follower that was there all the time has seen every fact, in order;
- `workledger verify` ends with exit status 0.

What is disturbed:

- *importer killed*: `workledger import` of 20,000 lines, killed by SIGKILL at a random moment and begun again.
- *service killed*: `workledger serve` with eight clients that send punches, killed by SIGKILL at a random moment and
  started again. A client sends each request again, under the same `Idempotency-Key`, until it is answered.
- *PostgreSQL stopped hard*: the same load on two workers; the server is stopped with `pg_ctl -m immediate`, which
  finishes nothing, and started again.
- *connections cut*: the same load; one connection at a time, of the service or of the follower, is ended by the server.
- *many writers*: processes that write batches of 50 facts at once, a fifth of which all of them send.

Both stores are durable: SQLite in WAL mode with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit`. A
process that is killed is not a power cut: what the disk itself does when the power goes is not tried here.

## What was found
"""


_BY_HAND = "\n## By hand\n"


def by_hand(page: str) -> str:
    """What was added to a page by hand, under a heading of its own at the end; empty where nothing was."""
    return page[page.index(_BY_HAND) :] if _BY_HAND in page else ""


def page(trials: Sequence[Trial], words: str, kept: str = "") -> str:
    """The whole page, in Markdown, with what is kept of the page before at its end."""
    lines = [
        _INTRODUCTION,
        "| trial | store | disturbed | acknowledged | facts at the end | seconds | does not hold |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    lines += [
        f"| {each.name} | {each.store} | {_disturbed(each)} | {each.acknowledged:,} | {each.facts:,} | "
        f"{each.seconds:.0f} | {'; '.join(each.findings) or 'nothing'} |"
        for each in trials
    ]
    lines += ["", "## The machine", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in machine.described(server=True)]
    lines += ["", "Again:", "", "```sh", f"scripts/reliability{words}", "```", ""]
    return "\n".join(lines) + kept


def _disturbed(trial: Trial) -> str:
    return f"{trial.disturbed} writers" if trial.name == "many writers" else f"{trial.disturbed} times"
