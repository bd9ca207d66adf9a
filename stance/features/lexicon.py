"""The lexicon of stance: what kinds of meaning a word carries, as data.

``stance/data/lexicon.tsv`` gives each word one or more one-letter tags, the most telling first (P praise, S support,
O oppose, X negator, ...; the file's head explains them). Features built on tags carry what was learned of one word to
others of its kind, which is what a few thousand training statements cannot teach word by word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from stance.features.text import find_words

__all__ = ["Lexicon", "shipped_lexicon", "takes_position"]

TAGS = "PpNnSOHXDUFTCKEQLRWIA"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by hash, with their tags.

    Attributes
    ----------
    key : ndarray of uint64, ascending
        The hash of each word.
    mask : ndarray of uint32
        Its tags, bit i for the i-th letter of ``TAGS``.
    first : ndarray of int8
        The number of its first tag.
    """

    key: np.ndarray
    mask: np.ndarray
    first: np.ndarray

    def look_up(self, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Find the tags of words by their hashes: the masks (0 where unknown) and the first tags (-1)."""
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        known = self.key[at] == key
        return np.where(known, self.mask[at], np.uint32(0)), np.where(known, self.first[at], np.int8(-1))


def make_lexicon(tags: dict[str, str]) -> Lexicon:
    """Build a lexicon from words and their tags."""
    words = sorted(tags)
    found = find_words(words)
    # Words that the tokeniser splits or joins cannot be looked up; the data test keeps them out of the shipped file.
    single = np.bincount(found.text, minlength=len(words)) == 1
    kept = [word for word, one in zip(words, single, strict=True) if one]
    key = found.key[single[found.text]]
    mask = np.array([sum(1 << TAGS.index(tag) for tag in set(tags[word])) for word in kept], dtype=np.uint32)
    first = np.array([TAGS.index(tags[word][0]) for word in kept], dtype=np.int8)
    order = np.argsort(key, kind="stable")
    return Lexicon(key[order], mask[order], first[order])


@cache
def shipped_lexicon() -> Lexicon:
    """Load the lexicon that the package brings along."""
    text = files("stance").joinpath("data/lexicon.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return make_lexicon({word: tags for word, tags in rows})


def takes_position(words: str) -> bool:
    """Whether one of the words supports, opposes, praises, blames, harms or denies.

    Examples
    --------
    >>> takes_position("ruled out"), takes_position("denied"), takes_position("told")
    (True, True, False)
    """
    found = find_words([words])
    mask, _ = shipped_lexicon().look_up(found.key)
    return bool((mask & _POSITION).any())


_POSITION = np.uint32(sum(1 << TAGS.index(tag) for tag in "PNSOHX"))
