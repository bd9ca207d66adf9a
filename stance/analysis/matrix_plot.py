"""The picture of a matrix: a heat map with its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stance.analysis.plotting import clean, new_axes, nothing, say, shorten, title, topic_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from stance.analysis.matrix import Matrix

__all__ = ["draw_matrix"]


def draw_matrix(matrix: Matrix, ax: Axes | None, top: int) -> Axes:
    """Draw the rows with the most statements: purple in favor, orange against, the number in each cell."""
    cells = [record for record in matrix if record["mean"] is not None]
    names = list(dict.fromkeys(record[matrix.by] for record in cells))
    shown = names[: max(top, 1)]
    cells = [record for record in cells if record[matrix.by] in set(shown)]
    topics = sorted({record["topic"] for record in cells}, key=topic_name)
    width, height = 2.6 + 1.15 * len(topics), 1.9 + 0.42 * len(shown)
    ax = new_axes(ax, max(width, 5.4), max(height, 2.4), "Matrix.plot")
    if not cells:
        return nothing(ax, " ".join(matrix.notes) or "No positions.")
    from matplotlib import colormaps

    # Purple to orange stays apart for every kind of colour blindness; the ends are too dark for text.
    colours = colormaps["PuOr"]
    for record in cells:
        x, y = topics.index(record["topic"]), shown.index(record[matrix.by])
        colour = colours(0.5 + 0.42 * record["mean"])
        ax.add_patch(_box(x, y, colour))
        dark = sum(w * c for w, c in zip((0.299, 0.587, 0.114), colour[:3], strict=True)) < 0.55
        ink = "white" if dark else "black"
        ax.text(x, y - 0.1, _signed(record["mean"]), ha="center", va="center", color=ink, fontsize=9.5)
        ax.text(x, y + 0.26, f"n={record['n']:,}", ha="center", va="center", color=ink, fontsize=6.5)
    ax.set_xlim(-0.5, len(topics) - 0.5)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xticks(range(len(topics)), [_wrapped(topic_name(t)) for t in topics])
    ax.set_yticks(range(len(shown)), [shorten(name) for name in shown])
    clean(ax)
    hidden = (
        f"; the {len(shown)} {matrix.by}s with most statements of {len(names):,}" if len(shown) < len(names) else ""
    )
    head = f"Who stands where: {say(len(names), matrix.by)}" + f", {say(len(topics), 'topic')}" * (len(topics) > 1)
    title(ax, head, f"−1 against (orange) to +1 in favor (purple){hidden}")
    return ax


def _box(x: int, y: int, colour: Any) -> Patch:
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=colour, edgecolor="#cccccc", linewidth=0.5)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"


def _wrapped(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(shorten(name, 40), 13, max_lines=3, placeholder="…"))
