"""docs/facts.md: every kind of fact, read from the models."""

import types
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ledger.facts import KINDS, Fact
from ledger.facts.base import COMMON, field_marks
from ledger.facts.types import Form
from tests.house.documents.markdown import MADE, code, prose, table

HEAD = """# Facts · 事实

What goes into a ledger, one JSON object a line (NDJSON, UTF-8): `kind` and that kind's fields. A field that is not
listed is an error. Fields in **bold** must be there; ° marks the natural key.

账本收录的内容：每行一个 JSON 对象（NDJSON，UTF-8），含 `kind` 与该类事实的字段；未列出的字段视为错误。**粗体**为必填，° 为自然键。

- **Identity** (标识): a fact is known by its kind and `ref`, or without `ref` by its kind and natural key. The same
  content again is a duplicate, stored once; other content is a conflict and refused. 同一标识且内容相同为重复，只存一次；内容不同为冲突，拒收。
- **Identifiers** (标识符): numbers, `ref`, teams, devices, versions and who acted are trimmed and composed (NFC), and refused
  with control, invisible or private-use characters in them. What a ledger has already is found by its exact bytes first, and
  restored as it is; names and texts stay as they are. 标识符去除首尾空白并按 NFC 合成，含控制、不可见或私用字符的拒收；账本中已有的先按原字节查找，恢复时保持原样；姓名和文字不变。
- ↻ states what holds from now on: other content for the same key supersedes what stood; both stay on the ledger.
  ↻ 表示“自此为准”：同一键的新内容取代旧内容，两者都留在账本上。
- **Personal** (个人信息): stored encrypted under a key of the employee's own, as `reason` and `ext` are. 以员工专属密钥加密存储，`reason`、`ext` 亦然。
- Every kind may also have `ref`, `recorded_by`, `reason`, `source` and `ext` (an object of the sender's own, kept and
  given back, never computed with). `id`, `position` and `recorded_at` are written by an export and read only by a
  restore. 各类事实还可带上述通用字段；`id`、`position`、`recorded_at` 由导出写入，仅恢复时读取。

"""  # noqa: E501


def facts_page() -> str:
    """The page."""
    overview = table(
        ("kind", "中文", "English", "clause 条款", "natural key 自然键", "↻", "personal 个人信息"),
        (overview_row(model) for model in in_order()),
    )
    return MADE + HEAD + overview + "".join(section(model) for model in in_order())


def in_order() -> list[type[Fact]]:
    """The kinds by the manual's chapter, and within it by name."""
    return sorted(KINDS.values(), key=lambda model: (int(model.chapter[1:]), model.kind))


def overview_row(model: type[Fact]) -> tuple[str, ...]:
    return (
        f"[`{model.kind}`](#{anchor(model)})",
        model.label_zh,
        model.label_en,
        model.chapter,
        " ".join(map(code, model.natural_key)) or "–",
        "↻" if model.supersedes else "",
        " ".join(map(code, model.personal)),
    )


def heading(model: type[Fact]) -> str:
    return f"{model.kind} {model.label_zh}"


def anchor(model: type[Fact]) -> str:
    """The link to a kind's section, as Markdown hosts make it from the heading."""
    kept = "".join(letter for letter in heading(model).lower() if letter.isalnum() or letter in "_- ")
    return kept.replace(" ", "-")


def section(model: type[Fact]) -> str:
    own = [name for name in model.own_fields if model.names[name] not in COMMON or name in model.__annotations__]
    rows = [(field_name(model, name), form_of(model, name)) for name in own]
    return f"\n## {heading(model)}\n\n{prose(model.__doc__)}\n\n" + table(("field 字段", "what it holds 内容"), rows)


def field_name(model: type[Fact], name: str) -> str:
    field, shown = model.model_fields[name], code(model.names[name])
    key = "°" if model.names[name] in model.natural_key else ""
    return (f"**{shown}**" if field.is_required() else shown) + key


def form_of(model: type[BaseModel], name: str) -> str:
    """What a field holds, in words: the sentence of its type, its choices, or the fields of its parts."""
    field: FieldInfo = model.model_fields[name]
    if any(getattr(mark, "__class__", None) is Form for mark in field_marks(model, name)):
        right = next(mark.right for mark in field_marks(model, name) if isinstance(mark, Form))
    else:
        right = described(field.annotation)
    return right + (", or null" if type(None) in get_args(field.annotation) and field.is_required() else "")


def described(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(code(choice if isinstance(choice, str) else str(choice).lower()) for choice in inner)
    if origin in (Union, types.UnionType):
        return described(next(option for option in inner if option is not type(None)))
    if origin in (list, tuple):
        return "a list: " + described(inner[0])
    if hasattr(annotation, "__metadata__"):
        forms = [mark.right for mark in annotation.__metadata__ if isinstance(mark, Form)]
        return forms[0] if forms else described(inner[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts = (part_field(annotation, name) for name in annotation.model_fields)
        return "objects of " + ", ".join(parts)
    return {str: "a text", int: "an integer", bool: "true or false"}[annotation]


def part_field(model: type[BaseModel], name: str) -> str:
    optional = "" if model.model_fields[name].is_required() else "?"
    return f"{code(name + optional)} ({form_of(model, name)})"
