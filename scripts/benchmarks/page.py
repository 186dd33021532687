"""The page: targets, ratios, then absolute figures, where the seconds go, the machine, and the command again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from benchmarks import growth, machine
from benchmarks.plan import SAVED_REPEATS, SAVED_SAMPLE, SOME_PEOPLE, Plan
from benchmarks.results import Results
from benchmarks.targets import NAMES, growths, targets
from benchmarks.timing import shown

_INTRODUCTION = """\
# Benchmarks

Made by `scripts/bench`; each run writes this page anew. What is compared was measured in the same run, in turns, on the
same machine. Times are medians with the least and the most in brackets. Every measurement is a process of its own.

**Durable** means: SQLite in WAL mode with `synchronous=FULL`, PostgreSQL with `fsync` and `synchronous_commit` on, for
the product, for the floor and for the library alike. It is asked of connections, and where it is not so the bench stops.

- *import*: `Ledger.import_file` from NDJSON into an empty ledger, from opening to closing it.
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
        _targets(results),
        _ratios(results),
        _imports(results),
        _reports(results),
        _singles(results),
        _growth(results),
        _stages(results),
        _how(plan, results),
    )
    return "\n".join(chain.from_iterable(parts))


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    found = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    if found:
        yield f"| {' | '.join(heads)} |"
        yield "|---" + "|--:" * (len(heads) - 1) + "|"
        yield from found
        yield ""


def _targets(results: Results) -> Iterator[str]:
    yield "## Targets\n"
    yield from _table(
        ("target", "measured", ""), ((each.wanted, each.found, each.verdict) for each in targets(results))
    )
    yield from (f"{note}\n" for note in results.notes)


def _ratios(results: Results) -> Iterator[str]:
    yield "## Ratios\n"
    saved = {each.store: each.facts_a_second for each in results.saved}
    yield from _table(
        ("import", "of the floor's speed", "× Application.save"),
        (
            (
                f"{NAMES[each.store]}, {each.people:,} people",
                f"{each.of_floor:.2f}",
                f"{each.facts_a_second / saved[each.store]:.1f}" if each.store in saved else "—",
            )
            for each in results.imported
        ),
    )
    heads = (
        "all reports of a month",
        "warm ÷ query",
        "cold ÷ query",
        "fold ÷ warm",
        "fold ÷ cold",
        "fold's loops ÷ warm",
    )
    rows = []
    for month in results.months:
        warm, cold, query = month.warm["all"].median, month.cold.seconds.median, month.query.median
        ratios = (warm / query, month.fold / warm, month.folding.median / warm, cold / query, month.fold / cold)
        rows.append((f"{month.people:,} people", *(f"{ratio:.1f}" for ratio in ratios)))
    yield from _table(("all reports of a month", *of_warm, *of_cold), rows)


def _imports(results: Results) -> Iterator[str]:
    if not results.imported:
        return
    yield "## Import\n"
    yield from _table(
        ("", "facts", "events", "import", "facts a second", "floor", "rows a second"),
        (
            (
                f"{NAMES[each.store]}, {each.people:,} people",
                f"{each.facts:,}",
                f"{each.events:,}",
                each.durable,
                f"{each.facts_a_second:,.0f}",
                each.floor,
                f"{each.events / each.floor.median:,.0f}",
            )
            for each in results.imported
        ),
    )
    yield from _table(
        ("Application.save", "facts", "seconds", "facts a second"),
        ((NAMES[each.store], f"{each.facts:,}", each.seconds, f"{each.facts_a_second:,.0f}") for each in results.saved),
    )


def _reports(results: Results) -> Iterator[str]:
    if not results.months:
        return
    yield "## All reports of a month\n"
    yield from _table(
        (
            "people",
            "events",
            "cold",
            "peak memory",
            "cold, segments kept",
            "warm",
            "month kept",
            "query",
            "fold: mapping",
            "fold: loops",
        ),
        (
            (
                f"{month.people:,}",
                f"{month.cold.events:,}",
                month.cold.seconds,
                f"{month.cold.peak / 2**20:,.0f} MiB",
                month.kept.seconds,
                month.warm["all"],
                month.warm["all, month kept"],
                month.query,
                month.mapping,
                month.folding,
            )
            for month in results.months
        ),
    )
    agreed = ", ".join(f"{month.agreed:,}" for month in results.months)
    yield f"Figures on which product, query and fold agree (minutes worked, rank, bonus; all there are): {agreed}.\n"
    yield from _table(
        ("cold, on another store", "events", "cold", "peak memory"),
        (
            (
                f"{NAMES[each.store]}, {each.people:,} people",
                f"{each.events:,}",
                each.seconds,
                f"{each.peak >> 20:,} MiB",
            )
            for each in results.other_stores
        ),
    )


