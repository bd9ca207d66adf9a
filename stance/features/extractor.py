"""The feature extractor of texts: hashed, weighted, normalised, the same for training and for scoring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.features.blocks import POSITION_BLOCKS, WORD_BLOCKS, Distinct, distinct_words
from stance.features.text import Words, find_words

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["DEFAULT_GROUPS", "Columns", "Group", "TextFeatures", "batches", "segment_sum"]

# Squared inverse document frequencies are kept as whole 64ths: sums of whole numbers do not depend on their order, so
# that a text scores the same alone and in any batch.
_STEPS = 64
_BATCH_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that share one length: together they weigh ``weight`` in every text, however long it is."""

    blocks: tuple[str, ...]
    weight: float = 1.0


DEFAULT_GROUPS = (
    Group(("word", "pairs")),
    Group(("letters",)),
    Group(("tags", "negated-tags", "tag-sequences"), 0.5),
    Group(("tags-words",), 0.5),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Occurrences of features as columns.

    Attributes
    ----------
    column : ndarray of int64
        The hashed column of each.
    owner : ndarray of int64, ascending
        The distinct word, or the position, that each belongs to.
    reach : ndarray of int64 or int
        How many words after the first each spans.
    by_word : bool
        Whether owners are distinct words rather than positions.
    """

    column: np.ndarray
    owner: np.ndarray
    reach: np.ndarray | int
    by_word: bool


@dataclass(slots=True)
class TextFeatures:
    """Hashed features of texts.

    A feature that occurs ``c`` times in a text has there the value ``weight * c * idf / length``, where the length
    of a group of blocks is the root of the summed squared idf of its occurrences.

    Parameters
    ----------
    bits : int
        There are ``2 ** bits`` columns.
    groups : sequence of Group
        Which blocks are used, and how much each group of them weighs.
    squared_idf : ndarray of int32, optional
        Learned by `fit`: the squared inverse document frequency of each column, in 64ths.
    """

    bits: int = 18
    groups: Sequence[Group] = DEFAULT_GROUPS
    squared_idf: np.ndarray | None = field(default=None, repr=False)

    def fit(self, texts: Sequence[str]) -> TextFeatures:
        """Learn how rare each column is."""
        seen = np.zeros(1 << self.bits, dtype=np.int64)
        for start, end in batches(texts):
            counts = self._counts(texts[start:end])
            # A text counts once for each column of each group.
            for group in counts:
                seen += np.bincount(group.indices, minlength=len(seen))
        idf = np.log((1 + len(texts)) / (1 + np.minimum(seen, len(texts)))) + 1
        self.squared_idf = np.round(_STEPS * idf**2).astype(np.int32)
        return self

    @property
    def idf(self) -> np.ndarray:
        """The inverse document frequency of each column."""
        assert self.squared_idf is not None
        return np.sqrt(self.squared_idf / _STEPS)

    def columns(self, words: Words, distinct: Distinct) -> Iterator[tuple[Group, list[Columns]]]:
        """Give each group its occurrences."""
        shift = np.uint64(64 - self.bits)
        for group in self.groups:
            found = []
            for name in group.blocks:
                by_word = name in WORD_BLOCKS
                block = WORD_BLOCKS[name] if by_word else POSITION_BLOCKS[name]
                for hits in block(words, distinct):
                    found.append(Columns((hits.key >> shift).astype(np.int64), hits.owner, hits.reach, by_word))
            yield group, found

    def matrix(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Compute the features of texts as a sparse matrix.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        csr_matrix of float64, shape (n_texts, 2 ** bits)
        """
        import scipy.sparse as sp

        assert self.squared_idf is not None, "fit first"
        parts = []
        for start, end in batches(texts):
            total = sp.csr_matrix((end - start, 1 << self.bits))
            for group, counts in zip(self.groups, self._counts(texts[start:end]), strict=True):
                squares = counts @ self.squared_idf.astype(np.float64)
                length = np.sqrt(np.maximum(squares, 1) / _STEPS)
                values = sp.diags(group.weight / length) @ counts @ sp.diags(self.idf)
                total = total + values
            parts.append(total)
        return sp.vstack(parts).tocsr() if parts else sp.csr_matrix((0, 1 << self.bits))

    def _counts(self, texts: Sequence[str]) -> list[sp.csr_matrix]:
        """How often each text has each column, a matrix a group."""
        import scipy.sparse as sp

        words = find_words(texts)
        distinct = distinct_words(words)
        n, width = len(texts), 1 << self.bits
        ones = np.ones(len(words.text))
        spread = sp.csr_matrix((ones, (words.text, distinct.which)), shape=(n, len(distinct.key)))
        result = []
        for _, found in self.columns(words, distinct):
            total = sp.csr_matrix((n, width))
            for part in found:
                values = np.ones(len(part.column))
                if part.by_word:
                    total = total + spread @ sp.csr_matrix(
                        (values, (part.owner, part.column)), shape=(len(distinct.key), width)
                    )
                else:
                    total = total + sp.csr_matrix((values, (words.text[part.owner], part.column)), shape=(n, width))
            result.append(total.tocsr())
        return result

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain values, without what was learned."""
        return {"bits": self.bits, "groups": [{"blocks": list(g.blocks), "weight": g.weight} for g in self.groups]}

    @classmethod
    def from_dict(cls, settings: dict[str, Any], squared_idf: np.ndarray | None = None) -> TextFeatures:
        """Rebuild the extractor from its settings."""
        groups = tuple(Group(tuple(g["blocks"]), float(g["weight"])) for g in settings["groups"])
        return cls(int(settings["bits"]), groups, squared_idf)


def batches(texts: Sequence[str], size: int = _BATCH_BYTES) -> Iterator[tuple[int, int]]:
    """Cut a sequence of texts into ranges of about a megabyte, which stay in the processor's cache."""
    start = total = 0
    for i, text in enumerate(texts):
        total += min(len(text), 20_000) + 1
        if total >= size:
            yield start, i + 1
            start, total = i + 1, 0
    if start < len(texts):
        yield start, len(texts)


def segment_sum(rows: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    """Sum the rows of each owner.

    Parameters
    ----------
    rows : ndarray of integers, shape (m, k)
    owner : ndarray of int64, shape (m,), ascending
    n : int
        The number of owners; those without rows get zeros.

    Returns
    -------
    ndarray of int32, shape (n, k)
    """
    total = np.zeros((n, rows.shape[1]), dtype=np.int32)
    if len(owner):
        start = np.flatnonzero(np.diff(owner, prepend=-1))
        total[owner[start]] = np.add.reduceat(rows, start, axis=0, dtype=np.int32)
    return total
