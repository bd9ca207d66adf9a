"""Features of a text and its target together: what stands near the places where the target is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stance.features.blocks import _ODD, _mix, _unpack, distinct_words
from stance.features.text import Words, find_words

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["relation_matrix"]

_FAR = 1 << 30
_REACH = 6  # words from the target's name
_NEAR = 3


def relation_matrix(texts: Sequence[str], targets: Sequence[str], bits: int) -> sp.csr_matrix:
    """Compute what stands around the target: words, tags and their side and distance, hashed.

    Parameters
    ----------
    texts, targets : sequence of str, of one length
    bits : int
        There are ``2 ** bits`` columns.

    Returns
    -------
    csr_matrix of float64, shape (n_pairs, 2 ** bits)
        Rows of length 1; a pair whose text does not name the target has one column that says so.
    """
    import scipy.sparse as sp

    parts = []
    for start in range(0, len(texts), 2048):
        row, key = _chunk(texts[start : start + 2048], targets[start : start + 2048])
        n = len(texts[start : start + 2048])
        column = (key >> np.uint64(64 - bits)).astype(np.int64)
        parts.append(sp.csr_matrix((np.ones(len(column)), (row, column)), shape=(n, 1 << bits)))
    if not parts:
        return sp.csr_matrix((0, 1 << bits))
    counts = sp.vstack(parts).tocsr()
    length = np.sqrt(np.maximum(np.asarray(counts.multiply(counts).sum(axis=1)).ravel(), 1.0))
    return (sp.diags(1.0 / length) @ counts).tocsr()


def _chunk(texts: Sequence[str], targets: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    words, names = find_words(texts), find_words(targets)
    named = _named(words, names)
    distance, side = _distance(words.text, named)
    rows, keys = [], []
    near = np.flatnonzero((distance > 0) & (distance <= _REACH))
    distinct = distinct_words(words)
    rows.append(words.text[near])
    keys.append(_mix(words.key[near], 61 + 0) ^ _mix(side[near].astype(np.uint64), 63))
    beside = near[distance[near] == 1]
    rows.append(words.text[beside])
    keys.append(_mix(words.key[beside] * _ODD, 64) ^ _mix(side[beside].astype(np.uint64), 65))
    letter, which = _unpack(distinct.mask[distinct.which][near])
    at = near[which]
    rows.append(words.text[at])
    keys.append(
        _mix(letter.astype(np.uint64), 66) ^ _mix(((distance[at] <= _NEAR) * 2 + side[at]).astype(np.uint64), 67)
    )
    present = np.zeros(len(texts), dtype=np.int64)
    np.add.at(present, words.text, named)
    rows.append(np.arange(len(texts)))
    keys.append(_mix(np.minimum(present, 2).astype(np.uint64), 68))
    return np.concatenate(rows), np.concatenate(keys)


def _named(words: Words, names: Words) -> np.ndarray:
    """Mark the words of each text that are words of its target; one- and two-letter words do not count."""
    long = names.end - names.start > 2
    wanted = names.key[long] ^ _mix(names.text[long].astype(np.uint64), 60)
    found = words.key ^ _mix(words.text.astype(np.uint64), 60)
    result: np.ndarray = np.isin(found, wanted)
    return result


def _distance(text: np.ndarray, named: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the words to the nearest naming of the target in the same text, and say whether it stands before (0)."""
    place = np.arange(len(text))
    if not len(text):
        return place, place
    before = np.maximum.accumulate(np.where(named, place, -1))
    after = np.minimum.accumulate(np.where(named, place, _FAR)[::-1])[::-1]
    left = np.where((before >= 0) & (text[before] == text), place - before, _FAR)
    inside = np.minimum(after, len(text) - 1)
    right = np.where((after < _FAR) & (text[inside] == text), after - place, _FAR)
    return np.minimum(left, right), (right < left).astype(np.int64)
