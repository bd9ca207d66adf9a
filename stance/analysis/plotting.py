"""What all pictures share: fonts, colours that colour-blind readers tell apart, names that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stance.errors import require

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["GREY", "INK", "PALETTE", "clean", "new_axes", "nothing", "say", "shorten", "spread", "title", "topic_name"]

# Okabe and Ito (2008), without the yellow, which is too light for lines on white.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
INK, GREY = "#222222", "#6f6f6f"


def new_axes(ax: Axes | None, width: float, height: float, purpose: str) -> Axes:
    """Give the axes to draw on, or those of a new figure.

    Raises
    ------
    MissingExtra
        If matplotlib is not installed.
    """
    pyplot = require("matplotlib.pyplot", "plot", purpose)
    if ax is None:
        _, ax = pyplot.subplots(figsize=(width, height), layout="constrained")
    return ax


def title(ax: Axes, text: str, below: str = "", lift: int = 0) -> None:
    """Set a title, and a smaller line under it, both lifted to leave room for a legend."""
    pad = (24 if below else 8) + lift
    ax.set_title(text, loc="left", fontsize=12, fontweight="bold", color=INK, pad=pad)
    if below:
        ax.annotate(
            below, (0, 1), (0, 8 + lift), xycoords="axes fraction", textcoords="offset points", fontsize=9, color=GREY
        )


def clean(ax: Axes, grid: str = "") -> None:
    """Take away the frame, and draw a light grid along one axis."""
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    if grid:
        ax.grid(axis=grid, color="#dddddd", linewidth=0.8)  # type: ignore[arg-type]
        ax.set_axisbelow(True)


def nothing(ax: Axes, message: str) -> Axes:
    """Say in place of a picture why there is none."""
    ax.axis("off")
    ax.text(0.5, 0.5, message, ha="center", va="center", transform=ax.transAxes, color=GREY, fontsize=10, wrap=True)
    return ax


def shorten(name: Any, most: int = 28) -> str:
    r"""Cut a long name, and keep matplotlib from reading a formula in it.

    Examples
    --------
    >>> shorten("Ministry of Foreign Affairs", 12), shorten("$US$"), shorten(None)
    ('Ministry of…', '\\$US\\$', '–')
    """
    text = "–" if name is None else " ".join("".join(c if c.isprintable() else " " for c in str(name)).split())
    text = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return text.replace("$", r"\$")


def topic_name(topic: Any) -> str:
    """Show a shipped topic by its name, any other by its id.

    Examples
    --------
    >>> topic_name("nato-membership"), topic_name("open-balkan")
    ('NATO membership', 'open-balkan')
    """
    from stance.topics import shipped_topics

    names = {shipped.id: shipped.name for shipped in shipped_topics()}
    return "all topics" if topic is None else names.get(str(topic), str(topic))


def say(number: int, noun: str) -> str:
    """Count in words a title can hold.

    Examples
    --------
    >>> say(1, "statement"), say(1200, "row")
    ('1 statement', '1,200 rows')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart so that none covers another, in the order in which they stand.

    Examples
    --------
    >>> [round(y, 2) for y in spread([0.5, 0.5, 0.9], 0.1, 0.0, 1.0)]
    [0.45, 0.55, 0.9]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[tuple[float, list[int]]] = []
    for i in order:
        blocks.append((places[i], [i]))
        while len(blocks) > 1 and _bottom(blocks[-1], gap) < _top(blocks[-2], gap) + gap - 1e-9:
            (m2, b2), (m1, b1) = blocks.pop(), blocks.pop()
            blocks.append(((m1 * len(b1) + m2 * len(b2)) / (len(b1) + len(b2)), b1 + b2))
    found = [0.0] * len(places)
    for middle, block in blocks:
        half = gap * (len(block) - 1) / 2
        start = min(max(middle - half, low), max(high - 2 * half, low))
        for step, i in enumerate(block):
            found[i] = start + step * gap
    return found


def _bottom(block: tuple[float, list[int]], gap: float) -> float:
    return block[0] - gap * (len(block[1]) - 1) / 2


def _top(block: tuple[float, list[int]], gap: float) -> float:
    return block[0] + gap * (len(block[1]) - 1) / 2
