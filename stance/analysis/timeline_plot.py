"""The picture of a timeline: lines with bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stance.analysis.dates import period_range
from stance.analysis.plotting import (
    GREY,
    INK,
    PALETTE,
    clean,
    new_axes,
    nothing,
    say,
    shorten,
    spread,
    title,
    topic_name,
)
from stance.analysis.tables import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.analysis.timeline import Timeline

__all__ = ["draw_timeline"]

_MARKERS = "osD^vP"
_STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))
_MOST_TICKS, _MOST_VALUES = 12, 16


def draw_timeline(timeline: Timeline, ax: Axes | None, top: int) -> Axes:
    """Draw the groups with the most statements, each with its own colour, marker and line."""
    rows = [record for record in timeline if record["mean"] is not None]
    ax = new_axes(ax, 8.5, 4.2, "Timeline.plot")
    if not rows:
        return nothing(ax, " ".join(timeline.notes) or "No positions.")
    groups: dict[Any, list[Record]] = {}
    for record in rows:
        groups.setdefault(record[timeline.by] if timeline.by else None, []).append(record)
    names = sorted(groups, key=lambda name: -sum(record["n"] for record in groups[name]))
    shown = names[: max(1, min(top, len(_MARKERS)))]
    used = [record["period"] for name in shown for record in groups[name]]
    periods = period_range(min(used), max(used), timeline.freq)
    for i, name in enumerate(shown):
        _line(ax, groups[name], periods, i, values=len(shown) == 1)
    ax.axhline(0, color=GREY, linewidth=0.8, zorder=1)
    _scale(ax, periods)
    if timeline.by:
        _direct_labels(ax, shown, groups, periods)
    who = f" by {timeline.by}" if timeline.by else ""
    known = [record["low"] is not None for name in shown for record in groups[name]]
    bands = "bands are intervals" if all(known) else "bands are intervals, none from a single document"
    few = f"; {len(shown)} of {len(names):,} {timeline.by}s" if len(shown) < len(names) else ""
    below = f"{say(sum(record['n'] for record in rows), 'statement')}; {bands}{few}"
    title(ax, f"{shorten(topic_name(timeline.topic), 50)}{who}, by {timeline.freq}", below)
    return ax


def _line(ax: Axes, rows: Sequence[Record], periods: Sequence[str], i: int, values: bool) -> None:
    rows = sorted(rows, key=lambda record: record["period"])
    x = [periods.index(record["period"]) for record in rows]
    y = [record["mean"] for record in rows]
    colour = PALETTE[i % len(PALETTE)]
    ax.plot(
        x, y, color=colour, linestyle=_STYLES[i], marker=_MARKERS[i], markersize=5 if len(x) < 60 else 2.5,
        linewidth=1.8 if len(x) < 60 else 1.2, zorder=3, clip_on=False,
    )  # fmt: skip
    for run in _runs(rows):
        at = [periods.index(record["period"]) for record in run]
        low, high = [record["low"] for record in run], [record["high"] for record in run]
        if len(run) == 1:
            ax.vlines(at, low, high, color=colour, alpha=0.7, linewidth=1.4, zorder=2)
        else:
            ax.fill_between(at, low, high, color=colour, alpha=0.13, linewidth=0, zorder=2)
    if values and len(rows) <= _MOST_VALUES:
        from matplotlib.patheffects import withStroke

        for place, record in zip(x, rows, strict=True):
            below = record["mean"] > 0.75
            text = f"{record['mean']:+.2f}\nn={record['n']}".replace("-", "−")
            ax.annotate(
                text, (place, record["mean"]), (0, -8 if below else 8),
                textcoords="offset points", ha="center", va="top" if below else "bottom", fontsize=7.5, color=INK,
                linespacing=0.95, zorder=4, path_effects=[withStroke(linewidth=2, foreground="white")],
            )  # fmt: skip


def _runs(rows: Sequence[Record]) -> list[list[Record]]:
    """Split where a period has no interval, so that a band never bridges what is not known."""
    runs: list[list[Record]] = [[]]
    for record in rows:
        if record["low"] is None:
            runs.append([])
        else:
            runs[-1].append(record)
    return [run for run in runs if run]


def _scale(ax: Axes, periods: Sequence[str]) -> None:
    ax.set_ylim(-1.12, 1.12)
    ax.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1 against", "−0.5", "0", "+0.5", "+1 in favor"])
    step = -(-len(periods) // _MOST_TICKS)
    ax.set_xticks(range(0, len(periods), step), [periods[i] for i in range(0, len(periods), step)])
    if len(periods) > 6 and len(periods[0]) > 4:
        ax.tick_params(axis="x", rotation=35)
    margin = 0.6 if len(periods) < 4 else 0.02 * len(periods) + 0.2
    ax.set_xlim(-margin, len(periods) - 1 + margin)
    clean(ax, "y")


def _direct_labels(ax: Axes, shown: Sequence[Any], groups: dict[Any, list[Record]], periods: Sequence[str]) -> None:
    ends = [max(groups[name], key=lambda record: record["period"]) for name in shown]
    places = spread([end["mean"] for end in ends], 0.15, -1.05, 1.05)
    right = ax.get_xlim()[1]
    for i, (name, end, place) in enumerate(zip(shown, ends, places, strict=True)):
        last = periods.index(end["period"])
        ax.plot([last, right], [end["mean"], place], color=PALETTE[i], linewidth=0.6, alpha=0.6, clip_on=False)
        ax.annotate(
            shorten(name, 24), (right, place), (4, 0), textcoords="offset points", va="center", fontsize=9,
            color=PALETTE[i], fontweight="bold", annotation_clip=False,
        )  # fmt: skip
