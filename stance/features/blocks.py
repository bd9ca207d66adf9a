"""Feature blocks: families of features, each a function from words to hashed columns.

A block whose features depend on a word alone (its letters) is computed once for each distinct word of a batch; one
whose features depend on neighbouring words is computed at each position. Both are the same for every text, alone or
in any batch. To add a block, write its function here and name it in `WORD_BLOCKS` or `POSITION_BLOCKS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stance.features.lexicon import TAGS, shipped_lexicon
from stance.features.text import Words, span_hash

__all__ = ["POSITION_BLOCKS", "WORD_BLOCKS", "Distinct", "Occurrences", "distinct_words"]

_NEGATOR = TAGS.index("X")
_ODD = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Hashed features and who has them.

    Attributes
    ----------
    key : ndarray of uint64
        The hash of each occurrence of a feature.
    owner : ndarray of int64, ascending
        The distinct word (of a word block) or the position of the first word (of a position block).
    reach : ndarray of int64 or int
        How many words after the first each spans, for explanations.
    """

    key: np.ndarray
    owner: np.ndarray
    reach: np.ndarray | int = 0


@dataclass(frozen=True, slots=True)
class Distinct:
    """The distinct words of a batch.

    Attributes
    ----------
    key, first, which : ndarray
        Their hashes, where each stands first, and which of them each word is.
    mask, tag : ndarray
        Their tags in the lexicon, and the first of these (-1 where there is none).
    """

    key: np.ndarray
    first: np.ndarray
    which: np.ndarray
    mask: np.ndarray
    tag: np.ndarray


def distinct_words(words: Words) -> Distinct:
    """Find the distinct words of a batch and look up their tags."""
    key, first, which = np.unique(words.key, return_index=True, return_inverse=True)
    return Distinct(key, first, which.reshape(-1), *shipped_lexicon().look_up(key))


def _mix(key: np.ndarray, seed: int) -> np.ndarray:
    """Spread a hash over all bits (the finaliser of splitmix64; Steele, Lea and Flood, 2014)."""
    key = key + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x1234567) & (2**64 - 1))
    key ^= key >> np.uint64(30)
    key *= np.uint64(0xBF58476D1CE4E5B9)
    key ^= key >> np.uint64(27)
    key *= np.uint64(0x94D049BB133111EB)
    key ^= key >> np.uint64(31)
    return key


def _whole_words(words: Words, distinct: Distinct) -> list[Occurrences]:
    return [Occurrences(_mix(distinct.key, 1), np.arange(len(distinct.key)))]


def _letters(words: Words, distinct: Distinct) -> list[Occurrences]:
    """Runs of 2 to 5 bytes within a word and the space before and after it."""
    start, end = words.start[distinct.first] - 1, words.end[distinct.first] + 1
    found = []
    for n in (2, 3, 4, 5):
        count = np.maximum(end - start - n + 1, 0)
        owner = np.repeat(np.arange(len(start)), count)
        at = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count) + start[owner]
        found.append(Occurrences(_mix(span_hash(words.prefix, at, at + n), 10 + n), owner))
    return found


def _tags(words: Words, distinct: Distinct) -> list[Occurrences]:
    """The tags of each word."""
    letter, owner = _unpack(distinct.mask)
    return [Occurrences(_mix(letter.astype(np.uint64), 31), owner)]  # np.nonzero goes by owner


def _unpack(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bits = (mask[:, None] >> np.arange(len(TAGS), dtype=np.uint32)) & np.uint32(1)
    owner, letter = np.nonzero(bits)
    return letter, owner


def _sequence(words: Words, offsets: tuple[int, ...], seed: int) -> Occurrences:
    """Words at fixed distances from each position, within one text."""
    reach = offsets[-1]
    at = np.flatnonzero(words.text[: max(len(words.text) - reach, 0)] == words.text[reach:])
    key = words.key[at]
    for offset in offsets[1:]:
        key = key * _ODD + words.key[at + offset]
    return Occurrences(_mix(key, seed), at, reach)


def _pairs(words: Words, distinct: Distinct) -> list[Occurrences]:
    return [_sequence(words, (0, 1), 2)]


def _triples(words: Words, distinct: Distinct) -> list[Occurrences]:
    return [_sequence(words, (0, 1, 2), 3)]


def _gaps(words: Words, distinct: Distinct) -> list[Occurrences]:
    """Pairs of words with one to three others between them."""
    return [_sequence(words, (0, gap), 20 + gap) for gap in (2, 3, 4)]


def _negated_tags(words: Words, distinct: Distinct) -> list[Occurrences]:
    """Tags of the words that stand within four words after a negator."""
    mask, negator = distinct.mask[distinct.which], np.uint32(1 << _NEGATOR)
    place = np.arange(len(mask))
    last = np.maximum.accumulate(np.where(mask & negator, place, -1)) if len(mask) else place
    # The negator before each word, the word itself not counted.
    last = np.concatenate([[-1], last[:-1]])[: len(mask)]
    hit = np.flatnonzero((last >= 0) & (place - last <= 4) & (mask > 0) & (words.text[last] == words.text))
    letter, which = _unpack(mask[hit])
    at = hit[which]
    found = Occurrences(_mix(letter.astype(np.uint64), 32), last[at], at - last[at])
    order = np.argsort(found.owner, kind="stable")
    return [Occurrences(found.key[order], found.owner[order], (at - last[at])[order])]


def _tag_sequences(words: Words, distinct: Distinct) -> list[Occurrences]:
    """First tags of tagged words next to each other, two and three, whatever stands between them."""
    tag = distinct.tag[distinct.which]
    at = np.flatnonzero(tag >= 0)
    name, text = tag[at].astype(np.uint64) + np.uint64(1), words.text[at]
    found = []
    for n in (2, 3):
        same = np.flatnonzero(text[: len(text) - n + 1] == text[n - 1 :]) if len(text) >= n else np.zeros(0, int)
        key = name[same]
        for k in range(1, n):
            key = key * np.uint64(64) + name[same + k]
        found.append(Occurrences(_mix(key, 40 + n), at[same], at[same + n - 1] - at[same]))
    return found


def _tags_and_words(words: Words, distinct: Distinct) -> list[Occurrences]:
    """The first tag of a word with each word within four after it, and within four before it."""
    tag, found = distinct.tag[distinct.which], []
    tagged = np.flatnonzero(tag >= 0)
    name = (tag[tagged].astype(np.uint64) + np.uint64(1)) * _ODD
    for gap in (1, 2, 3, 4):
        for step, seed in ((gap, 51), (-gap, 52)):
            # Tagged words ascend, so those whose other word is outside the batch stand at one end.
            inside = (
                slice(0, np.searchsorted(tagged, len(tag) - gap))
                if step > 0
                else slice(np.searchsorted(tagged, gap), None)
            )
            at = tagged[inside]
            same = words.text[at] == words.text[at + step]
            at = at[same]
            key = name[inside][same] + words.key[at + step]
            found.append(Occurrences(_mix(key, seed), at if step > 0 else at + step, gap))
    return found


Block = Callable[[Words, Distinct], list[Occurrences]]
WORD_BLOCKS: dict[str, Block] = {"word": _whole_words, "letters": _letters, "tags": _tags}
POSITION_BLOCKS: dict[str, Block] = {
    "pairs": _pairs,
    "triples": _triples,
    "gaps": _gaps,
    "negated-tags": _negated_tags,
    "tag-sequences": _tag_sequences,
    "tags-words": _tags_and_words,
}
