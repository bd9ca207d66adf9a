"""Coefficients of agreement: values by nltk, bootstrap intervals by counts drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stance.annotations.codings import Tally, Triple

__all__ = ["Interval", "alpha", "alpha_of_counts", "f1", "intervals", "kappa", "kappa_of_counts"]

_CHUNK = 128


class Interval(NamedTuple):
    """A value with the bounds of its 95 % interval; NaN where it cannot be computed."""

    value: float
    low: float
    high: float


def alpha(triples: Sequence[Triple]) -> float:
    """Krippendorff's alpha by nltk; NaN if no item has two labels.

    Examples
    --------
    >>> alpha([("ann", "1", "favor"), ("bob", "1", "favor"), ("ann", "2", "against"), ("bob", "2", "against")])
    1.0
    """
    from nltk.metrics.agreement import AnnotationTask

    counts: dict[str, int] = {}
    for _, item, _ in triples:
        counts[item] = counts.get(item, 0) + 1
    paired = [triple for triple in triples if counts[triple[1]] > 1]
    return float(AnnotationTask(data=paired).alpha()) if paired else float("nan")


def kappa(triples: Sequence[Triple], first: str, second: str) -> float:
    """Cohen's kappa of two coders by nltk, over the items that both have labelled; NaN if there are none."""
    from nltk.metrics.agreement import AnnotationTask

    items = {c: {item for coder, item, _ in triples if coder == c} for c in (first, second)}
    both = items[first] & items[second]
    data = [triple for triple in triples if triple[0] in (first, second) and triple[1] in both]
    return float(AnnotationTask(data=data).kappa_pairwise(first, second)) if data else float("nan")


def alpha_of_counts(coincidences: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha from matrices of coincidences, one for each draw; 1 where there is one label only."""
    totals = coincidences.sum(axis=2)
    n = totals.sum(axis=1)
    observed = n - np.trace(coincidences, axis1=1, axis2=2)
    expected = n**2 - (totals**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = 1 - (n - 1) * observed / expected
    values = np.where((expected <= 1e-9) & (n > 0), 1.0, values)
    return np.where(n > 0, values, np.nan)


def kappa_of_counts(counts: np.ndarray) -> np.ndarray:
    """Cohen's kappa from matrices of counts, one for each draw; 1 where both coders always give one label."""
    n = counts.sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.trace(counts, axis1=1, axis2=2) / n
        expected = (counts.sum(axis=2) * counts.sum(axis=1)).sum(axis=1) / n**2
        values = (observed - expected) / (1 - expected)
    return np.where((n > 0) & (expected >= 1 - 1e-12), 1.0, values)


def intervals(tally: Tally, draws: int, seed: int) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals of alpha, alpha of the stance and each pair's kappa, over clusters drawn again.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    clusters, k = len(tally.coincidences), len(tally.labels)
    tables = {"alpha": tally.coincidences, "alpha_stance": tally.stance}
    tables |= {f"{a} & {b}": counts for (a, b), counts in tally.pairs.items()}
    stacked = np.stack(list(tables.values()), axis=1).reshape(clusters, -1)
    rng = np.random.default_rng(seed)
    drawn = []
    for start in range(0, draws, _CHUNK):
        chosen = rng.integers(0, clusters, size=(min(_CHUNK, draws - start), clusters))
        weights = np.stack([np.bincount(row, minlength=clusters) for row in chosen]).astype(float)
        drawn.append((weights @ stacked).reshape(len(weights), len(tables), k, k))
    counts = np.concatenate(drawn)
    found = {}
    for i, name in enumerate(tables):
        values = (alpha_of_counts if name.startswith("alpha") else kappa_of_counts)(counts[:, i])
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
        found[name] = (float(low), float(high))
    return found


def f1(tally: Tally) -> dict[str, float]:
    """F1 of one coder against another for each label, over all pairs of coders; the same in both directions."""
    k = len(tally.labels)
    counts = sum((c.sum(axis=0) for c in tally.pairs.values()), np.zeros((k, k)))
    said = counts.sum(axis=0) + counts.sum(axis=1)
    found = {
        label: float(2 * counts[i, i] / said[i]) if said[i] else float("nan") for i, label in enumerate(tally.labels)
    }
    if "none" in tally.labels:
        seen = counts[:-1, :-1].sum()
        total = said[:-1].sum()
        found["touched"] = float(2 * seen / total) if total else float("nan")
        found["pair"] = float(2 * np.trace(counts[:-1, :-1]) / total) if total else float("nan")
    return found
