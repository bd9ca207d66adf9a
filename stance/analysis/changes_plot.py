"""The picture of a speaker's turns."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from stance.analysis.plotting import GREY, INK, clean, new_axes, nothing, say, shorten, title, topic_name
from stance.analysis.tables import Record
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
    ax = new_axes(ax, 9.0, 3.6 + 0.2 * min(len(changes), _MOST_TURNS), "Changes.plot")
    statements = changes.statements
    if not statements:
        return nothing(ax, " ".join(changes.notes))
    days = [date.fromisoformat(record["date"]) for record in statements]
    stacked: Counter[tuple[int, str]] = Counter()
    span = max((max(days) - min(days)).days, 365)
    for day, record in zip(days, statements, strict=True):
        stance = record["stance"]
        # Statements that would hide each other (same stance, near in time) are piled up.
        place = (int(60 * (day - min(days)).days / span), stance)
        height = _HEIGHT[stance] + 0.1 * min(stacked[place], 5)
        stacked[place] += 1
        ax.plot(day, height, _MARKERS[stance], color=STANCE_COLORS[stance], markersize=7, mec="white", zorder=3)  # type: ignore[arg-type]
    turns = changes[-_MOST_TURNS:]
    for number, turn in enumerate(turns, 1):
        _mark(ax, turn, number)
    _frame(ax, min(days), max(days), span)
    few = f"; the last {_MOST_TURNS} of {len(changes):,} turns named" if len(changes) > _MOST_TURNS else ""
    below = f"{say(len(statements), 'statement')}, {say(len(changes), 'turn')}{few}"
    title(ax, f"{shorten(changes.who, 30)} on {shorten(topic_name(changes.topic), 40)}", below)
    return ax


def _mark(ax: Axes, turn: Record, number: int) -> None:
    """Draw a numbered line at a turn; the words stand under the picture, where turns near in time cannot collide."""
    when = date.fromisoformat(turn["date"])
    ends = [_HEIGHT[turn["from"]], _HEIGHT[turn["to"]]]
    ax.plot([when, when], ends, color=GREY, linewidth=1.2, linestyle="--", zorder=2)  # type: ignore[arg-type]
    ax.annotate(
        str(number), (when, 0.5 if number % 2 else -0.5), ha="center", va="center", fontsize=8, color="white", zorder=4,
        bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "none"},
    )  # fmt: skip
    words = f"{number}   {turn['date']}  {turn['from']} → {turn['to']}:  {shorten(turn['text'], 92)}"
    ax.annotate(
        words,
        (0, 0),
        (0, -22 - 14 * number),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=8,
        color=INK,
    )


def _frame(ax: Axes, first: date, last: date, span: int) -> None:
    from datetime import timedelta

    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=10)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    margin = timedelta(days=span // 20 + 1)
    # matplotlib takes dates, though its type hints know numbers only.
    ax.set_xlim(first - margin, max(last, first + timedelta(days=span)) + margin)  # type: ignore[arg-type]
    ax.set_ylim(-1.25, 1.6)
    ax.set_yticks(list(_HEIGHT.values()), ["against", "neutral", "in favor"])
    clean(ax, "y")
