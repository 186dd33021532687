"""A measurement in a process of its own: `run` starts one, this module as a program is one."""

import importlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import BenchError

_MARK = "benchmarks-answer "


def run(task: str, **arguments: Any) -> dict[str, Any]:
    """What `benchmarks.<module>:<function>` answers in a fresh process, with its peak memory and wall-clock seconds.

    Adds `peak` (bytes) and `process_seconds`, from before the process began until it had ended.
    """
    command = [sys.executable, "-m", "benchmarks.child", task, json.dumps(arguments)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this program itself
    seconds = time.perf_counter() - started
    answers = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not answers:
        told = done.stderr.strip().splitlines()
        raise BenchError(f"{task} failed: {told[-1] if told else f'exit status {done.returncode}'}")
    answer: dict[str, Any] = json.loads(answers[-1].removeprefix(_MARK))
    return answer | {"process_seconds": seconds}


def peak() -> int:
    """The most memory that this process has held, in bytes.

    The kernel's own figure of this program, where it gives one: `getrusage` also counts what the process that started
    this one held at that moment.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource  # noqa: PLC0415 - not on every system

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    """Do one task and print its answer."""
    task, arguments = sys.argv[1], json.loads(sys.argv[2])
    module, function = task.split(":")
    answer = getattr(importlib.import_module(f"benchmarks.{module}"), function)(**arguments)
    sys.stdout.write(f"\n{_MARK}{json.dumps(answer | {'peak': peak()})}\n")


if __name__ == "__main__":
    main()
