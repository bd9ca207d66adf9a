"""The memory of a model: hashed features of some of the statements that it was trained on, without their text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["Memory"]

_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Memory:
    """Rows of features with their labels, packed: what an update must not forget (Robins, 1995, rehearsal).

    No text is held, but whoever has a sentence can test whether it is likely among them.

    Attributes
    ----------
    entries : ndarray of uint32, shape (n_entries,)
        A column in the high bits, and in the others its value in steps of the row's unit.
    starts : ndarray of int32, shape (n + 1,)
        Where each row's entries begin.
    unit : ndarray of float64, shape (n,)
    labels : ndarray of int8, shape (n, n_topics)
        The stance on each topic, -1 where it is not touched.
    sentiments : ndarray of int8, shape (n,)
        -1 where it is not known.
    """

    entries: np.ndarray
    starts: np.ndarray
    unit: np.ndarray
    labels: np.ndarray
    sentiments: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    @classmethod
    def draw(
        cls,
        matrix: sp.csr_matrix,
        labels: np.ndarray,
        sentiments: np.ndarray,
        size: int = _SIZE,
        random_state: int = 0,
    ) -> Memory:
        """Keep some of the rows, as evenly over topics and stances as they allow.

        Parameters
        ----------
        matrix : csr_matrix, shape (n, 2 ** bits)
        labels : ndarray of int, shape (n, n_topics)
        sentiments : ndarray of int, shape (n,)
        size : int, default=1000
        random_state : int, default=0
        """
        rows = _balanced(labels, size, random_state)
        return cls(*_pack(matrix[rows]), labels[rows].astype(np.int8), sentiments[rows].astype(np.int8))

    def matrix(self, bits: int) -> sp.csr_matrix:
        """Unpack the features, of ``2 ** bits`` columns."""
        import scipy.sparse as sp

        low = 32 - bits
        values = (self.entries & ((1 << low) - 1)) * np.repeat(self.unit, np.diff(self.starts))
        columns = (self.entries >> low).astype(np.int32)
        return sp.csr_matrix((values, columns, self.starts), shape=(len(self), 1 << bits))

    def extended(
        self, matrix: sp.csr_matrix, labels: np.ndarray, sentiments: np.ndarray, random_state: int = 0
    ) -> Memory:
        """Add statements of further training, of which the labels may have more topics than these.

        The first statements stay; of the added ones at most half as many as the memory's usual size are kept.
        """
        more = Memory.draw(matrix, labels, sentiments, _SIZE // 2, random_state)
        grown = np.full((len(self), labels.shape[1]), -1, dtype=np.int8)
        grown[:, : self.labels.shape[1]] = self.labels
        return Memory(
            np.concatenate([self.entries, more.entries]),
            np.concatenate([self.starts, more.starts[1:] + self.starts[-1]]),
            np.concatenate([self.unit, more.unit]),
            np.concatenate([grown, more.labels]),
            np.concatenate([self.sentiments, more.sentiments]),
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """Name the arrays, for the file of weights."""
        return {
            "memory_entries": self.entries,
            "memory_starts": self.starts,
            "memory_unit": self.unit,
            "memory_labels": self.labels,
            "memory_sentiments": self.sentiments,
        }

    @classmethod
    def rebuild(cls, arrays: Mapping[str, np.ndarray], n_topics: int) -> Memory | None:
        """Take the memory from a file's arrays; None where it has none.

        Raises
        ------
        ValueError
            If the arrays do not fit each other.
        """
        if "memory_entries" not in arrays:
            return None
        entries, starts, unit, labels, sentiments = (arrays[f"memory_{name}"] for name in cls.__slots__)
        n = len(labels)
        whole = len(starts) == n + 1 and len(unit) == n == len(sentiments) and labels.shape[1:] == (n_topics,)
        if not whole or starts[0] != 0 or starts[-1] != len(entries) or (np.diff(starts) < 0).any():
            raise ValueError("the arrays of the memory do not fit each other")
        return cls(entries, starts, unit, labels, sentiments)


def _pack(matrix: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    low = 32 - (matrix.shape[1] - 1).bit_length()
    steps = (1 << low) - 1
    counts = np.diff(matrix.indptr)
    most = np.array([part.max() if len(part) else 1.0 for part in np.split(matrix.data, matrix.indptr[1:-1])])
    unit = np.maximum(most, 1e-12) / steps if len(counts) else np.zeros(0)
    values = np.round(matrix.data / np.repeat(unit, counts)).astype(np.uint32)
    entries = (matrix.indices.astype(np.uint32) << np.uint32(low)) | values
    return entries.astype(np.uint32), matrix.indptr.astype(np.int32), unit


def _balanced(labels: np.ndarray, size: int, random_state: int) -> np.ndarray:
    """Take rows in turn from each topic's stances and from those that touch none, until there are enough."""
    order = np.random.default_rng(random_state).permutation(len(labels))
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in order.tolist():
        topics = np.flatnonzero(labels[row] >= 0).tolist()
        for topic in topics:
            cells[topic, int(labels[row, topic])].append(row)
        if not topics:
            cells[-1, -1].append(row)
    queues: Sequence[list[int]] = [cells[key][::-1] for key in sorted(cells)]
    taken: dict[int, None] = {}
    while len(taken) < min(size, len(labels)):
        for queue in queues:
            while queue and queue[-1] in taken:
                queue.pop()
            if queue and len(taken) < size:
                taken[queue.pop()] = None
    return np.array(sorted(taken), dtype=np.int64)
