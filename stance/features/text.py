"""From texts to words in one byte buffer: the first step of every feature, done for a whole batch at once.

A batch of texts becomes one normalised string, its bytes one array; words are found by comparing neighbouring bytes
and named by a 64-bit rolling hash. No step loops over words or texts in Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["MAX_CHARS", "Words", "find_words", "normalise", "normalise_with_offsets", "span_hash"]

# A statement is one to three sentences; what stands beyond this many characters does not count, so that a text of
# any length costs a bounded time.
MAX_CHARS = 20_000

_SEPARATOR = "\x00"
# Applied in this order to the lower-case text. Punctuation variants and letters with marks become their plain forms,
# contractions of "not" become the word.
_RULES = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2013", "-"),
    ("\u2014", "-"), ("\u00a0", " "), ("č", "c"), ("ć", "c"), ("š", "s"), ("ž", "z"), ("đ", "d"), ("ë", "e"),
    ("ç", "c"), ("é", "e"), ("è", "e"), ("ö", "o"), ("ü", "u"), ("ä", "a"), ("á", "a"), ("í", "i"), ("ó", "o"),
    ("ı", "i"), ("ş", "s"), ("ğ", "g"), ("ł", "l"), ("ń", "n"), ("ς", "σ"), ("\u2026", " "), ("\u00ab", '"'),
    ("\u00bb", '"'), ("\u201e", '"'), ("\u201a", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"),
    ("\u2022", " "), ("\u2009", " "), ("\u202f", " "), ("\u200b", " "), ("\ufeff", " "),
)  # fmt: skip
_CONTRACTIONS = (("n't", " not"), ("cannot", "can not"))

_WORD = np.zeros(256, dtype=bool)
_WORD[[*range(48, 58), *range(97, 123), *range(128, 256)]] = True
_APOSTROPHE, _LETTER_S, _SPACE = 39, 115, 32

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_powers = np.ones(1, dtype=np.uint64)
_inverses = np.ones(1, dtype=np.uint64)


def normalise(text: str) -> str:
    """Lower the case and unify the writing of one text, or of a joined batch.

    Examples
    --------
    >>> normalise("Serbia won’t join")
    'serbia wo not join'
    """
    text = text.lower()
    rules = _CONTRACTIONS if text.isascii() else (*_RULES, *_CONTRACTIONS)
    for old, new in rules:
        text = text.replace(old, new)
    return text


def normalise_with_offsets(text: str) -> tuple[str, list[int]]:
    """Normalise one text and say for each resulting character at which character of the text it came from.

    Slower than `normalise` and equal to it; for explanations, which point into the text.
    """
    pieces = [(low, i) for i, char in enumerate(text) for low in char.lower()]
    out, origin = "".join(low for low, _ in pieces).replace("ς", "σ"), [i for _, i in pieces]
    for old, new in (*_RULES, *_CONTRACTIONS):
        at = out.find(old)
        while at >= 0:
            out = out[:at] + new + out[at + len(old) :]
            origin[at : at + len(old)] = [origin[min(at + k, at + len(old) - 1)] for k in range(len(new))]
            at = out.find(old, at + len(new))
    return out, origin


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of texts.

    Attributes
    ----------
    buffer : ndarray of uint8
        The normalised texts, a space for every byte that is no part of a word.
    prefix : ndarray of uint64, one longer than buffer
        Running hash, from which `span_hash` has the hash of any span.
    start, end : ndarray of int64
        Where each word stands in the buffer.
    key : ndarray of uint64
        The hash of each word.
    text : ndarray of int64
        The number of the text that each word stands in, ascending.
    n_texts : int
        How many texts there are, those without words included.
    """

    buffer: np.ndarray
    prefix: np.ndarray
    start: np.ndarray
    end: np.ndarray
    key: np.ndarray
    text: np.ndarray
    n_texts: int


def find_words(texts: Sequence[str]) -> Words:
    """Find and hash the words of a batch of texts.

    Parameters
    ----------
    texts : sequence of str
        Each is one statement; characters beyond `MAX_CHARS` are left out.

    Returns
    -------
    Words
    """
    joined = _SEPARATOR.join(texts)
    if max(map(len, texts), default=0) > MAX_CHARS or joined.count(_SEPARATOR) >= max(1, len(texts)):
        joined = _SEPARATOR.join([text[:MAX_CHARS].replace(_SEPARATOR, " ") for text in texts])
    raw = np.frombuffer(f" {normalise(joined)} ".encode("utf-8", "replace"), dtype=np.uint8)
    inside = _WORD.take(raw)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start, end = edges[0::2], edges[1::2]
    keep = ~_possessive(raw, start, end)
    start, end = start[keep], end[keep]
    breaks = np.flatnonzero(raw == 0)
    first = np.concatenate([[0], np.searchsorted(start, breaks), [len(start)]])
    number = np.repeat(np.arange(len(breaks) + 1), np.diff(first))
    buffer = np.where(inside, raw, np.uint8(_SPACE))
    prefix = _running_hash(buffer)
    return Words(buffer, prefix, start, end, span_hash(prefix, start, end), number, len(texts))


def _possessive(raw: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mark the ``s`` of a possessive, which says nothing and would stand between two words."""
    if not len(start):
        return np.zeros(0, dtype=bool)
    letter = (end - start == 1) & (raw[start] == _LETTER_S) & (raw[start - 1] == _APOSTROPHE)
    attached = np.zeros(len(start), dtype=bool)
    attached[1:] = end[:-1] == start[1:] - 1
    result: np.ndarray = letter & attached
    return result


def _running_hash(buffer: np.ndarray) -> np.ndarray:
    powers, _ = _power_tables(len(buffer))
    prefix = np.empty(len(buffer) + 1, dtype=np.uint64)
    prefix[0] = 0
    # The bytes are spread by a constant, so that neighbouring letters do not give neighbouring hashes.
    np.cumsum((buffer.astype(np.uint64) + np.uint64(0x51)) * powers[: len(buffer)], out=prefix[1:])
    return prefix


def span_hash(prefix: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Hash spans of the buffer: equal bytes give equal hashes, wherever they stand (Rabin and Karp, 1987).

    Parameters
    ----------
    prefix : ndarray of uint64
        The running hash of `Words`.
    start, end : ndarray of int64
        The spans.

    Returns
    -------
    ndarray of uint64
    """
    _, inverses = _power_tables(len(prefix) - 1)
    result: np.ndarray = (prefix[end] - prefix[start]) * inverses[start]
    return result


def _power_tables(length: int) -> tuple[np.ndarray, np.ndarray]:
    global _powers, _inverses
    if len(_powers) < length:
        size = 1 << (length - 1).bit_length()
        with np.errstate(over="ignore"):
            _powers = _geometric(_BASE, size)
            _inverses = _geometric(pow(_BASE, -1, 1 << 64), size)
    return _powers, _inverses


def _geometric(base: int, size: int) -> np.ndarray:
    steps = np.full(size, base, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps, dtype=np.uint64)
