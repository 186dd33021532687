"""docs/lawful-cn-sh.md and its twin: a rule set that is shipped, every value with its reason and its source."""

import json
from collections.abc import Callable

from ledger.labels import CHINESE, ENGLISH, label
from ledger.ruleset import parameter_of
from ledger.ruleset.named_sets import NamedSet, named_set, named_sets
from tests.house.documents.markdown import MADE, code, table

HEADS = {
    ENGLISH: ("parameter", "what it is", "clause", "value", "why", "source"),
    CHINESE: ("参数", "含义", "条款", "取值", "理由", "依据"),
}
TWIN = {ENGLISH: ("中文", "zh-CN.md"), CHINESE: ("English", "md")}
USE = {
    ENGLISH: """\
It holds nowhere until somebody adopts it. See what it would have paid, then adopt it; the site states the two minimum wages,
and records a new version when they change:

```sh
workledger what-if {name} 2026-10
workledger rules adopt {name} --from 2026-10 --set minimum_wage=2740.00 --set minimum_hourly_wage=25.00 --dry-run
```

It is laid over the rules that hold till then: what it says nothing of stays. `--set NAME=VALUE` states any other value of it,
where counsel reads a row otherwise. `sick_pay_floor` follows `minimum_wage` unless it is stated.
[A guide](guides/from-the-manual-to-the-lawful-set.md) goes through the first month.
""",  # noqa: E501
    CHINESE: """\
采用之前，它不在任何周期生效。先看按它应发多少，再采用；两项最低工资由单位填写，调整时记录新版本：

```sh
workledger what-if {name} 2026-10
workledger rules adopt {name} --from 2026-10 --set minimum_wage=2740.00 --set minimum_hourly_wage=25.00 --dry-run
```

它叠加在此前的规则之上，未涉及的参数不变。法律顾问对某一行另有意见的，用 `--set NAME=VALUE` 填写该值。`sick_pay_floor` 未填写时随 `minimum_wage` 而变。
[指南](guides/from-the-manual-to-the-lawful-set.zh-CN.md)演示第一个月。
""",  # noqa: E501
}
BESIDE = {ENGLISH: "Not checked", CHINESE: "不检查的内容"}


def named_rules_page(name: str, language: str) -> str:
    """The page of a set in a language."""
    found = named_set(name)
    assert found is not None
    word = "zh" if language == CHINESE else "en"
    called, ending = TWIN[language]
    rows = [
        (
            "<br>".join(map(code, row.parameters)),
            *_told(found, row.parameters, language),
            row.why[word],
            row.source[word],
        )
        for row in found.reasons
    ]
    return (
        f"{MADE}# {name}: {found.title[word]}\n\n{called}: [{name}.{ending}]({name}.{ending})\n\n"
        f"**{found.caution[word]}** {found.basis[word]}\n\n{USE[language].format(name=name)}\n"
        f"{table(HEADS[language], rows)}\n## {BESIDE[language]}\n\n"
        + "\n\n".join(each[word] for each in found.not_checked)
        + "\n"
    )


def _told(found: NamedSet, parameters: tuple[str, ...], language: str) -> tuple[str, str, str]:
    """What the parameters are, their clauses, and their values."""
    whole = list(dict.fromkeys(each.partition(".")[0] for each in parameters))
    values = (code(json.dumps(found.value(each), ensure_ascii=False)) for each in parameters)
    labels = "<br>".join(label("parameter", each, language) for each in whole)
    return labels, "<br>".join(parameter_of(each).clause for each in whole), "<br>".join(values)


def _page(name: str, language: str) -> Callable[[], str]:
    return lambda: named_rules_page(name, language)


NAMED_RULES_PAGES: dict[str, Callable[[], str]] = {
    f"docs/{name}{ending}": _page(name, language)
    for name in named_sets()
    for language, ending in ((ENGLISH, ".md"), (CHINESE, ".zh-CN.md"))
}
