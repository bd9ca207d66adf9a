"""Tests of paired differences: whether two models are right equally often, or one figure is higher than the other."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, erfc, sqrt

import numpy as np

__all__ = ["bootstrap_p", "holm", "mcnemar", "mcnemar_name"]

# With fewer discordant pairs the chi-square is too rough (Edwards, 1948).
_FEW = 25


def mcnemar(only_a: int, only_b: int) -> float:
    """Test whether two models are right equally often (McNemar, 1947): exactly where few answers differ.

    Examples
    --------
    >>> round(mcnemar(1, 9), 4), round(mcnemar(20, 40), 4), mcnemar(0, 0)
    (0.0215, 0.0142, 1.0)
    """
    n = only_a + only_b
    if n < _FEW:
        tail = sum(comb(n, k) for k in range(min(only_a, only_b) + 1)) / 2**n
        return float(min(1.0, 2 * tail))
    # With one degree of freedom the chi-square's tail is that of the normal distribution's two sides.
    return erfc(sqrt(max(abs(only_a - only_b) - 1, 0) ** 2 / n / 2))


def mcnemar_name(discordant: int) -> str:
    """Name the form of the test that so many discordant pairs get."""
    return "McNemar (exact)" if discordant < _FEW else "McNemar (chi-square)"


def bootstrap_p(draws: np.ndarray) -> float:
    """Give the two-sided p of a difference from its value (first) and draws: how often it has the other sign."""
    rest = draws[1:][~np.isnan(draws[1:])]
    if not len(rest):
        return 1.0
    low, high = (rest <= 0).sum() + 1, (rest >= 0).sum() + 1
    return float(min(1.0, 2 * min(low, high) / (len(rest) + 1)))


def holm(p: Sequence[float]) -> list[float]:
    """Correct p values for their number, step by step (Holm, 1979).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected, highest = [0.0] * len(p), 0.0
    for rank, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        highest = max(highest, min(1.0, (len(p) - rank) * p[i]))
        corrected[i] = highest
    return corrected
