"""docs/rules.md: every rule parameter, read from the rule set."""

import json

from ledger.ruleset import MANUAL, RuleSet, parameter_of
from tests.house.documents.markdown import MADE, code, table

HEAD = """# Rule parameters · 规则参数

What the manual says in figures, and where its wording leaves a choice, is a parameter. A `rules` fact names the first
period it holds for and only the parameters that differ from the manual's; each is replaced whole. A period has the
last recorded set whose effective period is not later (S11.1); `--rules VERSION` shows a period under another one, and
`--rules manual` under the manual's own.

手册中的数值以及有歧义处的读法都是参数。`rules` 事实给出生效周期，只列与手册不同的参数，每个参数整体替换。某周期适用最后记录的、生效不晚于它的规则集（S11.1）；
`--rules VERSION` 按另一规则集查看，`--rules manual` 按手册原样查看。

```json
{"kind": "rules", "version": "2026-12", "effective_period": "2026-12", "parameters": {"night_allowance": "15"}, "reason": "夜班津贴调整"}
```

"""  # noqa: E501


def rules_page() -> str:
    """The page."""
    defaults = MANUAL.model_dump(mode="json")
    rows = []
    for name in RuleSet.model_fields:
        described = parameter_of(name)
        default = code(json.dumps(defaults[name], ensure_ascii=False))
        rows.append((code(name), described.zh, described.en, described.clause, described.unit, default))
    heads = ("parameter 参数", "中文", "English", "clause 条款", "unit 单位", "manual 手册默认值")
    return MADE + HEAD + table(heads, rows)
