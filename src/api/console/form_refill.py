"""A page whose form is filled in again with what somebody had typed before: in any page, whatever made it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

_TICKED = ("checkbox", "radio")
_LEFT_ALONE = ("hidden", "submit", "button", "file", "password")
_NEVER = frozenset({"csrf", "key", "looked", "doubts_reason", "more", "change"})
"""What a form carries for one showing of it alone."""


def refilled(page: str, action: str, fields: Sequence[tuple[str, str]]) -> str | None:
    """The page with the fields in the form that is sent to an address; None where there is no such form.

    What the form has no field for, such as further rows, goes along hidden.
    """
    forms = _Forms()
    forms.feed(page)
    names = {name for name, _ in fields}
    fitting = [place for place, each in enumerate(forms.actions) if each == action and forms.names[place] & names]
    if not fitting:
        return None
    filling = _Filling(fitting[0], [each for each in fields if each[0] not in _NEVER])
    filling.feed(page)
    filling.close()
    return "".join(filling.parts)


class _Forms(HTMLParser):
    """The forms of a page: where each is sent to, and the names of its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[str] = []
        self.names: list[set[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            is_sent = (told.get("method") or "").lower() == "post"
            self.actions.append((told.get("action") or told.get("hx-post") or "") if is_sent else "")
            self.names.append(set())
        elif told.get("name") and self.names:
            self.names[-1].add(str(told["name"]))


class _Filling(HTMLParser):
    """Writes a page as it is, but for the values in one of its forms."""

    def __init__(self, place: int, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._wanted = place
        self._place = -1
        self._values: dict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            self._values[name].append(value)
        self._used: Counter[str] = Counter()
        self._there: set[str] = set()
        self._select: str | None = None
        self._within_text = False

    @property
    def _is_within(self) -> bool:
        return self._place == self._wanted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._place += 1
        name = told.get("name") or ""
        if not self._is_within:
            self.parts.append(self.get_starttag_text() or "")
            return
        if tag in ("input", "select", "textarea") and name:
            self._there.add(name)
        if tag == "select":
            self._select = name
        if tag == "option" and self._select in self._values:
            self._write(tag, _ticked(told, "selected", (told.get("value") or "") in self._values[self._select or ""]))
        elif tag == "input" and told.get("type") not in _LEFT_ALONE and name:
            self._write(tag, self._input(told, name))
        else:
            self.parts.append(self.get_starttag_text() or "")
        if tag == "textarea" and name in self._values:
            self.parts.append("\n" + escape(self._next(name)))
            self._within_text = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_within:
            self._write_the_rest()
            self._wanted = -2
        if tag == "textarea":
            self._within_text = False
        if tag == "select":
            self._select = None
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._within_text:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def _input(self, told: Mapping[str, str | None], name: str) -> Mapping[str, str | None]:
        if told.get("type") in _TICKED:
            return _ticked(told, "checked", (told.get("value") or "on") in self._values[name])
        return {**told, "value": self._next(name)} if name in self._values else told

    def _next(self, name: str) -> str:
        """The next value of a name: several fields may have it."""
        values, place = self._values[name], self._used[name]
        self._used[name] += 1
        return values[place] if place < len(values) else ""

    def _write(self, tag: str, told: Mapping[str, str | None]) -> None:
        shown = (f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in told.items())
        self.parts.append(f"<{tag}{''.join(shown)}>")

    def _write_the_rest(self) -> None:
        for name, values in self._values.items():
            for value in values if name not in self._there else ():
                self._write("input", {"type": "hidden", "name": name, "value": value})


def _ticked(told: Mapping[str, str | None], mark: str, is_so: bool) -> Mapping[str, str | None]:
    rest = {name: value for name, value in told.items() if name != mark}
    return {**rest, mark: None} if is_so else rest
