"""Scoring without a matrix: weights are gathered and summed straight from the hashed occurrences, with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stance.features.blocks import distinct_words
from stance.features.extractor import _STEPS, TextFeatures, batches, segment_sum
from stance.features.text import Words, find_words

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["ScoreTable"]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Linear weights, rounded to bytes, over the columns of `TextFeatures`.

    Sums are of whole numbers, so a text scores bit for bit the same alone and in any batch, and the same as
    ``features.matrix(texts) @ table.coefficients() + table.intercept`` to rounding.

    Attributes
    ----------
    features : TextFeatures
    weights : ndarray of int8, shape (n_columns, n_outputs)
        A coefficient times the idf of its column, in units of ``scale``.
    scale, intercept : ndarray of float64, shape (n_outputs,)
    """

    features: TextFeatures
    weights: np.ndarray
    scale: np.ndarray
    intercept: np.ndarray

    @classmethod
    def compress(cls, features: TextFeatures, coefficients: np.ndarray, intercept: np.ndarray) -> ScoreTable:
        """Round coefficients of shape (n_columns, n_outputs) to bytes, each output in its own unit."""
        table = np.empty(coefficients.shape, dtype=np.int8)
        scale = np.empty(coefficients.shape[1])
        for k in range(coefficients.shape[1]):
            column = coefficients[:, k] * features.idf
            scale[k] = max(np.abs(column).max(initial=0.0), 1e-12) / 127
            table[:, k] = np.round(column / scale[k])
        return cls(features, table, scale, np.asarray(intercept, dtype=np.float64))

    def coefficients(self) -> np.ndarray:
        """The coefficients as the bytes give them, for the columns of `TextFeatures.matrix`."""
        result: np.ndarray = self.weights * self.scale / self.features.idf[:, None]
        return result

    def score(self, texts: Sequence[str], outputs: slice | np.ndarray | None = None) -> np.ndarray:
        """Score texts on all outputs, or on some.

        Parameters
        ----------
        texts : sequence of str
        outputs : slice or ndarray, optional
            Which outputs; a slice is the faster.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_outputs)
        """
        chosen = slice(None) if outputs is None else outputs
        weights, scale = self.weights[:, chosen], self.scale[chosen]
        result = np.empty((len(texts), len(scale)))
        for start, end in batches(texts):
            result[start:end] = self._batch(find_words(texts[start:end]), weights)
        result *= scale
        result += self.intercept[chosen]
        return result

    def _batch(self, words: Words, weights: np.ndarray) -> np.ndarray:
        squares = self.features.squared_idf
        assert squares is not None
        distinct = distinct_words(words)
        total = np.zeros((words.n_texts, weights.shape[1]))
        for group, found in self.features.columns(words, distinct):
            sums = np.zeros((words.n_texts, weights.shape[1]), dtype=np.int32)
            length = np.zeros(words.n_texts, dtype=np.int64)
            word_sums, word_length = None, None
            for part in found:
                # `take` would first copy a table that is a slice of a wider one, whole.
                rows = weights.take(part.column, axis=0) if weights.flags.c_contiguous else weights[part.column]
                square = squares.take(part.column)
                if part.by_word:
                    n = len(distinct.key)
                    added = segment_sum(rows, part.owner, n)
                    word_sums = added if word_sums is None else word_sums + added
                    more = np.bincount(part.owner, square, n)
                    word_length = more if word_length is None else word_length + more
                else:
                    owner = words.text[part.owner]
                    sums += segment_sum(rows, owner, words.n_texts)
                    length += np.bincount(owner, square, words.n_texts).astype(np.int64)
            if word_sums is not None and word_length is not None:
                sums += segment_sum(word_sums.take(distinct.which, axis=0), words.text, words.n_texts)
                of_words = np.bincount(words.text, word_length[distinct.which], words.n_texts)
                length += of_words.astype(np.int64)
            total += sums * (group.weight / np.sqrt(np.maximum(length, 1) / _STEPS))[:, None]
        return total

    def plain(self, matrix: sp.csr_matrix) -> np.ndarray:
        """Score a matrix of features: the slow way, to check the fast one against."""
        result: np.ndarray = matrix @ self.coefficients() + self.intercept
        return result
