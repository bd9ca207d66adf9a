"""`StanceFeatures`: the extractor as a scikit-learn transformer of (text, target) pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stance.errors import InputError
from stance.features.encoder import encode
from stance.features.extractor import DEFAULT_GROUPS, TextFeatures
from stance.features.relation import relation_matrix

__all__ = ["StanceFeatures", "cross", "split_pairs", "strings"]


class StanceFeatures(TransformerMixin, BaseEstimator):
    """Turn (text, target) pairs into features.

    There are blocks for the text itself; for what stands near the target's name in it; a copy of the text's features
    for each known target; and, with an encoder, for the sentence vector. What is true of every target is learned once
    on the shared columns; what a word means for one target alone, on that target's own copy (Daumé, 2007). A target
    that was not seen in `fit` has no copy.

    Parameters
    ----------
    bits : int, default=18
        The text has ``2 ** bits`` hashed columns.
    max_targets : int, default=32
        With more targets than this in `fit` no target gets a copy.
    relation : bool, default=True
        Whether what stands near the target's name is a block.
    encoder : path or callable, optional
        Sentence vectors; see `StanceClassifier`.

    Attributes
    ----------
    text_features_ : TextFeatures
        The fitted extractor of texts.
    targets_ : list of str
        The targets that have a copy, sorted.

    References
    ----------
    H. Daumé III (2007). Frustratingly easy domain adaptation. ACL.

    Examples
    --------
    >>> features = StanceFeatures(bits=10)
    >>> pairs = [("We want to join NATO.", "NATO"), ("We will not impose sanctions.", "sanctions")]
    >>> features.fit_transform(pairs).shape
    (2, 4096)
    """

    def __init__(self, bits: int = 18, *, max_targets: int = 32, relation: bool = True, encoder: Any = None) -> None:
        self.bits = bits
        self.max_targets = max_targets
        self.relation = relation
        self.encoder = encoder

    def fit(self, X: Any, y: Any = None) -> StanceFeatures:
        """Learn how rare each column is, and which targets there are.

        Parameters
        ----------
        X : sequence of (text, target) pairs, or DataFrame with the columns ``text`` and ``target``
        y : ignored

        Returns
        -------
        StanceFeatures
        """
        texts, targets = split_pairs(X)
        self.text_features_ = TextFeatures(self.bits, DEFAULT_GROUPS).fit(list(dict.fromkeys(texts)))
        names = sorted(set(targets))
        self.targets_ = names if len(names) <= self.max_targets else []
        return self

    def transform(self, X: Any) -> sp.csr_matrix:
        """Compute the features.

        Parameters
        ----------
        X : as in `fit`

        Returns
        -------
        csr_matrix of float64, shape (n_pairs, n_features)
        """
        check_is_fitted(self)
        texts, targets = split_pairs(X)
        distinct = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        shared = self.text_features_.matrix(list(distinct))
        known = {target: i for i, target in enumerate(self.targets_)}
        rows = np.array([distinct[text] for text in texts], dtype=np.int64)
        blocks = [cross(shared[rows], np.array([known.get(target, -1) for target in targets]), len(known))]
        if self.relation:
            blocks.append(relation_matrix(texts, targets, self.bits))
        if self.encoder is not None:
            blocks.append(sp.csr_matrix(encode(self.encoder, list(distinct))[rows]))
            self.n_encoded_ = blocks[-1].shape[1]
        return sp.hstack(blocks).tocsr()

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Name the columns.

        Returns
        -------
        ndarray of object
            ``text:17`` is a hashed column of the text, ``copy:NATO:17`` its copy for the target NATO, ``near:17`` a
            hashed column of what stands near the target, ``encoder:17`` a component of the sentence vector.
        """
        check_is_fitted(self)
        blocks = ["text", *(f"copy:{target}" for target in self.targets_), *(["near"] if self.relation else [])]
        names = [f"{block}:{i}" for block in blocks for i in range(1 << self.bits)]
        if self.encoder is not None:
            width = getattr(self, "n_encoded_", None) or encode(self.encoder, [""]).shape[1]
            names += [f"encoder:{i}" for i in range(width)]
        return np.array(names, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


def cross(shared: sp.csr_matrix, target: np.ndarray, n_targets: int) -> sp.csr_matrix:
    """Put beside the features of each text a copy of them in the block of its target (-1 has none)."""
    width = shared.shape[1]
    counts = np.diff(shared.indptr)
    kept = np.repeat(target >= 0, counts)
    indices = (shared.indices.astype(np.int64) + np.repeat(target, counts) * width)[kept]
    indptr = np.concatenate([[0], np.cumsum(np.where(target >= 0, counts, 0))])
    copies = sp.csr_matrix((shared.data[kept], indices, indptr), shape=(len(target), width * n_targets))
    return sp.hstack([shared, copies]).tocsr()


def split_pairs(X: Any) -> tuple[list[str], list[str]]:
    """Take (text, target) pairs apart.

    Raises
    ------
    InputError
        If ``X`` is one string or holds anything that is no pair of strings.
    """
    columns = getattr(X, "columns", None)
    if columns is not None:
        missing = [name for name in ("text", "target") if name not in list(columns)]
        if missing:
            raise InputError(f"the DataFrame has no column {missing[0]!r}; give the columns 'text' and 'target'")
        return strings(X["text"], "text"), strings(X["target"], "target")
    if isinstance(X, (str, bytes)):
        raise InputError("expected a sequence of (text, target) pairs, not one string; give [(text, target)]")
    rows = list(X)
    for i, row in enumerate(rows):
        if isinstance(row, str) or not isinstance(row, (Sequence, np.ndarray)) or len(row) != 2:
            raise InputError(f"row {i} is no (text, target) pair but {row!r:.60}; give two strings")
    return strings((row[0] for row in rows), "text"), strings((row[1] for row in rows), "target")


def strings(values: Iterable[Any], what: str) -> list[str]:
    """Take a sequence of strings, or say which is none."""
    found = list(values)
    for i, value in enumerate(found):
        if not isinstance(value, str):
            raise InputError(f"row {i}: the {what} is {value!r:.60}, not a string")
    return found
