"""From decisions to probabilities that mean what they say, fitted on decisions for rows that were held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Calibration", "best_threshold", "expected_calibration_error", "sigmoid", "softmax"]


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn rows of scores into rows of probabilities."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: np.ndarray = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def sigmoid(scores: np.ndarray) -> np.ndarray:
    """Turn scores into probabilities."""
    result: np.ndarray = 1.0 / (1.0 + np.exp(-np.clip(scores, -60, 60)))
    return result


@dataclass(frozen=True, slots=True)
class Calibration:
    """A softmax over a linear map of the decisions (vector scaling with a full matrix; Guo et al., 2017).

    For one output it is Platt's sigmoid (Platt, 1999).

    Attributes
    ----------
    matrix : ndarray of float64, shape (n_outputs, n_outputs)
    offset : ndarray of float64, shape (n_outputs,)
    """

    matrix: np.ndarray
    offset: np.ndarray

    @classmethod
    def fit(
        cls, decisions: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None, balance: float = 0.0
    ) -> Calibration:
        """Fit on held-out decisions.

        Parameters
        ----------
        decisions : ndarray, shape (n, k)
        labels : ndarray of int, shape (n,)
            Classes from 0 to ``k - 1``; 0 or 1 where k is 1.
        weights : ndarray, optional
        balance : float, between 0 and 1
            How far the classes are levelled: 0 keeps their shares, 1 makes them equal.
        """
        from sklearn.linear_model import LogisticRegression

        k = decisions.shape[1]
        n_classes = max(2, k)
        if len(np.unique(labels)) < n_classes:
            return cls(np.eye(k) * 2.0, np.zeros(k))
        share = np.bincount(labels, weights, minlength=n_classes).astype(float)
        row_weights = (np.ones(len(labels)) if weights is None else weights) * (share.mean() / share)[labels] ** balance
        model = LogisticRegression(C=100.0, max_iter=1000).fit(decisions, labels, row_weights)
        return cls(model.coef_.T.copy(), model.intercept_.copy())

    def apply(self, decisions: np.ndarray) -> np.ndarray:
        """Give the probabilities: of each class, or of the second class where there is one output.

        Returns
        -------
        ndarray of float64, shape (n, k)
        """
        scores = decisions @ self.matrix + self.offset
        return sigmoid(scores) if scores.shape[-1] == 1 else softmax(scores)

    def to_dict(self) -> dict[str, Any]:
        """The calibration as plain values."""
        return {"matrix": self.matrix.tolist(), "offset": self.offset.tolist()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Calibration:
        """Rebuild it from plain values."""
        return cls(np.array(values["matrix"], dtype=np.float64), np.array(values["offset"], dtype=np.float64))


def best_threshold(probabilities: np.ndarray, truth: np.ndarray, default: float = 0.5) -> float:
    """Find the probability from which on "yes" gives the best F1.

    Parameters
    ----------
    probabilities : ndarray, shape (n,)
    truth : ndarray of bool, shape (n,)

    Returns
    -------
    float
        Between 0.2 and 0.8, so that few examples cannot push it to an end.
    """
    if not truth.any() or truth.all():
        return default
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    ranked = probabilities[order]
    f1[(ranked < 0.2) | (ranked > 0.8)] = 0
    # The middle of the stretch that comes within a thousandth of the best: a lone peak is chance.
    good = ranked[f1 >= f1.max() - 0.001]
    return float(np.clip(np.median(good), 0.2, 0.8)) if f1.max() > 0 else default


def expected_calibration_error(confidence: np.ndarray, right: np.ndarray, n_bins: int = 10) -> float:
    """Mean distance of confidence and accuracy over bins of equal mass (Naeini, Cooper and Hauskrecht, 2015)."""
    if not len(confidence):
        return float("nan")
    order = np.argsort(-confidence, kind="stable")
    total = 0.0
    for part in np.array_split(order, n_bins):
        total += abs(confidence[part].sum() - right[part].sum())
    return float(total / len(order))
