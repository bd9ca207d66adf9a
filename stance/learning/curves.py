"""Curves behind the figures: how true the confidence is, and how accuracy falls as more is covered."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np

from stance.learning.evaluate import Outcome
from stance.learning.metrics import Hits, draw_weights

__all__ = ["Band", "coverage_curve", "reliability_bins"]

_COVERAGES = np.arange(1, 21) / 20


@dataclass(frozen=True, slots=True)
class Band:
    """A point of a curve with the interval of its height.

    Attributes
    ----------
    at : float
        Where it stands: the mean confidence of a bin, or the part covered.
    value, low, high : float
        The share of right pairs and its 95 % interval.
    n : float
        How many pairs are behind it.
    confidence : float
        The lowest confidence among them.
    """

    at: float
    value: float
    low: float
    high: float
    n: float
    confidence: float

    def to_dict(self) -> dict[str, float | None]:
        """Give plain values; what cannot be computed is None."""
        return {name: None if math.isnan(value) else value for name, value in asdict(self).items()}


def reliability_bins(outcome: Outcome, n_draws: int = 1000, random_state: int = 0) -> list[Band]:
    """Compare confidence and accuracy in bins of equally many given pairs, from the least sure (DeGroot, 1983)."""
    hits = Hits(outcome)
    one = np.ones(int(outcome.group.max()) + 1)
    edges = hits.edges(one)
    places = np.searchsorted(edges, np.cumsum(hits.weight) - hits.weight / 2, side="right") - 1
    bins = []
    for k in reversed(range(len(edges) - 1)):
        inside = np.flatnonzero(places == k)
        if not len(inside):
            continue
        weight = hits.weight[inside]
        part = np.zeros((len(one), 2))
        np.add.at(part, hits.group[inside], np.column_stack([weight, weight * hits.right[inside]]))
        # A bin keeps its pairs in every draw, so that its interval is that of a share.
        drawn = np.concatenate([rows @ part for rows in draw_weights(len(one), n_draws, random_state)])
        shares = _ratio(drawn[:, 1], drawn[:, 0])
        sure = float(np.average(hits.confidence[inside], weights=weight))
        bins.append(Band(sure, *_interval(shares), float(weight.sum()), float(hits.confidence[inside].min())))
    return bins


def coverage_curve(outcome: Outcome, n_draws: int = 1000, random_state: int = 0) -> list[Band]:
    """Give the share right of the surest 5 %, 10 %, ... of the given pairs (El-Yaniv and Wiener, 2010)."""
    hits = Hits(outcome)
    if not len(hits.right):
        return []
    rows = []
    for weights in draw_weights(int(outcome.group.max()) + 1, n_draws, random_state):
        for row in weights:
            places = _COVERAGES * hits.total(row)
            rows.append(_ratio(hits.at(row, places)[1], places))
    shares = np.array(rows)
    passed = np.cumsum(hits.weight)
    curve = []
    for k, coverage in enumerate(_COVERAGES):
        n = coverage * passed[-1]
        last = min(int(np.searchsorted(passed, n - 1e-9)), len(passed) - 1)
        curve.append(Band(float(coverage), *_interval(shares[:, k]), float(n), float(hits.confidence[last])))
    return curve


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def _interval(draws: np.ndarray) -> tuple[float, float, float]:
    rest = draws[1:][~np.isnan(draws[1:])]
    low, high = np.quantile(rest, [0.025, 0.975]) if len(rest) else (np.nan, np.nan)
    return float(draws[0]), float(low), float(high)
