"""Intervals for shares and means from few clusters."""

from __future__ import annotations

import math
from functools import cache

__all__ = ["Interval", "cluster_interval"]

Interval = tuple[float, float]


@cache
def _quantile(level: float, df: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + level / 2))


def cluster_interval(
    value: float, se: float, *, clusters: int, n: float, level: float = 0.95, low: float = 0.0, high: float = 1.0
) -> Interval | None:
    """Give the interval of a share, or of a mean on a bounded scale, from its cluster-robust standard error.

    Wilson's score interval with the effective sample size, p(1 - p) / se², and the t quantile with one degree of
    freedom less than there are clusters. It stays inside the scale, and with few clusters and rare categories it
    holds its level where the percentile bootstrap and the plain normal interval do not.

    Parameters
    ----------
    value, se : float
        The estimate and its standard error. An estimate outside the scale is drawn in by half an observation.
    clusters : int
        How many clusters (documents) carry information.
    n : float
        How many observations there are; with no spread among them the clusters are taken as the sample.
    level : float
        The nominal coverage.
    low, high : float
        The ends of the scale.

    Returns
    -------
    tuple of float, or None
        None with fewer than two clusters: one document tells nothing of how much documents differ.

    References
    ----------
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data. Survey Methodology 24. Dean and Pagano (2015), Evaluating confidence interval methods
    for binomial proportions in clustered surveys. J. Survey Stat. Methodol. 3.

    Examples
    --------
    >>> [round(end, 3) for end in cluster_interval(0.3, 0.05, clusters=30, n=200)]
    [0.209, 0.41]
    >>> [round(end, 3) for end in cluster_interval(0.0, 0.0, clusters=12, n=40)]
    [0.0, 0.305]
    >>> cluster_interval(0.5, 0.1, clusters=1, n=9) is None
    True
    """
    if clusters < 2 or not math.isfinite(value) or not math.isfinite(se):
        return None
    span = high - low
    p, edge = (value - low) / span, 0.5 / (n + 1)
    inside = min(max(p, edge), 1 - edge)
    variance = (se / span) ** 2
    if variance <= 1e-18:
        variance = inside * (1 - inside) / clusters
    if not 0 < p < 1:
        variance = max(variance, inside * (1 - inside) / max(n, 1.0))
    t = _quantile(level, clusters - 1)
    ratio = t * t * variance / (inside * (1 - inside))
    middle = (inside + ratio / 2) / (1 + ratio)
    half = math.sqrt(ratio * inside * (1 - inside) + ratio * ratio / 4) / (1 + ratio)
    return low + span * max(0.0, middle - half), low + span * min(1.0, middle + half)
