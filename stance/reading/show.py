"""How a document shows itself in a notebook: statements coloured by speaker. No script, everything escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stance.reading.document import Document, Statement

__all__ = ["to_html"]

# dark text on light grounds, told apart also in print and by most colour-blind readers
_COLOURS = (
    "#cfe3f7",
    "#fde2b8",
    "#d4edd0",
    "#f3d3e6",
    "#e3dcf5",
    "#fbf3b0",
    "#cdeeee",
    "#f5d5cb",
    "#dfe3d0",
    "#e2e2e2",
)
_LIMIT = 200_000


def to_html(doc: Document) -> str:
    """Write a document as a self-contained piece of HTML."""
    colours: dict[str, str] = {}
    marks: list[tuple[int, int, Statement]] = sorted(
        ((a, b, statement) for statement in doc.statements for a, b in statement.spans), key=lambda mark: mark[:2]
    )
    for _, _, statement in marks:
        name = statement.speaker.name if statement.speaker else ""
        colours.setdefault(name, _COLOURS[len(colours) % len(_COLOURS)])
    out: list[str] = []
    at = 0
    for start, end, statement in marks:
        if start < at or end > _LIMIT:
            continue
        name = statement.speaker.name if statement.speaker else ""
        hint = escape(
            f"{statement.speaker or 'no speaker'} · {statement.cue_type}, {statement.kind}, {statement.confidence:.2f}",
            quote=True,
        )
        style = f"background:{colours[name]};color:#111;padding:0 2px;border-radius:2px"
        out.append(
            f'{escape(doc.text[at:start])}<mark style="{style}" title="{hint}">{escape(doc.text[start:end])}</mark>'
        )
        at = end
    rest = doc.text[at : max(at, _LIMIT)]
    out.append(escape(rest) + (" …" if len(doc.text) > max(at, _LIMIT) else ""))
    legend = " ".join(
        f'<span style="background:{colour};color:#111;padding:0 4px">{escape(name or "no speaker")}</span>'
        for name, colour in colours.items()
    )
    about = " · ".join(
        escape(part) for part in (doc.title, doc.source, doc.date, f"{len(doc.statements)} statements") if part
    )
    return (
        '<div style="max-width:52em;line-height:1.5;font-family:sans-serif">'
        f'<p style="margin:0 0 .4em"><b>{about}</b></p><p style="margin:0 0 .6em">{legend}</p>'
        f'<div style="white-space:pre-wrap">{"".join(out)}</div></div>'
    )
