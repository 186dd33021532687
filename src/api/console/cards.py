"""Tables that become cards on a narrow screen: each cell says what the heading of its column is.

Every table of a page is labelled here, after it was made, so that no template has to say a heading twice. A table whose
headings or cells span several others, or that has no headings, or that says `data-grid`, stays a table and is scrolled.
"""

import re

_TABLE = re.compile(r"<table(?P<of>[^>]*)>(?P<inner>.*?)</table>", re.DOTALL)
_HEAD = re.compile(r"<thead>\s*<tr[^>]*>(?P<row>.*?)</tr>\s*</thead>", re.DOTALL)
_HEADING = re.compile(r"<th(?P<of>[^>]*)>(?P<text>.*?)</th>", re.DOTALL)
_UNSEEN = re.compile(r'<(?P<name>span|small) class="unseen">.*?</(?P=name)>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CELL = re.compile(r"<(?P<name>tr|td|th)(?P<of>(?:\s[^>]*)?)>")
_SPANS = re.compile(r'\bcolspan="(\d+)"')


def with_cards(page: str) -> str:
    """A page whose tables are labelled for narrow screens."""
    return _TABLE.sub(_labelled, page)


def _labelled(table: re.Match[str]) -> str:
    inner = table["inner"]
    head = _HEAD.search(inner)
    if head is None or "rowspan=" in inner or "colspan=" in head["row"] or "data-grid" in table["of"]:
        return table[0]
    headings = [_text(each["text"]) for each in _HEADING.finditer(head["row"])]
    cells = _Cells(headings)
    return (
        f"<table{table['of']} data-cards>{inner[: head.end()]}{_CELL.sub(cells.labelled, inner[head.end() :])}</table>"
    )


def _text(heading: str) -> str:
    """What a heading says to whoever sees it, as the value of an attribute."""
    return " ".join(_TAG.sub("", _UNSEEN.sub("", heading)).replace('"', "&#34;").split())


class _Cells:
    """The cells of a table, one after the other."""

    def __init__(self, headings: list[str]) -> None:
        self._headings = headings
        self._column = 0

    def labelled(self, cell: re.Match[str]) -> str:
        """The cell with the heading of its column."""
        if cell["name"] == "tr":
            self._column = 0
            return cell[0]
        spans = _SPANS.search(cell["of"])
        at, self._column = self._column, self._column + (1 if spans is None else int(spans[1]))
        heading = self._headings[at] if spans is None and at < len(self._headings) else ""
        if cell["name"] == "th" or not heading:
            return cell[0]
        return f'<td{cell["of"]} data-label="{heading}">'
