"""The page: targets, ratios, then absolute figures, where the seconds go, the machine, and the command again."""

from collections.abc import Iterator
from itertools import chain

from benchmarks import machine, sections
from benchmarks.plan import PARTS, SAVED_REPEATS, SAVED_SAMPLE, SOME_PEOPLE, Plan
from benchmarks.results import Results

_INTRODUCTION = """\
# Benchmarks

Made by `scripts/bench`; each run writes this page anew. What is compared was measured in the same run, in turns, on the
same machine. Times are medians with the least and the most in brackets. Every measurement is a process of its own.

**Durable** means: SQLite in WAL mode with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit` on, for
the product, for the floor and for the library alike; connections are asked, and where it is not so the bench stops.

- *import*: `Ledger.imports.import_file` from NDJSON into an empty ledger, from opening to closing it.
- *floor*: the very rows of the `events` table that the import wrote, into an identical empty table with the same
  indexes, in transactions of as many rows, by `executemany` (SQLite) or COPY (PostgreSQL); reading them is not counted.
- *Application.save*: an application of the `eventsourcing` library as it comes, one fact a commit.
- *cold*: from the start of a process to its end: interpreter, imports, store, journal, books and all nine reports as
  tables. The file is in the system's cache. *Segments kept*: the journal's own cache is there from an earlier run.
- *warm*: all nine reports with the journal in memory and earlier periods computed; the month itself is computed anew
  each time. *Month kept*: the month is computed too, and only the tables are made.
- *query*: one DuckDB query written by hand ([month.sql](../scripts/benchmarks/month.sql)) over the journal's tables as
  ready Parquet: pairing, hours, score, rank and bonus, and so less than the nine reports.
- *fold*: every fact through the library's mapper into Python objects, and plain loops for the same figures as the query
  ([fold](../scripts/benchmarks/fold)).
"""


def page(plan: Plan, results: Results) -> str:
    """The whole page, in Markdown."""
    parts = (
        [_INTRODUCTION],
        sections.targets(results),
        sections.ratios(results),
        sections.imports(results),
        sections.reports(results),
        sections.singles(results),
        sections.centre(results),
        sections.books(results),
        sections.growth(results),
        sections.stages(results),
        _how(plan, results),
    )
    return "\n".join(chain.from_iterable(parts))


def _how(plan: Plan, results: Results) -> Iterator[str]:
    yield "## How it was measured\n"
    yield from sections.table(
        ("people", "warm-up runs, not counted", "repeats", "repeats of imports, floors and folds"),
        (
            (f"{people:,}", repeats.warm_up, repeats.short, repeats.long)
            for people in plan.people
            for repeats in [plan.repeats(people)]
        ),
    )
    saves = 1 if plan.once else SAVED_REPEATS
    yield "Cold runs have one uncounted run before them. Imports, floors and folds begin with nothing and have none."
    sample = f"{SAVED_SAMPLE:,} facts, taken evenly from the smallest file"
    yield f"`Application.save` is measured {saves} times on {sample}."
    yield f"Clocks are put into an import of up to {SOME_PEOPLE:,} people, in a run that is not counted.\n"
    yield from sections.table(("the machine", ""), machine.described(server=_server(results)))
    stores = "both" if len(plan.stores) > 1 else plan.stores[0]
    words = f"--people {','.join(map(str, plan.people))} --periods {plan.periods} --store {stores}"
    words += " --once" if plan.once else ""
    only = f" --only {','.join(plan.parts)}" if len(plan.parts) < len(PARTS) else ""
    yield f"Again:\n\n```sh\nscripts/bench {words}{only}\n```\n"


def _server(results: Results) -> bool:
    return any(each.store == "postgresql" for each in results.imported) or bool(results.other_stores)
