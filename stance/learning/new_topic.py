"""A topic that a model did not know: learned from few statements, with what other topics have taught as the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stance.errors import InputError
from stance.labels import STANCES
from stance.learning.calibration import best_threshold, sigmoid
from stance.learning.correction import Output, correct, fit_scaling, fit_touch
from stance.learning.heads import Heads
from stance.learning.linear import out_of_fold

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["NewTopic", "Rows", "learn_topic"]

_FEWEST = 10  # a new topic that fewer statements take a stance on cannot be checked
_KNOWN = 50  # how many statements the usual threshold is worth


@dataclass(frozen=True, slots=True)
class Rows:
    """What there is to learn from: the new statements, and those of the model's memory.

    Attributes
    ----------
    matrix : csr_matrix, shape (n, n_columns)
    weights : ndarray of float64, shape (n,)
    folds : ndarray of int, shape (n,)
    """

    matrix: sp.csr_matrix
    weights: np.ndarray
    folds: np.ndarray


@dataclass(frozen=True, slots=True)
class NewTopic:
    """All that is learned of a new topic.

    Attributes
    ----------
    detect, stance : tuple of ndarray
        Coefficients and intercept of its outputs.
    touch : ndarray, shape (2,)
        Slope and offset of its sigmoid.
    threshold : float
    figures : dict of str to float
        How it did on statements held out: ``topic_f1``, ``stance_acc`` and, beside it, ``stance_majority``.
    """

    detect: Output
    stance: Output
    touch: np.ndarray
    threshold: float
    figures: dict[str, float]


def learn_topic(
    heads: Heads, name: str, rows: Rows, stances: np.ndarray, *, touch_cost: float, stance_cost: float, n_jobs: int = 1
) -> NewTopic:
    """Learn whether statements touch a topic and which stance they take on it.

    Parameters
    ----------
    heads : Heads
        What the model knew before: its shared weights are corrected, its calibrations are the prior.
    name : str
        The topic's id.
    rows : Rows
    stances : ndarray of int, shape (n,)
        -1 where the topic is not touched.
    touch_cost, stance_cost : float
    n_jobs : int, default=1

    Raises
    ------
    InputError
        If too few statements touch the topic, or all do.
    """
    touched = stances >= 0
    if touched.sum() < _FEWEST:
        raise InputError(
            f"the new topic {name!r} has {int(touched.sum())} statements; annotate at least {_FEWEST}, or leave it out "
            "by naming the topics to learn"
        )
    if touched.all():
        raise InputError(f"every statement touches {name!r}; give some that do not, or a model with a memory")
    detect, touch, threshold, topic_f1 = _learn_touch(heads, rows, touched, touch_cost, n_jobs)
    on = np.flatnonzero(touched)
    part = Rows(rows.matrix[on], rows.weights[on], rows.folds[on])
    stance, accuracy = _learn_stance(heads, part, stances[on], stance_cost, n_jobs)
    majority = np.bincount(stances[on]).max() / len(on)
    figures = {"topic_f1": topic_f1, "stance_acc": accuracy, "stance_majority": majority}
    return NewTopic(detect, stance, touch, threshold, {key: round(float(v), 4) for key, v in figures.items()})


def _learn_touch(
    heads: Heads, rows: Rows, touched: np.ndarray, cost: float, n_jobs: int
) -> tuple[Output, np.ndarray, float, float]:
    target, nothing = touched[:, None], np.zeros((len(touched), 1))

    def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
        found = correct(rows.matrix[learn], target[learn], nothing[learn], cost, rows.weights[learn])
        return found.decide(rows.matrix[decide])

    decisions = out_of_fold(fold, rows.folds, n_jobs)[:, 0]
    touch = fit_touch(decisions, touched, rows.weights, np.median(heads.touch, axis=0))
    probability = sigmoid(decisions * touch[0] + touch[1])
    usual, n = float(heads.thresholds.mean()), int(touched.sum())
    threshold = (n * best_threshold(probability, touched, usual) + _KNOWN * usual) / (n + _KNOWN)
    given = probability >= threshold
    f1 = 2 * (given & touched).sum() / (given.sum() + touched.sum())
    found = correct(rows.matrix, target, nothing, cost, rows.weights)
    return (found.coefficients, found.intercept), touch, threshold, float(f1)


def _learn_stance(heads: Heads, rows: Rows, codes: np.ndarray, cost: float, n_jobs: int) -> tuple[Output, float]:
    """Correct the shared weights, and stretch them so that the calibration of all topics holds for this one."""
    table, shared = heads.stance, slice(-len(STANCES), None)
    old = table.weights[:, shared] * table.scale[shared] / heads.features.idf[:, None]
    before = rows.matrix @ old + table.intercept[shared]
    target = codes[:, None] == np.arange(len(STANCES))

    def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
        found = correct(rows.matrix[learn], target[learn], before[learn], cost, rows.weights[learn])
        return np.asarray(before[decide] + found.decide(rows.matrix[decide]))

    decisions = out_of_fold(fold, rows.folds, n_jobs)
    stretch, shift = fit_scaling(decisions, codes, rows.weights, heads.stance_calibration)
    given = heads.stance_calibration.apply(stretch * decisions + shift).argmax(axis=1)
    found = correct(rows.matrix, target, before, cost, rows.weights)
    coefficients, intercept = old + found.coefficients, table.intercept[shared] + found.intercept
    return (coefficients * stretch, intercept * stretch + shift), float((given == codes).mean())
