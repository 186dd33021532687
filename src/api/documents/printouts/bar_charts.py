"""Charts for print: bars of one period beside those of another, drawn by pygal of the very figures beside them."""

import re
from collections.abc import Sequence

from pygal.style import Style
from rich.cells import cell_len

from api.charts import KINDS
from api.documents.printouts.typesetting import FONTS

_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
"""Among them the day on which a chart is drawn: the same figures are to make the same bytes."""
_WIDTH, _ROUND_IT, _BAR = 900, 80, 26
_FEN = 100
_LABEL = 13
"""The size of labels in pixels."""
_INK, _FAINT = "#1b2530", "#c5cdd6"
_STYLE = Style(
    font_family=", ".join(FONTS),
    background="transparent",
    plot_background="transparent",
    foreground=_INK,
    foreground_strong=_INK,
    foreground_subtle=_FAINT,
    colors=("#a9b8c8", "#2f5d8a"),
    label_font_size=_LABEL,
    major_label_font_size=_LABEL,
    legend_font_size=_LABEL,
    opacity="1",
    guide_stroke_color=_FAINT,
    major_guide_stroke_color=_FAINT,
)


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Horizontal bars as SVG: a group a label, a colour a series; figures in fen, the scale in whole yuan."""
    drawn = KINDS["lying"](
        style=_STYLE,
        no_prefix=True,
        js=[],
        disable_xml_declaration=True,
        explicit_size=True,
        width=_WIDTH,
        height=_ROUND_IT + _BAR * len(labels),
        spacing=4,
        margin=4,
        margin_left=4 + max((_too_narrow(label) for label in labels), default=0),
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        truncate_label=-1,
        truncate_legend=-1,
        value_formatter=lambda fen: f"{round(fen) // _FEN:,}",
    )
    # The first bar is drawn at the bottom: turned round, the order is that of the table.
    drawn.x_labels = list(reversed(labels))
    for name, figures in series:
        drawn.add(name, list(reversed(figures)))
    return _COMMENTS.sub("", drawn.render(is_unicode=True))


def _too_narrow(label: str) -> int:
    """How much wider a label is than is left for it: pygal takes a Chinese character for a narrow one."""
    return (cell_len(label) - len(label)) * _LABEL // 2
