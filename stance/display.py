"""How tables show themselves: plain text in a terminal, escaped self-contained HTML in a notebook."""

from __future__ import annotations

import html
import shutil
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stance.labels import Labels

__all__ = ["STANCE_COLORS", "html_table", "lay_out", "text_table"]

# Okabe and Ito's colour-blind-safe palette (2008): bluish green, vermilion, grey.
STANCE_COLORS = {"favor": "#009e73", "against": "#d55e00", "neutral": "#6f6f6f"}
_HTML_ROWS = 50


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fit(text: str, width: int) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    text = text[: 4 * width]  # no more can be shown, whatever is combined
    if _width(text) > width:
        while _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _width(text))


def _cells(record: dict[str, Any]) -> list[str]:
    confidence = record["confidence"]
    return [
        record["speaker"] or "–",
        record["topic"] or "–",
        record["stance"] or "–",
        "–" if confidence is None else f"{confidence:.2f}",
        record["sentiment"] or "–",
        " ".join(str(record["text"] or "").split()),
    ]


def text_table(labels: Labels, width: int | None = None) -> str:
    """Lay the rows out as a plain table as wide as the terminal."""
    head = ["speaker", "topic", "stance", "sure", "tone", "statement"]
    return "\n".join(lay_out(head, [_cells(record) for record in labels], width))


def lay_out(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, widest: int = 28
) -> list[str]:
    """Lay rows out in lines: columns as wide as their cells, at most ``widest``; the last one takes what is left.

    Examples
    --------
    >>> lay_out(["who", "what"], [["Ann", "We will join."]])
    ['who  what', '───  ────────────────────...', 'Ann  We will join.']
    """
    width = width or max(80, shutil.get_terminal_size((110, 20)).columns)
    widths = [min(widest, max([_width(name), *(_width(row[i]) for row in rows)])) for i, name in enumerate(head[:-1])]
    widths.append(max(20, width - sum(widths) - 2 * len(widths)))
    lines = [head, ["─" * w for w in widths], *rows]
    return ["  ".join(_fit(cell, w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]


def html_table(labels: Labels) -> str:
    """Lay the first rows out as an HTML table with no script and no style from elsewhere."""
    head = ("speaker", "side", "topic", "stance", "sure", "tone", "statement", "reason")
    rows = []
    for record in labels[:_HTML_ROWS]:
        speaker, topic, stance, sure, tone, text = _cells(record)
        color = STANCE_COLORS.get(stance, "#6f6f6f")
        cells = [
            html.escape(speaker),
            html.escape(str(record["side"] or "–")),
            html.escape(topic),
            f'<b style="color:{color}">{html.escape(stance)}</b>',
            html.escape(sure),
            html.escape(tone),
            html.escape(text),
            html.escape(record["reason"] or ""),
        ]
        laid = "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells)
        rows.append(f"<tr>{laid}</tr>")
    header = "".join(f'<th style="text-align:left">{name}</th>' for name in head)
    more = f"<p>… {len(labels) - _HTML_ROWS:,} more rows</p>" if len(labels) > _HTML_ROWS else ""
    return (
        f"<table><thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"
        f"<p>{len(labels):,} rows from {labels.n_statements:,} statements</p>"
    )
