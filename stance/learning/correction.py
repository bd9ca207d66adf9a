"""Corrections on top of what was learned before: linear, and as small as the new data lets them be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stance.features.scoring import ScoreTable
from stance.learning.calibration import Calibration, sigmoid, softmax

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["Correction", "Output", "correct", "fit_scaling", "fit_touch", "rebuilt"]

Output = tuple[np.ndarray, np.ndarray]  # coefficients and intercept of one or more outputs

# How many held-out rows the old calibration is worth.
_PRIOR = 10.0


@dataclass(frozen=True, slots=True)
class Correction:
    """What is added to a linear decision.

    Attributes
    ----------
    coefficients : ndarray of float64, shape (n_columns, n_outputs)
    intercept : ndarray of float64, shape (n_outputs,)
    """

    coefficients: np.ndarray
    intercept: np.ndarray

    def decide(self, features: sp.csr_matrix) -> np.ndarray:
        """Compute what is added for rows of features."""
        result: np.ndarray = features @ self.coefficients + self.intercept
        return result


def correct(
    features: sp.csr_matrix,
    target: np.ndarray,
    before: np.ndarray,
    cost: float,
    weights: np.ndarray,
    anchors: sp.csr_matrix | None = None,
    hold: float = 0.0,
) -> Correction:
    """Learn a correction of given decisions, with the squared hinge loss and an L2 penalty towards no correction.

    The loss is that of `stance.learning.linear`; penalised towards the old weights it keeps them wherever the new rows
    do not ask for others (proximal regularisation; Evgeniou and Pontil, 2004).

    Parameters
    ----------
    features : csr_matrix, shape (n, d)
    target : ndarray of bool, shape (n, k)
        For each output, whether the row is of its class.
    before : ndarray, shape (n, k)
        The decisions to correct.
    cost : float
        How much an error counts against the size of the correction.
    weights : ndarray, shape (n,)
    anchors : csr_matrix, shape (m, d), optional
        Rows whose decisions shall stay what they are, whatever their labels (Li and Hoiem, 2016, learning without
        forgetting): taught again by their labels they would be learned by heart.
    hold : float
        How much a changed decision of an anchor counts against the size of the correction.
    """
    from threadpoolctl import threadpool_limits

    # Only columns that occur can change; the others would just be carried along.
    active = np.unique(features.indices)
    rows = features[:, active]
    held = rows[:0] if anchors is None else anchors[:, active]
    coefficients, intercept = np.zeros((features.shape[1], target.shape[1])), np.zeros(target.shape[1])
    # Sums on several threads would depend on how many there are.
    with threadpool_limits(1):
        for k in range(target.shape[1]):
            found = _minimise(rows, np.where(target[:, k], 1.0, -1.0), before[:, k], cost * weights, held, hold)
            coefficients[active, k], intercept[k] = found[:-1], found[-1]
    return Correction(coefficients, intercept)


def _minimise(
    rows: sp.csr_matrix, sign: np.ndarray, before: np.ndarray, cost: np.ndarray, held: sp.csr_matrix, hold: float
) -> np.ndarray:
    from scipy.optimize import minimize

    columns, held_columns = rows.T.tocsr(), held.T.tocsr()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        short = np.maximum(1 - sign * (before + rows @ w[:-1] + w[-1]), 0)
        change = held @ w[:-1] + w[-1]
        pull, back = -2 * cost * sign * short, 2 * hold * change
        value = 0.5 * w @ w + (cost * short**2).sum() + hold * (change**2).sum()
        return value, w + np.append(columns @ pull + held_columns @ back, pull.sum() + back.sum())

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    result: np.ndarray = found.x
    return result


def fit_touch(decisions: np.ndarray, touched: np.ndarray, weights: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Fit slope and offset of a new topic's sigmoid (Platt, 1999), held near those that other topics have.

    Parameters
    ----------
    decisions : ndarray, shape (n,)
        For rows that were held out.
    touched : ndarray of bool, shape (n,)
    weights : ndarray, shape (n,)
    prior : ndarray, shape (2,)
    """
    from scipy.optimize import minimize

    sign = np.where(touched, 1.0, -1.0)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        slope = np.exp(x[0])
        score = sign * (slope * decisions + x[1])
        pull = -weights * sign * sigmoid(-score)
        away = x - start
        value = (weights * np.logaddexp(0, -score)).sum() + 0.5 * _PRIOR * away @ away
        return value, np.array([(pull * decisions).sum() * slope, pull.sum()]) + _PRIOR * away

    start = np.array([np.log(max(prior[0], 1e-3)), prior[1]])
    slope, offset = minimize(loss, start, jac=True, method="BFGS").x
    return np.array([np.exp(slope), offset])


def fit_scaling(
    decisions: np.ndarray, labels: np.ndarray, weights: np.ndarray, shared: Calibration
) -> tuple[float, np.ndarray]:
    """Fit by how much a new topic's decisions are stretched and shifted so that the shared calibration holds for them.

    Parameters
    ----------
    decisions : ndarray, shape (n, k)
        For rows that were held out.
    labels : ndarray of int, shape (n,)
    weights : ndarray, shape (n,)
    shared : Calibration

    Returns
    -------
    stretch : float
    shift : ndarray, shape (k,)
    """
    from scipy.optimize import minimize

    truth = np.arange(len(labels)), labels

    def loss(x: np.ndarray) -> float:
        p = softmax((np.exp(x[0]) * decisions + x[1:]) @ shared.matrix + shared.offset)
        return float(-(weights * np.log(np.maximum(p[truth], 1e-12))).sum() + 0.5 * _PRIOR * x @ x)

    found = minimize(loss, np.zeros(1 + decisions.shape[1]), method="BFGS").x
    return float(np.exp(found[0])), found[1:]


def rebuilt(table: ScoreTable, changed: Mapping[int, Output], added: Sequence[Output], at: int) -> ScoreTable:
    """Copy a table with some outputs replaced and others put in; the bytes of the rest stay as they are."""
    weights, scale, intercept = np.array(table.weights), table.scale.copy(), table.intercept.copy()
    for k, output in changed.items():
        one = ScoreTable.compress(table.features, *output)
        weights[:, k], scale[k], intercept[k] = one.weights[:, 0], one.scale[0], one.intercept[0]
    more = [ScoreTable.compress(table.features, *output) for output in added]
    return ScoreTable(
        table.features,
        np.hstack([weights[:, :at], *(one.weights for one in more), weights[:, at:]]),
        np.concatenate([scale[:at], *(one.scale for one in more), scale[at:]]),
        np.concatenate([intercept[:at], *(one.intercept for one in more), intercept[at:]]),
    )
