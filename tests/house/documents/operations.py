"""docs/operations.md: every operation of the API and its parameters, read from its description."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.facts import KINDS
from tests.house.documents.facts import anchor
from tests.house.documents.markdown import MADE, code, table
from tests.house.documents.operations_zh import OPERATIONS, PARAMETERS
from tests.house.documents.permissions import who_may

HEAD = """# Operations · 接口一览

Every operation of the service: what it does, who may, and what it takes. How to start it, and what all operations have in
common, is in [the API](api.md); the whole description, with every answer, is what the service shows at `/openapi.json`.

服务的全部操作：做什么，谁可以，有什么参数。怎样启动、各操作的共同之处见[接口](api.zh-CN.md)；完整的描述（含每种回答）见服务的 `/openapi.json`。

(own) is one's own data, (team) that of one's team: see [permissions](permissions.md). A parameter in *italics* is in the
body. Below an address is its id. (own) 为本人的数据，(team) 为本组的数据，见[权限](permissions.md)；*斜体*的参数在请求体中；地址下面是操作的编号。

"""  # noqa: E501
MANY = 3
DEEPEST = 2
"""References that are followed one after another: a body, and a field of it."""
LONGEST = 40
"""Patterns that are longer, or of control characters, are in the description alone."""
NO_KEY = "no key needed 无需密钥"
LISTED_DEVICE = "a device on the list 名单上的考勤机"
OF_THE_REPORT = "who may see the report 可看该报表者"


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, where it is (`body` for a field), what it says, and its form."""

    name: str
    place: str
    said: str
    form: str


@dataclass(frozen=True)
class Operation:
    """An operation of the description."""

    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.told["operationId"])

    @property
    def tag(self) -> str:
        """What it is about."""
        return str(self.told["tags"][0])

    @property
    def parameters(self) -> list[Parameter]:
        """What it takes, its path, query and headers first; fields of facts are told elsewhere."""
        named = {each["name"]: each for each in self.told.get("parameters", ())}
        listed = [_parameter(name, each["in"], each) for name, each in named.items()]
        return listed + [_parameter(name, "body", field) for name, field in self._fields().items()]

    def _fields(self) -> dict[str, Any]:
        if self.kind:
            return {}
        bodies = self.told.get("requestBody", {}).get("content", {}).values()
        schemas = [option for body in bodies for option in body["schema"].get("anyOf", [body["schema"]])]
        return {name: field for schema in schemas for name, field in schema.get("properties", {}).items()}

    @property
    def kind(self) -> str:
        """The kind of fact that it records; empty where it records none."""
        verb, _, kind = str(self.told.get("x-permission", "")).partition(" ")
        return kind if verb == "record" else ""


def operations() -> Iterator[Operation]:
    """Every operation, in the order of the description."""
    # The service is not loaded for the other pages.
    from api.app import create
    from api.service.settings import ServiceSettings

    document = create(ServiceSettings()).openapi()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield Operation(method.upper(), path, _followed(document, told))


def _followed(document: Mapping[str, Any], told: Any, depth: int = 0) -> Any:
    """What is told with what its references lead to, as deep as fields of bodies are."""
    if isinstance(told, list):
        return [_followed(document, each, depth) for each in told]
    if not isinstance(told, dict) or depth > DEEPEST:
        return told
    if "$ref" in told:
        found: Any = document
        for part in told["$ref"].split("/")[1:]:
            found = found[part]
        return _followed(document, {**found, **{key: each for key, each in told.items() if key != "$ref"}}, depth + 1)
    return {key: _followed(document, each, depth) for key, each in told.items()}


