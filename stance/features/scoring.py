"""Scoring without a matrix of features: weights are gathered and summed straight from the hashed occurrences.

A few texts are scored with numpy alone, since importing scipy would take longer than they do; many by scipy's product
of a sparse and a dense matrix, which adds weights up as it gathers them. Both sum whole numbers: the same to the bit.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stance.features.blocks import Distinct, distinct_words
from stance.features.extractor import _STEPS, Columns, TextFeatures, batches, segment_sum
from stance.features.text import Words, find_words

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["ScoreTable"]

# From how many texts on scipy is worth its import, and its use where it has been imported.
_WORTH_IMPORTING, _WORTH_USING = 2048, 256
# Of longer texts the squared lengths might not fit into 32 bits.
_LONGEST = 2000


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
    _wide: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

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
        many = len(texts) >= (_WORTH_USING if "scipy.sparse" in sys.modules else _WORTH_IMPORTING)
        wide = self._widened() if many and outputs is None else None
        result = np.empty((len(texts), len(scale)))
        for start, end in batches(texts):
            words = find_words(texts[start:end])
            if wide is None or max(map(len, texts[start:end])) > _LONGEST:
                result[start:end] = self._batch(words, weights)
            else:
                result[start:end] = self._large_batch(words, wide)
        result *= scale
        result += self.intercept[chosen]
        return result

    def _widened(self) -> np.ndarray:
        """The weights, and the squared idf beside them, as sums need them; made when first needed."""
        if "table" not in self._wide:
            assert self.features.squared_idf is not None
            table = np.empty((len(self.weights), self.weights.shape[1] + 1), dtype=np.int32)
            table[:, :-1], table[:, -1] = self.weights, self.features.squared_idf
            self._wide["table"] = table
        return self._wide["table"]

    def _large_batch(self, words: Words, wide: np.ndarray) -> np.ndarray:
        """Score as `_batch` does, on all outputs."""
        distinct = distinct_words(words)
        total = np.zeros((words.n_texts, wide.shape[1] - 1))
        spread = _sum_matrix(distinct.which, words.text, (words.n_texts, len(distinct.key)))
        for group, found in self.features.columns(words, distinct):
            sums = np.zeros((words.n_texts, wide.shape[1]), dtype=np.int32)
            word_sums = None
            for part in found:
                added = _gathered(part, words, distinct, wide)
                if not part.by_word:
                    sums += added
                else:
                    word_sums = added if word_sums is None else word_sums + added
            if word_sums is not None:
                sums += spread @ word_sums
            length = np.maximum(sums[:, -1], 1)
            total += sums[:, :-1] * (group.weight / np.sqrt(length / _STEPS))[:, None]
        return total

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


def _gathered(part: Columns, words: Words, distinct: Distinct, wide: np.ndarray) -> np.ndarray:
    """Sum the weights of the features of each distinct word, or of each text."""
    owner, n = (part.owner, len(distinct.key)) if part.by_word else (words.text[part.owner], words.n_texts)
    result: np.ndarray = _sum_matrix(part.column, owner, (n, len(wide))) @ wide
    return result


def _sum_matrix(column: np.ndarray, owner: np.ndarray, shape: tuple[int, int]) -> sp.csr_matrix:
    """A one for each column of an owner; owners ascend."""
    import scipy.sparse as sp

    bounds = np.zeros(shape[0] + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=shape[0]), out=bounds[1:])
    return sp.csr_matrix((np.ones(len(column), dtype=np.int32), column.astype(np.int32), bounds), shape=shape)
