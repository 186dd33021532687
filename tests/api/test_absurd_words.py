"""Whatever is typed behind a command is answered in a sentence; never by a traceback."""

import pytest

from tests.api.conftest import Run

VALUES = ["9" * 5_000, "0001-01-01T00:00:00+14:00", "9999-12", "²", "E\nX"]
COMMANDS = [
    "report hours {}",
    "report hours 2024-10 --as-of {}",
    "report hours 2024-10 --employee {}",
    "report hours 2024-10 --rules {}",
    "explain {} 2024-10 total",
    "explain E2 {} total",
    "explain E2 2024-10 {}",
    "explain E2 2024-10 total --as-of {}",
    "history {}",
    "history employee {}",
    "history employee E2 --as-of {}",
    "close {} --by HR",
    "close 2024-10 --dry-run --lang {}",
    "diff {}",
    "what-if {}",
    "replay {}",
    "prove {}",
    "prove-consistency {} 20",
    "checkpoint --at {}",
    "evidence E2 {}",
    "evidence {} 2024-10",
    "document payslips {} --output x.pdf",
    "document quality-report 2024-10 --from {} --output x.pdf",
    "document quality-report 2024-10 --until {} --output x.pdf",
    "dispute list --period {}",
    "dispute open D1 E2 --text x --at {} --period 2024-10 --item total",
    "quarantine retry {}",
    "keys create --name x --role hr --expires {}",
    "holidays {}",
    "init --name x --time-zone Asia/Shanghai --first-period {}",
    "--jobs {} closings",
]


@pytest.mark.usefixtures("centre")
@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_absurd_words_are_answered_in_a_sentence(workledger: Run, command: str) -> None:
    for value in VALUES:
        words = [word.replace("{}", value) for word in command.split()]
        answer = workledger(*words)
        assert answer.status in (0, 1, 2), (words, answer)
        assert "Traceback" not in answer.err
