"""The sections of the page, each from what was measured; a section of nothing is left out."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.growth import exponent, last_step
from benchmarks.results import Results
from benchmarks.targets import NAMES, growths
from benchmarks.targets import targets as set_targets
from benchmarks.timing import shown


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table in Markdown; nothing where it would have no rows."""
    found = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    if found:
        yield f"| {' | '.join(heads)} |"
        yield "|---" + "|--:" * (len(heads) - 1) + "|"
        yield from found
        yield ""


def targets(results: Results) -> Iterator[str]:
    """What was to be reached, and what was not measured."""
    yield "## Targets\n"
    rows = ((each.wanted, each.found, each.verdict) for each in set_targets(results))
    yield from table(("target", "measured", ""), rows)
    yield from (f"{note}\n" for note in results.notes)


def ratios(results: Results) -> Iterator[str]:
    """How much of what would be possible."""
    if not results.imported and not results.months:
        return
    yield "## Ratios\n"
    saved = {each.store: each.facts_a_second for each in results.saved}
    yield from table(
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
    heads = ("warm ÷ query", "fold ÷ warm", "fold's loops ÷ warm", "cold ÷ query", "fold ÷ cold")
    rows = []
    for month in results.months:
        warm, cold, query = month.warm["all"].median, month.cold.seconds.median, month.query.median
        ratios = (warm / query, month.fold / warm, month.folding.median / warm, cold / query, month.fold / cold)
        rows.append((f"{month.people:,} people", *(f"{ratio:.1f}" for ratio in ratios)))
    yield from table(("all reports of a month", *heads), rows)


def imports(results: Results) -> Iterator[str]:
    """Imports, in seconds and facts a second."""
    if not results.imported:
        return
    yield "## Import\n"
    yield from table(
        ("", "facts", "lines refused", "events", "import", "facts a second", "floor", "rows a second"),
        (
            (
                f"{NAMES[each.store]}, {each.people:,} people",
                f"{each.facts:,}",
                each.refused,
                f"{each.events:,}",
                each.durable,
                f"{each.facts_a_second:,.0f}",
                each.floor,
                f"{each.events / each.floor.median:,.0f}",
            )
            for each in results.imported
        ),
    )
    yield from table(
        ("Application.save", "facts", "seconds", "facts a second"),
        ((NAMES[each.store], f"{each.facts:,}", each.seconds, f"{each.facts_a_second:,.0f}") for each in results.saved),
    )


def reports(results: Results) -> Iterator[str]:
    """All ways of computing a month, in seconds."""
    if not results.months:
        return
    yield "## All reports of a month\n"
    heads = ("people", "events", "cold", "peak memory", "segments kept", "warm", "month kept", "query")
    rows = []
    for month in results.months:
        cold, warm = month.cold, month.warm
        times = (cold.seconds, _mebibytes(cold.peak), month.kept.seconds, warm["all"], warm["all, month kept"])
        rows.append((f"{month.people:,}", f"{cold.events:,}", *times, month.query, month.mapping, month.folding))
    yield from table((*heads, "fold: mapping", "fold: loops"), rows)
    agreed = ", ".join(f"{month.agreed:,}" for month in results.months)
    yield f"Figures on which product, query and fold agree (minutes worked, rank, bonus; all there are): {agreed}.\n"
    yield from table(
        ("cold, on another store", "events", "cold", "peak memory"),
        (
            (
                f"{NAMES[each.store]}, {each.people:,} people",
                f"{each.events:,}",
                each.seconds,
                _mebibytes(each.peak),
            )
            for each in results.other_stores
        ),
    )


def singles(results: Results) -> Iterator[str]:
    """Each report alone."""
    months = [month for month in results.months if len(month.warm) > 4]
    if not months:
        return
    yield "## One report, warm\n"
    names = [name for name in months[0].warm if name not in {"all", "all, month kept"}]
    heads = ("report", *(f"{month.people:,} people" for month in months))
    yield from table(heads, ((name, *(month.warm[name] for month in months)) for name in names))


def centre(results: Results) -> Iterator[str]:
    """The reports of running the centre (S13)."""
    if not results.duties:
        return
    yield "## Running the centre, warm\n"
    yield from table(("report", f"{results.duties_people:,} people"), results.duties.items())


def books(results: Results) -> Iterator[str]:
    """What is asked of the books."""
    if not results.books:
        return
    yield "## Books\n"
    heads = ("people", "one figure explained, warm", "what-if, from opening", "what-if, warm", "diff", "of late facts")
    yield from table(
        (*heads, "causes that moved something"),
        (
            (
                f"{each.people:,}",
                each.explained or "—",
                "—" if each.what_if_cold is None else shown(each.what_if_cold),
                each.what_if or "—",
                "—" if each.compared is None else shown(each.compared),
                each.late_facts or "—",
                each.causes or "—",
            )
            for each in results.books
        ),
    )


def growth(results: Results) -> Iterator[str]:
    """How time grows with people and with periods."""
    if not growths(results) and not results.by_periods:
        return
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
        found, step = exponent(points), last_step(points)
        if found is not None and step is not None:
            sizes = ", ".join(f"{size:,}" for size, _ in points)
            rows.append((name, sizes, f"{found:.2f}", f"{step:.2f}"))
    yield from table(("", "sizes", "exponent", "of the last step"), rows)
    yield from table(
        ("periods", "people", "events", "last month, cold", "last month, warm"),
        (
            (cold.periods, f"{cold.people:,}", f"{cold.events:,}", cold.seconds, warm)
            for cold, warm in results.by_periods
        ),
    )


def stages(results: Results) -> Iterator[str]:
    """Where the seconds go."""
    if not results.imported and not results.months:
        return
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
    yield from table(
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


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
