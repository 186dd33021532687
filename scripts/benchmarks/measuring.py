"""The measurements of a run, in order: every size with all that it is compared with, side by side."""

import os
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from benchmarks import centres, child, figures, stores
from benchmarks.plan import SAVED_REPEATS, SAVED_SAMPLE, SOME_PEOPLE, Plan
from benchmarks.results import BooksAsked, Cold, Imported, Months, Results, Saved
from benchmarks.timing import Timing


def measured(plan: Plan) -> Results:
    """Everything that the plan asks for. Raises BenchError where something fails or does not agree."""
    # One key for all stores of the run, so that none needs a file beside it.
    os.environ["WORKLEDGER_MASTER_KEY"] = b64encode(os.urandom(32)).decode()
    results = Results()
    with stores.opened(plan.stores, plan.folder, results.notes) as found:
        # The largest first: what fails there fails soon.
        for people in reversed(plan.people):
            _size(plan, people, found, results)
        if "import" in plan.parts:
            results.saved += [_saved(plan, store) for store in found if store.name in plan.stores]
        if "books" in plan.parts:
            results.books += [_asked(plan, people) for people in plan.people if people <= SOME_PEOPLE]
        if "centre" in plan.parts:
            results.duties, results.duties_people = _duties(plan), plan.period_people
        if "periods" in plan.parts:
            results.by_periods += _by_periods(plan)
    results.imported.sort(key=lambda each: (each.store != "sqlite", each.people))
    results.months.sort(key=lambda month: month.people)
    results.other_stores.sort(key=lambda cold: cold.people)
    return results


def _size(plan: Plan, people: int, found: list[stores.Measured], results: Results) -> None:
    facts, count = _facts(plan, people, 1)
    for store in found:
        if store.name in plan.stores and "import" in plan.parts:
            results.imported.append(_imported(plan, store, facts, people, count))
        elif store.name == "sqlite" or "reports" in plan.parts:
            url = store.fresh(people)
            child.run("importing:durable", facts=str(facts), store=url, expected=count)
    if "reports" not in plan.parts:
        return
    sqlite = plan.folder / f"ledger-{people}.db"
    results.months.append(_month(plan, people, f"sqlite:///{sqlite}"))
    for store in found:
        if isinstance(store, stores.Postgres):
            results.other_stores.append(_cold(plan, store.current(people), store.name, people, 1))


def _facts(plan: Plan, people: int, periods: int) -> tuple[Path, int]:
    _say(f"{people:,} people, {periods} period(s): making the facts")
    path = plan.folder / f"facts-{people}-{periods}.ndjson"
    return path, child.run("centres:make", path=str(path), people=people, periods=periods)["facts"]


def _imported(plan: Plan, store: stores.Measured, facts: Path, people: int, count: int) -> Imported:
    """Import and floor in turns, so that what else the machine does falls on both."""
    imports: list[float] = []
    floors: list[float] = []
    answer: dict[str, Any] = {}
    for _ in range(plan.repeats(people).long):
        _say(f"{people:,} people: import into {store.name}, and the floor")
        answer = child.run("importing:durable", facts=str(facts), store=store.fresh(people), expected=count)
        imports.append(answer["seconds"])
        floors.append(store.floor(people)["seconds"])
    stages: dict[str, float] = {}
    if people <= SOME_PEOPLE:
        url = store.fresh(people)
        stages = child.run("importing:durable", facts=str(facts), store=url, expected=count, stages=True)["stages"]
    refused, events = answer["refused"], answer["events"]
    durable, floor = Timing.of(imports), Timing.of(floors)
    _say(f"  {durable}, floor {floor}", end="")
    return Imported(store.name, people, count - refused, refused, events, durable, floor, stages)


def _saved(plan: Plan, store: stores.Measured) -> Saved:
    people = plan.people[0]
    _say(f"Application.save on {store.name}, one fact a commit")
    runs = [
        child.run(
            "one_a_commit:save_each",
            facts=str(plan.folder / f"facts-{people}-1.ndjson"),
            sample=SAVED_SAMPLE,
            environment=store.stock(),
        )
        for _ in range(1 if plan.once else SAVED_REPEATS)
    ]
    return Saved(store.name, runs[0]["facts"], Timing.of([run["seconds"] for run in runs]))


