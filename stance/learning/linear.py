"""Linear models over sparse features: one fit, and decisions for rows that the fit has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["Linear", "fit_linear", "fold_numbers", "out_of_fold"]


@dataclass(frozen=True, slots=True)
class Linear:
    """A decision ``features @ coefficients + intercept``, an output a class (one output for two classes).

    Attributes
    ----------
    coefficients : ndarray of float64, shape (n_columns, n_outputs)
    intercept : ndarray of float64, shape (n_outputs,)
    """

    coefficients: np.ndarray
    intercept: np.ndarray

    def decide(self, features: sp.csr_matrix) -> np.ndarray:
        """Compute the outputs for rows of features."""
        result: np.ndarray = features @ self.coefficients + self.intercept
        return result


def fit_linear(
    features: sp.csr_matrix,
    labels: np.ndarray,
    n_classes: int,
    *,
    cost: float,
    balanced: bool = False,
    weights: np.ndarray | None = None,
    random_state: int = 0,
) -> Linear:
    """Fit one-against-rest linear classifiers with the squared hinge loss (LIBLINEAR; Fan et al., 2008).

    Parameters
    ----------
    features : csr_matrix, shape (n, d)
    labels : ndarray of int, shape (n,)
        Classes from 0. A class without rows gets a decision of -1 throughout.
    n_classes : int
    cost : float
        How much an error counts against the size of the coefficients.
    balanced : bool
        Whether every class counts as much, however rare.
    weights : ndarray, optional
        How much each row counts.
    """
    from sklearn.svm import LinearSVC

    n_outputs = 1 if n_classes == 2 else n_classes
    coefficients = np.zeros((features.shape[1], n_outputs))
    intercept = np.full(n_outputs, -1.0)
    present = np.unique(labels)
    if len(present) == 1:
        sole = int(present[0])
        intercept[:] = np.where(np.arange(n_outputs) == (sole - 1 if n_outputs == 1 else sole), 1.0, -1.0)
        return Linear(coefficients, intercept)
    machine = LinearSVC(
        C=cost, class_weight="balanced" if balanced else None, random_state=random_state, tol=1e-3, max_iter=3000
    )
    for k in range(n_outputs):
        target = labels == (1 if n_outputs == 1 else k)
        if not target.any():
            continue
        machine.fit(features, target, sample_weight=weights)
        coefficients[:, k], intercept[k] = machine.coef_[0], machine.intercept_[0]
    return Linear(coefficients, intercept)


def fold_numbers(groups: Sequence[object], n_folds: int, random_state: int = 0) -> np.ndarray:
    """Deal rows into folds so that rows of one group are never parted.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    names = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    deal = np.random.default_rng(random_state).permutation(len(names)) % n_folds
    return deal[[names[group] for group in groups]]


def out_of_fold(fit: Callable[[np.ndarray, np.ndarray], np.ndarray], folds: np.ndarray, n_jobs: int = 1) -> np.ndarray:
    """Decide every row with a model that has not seen it.

    Parameters
    ----------
    fit : callable
        Takes the numbers of the rows to learn from and of those to decide; gives the decisions.
    folds : ndarray of int, shape (n,)
    n_jobs : int
        How many folds are fitted side by side, each in a process of its own: LIBLINEAR's random numbers are shared
        between threads, and the result must not depend on the number of jobs.

    Returns
    -------
    ndarray of float64, shape (n, n_outputs)
    """
    from joblib import Parallel, delayed

    numbers = np.unique(folds)
    tasks = [(np.flatnonzero(folds != number), np.flatnonzero(folds == number)) for number in numbers]
    parts = Parallel(n_jobs=n_jobs)(delayed(fit)(learn, decide) for learn, decide in tasks)
    result = np.zeros((len(folds), parts[0].shape[1]))
    for (_, decide), part in zip(tasks, parts, strict=True):
        result[decide] = part
    return result
