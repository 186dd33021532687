"""Charts where people would rather look than read: drawn here by pygal, as SVG, each with its table.

A chart is drawn of the very figures of its table, and shows nothing that the table does not say. Colours and fonts are
in the style sheet, in light and dark.
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pygal
from markupsafe import Markup

# pygal looks for plug-ins of its own through an importer of a kind that Python no longer takes, and warns of.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

Figure = int | Decimal | None

_WIDTH, _HEIGHT, _ROW_HEIGHT, _ROUND = 640, 280, 26, 90
_MOST_STEPS = 6
_MARGIN, _RIGHT = 8, 28
_NARROW, _WIDE, _WIDE_FROM = 2, 7, 0x2E80
"""By how many pixels a letter is wider than pygal reckons, and from which letter on they are wide."""
_INLINE = re.compile(r"<style.*?</style>|<script.*?</script>|<!--.*?-->|<\?xml.*?\?>", re.DOTALL)
_STYLED = re.compile(r' style="[^"]*"')
_TITLES = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one colour: its name, and a figure for each label (None: there is none)."""

    name: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table. `kind` is one of `KINDS`; `shown` makes a figure's text, in the chart and in the table."""

    title: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    label_heading: str
    shown: Callable[[Any], str] = str
    upside_down: bool = False
    """Ranks: 1 is at the top."""
    grain: int = 1
    """What the scale counts in: 60 where the figures are minutes, so that it shows whole hours."""

    counted: bool = False
    """Whether figures are how many there are of something, so that the scale shows whole ones only."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(figure is None for series in self.series for figure in series.figures)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The rows of the table: a label, and the text of each series' figure."""
        return [
            (label, ["" if (figure := each.figures[place]) is None else self.shown(figure) for each in self.series])
            for place, label in enumerate(self.labels)
        ]

    @property
    def svg(self) -> Markup:
        """The drawing, for a page; it says nothing by itself to a screen reader, for which the table is."""
        drawn = self.drawing().render(is_unicode=True, disable_xml_declaration=True)
        bare = _TITLES.sub("", _STYLED.sub("", _INLINE.sub("", drawn)))
        return Markup(bare.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - pygal escapes

    def drawing(self) -> Any:
        """The drawing as pygal has it, with its own style, for documents."""
        chart = KINDS[self.kind](
            width=_WIDTH,
            height=max(_HEIGHT, _ROUND + _ROW_HEIGHT * len(self.labels)) if self.kind == "lying" else _HEIGHT,
            js=(),
            no_prefix=True,
            show_legend=len(self.series) > 1,
            legend_at_bottom=True,
            legend_at_bottom_columns=len(self.series),
            value_formatter=lambda figure: "" if figure is None else self.shown(figure),
            inverse_y_axis=self.upside_down,
            margin=_MARGIN,
            margin_right=_RIGHT,
            margin_left=_MARGIN + self._wider_left(),
            max_scale=6,
            truncate_label=-1,
            truncate_legend=-1,
            x_labels_major_count=12 if len(self.labels) > 14 else None,
            show_minor_x_labels=len(self.labels) <= 14,
            print_values=False,
            no_data_text="",
            stroke_style={"width": 2},
        )
        # Lying bars are drawn from below; the first label belongs on top, as in the table.
        step = -1 if self.kind == "lying" else 1
        chart.x_labels = list(self.labels)[::step]
        if (self.grain > 1 or self.counted) and not self.is_empty:
            chart.y_labels = self._scale()
        for each in self.series:
            chart.add(each.name, list(each.figures)[::step])
        return chart

    def _wider_left(self) -> int:
        """How much wider what stands on the left is drawn than pygal thinks: in our font, a Chinese character whole."""
        texts = list(self.labels) if self.kind == "lying" else [text for _, row in self.rows for text in row]
        return max(
            (sum(_WIDE if ord(letter) > _WIDE_FROM else _NARROW for letter in text) for text in texts), default=0
        )

    def _scale(self) -> list[int]:
        """A scale from zero (or below) in round numbers of the grain."""
        figures = [int(figure) for series in self.series for figure in series.figures if figure is not None]
        low, high = min(0, *figures), max(0, *figures)
        steps = (self.grain * digit * 10**power for power in range(6) for digit in (1, 2, 5))
        step = next(step for step in steps if (high - low) <= step * _MOST_STEPS)
        return list(range(low // step * step, -(-high // step) * step + 1, step))


KINDS: dict[str, Callable[..., Any]] = {
    "bars": pygal.Bar,
    "stacked": pygal.StackedBar,
    "lying": pygal.HorizontalBar,
    "line": pygal.Line,
}
"""Kinds of charts: bars beside each other, on top of each other, lying, and lines."""