def _cold(plan: Plan, url: str, store: str, people: int, periods: int, segments: str = "") -> Cold:
    period, repeats = centres.last_period(periods), plan.repeats(people)
    _say(f"{people:,} people, {periods} period(s): all reports, cold, on {store}")
    # The first is not counted: it brings files into the system's cache, and makes segments where they are kept.
    brought_in = 0 if plan.once else 1
    asked = {"store": url, "period": period, "segments": segments}
    runs = [child.run("cold:cold", **asked) for _ in range(brought_in + repeats.short)][brought_in:]
    middle = sorted(runs, key=lambda run: run["process_seconds"])[len(runs) // 2]
    seconds = Timing.of([run["process_seconds"] for run in runs])
    _say(f"  {seconds}", end="")
    laps = {"interpreter, start and end": middle["process_seconds"] - sum(middle["laps"].values())} | middle["laps"]
    return Cold(store, people, periods, middle["events"], seconds, laps, max(run["peak"] for run in runs))


def _month(plan: Plan, people: int, url: str) -> Months:
    period, repeats = centres.FIRST_PERIOD, plan.repeats(people)
    answers = {name: plan.folder / f"figures-{name}.json" for name in ("product", "query", "fold")}
    parquet = plan.folder / f"parquet-{people}"
    parquet.mkdir()
    cold = _cold(plan, url, "sqlite", people, 1)
    kept = _cold(plan, url, "sqlite", people, 1, segments=str(plan.folder / f"segments-{people}"))
    _say(f"{people:,} people: warm, the query and the fold")
    common: dict[str, Any] = {"store": url, "period": period}
    warmed = {"warm_up": repeats.warm_up, "repeats": repeats.short}
    answer = {"figures": str(answers["product"]), "parquet": str(parquet)}
    only = [] if people <= SOME_PEOPLE else ["all", "all, month kept", "payslip", "payslip, month kept"]
    warm = child.run("reports:warm", **common, **warmed, **answer, only=only)
    query = child.run("query:month", **common, **warmed, parquet=str(parquet), answer=str(answers["query"]))
    folds = [child.run("fold.month:fold", **common, answer=str(answers["fold"])) for _ in range(repeats.long)]
    agreed = figures.compare(answers["product"], answers["query"], "the query")
    figures.compare(answers["product"], answers["fold"], "the fold")
    found = [Timing.of(times) for times in (warm["times"]["all"], query["seconds"], [run["mapping"] for run in folds])]
    _say(f"  warm {found[0]}, query {found[1]}, mapping of the fold {found[2]}; the figures agree", end="")
    return Months(
        cold=cold,
        kept=kept,
        warm={name: Timing.of(seconds) for name, seconds in warm["times"].items()},
        query=Timing.of(query["seconds"]),
        mapping=Timing.of([run["mapping"] for run in folds]),
        folding=Timing.of([run["computing"] for run in folds]),
        agreed=agreed,
        stages=child.run("cold:by_stage", **common)["laps"],
    )


def _asked(plan: Plan, people: int) -> BooksAsked:
    """What is asked of the books, of a ledger of its own: a comparison closes a period in it."""
    facts, count = _facts(plan, people, 1)
    store = stores.SQLite(plan.folder, "books").fresh(people)
    child.run("importing:durable", facts=str(facts), store=store, expected=count)
    period = centres.last_period(1)
    repeats = plan.repeats(people).short
    _say(f"{people:,} people: what is asked of the books")
    what_if = child.run("books:asking_what_if", store=store, period=period, repeats=repeats)
    explained = child.run("books:explaining", store=store, period=period, repeats=repeats)
    compared = child.run("books:comparing", store=store, period=period) if people == plan.period_people else None
    return BooksAsked(
        people,
        Timing.of(what_if["warm"]),
        what_if["cold"],
        Timing.of(explained["seconds"]),
        compared["seconds"] if compared else None,
        compared["facts"] if compared else 0,
        compared["causes"] if compared else 0,
    )


def _duties(plan: Plan) -> dict[str, Timing]:
    """Each report of running the centre (S13) by itself, of a busy centre of the smallest size."""
    people = plan.period_people
    _say(f"{people:,} people: reports of running the centre")
    path = plan.folder / f"duties-{people}.ndjson"
    count = child.run("centres:make", path=str(path), people=people, periods=1, duties=True)["facts"]
    store = stores.SQLite(plan.folder, "duties").fresh(people)
    child.run("importing:durable", facts=str(path), store=store, expected=count)
    repeats = plan.repeats(people)
    runs = {"warm_up": repeats.warm_up, "repeats": repeats.short}
    warm = child.run("reports:warm", store=store, period=centres.FIRST_PERIOD, following=True, **runs)
    return {name: Timing.of(seconds) for name, seconds in warm["times"].items()}


def _by_periods(plan: Plan) -> list[tuple[Cold, Timing]]:
    people, measured_ = plan.period_people, []
    for periods in plan.period_counts:
        facts, count = _facts(plan, people, periods)
        path = plan.folder / f"periods-{periods}.db"
        url = f"sqlite:///{path}"
        child.run("importing:durable", facts=str(facts), store=url, expected=count)
        cold = _cold(plan, url, "sqlite", people, periods)
        repeats = plan.repeats(people)
        warm = child.run(
            "reports:warm",
            store=url,
            period=centres.last_period(periods),
            only=["all"],
            warm_up=repeats.warm_up,
            repeats=repeats.short,
        )
        measured_.append((cold, Timing.of(warm["times"]["all"])))
    return measured_


def _say(what: str, end: str = " …") -> None:
    """Tell how far the run is: it may take long, and the page comes at its end."""
    sys.stderr.write(f"{what}{end}\n")
