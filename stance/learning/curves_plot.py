"""The picture of an evaluation: accuracy by coverage, and confidence beside accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stance.analysis.plotting import GREY, INK, PALETTE, clean, nothing, title
from stance.errors import require

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from stance.evaluation import Evaluation

__all__ = ["plot_evaluation"]


def plot_evaluation(evaluation: Evaluation) -> Figure:
    """Draw both curves side by side.

    Raises
    ------
    MissingExtra
        If matplotlib is not installed.
    """
    pyplot = require("matplotlib.pyplot", "plot", "Evaluation.plot")
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.6), layout="constrained")
    if evaluation.coverage:
        _coverage(left, evaluation)
        _reliability(right, evaluation)
    else:
        nothing(left, "no topic was found in any statement")
        nothing(right, "")
    return figure  # type: ignore[no-any-return]


def _percent(ax: Any, axis: str) -> None:
    from matplotlib.ticker import PercentFormatter

    getattr(ax, f"{axis}axis").set_major_formatter(PercentFormatter(1, decimals=0))


def _coverage(ax: Any, evaluation: Evaluation) -> None:
    curve = evaluation.coverage
    at = [band.at for band in curve]
    ax.fill_between(at, [b.low for b in curve], [b.high for b in curve], color=PALETTE[0], alpha=0.18, linewidth=0)
    ax.plot(at, [b.value for b in curve], color=PALETTE[0], linewidth=2, marker="o", markersize=3.5)
    last = curve[-1]
    ax.annotate(
        f"all pairs: {last.value:.0%}", (last.at, last.value), (0, 16), textcoords="offset points", ha="right",
        va="bottom", fontsize=9, color=INK, bbox={"color": "white", "alpha": 0.7, "pad": 1},
    )  # fmt: skip
    ax.set(xlim=(0, 1.02), ylim=(min(0.4, *(b.low for b in curve if b.low == b.low), 1.0), 1.01))
    ax.set_xlabel("part of the pairs that is kept, the surest first", fontsize=9, color=INK)
    ax.set_ylabel("share right", fontsize=9, color=INK)
    title(ax, "Accuracy by coverage", "What abstaining where it is unsure would gain")
    clean(ax, "y")
    _percent(ax, "x")
    _percent(ax, "y")


def _reliability(ax: Any, evaluation: Evaluation) -> None:
    bins = [band for band in evaluation.reliability if band.low == band.low] or evaluation.reliability
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    ax.annotate("perfect", (0.06, 0.06), (4, 10), textcoords="offset points", rotation=45, fontsize=8, color=GREY)
    low = [max(b.value - b.low, 0) if b.low == b.low else 0 for b in bins]
    high = [max(b.high - b.value, 0) if b.high == b.high else 0 for b in bins]
    ax.errorbar(
        [b.at for b in bins], [b.value for b in bins], yerr=[low, high], color=PALETTE[1], linewidth=1.6, marker="o",
        markersize=5, elinewidth=1, capsize=3,
    )  # fmt: skip
    error = evaluation.figures["ece"].value
    ax.set(xlim=(0, 1), ylim=(0, 1.01), aspect="equal")
    ax.set_xlabel("mean confidence of a fifth of the pairs", fontsize=9, color=INK)
    ax.set_ylabel("share right", fontsize=9, color=INK)
    title(ax, "Is the confidence true?", f"Expected calibration error {error:.3f}")
    clean(ax, "y")
    _percent(ax, "x")
    _percent(ax, "y")
