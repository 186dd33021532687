"""The bench works: it measures a small centre, its checks of equality hold, and it writes its page."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.source import CHECKOUT

SCRIPTS = CHECKOUT / "scripts"
SIZE = ("--people", "20", "--periods", "2", "--store", "sqlite", "--once")


def bench(*words: str, module: str = "benchmarks") -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(SCRIPTS), str(CHECKOUT)))
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return import_module("benchmarks.figures")


@pytest.mark.slow
def test_the_bench_measures_a_small_centre_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    done = bench(*SIZE, "--output", str(page), "--folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for heading in (
        "Targets",
        "Ratios",
        "Import",
        "All reports of a month",
        "Running the centre, warm",
        "Books",
        "Growth",
        "Where the seconds go",
    ):
        assert f"\n## {heading}\n" in text
    assert f"scripts/bench {' '.join(SIZE)}\n" in text
    assert "| SQLite, 20 people |" in text
    assert str(tmp_path) not in text
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.slow
def test_a_centre_too_small_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = bench("--people", "3", "--output", str(tmp_path / "page.md"))
    assert done.returncode == 2
    assert "20 people or more" in done.stderr


def test_figures_that_disagree_stop_the_bench_with_a_sentence(figures: ModuleType, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    figures.write(str(ours), {"E1": (600, 1, 50_000)})
    figures.write(str(theirs), {"E1": (601, 1, 50_000)})
    assert figures.compare(ours, ours, "the fold") == 3
    with pytest.raises(import_module("benchmarks.timing").BenchError, match="E1 has minutes worked 600 by the product"):
        figures.compare(ours, theirs, "the fold")


def test_growth_is_the_exponent_of_a_power_law(figures: ModuleType) -> None:
    growth = import_module("benchmarks.growth")
    assert growth.exponent([(10, 1.0), (100, 10.0), (1_000, 100.0)]) == pytest.approx(1)
    assert growth.exponent([(10, 1.0), (100, 100.0)]) == pytest.approx(2)
    assert growth.exponent([(10, 1.0)]) is None


@pytest.mark.slow
def test_the_bench_of_the_service_measures_a_moment_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "service.md"
    words = ("--seconds", "0.2", "--turns", "1", "--store", "sqlite")
    done = bench(*words, "--output", str(page), module="benchmarks.service")
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    for told in ("punches ≥ 0.5 × the bare route", "payslips ≥ 0.7 × the bare route", "p99 at half of that < 50 ms"):
        assert f"| SQLite: {told} |" in text
    assert f"scripts/bench service {' '.join(words)}\n" in text


@pytest.mark.slow
def test_the_bench_of_documents_measures_a_small_centre_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "documents.md"
    words = ("--people", "20", "--repeats", "1")
    done = bench(*words, "--output", str(page), module="benchmarks.documents")
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "payslips < 10 s |" in text
    assert all(f"| {name} |" in text for name in ("payslips", "attendance-sheet", "month-close"))
    assert f"scripts/bench documents {' '.join(words)}\n" in text
    assert str(tmp_path) not in text


@pytest.mark.slow
def test_the_bench_of_proofs_measures_a_small_centre_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "proof.md"
    words = ("--people", "20", "--repeats", "1", "--proofs", "3", "--store", "sqlite")
    done = bench(*words, "--output", str(page), "--folder", str(tmp_path), module="benchmarks.proof")
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "| SQLite: import with the tree ≤ 1.3 times without |" in text
    assert "facts < 50.0 ms |" in text
    assert f"scripts/bench proof {' '.join(words)}\n" in text
    assert list(tmp_path.iterdir()) == [page]
