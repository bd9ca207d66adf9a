"""The picture of a speaker's turns."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from stance.analysis.plotting import GREY, INK, clean, new_axes, nothing, say, shorten, title, topic_name
from stance.display import STANCE_COLORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.analysis.changes import Changes

__all__ = ["draw_changes"]

_HEIGHT = {"against": -1.0, "neutral": 0.0, "favor": 1.0}
_MARKERS = {"favor": "o", "against": "s", "neutral": "D"}
_MOST_TURNS = 6


def draw_changes(changes: Changes, ax: Axes | None) -> Axes:
    """Draw the statements in three rows by stance, and a line down at each turn."""
    ax = new_axes(ax, 9.0, 3.8, "Changes.plot")
    statements = changes.statements
    if not statements:
        return nothing(ax, " ".join(changes.notes))
    days = [date.fromisoformat(record["date"]) for record in statements]
    stacked: Counter[tuple[int, str]] = Counter()
    span = max((max(days) - min(days)).days, 30)
    for day, record in zip(days, statements, strict=True):
        stance = record["stance"]
        # Statements that would hide each other (same stance, near in time) are piled up.
        place = (int(60 * (day - min(days)).days / span), stance)
        height = _HEIGHT[stance] + 0.1 * min(stacked[place], 5)
        stacked[place] += 1
        ax.plot(day, height, _MARKERS[stance], color=STANCE_COLORS[stance], markersize=7, mec="white", zorder=3)  # type: ignore[arg-type]
    for number, turn in enumerate(changes[-_MOST_TURNS:]):
        _mark(ax, turn["date"], turn["from"], turn["to"], turn["text"], number)
    _frame(ax, min(days), max(days), span)
    few = f"; the last {_MOST_TURNS} of {len(changes):,} turns named" if len(changes) > _MOST_TURNS else ""
    below = f"{say(len(statements), 'statement')}, {say(len(changes), 'turn')}{few}"
    title(ax, f"{shorten(changes.who, 30)} on {shorten(topic_name(changes.topic), 40)}", below)
    return ax


def _mark(ax: Axes, day: str, old: str, new: str, text: str, number: int) -> None:
    when = date.fromisoformat(day)
    ax.plot([when, when], [_HEIGHT[old], _HEIGHT[new]], color=GREY, linewidth=1.2, linestyle="--", zorder=2)  # type: ignore[arg-type]
    import textwrap

    words = "\n".join(textwrap.wrap(shorten(text, 60), 24))
    place = 0.45 if number % 2 == 0 else -0.45
    ax.annotate(
        f"{day}\n{words}", (when, place), (4, 0), textcoords="offset points", va="center", fontsize=7, color=INK,
        bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1}, zorder=2.5,
    )  # fmt: skip


def _frame(ax: Axes, first: date, last: date, span: int) -> None:
    from datetime import timedelta

    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=10)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.set_xlim(first - timedelta(days=span // 20 + 1), last + timedelta(days=span // 7 + 1))  # type: ignore[arg-type]
    ax.set_ylim(-1.3, 1.65)
    ax.set_yticks(list(_HEIGHT.values()), ["against", "neutral", "in favor"])
    clean(ax, "y")
