"""`StanceClassifier` and `SentimentClassifier`: the learner as scikit-learn estimators."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from stance.errors import InputError
from stance.features.extractor import DEFAULT_GROUPS, TextFeatures
from stance.features.transformer import StanceFeatures, strings
from stance.learning.calibration import Calibration
from stance.learning.linear import Linear, fit_linear, fold_numbers, out_of_fold

__all__ = ["SentimentClassifier", "StanceClassifier"]

_FEWEST_TO_CALIBRATE = 20


class _CalibratedLinear(ClassifierMixin, BaseEstimator):
    """Linear decisions over features, turned into probabilities on held-out rows; subclasses make the features."""

    # Declared for the type checker; set by the constructors below.
    cost: float
    balanced: bool
    folds: int
    encoder: Any
    random_state: int
    n_jobs: int

    def _fit_features(self, X: Any) -> sp.csr_matrix:
        raise NotImplementedError

    def _features(self, X: Any) -> sp.csr_matrix:
        raise NotImplementedError

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> _CalibratedLinear:
        """Fit the linear decisions, and calibrate them on rows held out in turn.

        Parameters
        ----------
        X : see the class
        y : sequence of str, shape (n,)
            The labels; any strings.
        sample_weight : array-like of float, shape (n,), optional
            How much each row counts.
        groups : sequence, shape (n,), optional
            Rows of one group, such as an article, are never parted when the probabilities are calibrated.

        Returns
        -------
        self

        Raises
        ------
        InputError
            If the rows are malformed, or all labels are the same.
        """
        matrix = self._fit_features(X)
        self.classes_, codes = np.unique(np.asarray(list(y)), return_inverse=True)
        if len(codes) != matrix.shape[0]:
            raise InputError(f"{matrix.shape[0]} rows but {len(codes)} labels; give one label a row")
        if len(self.classes_) < 2:
            raise InputError(f"all {len(codes)} labels are {self.classes_[0]!r}; give at least two different labels")
        weights = None if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        self.linear_ = self._fit_linear(matrix, codes, weights)
        self.calibration_ = self._calibrate(matrix, codes, weights, groups)
        return self

    def _fit_linear(self, matrix: sp.csr_matrix, codes: np.ndarray, weights: np.ndarray | None) -> Linear:
        return fit_linear(
            matrix,
            codes,
            len(self.classes_),
            cost=self.cost,
            balanced=self.balanced,
            weights=weights,
            random_state=self.random_state,
        )

    def _calibrate(
        self, matrix: sp.csr_matrix, codes: np.ndarray, weights: np.ndarray | None, groups: Any
    ) -> Calibration:
        n_outputs = 1 if len(self.classes_) == 2 else len(self.classes_)
        if len(codes) < _FEWEST_TO_CALIBRATE or np.bincount(codes).min() < 2:
            return Calibration(np.eye(n_outputs) * 2.0, np.zeros(n_outputs))
        names = range(len(codes)) if groups is None else list(groups)
        folds = fold_numbers(list(names), self.folds, self.random_state)

        def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
            model = self._fit_linear(matrix[learn], codes[learn], None if weights is None else weights[learn])
            return model.decide(matrix[decide])

        return Calibration.fit(out_of_fold(fold, folds, self.n_jobs), codes, weights, float(self.balanced))

    def decision_function(self, X: Any) -> np.ndarray:
        """Score each class; the largest is the one predicted.

        Returns
        -------
        ndarray of float64, shape (n, n_classes), or (n,) for two classes
            The scores after calibration, before they are turned into probabilities.
        """
        check_is_fitted(self)
        raw = self.linear_.decide(self._features(X))
        scores: np.ndarray = raw @ self.calibration_.matrix + self.calibration_.offset
        return scores[:, 0] if scores.shape[1] == 1 else scores

    def predict_proba(self, X: Any) -> np.ndarray:
        """Give the probability of each class, in the order of ``classes_``.

        Returns
        -------
        ndarray of float64, shape (n, n_classes)
        """
        check_is_fitted(self)
        found = self.calibration_.apply(self.linear_.decide(self._features(X)))
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def predict(self, X: Any) -> np.ndarray:
        """Give the most probable label of each row.

        Returns
        -------
        ndarray of str, shape (n,)
        """
        probabilities = self.predict_proba(X)
        result: np.ndarray = self.classes_[probabilities.argmax(axis=1)]
        return result

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


class StanceClassifier(_CalibratedLinear):
    """Classify the stance that a text takes towards a target.

    Linear classifiers over `StanceFeatures`, whose probabilities are calibrated on held-out rows.

    Parameters
    ----------
    cost : float, default=0.3
        How much an error counts against the size of the coefficients.
    balanced : bool, default=True
        Whether every label counts as much, however rare; the probabilities are then those of equally frequent labels.
    bits : int, default=18
        Texts have ``2 ** bits`` hashed columns.
    max_targets : int, default=32
        With more targets than this no target gets columns of its own.
    encoder : path or callable, optional
        Sentence vectors as a further block: the folder of an ONNX sentence encoder (the extra ``encoder``), or a
        callable from a list of texts to an array of shape (n, d).
    folds : int, default=4
        Into how many parts the rows are dealt to calibrate the probabilities.
    random_state : int, default=0
    n_jobs : int, default=1
        How many folds are fitted side by side; the result does not depend on it.

    Attributes
    ----------
    classes_ : ndarray of str
        The labels, sorted.
    features_ : StanceFeatures
        The fitted features.

    Notes
    -----
    ``X`` is a sequence of (text, target) pairs, or a DataFrame with the columns ``text`` and ``target``. Targets
    that were not seen in `fit` are judged by what all targets share.

    Examples
    --------
    >>> X = [("We want to join.", "NATO"), ("We will never join.", "NATO")] * 3
    >>> y = ["favor", "against"] * 3
    >>> StanceClassifier(bits=12).fit(X, y).predict([("They will never join.", "EU")])
    array(['against'], dtype='<U7')
    """

    def __init__(
        self,
        cost: float = 0.3,
        *,
        balanced: bool = True,
        bits: int = 18,
        max_targets: int = 32,
        encoder: Any = None,
        folds: int = 4,
        random_state: int = 0,
        n_jobs: int = 1,
    ) -> None:
        self.cost = cost
        self.balanced = balanced
        self.bits = bits
        self.max_targets = max_targets
        self.encoder = encoder
        self.folds = folds
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _fit_features(self, X: Any) -> sp.csr_matrix:
        X = X if hasattr(X, "columns") or isinstance(X, (str, bytes)) else list(X)
        self.features_ = StanceFeatures(self.bits, max_targets=self.max_targets, encoder=self.encoder).fit(X)
        return self.features_.transform(X)

    def _features(self, X: Any) -> sp.csr_matrix:
        return self.features_.transform(X)


class SentimentClassifier(_CalibratedLinear):
    """Classify the tone of texts.

    Parameters
    ----------
    cost : float, default=0.1
        How much an error counts against the size of the coefficients.
    balanced : bool, default=True
        Whether every label counts as much, however rare; the probabilities are then those of equally frequent labels.
    bits, encoder, folds, random_state, n_jobs
        As in `StanceClassifier`.

    Attributes
    ----------
    classes_ : ndarray of str
        The labels, sorted.
    text_features_ : TextFeatures
        The fitted features.

    Notes
    -----
    ``X`` is a sequence of texts.

    Examples
    --------
    >>> X = ["A great success.", "A shameful failure.", "The session begins at nine."] * 2
    >>> y = ["positive", "negative", "neutral"] * 2
    >>> SentimentClassifier(bits=12).fit(X, y).predict(["What a success!"])
    array(['positive'], dtype='<U8')
    """

    def __init__(
        self,
        cost: float = 0.1,
        *,
        balanced: bool = True,
        bits: int = 18,
        encoder: Any = None,
        folds: int = 4,
        random_state: int = 0,
        n_jobs: int = 1,
    ) -> None:
        self.cost = cost
        self.balanced = balanced
        self.bits = bits
        self.encoder = encoder
        self.folds = folds
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _fit_features(self, X: Any) -> sp.csr_matrix:
        texts = _texts(X)
        self.text_features_ = TextFeatures(self.bits, DEFAULT_GROUPS).fit(texts)
        return self._features(texts)

    def _features(self, X: Any) -> sp.csr_matrix:
        from stance.features.encoder import encode

        texts = _texts(X)
        matrix = self.text_features_.matrix(texts)
        return (
            matrix if self.encoder is None else sp.hstack([matrix, sp.csr_matrix(encode(self.encoder, texts))]).tocsr()
        )


def _texts(X: Any) -> list[str]:
    if isinstance(X, (str, bytes)):
        raise InputError("expected a sequence of texts, not one string; give [text]")
    return strings(X, "text")
