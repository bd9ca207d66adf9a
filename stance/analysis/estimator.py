"""The difference estimator: shares from many predictions and few labels, with a document-clustered bootstrap.

A share is a ratio of two totals: how many statements take the position, and how many touch the topic. Each total is
what the labelled sample says, minus λ times how far the predictions for the sample are off those for the corpus. λ = 0
is the labelled sample alone, λ = 1 the full correction; any λ is valid, for any classifier. It is tuned so that
the interval is narrowest: with enough labels a matrix, by which each total learns from the predictions of all
stances (the regression estimator of survey sampling, which PPI++ is a case of), with few labels one number.

References
----------
Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), Prediction-powered inference. Science 382.
Angelopoulos, Duchi and Zrnic (2023), PPI++: efficient prediction-powered inference. arXiv:2311.01453.
Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, ch. 6 (the difference estimator).
Rubin (1981), The Bayesian bootstrap. Ann. Statist. 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Estimate", "difference_estimate"]

_MOST_NUMBERS = 4_000_000
# With fewer labels for each coefficient a tuning matrix fits chance, and the interval gets too narrow.
_ENOUGH = 15


@dataclass(frozen=True, slots=True)
class Estimate:
    """Ratios and their standard errors.

    Parameters
    ----------
    value, se : ndarray, shape (k,)
        The estimated ratios; NaN where no labelled statement touches the topic.
    tuning : ndarray, shape (k + 1, k + 1)
        λ, how much the predictions are trusted.
    n : int
        How many labelled statements count in the base.
    clusters : int
        How many documents they stand in.
    units : int
        How many independent units carry the estimate: these documents or, of a finite corpus, these statements.
    complete : bool
        Whether every statement of a finite corpus is labelled, so that nothing is left to chance.
    """

    value: np.ndarray
    se: np.ndarray
    tuning: np.ndarray
    n: int
    clusters: int
    units: int
    complete: bool = False


@dataclass(frozen=True, slots=True)
class _Sums:
    """Totals for each cluster: counts, and weighted sums of the predictions and of the k numerators and the base."""

    count: np.ndarray
    predicted: np.ndarray
    weight: np.ndarray
    gold: np.ndarray
    guess: np.ndarray
    # Of the whole corpus, where that is what the shares are of; else it varies with the clusters.
    mean: np.ndarray | None = None

    @classmethod
    def of(
        cls, predicted: np.ndarray, gold: np.ndarray, labelled: np.ndarray, weight: np.ndarray, codes: np.ndarray
    ) -> _Sums:
        """Add up by document."""
        clusters, at = int(codes.max()) + 1, codes[labelled]
        weighted = (_by_cluster(values * weight[:, None], at, clusters) for values in (gold, predicted[labelled]))
        count = np.bincount(codes, minlength=clusters).astype(float)
        return cls(count, _by_cluster(predicted, codes, clusters), np.bincount(at, weight, clusters), *weighted)

    @classmethod
    def of_statements(cls, predicted: np.ndarray, gold: np.ndarray, labelled: np.ndarray, weight: np.ndarray) -> _Sums:
        """Let each labelled statement stand alone beside the corpus, which does not vary."""
        guess = predicted[labelled]
        mean = predicted.mean(axis=0)
        return cls(np.ones(len(gold)), guess, weight, gold * weight[:, None], guess * weight[:, None], mean)

    def ratios(self, draws: np.ndarray, tuning: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give ratios and bases for each row of cluster weights."""
        weight = (draws @ self.weight)[:, None]
        total = draws @ self.gold / weight
        if tuning.any():
            corpus = self.mean
            if corpus is None:
                corpus = draws @ self.predicted / (draws @ self.count)[:, None]
            total += (corpus - draws @ self.guess / weight) @ tuning
        base = total[:, -1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            return total[:, :-1] / base, base[:, 0]


def _by_cluster(values: np.ndarray, codes: np.ndarray, clusters: int) -> np.ndarray:
    columns = [np.bincount(codes, values[:, j], clusters) for j in range(values.shape[1])]
    return np.stack(columns, axis=1)


def _tune(
    gold: np.ndarray, guess: np.ndarray, weight: np.ndarray, ratio: np.ndarray, n_corpus: int
) -> tuple[np.ndarray, int]:
    """Tune λ for the smallest variance (PPI++, eq. 6); gives λ and how many numbers were fitted."""
    shrink = 1 / (1 + len(gold) / n_corpus)
    y, x = _centred(gold, weight), _centred(guess, weight)
    rank = int(np.linalg.matrix_rank(x)) if len(x) else 0
    if (gold[:, -1] > 0).sum() >= _ENOUGH * rank:
        return np.asarray(np.linalg.pinv(x.T @ x, rcond=1e-9, hermitian=True) @ (x.T @ y) * shrink), rank
    # One number for all, on the statements' shares in the ratios: what a base and its numerators have in common.
    r, q = (_centred(v[:, :-1] - ratio * v[:, -1:], weight) for v in (gold, guess))
    spread = float((q * q).sum())
    scalar = float(np.clip((r * q).sum() / spread * shrink, 0.0, 1.0)) if spread > 0 else 0.0
    return scalar * np.eye(x.shape[1]), 1


def _centred(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    # Weighted, since the variance of a weighted mean is made of w²(x - mean)².
    centred: np.ndarray = weight[:, None] * (values - np.average(values, axis=0, weights=weight))
    return centred


def difference_estimate(
    predicted: np.ndarray,
    gold: np.ndarray,
    labelled: np.ndarray,
    weight: np.ndarray,
    cluster: np.ndarray,
    *,
    n_boot: int,
    rng: np.random.Generator,
    tuned: bool = True,
    finite: bool = False,
) -> Estimate:
    """Estimate the ratios of the first columns to the last one.

    The standard errors come from a bootstrap that gives each document a random exponential weight (the Bayesian
    bootstrap, whose draws never leave a small cell empty), scaled for the number of documents.

    Parameters
    ----------
    predicted : ndarray, shape (n, k + 1)
        What the classifier says of each statement; the base in the last column.
    gold : ndarray, shape (m, k + 1)
        What the labels say of the labelled ones.
    labelled : ndarray of int, shape (m,)
        Which statements are labelled.
    weight : ndarray, shape (m,)
        Their sampling weights.
    cluster : ndarray of int, shape (n,)
        The document of each statement.
    n_boot : int
        Draws of the bootstrap.
    rng : Generator
        The source of chance.
    tuned : bool, default=True
        Whether the predictions are used at all; without them the labelled sample speaks alone.
    finite : bool, default=False
        Whether the shares are those of exactly these statements, of which labels of some are not known, rather than
        those of the press that the documents were drawn from. Chance is then in the drawing of the sample alone.

    Returns
    -------
    Estimate
    """
    k = gold.shape[1] - 1
    tuning, fitted = np.zeros((k + 1, k + 1)), 0
    _, codes = np.unique(cluster, return_inverse=True)
    touched = gold[:, -1] > 0
    n, informative = int(touched.sum()), len(np.unique(codes[labelled[touched]]))
    if n == 0:
        return Estimate(np.full(k, np.nan), np.full(k, np.nan), tuning, 0, 0, 0)
    parts = (predicted, gold, labelled, weight)
    sums = _Sums.of_statements(*parts) if finite else _Sums.of(*parts, codes)
    clusters = len(sums.weight)
    whole = np.ones((1, clusters))
    if tuned:
        tuning, fitted = _tune(gold, predicted[labelled], weight, sums.ratios(whole, tuning)[0][0], len(predicted))
    value, base = sums.ratios(whole, tuning)
    drawn, bases = _bootstrap(sums, tuning, n_boot, rng)
    if tuning.any() and (base[0] <= 0 or bases.min() < 0.1 * base[0]):
        # The predictions would all but empty the base in some draws, so that ratios run away: labels alone.
        tuning, fitted = np.zeros_like(tuning), 0
        value, _ = sums.ratios(whole, tuning)
        drawn, _ = _bootstrap(sums, tuning, n_boot, rng)
    # Exponential weights spread by G / (G + 1) too little as against G - 1 degrees of freedom; and residuals of a
    # fitted λ are too small by their leverage, as the jackknife has it (HC3).
    scale = np.sqrt((clusters + 1) / max(clusters - 1, 1)) * n / max(n - fitted, 1)
    complete = finite and len(gold) == len(predicted)
    if finite:
        scale *= np.sqrt(1 - len(gold) / len(predicted))
    se = drawn.std(axis=0, ddof=1) * scale if clusters > 1 else np.full(k, np.nan)
    return Estimate(value[0], se, tuning, n, informative, n if finite else informative, complete)


def _bootstrap(sums: _Sums, tuning: np.ndarray, n_boot: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    clusters = len(sums.weight)
    step = max(1, _MOST_NUMBERS // clusters)
    parts = []
    for start in range(0, n_boot, step):
        draws = rng.standard_exponential((min(step, n_boot - start), clusters))
        parts.append(sums.ratios(draws, tuning))
    return np.concatenate([ratio for ratio, _ in parts]), np.concatenate([base for _, base in parts])
