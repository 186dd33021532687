"""The page of the service: targets, then every turn, and the machine."""

from collections.abc import Iterator, Sequence
from itertools import chain

from benchmarks import machine
from benchmarks.sections import table
from benchmarks.service.measuring import CONNECTIONS, PEOPLE, PERIODS, Measurement, Turn, middle
from benchmarks.targets import NAMES, Target

OF_BARE_WRITE, OF_BARE_READ, PACED_P99 = 0.5, 0.7, 50.0

_INTRODUCTION = f"""\
# Benchmarks of the service

Made by `scripts/bench service`. The service runs as it is shipped (`workledger serve`, one worker, keys, a line in the
log for every request, metrics), beside a FastAPI application that does nothing, with the same server. The load comes
from a process of its own over loopback, {CONNECTIONS} connections. The bare route and the product take turns, and a
ratio is of one turn.

- *punch*: `POST /v1/clocks` of a punch that was never sent before; each is answered after its commit (SQLite:
  `synchronous=FULL`; PostgreSQL: `fsync` and `synchronous_commit` on). The bare route reads the same JSON.
- *paced*: punches at half of that rate. A time runs from when the request was due, so that waiting counts.
- *payslip*: `GET /v1/periods/…/payroll?employee=…&as_of=…` with the employee's own key: fixed coordinates, a strong
  ETag, the whole body each time.
"""


def page(measurements: Sequence[Measurement], notes: Sequence[str], words: str) -> str:
    """The whole page, in Markdown."""
    server = any(each.store == "postgresql" for each in measurements)
    parts = (
        [_INTRODUCTION, "## Targets\n"],
        table(("target", "measured", ""), ((each.wanted, each.found, each.verdict) for each in targets(measurements))),
        (f"{note}\n" for note in notes),
        chain.from_iterable(_turns(each) for each in measurements),
        ["## How it was measured\n"],
        [f"A made-up centre of {PEOPLE} people over {PERIODS} periods; an uncounted turn before each series.\n"],
        table(("the machine", ""), machine.described(server=server)),
        [f"Again:\n\n```sh\nscripts/bench service {words}\n```\n"],
    )
    return "\n".join(chain.from_iterable(parts))


def targets(measurements: Sequence[Measurement]) -> Iterator[Target]:
    """What was to be reached, and what was."""
    for each in measurements:
        name = NAMES[each.store]
        found = middle(each.punches)
        yield Target(f"{name}: punches ≥ {OF_BARE_WRITE} × the bare route", f"{found:.2f}", found >= OF_BARE_WRITE)
        told = f"{each.paced_p99:.1f} ms at {each.paced:,.0f}/s"
        yield Target(f"{name}: p99 at half of that < {PACED_P99:g} ms", told, each.paced_p99 < PACED_P99)
        found = middle(each.payslips)
        yield Target(f"{name}: payslips ≥ {OF_BARE_READ} × the bare route", f"{found:.2f}", found >= OF_BARE_READ)


def _turns(each: Measurement) -> Iterator[str]:
    yield f"## {NAMES[each.store]}\n"
    rows: list[tuple[str, Turn]] = [("punch", turn) for turn in each.punches]
    rows += [("payslip", turn) for turn in each.payslips]
    heads = ("turn", "bare route, a second", "product, a second", "ratio", "p50", "p99")
    yield from table(heads, (_row(what, turn) for what, turn in rows))
    yield f"Paced: {each.paced:,.0f} punches a second, p50 {each.paced_p50:.1f} ms, p99 {each.paced_p99:.1f} ms.\n"


def _row(what: str, turn: Turn) -> tuple[str, ...]:
    rates = f"{turn.bare:,.0f}", f"{turn.ours:,.0f}", f"{turn.ratio:.2f}"
    return (what, *rates, f"{turn.p50:.1f} ms", f"{turn.p99:.1f} ms")