def operations_page() -> str:
    """The page."""
    from api.openapi.document import TAGS, tag_text

    found = list(operations())
    sections = []
    for tag in TAGS:
        heads = ("operation 操作", "what it does 作用", "who may 谁可以", "parameters 参数")
        rows = [(where(each), what(each), who(each), takes(each)) for each in _of(found, tag)]
        sections.append(f"## {tag}\n\n{tag_text(tag)}\n\n{table(heads, rows)}\n")
    return f"{MADE}{HEAD}{''.join(sections)}## Parameters · 参数\n\n{parameters_table(found)}"


def _of(found: list[Operation], tag: str) -> list[Operation]:
    return sorted((each for each in found if each.tag == tag), key=lambda each: (each.path, each.method))


def where(operation: Operation) -> str:
    """The address of an operation, and its id."""
    return f"{code(f'{operation.method} {operation.path}')}<br>{operation.id}"


def what(operation: Operation) -> str:
    """What an operation does: its summary, in Chinese too, and its description."""
    chinese = OPERATIONS.get(operation.id, "")
    said = " ".join(operation.told["description"].split())
    return f"**{operation.told['summary']}**{chinese and f' {chinese}'}<br>{said}"


def who(operation: Operation) -> str:
    """Who may ask for it."""
    permission = operation.told.get("x-permission")
    if permission is None:
        return LISTED_DEVICE if operation.path.startswith("/iclock/") else NO_KEY
    return OF_THE_REPORT if "{" in permission else who_may(permission)


def takes(operation: Operation) -> str:
    """The parameters by name, and for facts where their fields are told."""
    names = [f"*{code(each.name)}*" if each.place == "body" else code(each.name) for each in operation.parameters]
    fields = [f"[*fields 字段*](facts.md#{anchor(KINDS[operation.kind])})"] if operation.kind else []
    return " ".join([*names, *fields])


def parameters_table(found: list[Operation]) -> str:
    """Every parameter once; of which operations where its name means several things."""
    taken: dict[Parameter, list[str]] = defaultdict(list)
    for operation in found:
        for parameter in operation.parameters:
            taken[parameter].append(operation.id)
    meanings: dict[str, int] = defaultdict(int)
    for parameter in taken:
        meanings[parameter.name] += 1
    rows = []
    for parameter, ids in sorted(taken.items(), key=lambda item: (item[0].name.lower(), item[0].place, item[1])):
        of = ", ".join(_together(ids)) if meanings[parameter.name] > 1 else ""
        chinese = PARAMETERS.get(parameter.name, ("", ""))[1]
        rows.append((code(parameter.name), parameter.place, parameter.said, chinese, parameter.form, of))
    return table(("parameter 参数", "in 位置", "what it says", "含义", "form 形式", "of 操作"), rows)


def _together(ids: list[str]) -> list[str]:
    """Ids of operations, where many begin alike as one."""
    beginnings = Counter(each.partition("_")[0] for each in ids if "_" in each)
    many = [f"{beginning}_*" if beginnings[beginning := each.partition("_")[0]] >= MANY else each for each in ids]
    return list(dict.fromkeys(many))


def _parameter(name: str, place: str, told: Mapping[str, Any]) -> Parameter:
    schema = told.get("schema", told)
    said = told.get("description") or PARAMETERS.get(name, ("", ""))[0]
    return Parameter(name, place, said, form_of(schema))


def form_of(schema: Mapping[str, Any]) -> str:
    """The form of a parameter: its choices, its pattern, or its type with its limits."""
    inner = schema.get("items", schema)
    inner = inner.get("anyOf", [inner])[0]
    if "enum" in inner:
        choices = inner["enum"]
        return "a kind of fact" if choices == list(KINDS) else " ".join(map(code, choices))
    pattern = inner.get("pattern", "")
    if 0 < len(pattern) <= LONGEST and "\\x" not in pattern:
        return code(pattern)
    kind = inner.get("format") or inner.get("type", "")
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    lowest, highest = (f"{inner[name]:.0f}" if name in inner else "" for name in ("minimum", "maximum"))
    return f"{words} {lowest} … {highest}".strip() if lowest or highest else words