def _singles(results: Results) -> Iterator[str]:
    months = [month for month in results.months if len(month.warm) > 4]
    if not months:
        return
    yield "## One report, warm\n"
    names = [name for name in months[0].warm if name not in {"all", "all, month kept"}]
    heads = ("report", *(f"{month.people:,} people" for month in months))
    yield from _table(heads, ((name, *(month.warm[name] for month in months)) for name in names))


def _growth(results: Results) -> Iterator[str]:
    yield "## Growth\n"
    yield "Exponents by least squares on logarithms: 1 is linear. Fixed costs make small sizes look better.\n"
    rows: list[tuple[str, str, str, str]] = []
    by_periods = {
        "reports cold, in periods": [(cold.periods, cold.seconds.median) for cold, _ in results.by_periods],
        "reports warm, in periods": [(cold.periods, warm.median) for cold, warm in results.by_periods],
    }
    for name, points in (
        {f"{name}, in people": points for name, points in growths(results).items()} | by_periods
    ).items():
        found, step = growth.exponent(points), growth.last_step(points)
        if found is not None and step is not None:
            sizes = ", ".join(f"{size:,}" for size, _ in points)
            rows.append((name, sizes, f"{found:.2f}", f"{step:.2f}"))
    yield from _table(("", "sizes", "exponent", "of the last step"), rows)
    yield from _table(
        ("periods", "people", "events", "last month, cold", "last month, warm"),
        (
            (cold.periods, f"{cold.people:,}", f"{cold.events:,}", cold.seconds, warm)
            for cold, warm in results.by_periods
        ),
    )


def _stages(results: Results) -> Iterator[str]:
    yield "## Where the seconds go\n"
    clocked = [each for each in results.imported if each.stages]
    if clocked:
        yield "An import, with clocks around the product's functions, which slow it down a little:\n"
        heads = ("stage", *(f"{NAMES[each.store]}, {each.people:,} people" for each in clocked))
        yield from _shares(heads, [each.stages for each in clocked])
    if results.months:
        yield "A cold run, chapter by chapter (each is computed whole, which a run without clocks need not do):\n"
        heads = ("stage", *(f"{month.people:,} people" for month in results.months))
        yield from _shares(heads, [month.stages for month in results.months])


def _shares(heads: Sequence[str], columns: Sequence[dict[str, float]]) -> Iterator[str]:
    names = dict.fromkeys(name for column in columns for name in column)
    sums = [sum(column.values()) for column in columns]
    yield from _table(
        heads,
        (
            (
                name,
                *(
                    f"{shown(column[name])} ({100 * column[name] / whole:.0f} %)" if name in column else "—"
                    for column, whole in zip(columns, sums, strict=True)
                ),
            )
            for name in names
        ),
    )


def _how(plan: Plan, results: Results) -> Iterator[str]:
    yield "## How it was measured\n"
    yield from _table(
        ("people", "warm-up runs, not counted", "repeats", "repeats of imports, floors and folds"),
        (
            (f"{people:,}", repeats.warm_up, repeats.short, repeats.long)
            for people in plan.people
            for repeats in [plan.repeats(people)]
        ),
    )
    saves = 1 if plan.once else SAVED_REPEATS
    yield "Cold runs have one uncounted run before them. Imports, floors and folds begin with nothing and have none."
    yield f"`Application.save` is measured on {SAVED_SAMPLE:,} facts, taken evenly from the smallest file; {saves} times."
    yield f"Clocks are put into an import of up to {SOME_PEOPLE:,} people, in a run that is not counted.\n"
    yield from _table(("the machine", ""), machine.described(server=_server(results)))
    stores = "both" if len(plan.stores) > 1 else plan.stores[0]
    words = f"--people {','.join(map(str, plan.people))} --periods {plan.periods} --store {stores}"
    words += " --once" if plan.once else ""
    only = f" --only {','.join(plan.parts)}" if len(plan.parts) < 3 else ""
    yield f"Again:\n\n```sh\nscripts/bench {words}{only}\n```\n"


def _server(results: Results) -> bool:
    return any(each.store == "postgresql" for each in results.imported) or bool(results.other_stores)
