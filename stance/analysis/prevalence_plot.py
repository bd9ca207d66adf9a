"""The picture of a prevalence: corrected shares with intervals beside the naive ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stance.analysis.plotting import GREY, INK, clean, new_axes, nothing, say, shorten, title, topic_name
from stance.analysis.tables import Record
from stance.display import STANCE_COLORS
from stance.labels import STANCES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.analysis.prevalence import Prevalence

__all__ = ["draw_prevalence"]

_MARKERS = {"favor": "o", "against": "s", "neutral": "D"}


def draw_prevalence(shares: Prevalence, ax: Axes | None, top: int) -> Axes:
    """Draw the cells with the most statements, a line for each stance."""
    cells: dict[tuple[Any, ...], dict[str, Record]] = {}
    for record in shares:
        if record["label"] in STANCES and (record["naive"] is not None or record["share"] is not None):
            cells.setdefault(tuple(record[name] for name in shares.by), {})[record["label"]] = record
    order = sorted(cells, key=lambda key: -cells[key]["favor"]["n"])
    kept = set(order[: max(top, 1)])
    shown = [key for key in cells if key in kept]
    ax = new_axes(ax, 8.0, 1.9 + 0.55 * max(len(shown), 1), "Prevalence.plot")
    if not shown:
        return nothing(ax, "Nobody takes a stance." if len(shares) else "No shares.")
    for y, key in enumerate(shown):
        for j, stance in enumerate(STANCES):
            _draw_share(ax, cells[key][stance], stance, y + 0.26 * (j - 1))
    if shares.corrected:
        ax.plot([], [], "o", mfc="none", mec=GREY, markersize=5, label="naive")
    for stance in STANCES:
        ax.plot([], [], _MARKERS[stance], color=STANCE_COLORS[stance], markersize=6, label=stance)
    _frame(ax, [_name(shares, cells[key], key) for key in shown])
    hidden = f"; {len(shown)} of {say(len(cells), 'cell')} (the largest)" if len(shown) < len(cells) else ""
    if shares.corrected:
        title(
            ax,
            f"Shares of positions, corrected, with {shares.level:.0%} intervals",
            f"* read with care{hidden}",
            lift=18,
        )
    else:
        title(ax, "Naive shares of positions", f"with the classifier's errors{hidden}", lift=18)
    return ax


def _draw_share(ax: Axes, record: Record, stance: str, y: float) -> None:
    colour = STANCE_COLORS[stance]
    share, naive = record["share"], record["naive"]
    if share is None:
        if naive is not None:
            ax.plot(naive, y, _MARKERS[stance], mfc="none", mec=colour, markersize=6, zorder=3)
            ax.annotate(f"{naive:.0%}", (naive, y), (7, 0), textcoords="offset points", va="center", fontsize=7.5)
        return
    if naive is not None:
        ax.plot(naive, y, _MARKERS[stance], mfc="white", mec=colour, markersize=5, alpha=0.8, zorder=3)
    right = share
    if record["low"] is not None:
        ax.hlines(y, record["low"], record["high"], color=colour, linewidth=2, zorder=2)
        right = record["high"]
    ax.plot(share, y, _MARKERS[stance], color=colour, markersize=6, zorder=4)
    text = f"{share:.0%}" + ("*" if record["flag"] else "")
    # Right of whatever is drawn furthest to the right, so that no marker covers the number.
    edge = max(right, naive or 0.0)
    ax.annotate(text, (edge, y), (7, 0), textcoords="offset points", va="center", fontsize=7.5, color=INK)


def _name(shares: Prevalence, cell: dict[str, Record], key: tuple[Any, ...]) -> str:
    parts = [
        shorten(topic_name(value) if name == "topic" else value, 30) for name, value in zip(shares.by, key, strict=True)
    ]
    return "\n".join([" · ".join(parts[:2]), *parts[2:]]) + f"\nn={cell['favor']['n']:,}"


def _frame(ax: Axes, names: list[str]) -> None:
    from matplotlib.ticker import PercentFormatter

    ax.set_xlim(-0.02, 1.08)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.45, -0.55)
    for y in range(1, len(names)):
        ax.axhline(y - 0.5, color="#eeeeee", linewidth=0.8, zorder=0)
    clean(ax, "x")
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=4,
        frameon=False,
        fontsize=8.5,
        borderaxespad=0.1,
        borderpad=0.1,
    )
