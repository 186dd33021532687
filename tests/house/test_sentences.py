"""Whatever somebody may be told has its sentence in Chinese: refusals, answers of commands, and every help."""

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from api.cli.help_texts import help_in
from api.cli.reader_language import LANGUAGE, in_reader_language
from ledger.labels import CHINESE, ENGLISH, FOLDERS
from ledger.sentence_catalogue import catalogue, known_in, sentence_in
from tests.house.documents.commands import commands, parameters_of
from tests.house.sentences import nameless, sentences
from tests.house.source import modules

HAN = re.compile(r"[\u4e00-\u9fff]")
TOLD_TO_NOBODY: Mapping[str, str] = {
    "src/api/routes/notifications.py": "descriptions of parameters of the API",
    "src/api/openapi/": "descriptions of the API, which are English",
    "src/api/routes/imports.py": "descriptions of parameters of the API",
    "src/api/routes/proofs.py": "descriptions of parameters of the API",
    "src/api/routes/reports.py": "descriptions of parameters of the API",
    "src/api/routes/rosters.py": "descriptions of parameters of the API",
    "src/api/routes/fact_kinds.py": "descriptions of parameters of the API",
    "src/api/service/observability/logs.py": "a line of the log",
    "src/projections/explanation/": "names of steps, which the catalogue of labels has by their terms",
    "src/ledger/parts/": "names of columns",
    "src/ledger/store/sqlite/": "texts of SQLite, which are read",
    "src/ledger/formats/sheets/sandbox.py": "the program of another process",
    "src/ledger/formats/sheets/suggestions.py": "a name in a message that is not shown",
    "src/ledger/made_up_centre/": "what people who do not exist have written",
    "src/api/console/hr/parameter_fields.py": "a name in a form",
}
"""Where a text is no sentence that somebody is told, and why."""


def parts_of(template: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(template) if name is not None}


@pytest.mark.slow
def test_every_sentence_of_the_source_is_there_in_chinese() -> None:
    known = {nameless(template) for template in catalogue(CHINESE)}
    spared = tuple(TOLD_TO_NOBODY)
    missing = sorted(
        f"{module.where(node)}: {template}"
        for module in modules()
        if not module.name.startswith(spared)
        for node, template in sentences(module)
        if nameless(template) not in known
    )
    assert missing == [], "write it in src/ledger/locales/zh_CN/sentences.po, then run scripts/document"


@pytest.mark.parametrize("language", FOLDERS)
def test_a_sentence_has_only_the_parts_of_its_template(language: str) -> None:
    found = catalogue(language)
    assert [english for english, said in found.items() if not parts_of(said) <= parts_of(english)] == []
    if language == CHINESE:
        assert [english for english, said in found.items() if not HAN.search(said)] == []
    else:
        assert found.keys() <= catalogue(CHINESE).keys()


def test_every_command_argument_and_option_has_its_help_in_chinese() -> None:
    helps = [
        (name, text)
        for name, command in commands()
        for text in (command.help, *(each.help for each in parameters_of(command)))
        if text
    ]
    assert [name for name, text in helps if not HAN.search(help_in(text, CHINESE))] == []


@pytest.mark.parametrize(
    ("sentence", "chinese"),
    [
        (
            "leave: last_date 2026-10-01 is before first_date 2026-10-03; give the later date last",
            "请假：结束日期 2026-10-01 早于开始日期 2026-10-03；请更正日期",
        ),
        (
            'monitoring: criteria[1].score is "x"; give a text of 1 to 200 characters without control characters',
            "质检：评分项第 2 项得分不能是 “x”；请填写：1 到 200 个字的文字，不含控制字符",
        ),
        (
            "there is no punch request 'P 1' within your reach; see the list of punch requests",
            "您的范围内没有补卡申请 “P 1”；请见补卡申请列表",
        ),
        (
            (
                "a.ndjson, line 8: repeats: This punch says the same as the fact at position 2840; void one of them if "
                "it was recorded twice. (and 3 more to be looked at)"
            ),
            (
                "a.ndjson 第 8 行：repeats：这条打卡与账本位置 2840 的记录内容相同；如属重复登记，请作废其中一条。"
                "（另有 3 处需核对）"
            ),
        ),
        (
            (
                "line 3: unknown_theme: period: award_themes names 'tidy', which is neither an installed award nor a "
                "theme that stands on the ledger; record the theme first, or name one of full_attendance, service"
            ),
            (
                "第 3 行：unknown_theme：考勤周期：“tidy” 既不是系统奖项，也不是账本上的主题；"
                "请先新建主题，或选用以下之一：full_attendance、service"
            ),
        ),
        (
            "the digest is not that of payslips of 2026-10 at ledger position 13 under the rule set manual, which is 9",
            "摘要不符：工资条 2026-10，账本位置 13，规则集 manual 的摘要为 9",
        ),
        ("minutes: input should be a valid integer, unable to parse string as an integer", "分钟：应为整数"),
    ],
)
def test_a_sentence_is_found_by_its_template_with_labels_for_its_parts(sentence: str, chinese: str) -> None:
    assert sentence_in(sentence, CHINESE) == chinese
    assert known_in(sentence, ENGLISH) is None or "last_date" not in sentence_in(sentence, ENGLISH)


def test_the_cells_of_a_row_are_told_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, CHINESE)
    why = "unknown_employee: allowance: employee 'E9' is not on the ledger; record the employee first"
    told = "1\ta.ndjson 第 15 行\tunknown_employee：津贴：账本上没有工号 “E9”；请先录入该员工，或更正工号"
    assert in_reader_language(f"1\ta.ndjson, line 15\t{why}") == told


@pytest.mark.parametrize(
    "text", ["", "E1", "a text that nobody says", "9" * 5_000, "; : . " * 500, "{kind}: {0.__class__}"]
)
def test_what_no_template_has_stays_as_it_is(text: str) -> None:
    assert sentence_in(text, CHINESE) == text
