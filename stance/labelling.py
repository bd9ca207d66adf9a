"""From statements to rows of labels: which topics, which stance on each, how sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stance.labels import STANCES
from stance.learning.fresh import FreshTopic
from stance.learning.heads import Heads

__all__ = ["REASONS", "Rows", "label_texts"]

NO_TOPIC, NO_WORDS, UNSURE = 0, 1, 2
REASONS = ("touches none of the topics", "holds no words to judge", "less sure than min_confidence")
_CHUNK = 16_384
_A_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns of `Labels`, for one list of texts."""

    columns: dict[str, np.ndarray]

    @classmethod
    def join(cls, parts: Sequence[Rows], sizes: Sequence[int]) -> Rows:
        """Put the rows of consecutive lists of texts together, counting statements on."""
        starts = np.concatenate([[0], np.cumsum(sizes)])
        columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
        columns["statement"] = np.concatenate(
            [part.columns["statement"] + start for part, start in zip(parts, starts, strict=False)]
        )
        return cls(columns)


def label_texts(
    heads: Heads,
    texts: Sequence[str],
    asked: Sequence[int | FreshTopic] | None = None,
    min_confidence: float | None = None,
) -> Rows:
    """Label texts.

    Parameters
    ----------
    heads : Heads
    texts : sequence of str
    asked : sequence of int or FreshTopic, optional
        The topics to judge for every text: numbers of the model's own, or topics that it was not trained on. By
        default the model finds the topics itself.
    min_confidence : float, optional
        Rows that are less sure lose their stance and say so.
    """
    parts, sizes = [], []
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        parts.append(_label_chunk(heads, chunk, asked, min_confidence))
        sizes.append(len(chunk))
    return Rows.join(parts, sizes) if parts else _label_chunk(heads, [], asked, min_confidence)


def _label_chunk(
    heads: Heads, texts: Sequence[str], asked: Sequence[int | FreshTopic] | None, min_confidence: float | None
) -> Rows:
    judgement = heads.judge(texts)
    empty = np.fromiter((_A_WORD.search(text) is None for text in texts), dtype=bool, count=len(texts))
    if asked is None:
        statement, topic, touched, stance = _found(heads, texts, judgement.touched, empty)
    else:
        statement, topic, touched, stance = _asked(heads, texts, judgement.touched, asked)
    confidence = heads.confident(touched, stance.max(axis=1, initial=0.0))
    none = np.setdiff1d(np.arange(len(texts)), statement)
    return _table(
        judgement.touched, judgement.sentiment, empty, statement, topic, confidence, stance, none, min_confidence
    )


def _found(
    heads: Heads, texts: Sequence[str], touched: np.ndarray, empty: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Take the topics that the texts touch, and the stance on each."""
    statement, topic = np.nonzero((touched >= heads.thresholds) & ~empty[:, None])
    on_topic = np.unique(statement)
    if not len(on_topic):
        return statement, topic, np.zeros(0), np.zeros((0, len(STANCES)))
    place = np.zeros(len(texts), dtype=np.int64)
    place[on_topic] = np.arange(len(on_topic))
    stances = heads.stances(texts if len(on_topic) == len(texts) else [texts[i] for i in on_topic.tolist()])
    return statement, topic, touched[statement, topic], stances[place[statement], topic]


def _asked(
    heads: Heads, texts: Sequence[str], touched: np.ndarray, asked: Sequence[int | FreshTopic]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Judge every text on each of the topics asked for."""
    if not texts:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, np.zeros(0), np.zeros((0, len(STANCES)))
    statement = np.repeat(np.arange(len(texts)), len(asked))
    stances = heads.stances(texts) if any(isinstance(one, int) for one in asked) else None
    probability = np.zeros((len(texts), len(asked)))
    stance = np.zeros((len(texts), len(asked), len(STANCES)))
    for k, one in enumerate(asked):
        if isinstance(one, FreshTopic):
            probability[:, k] = one.touched(texts)
            stance[:, k] = one.stances(texts)
        else:
            assert stances is not None
            probability[:, k], stance[:, k] = touched[:, one], stances[:, one]
    topic = np.tile(np.arange(len(asked)), len(texts))
    return statement, topic, probability.reshape(-1), stance.reshape(-1, len(STANCES))


def _table(
    touched: np.ndarray,
    sentiment: np.ndarray,
    empty: np.ndarray,
    statement: np.ndarray,
    topic: np.ndarray,
    confidence: np.ndarray,
    stance: np.ndarray,
    none: np.ndarray,
    min_confidence: float | None,
) -> Rows:
    """Lay found pairs and statements without any out as columns, by statement."""
    order = np.argsort(np.concatenate([statement, none]), kind="stable")
    code = stance.argmax(axis=1).astype(np.int8) if len(stance) else np.zeros(0, np.int8)
    reason = np.where(empty[statement], NO_WORDS, -1).astype(np.int8)
    code = np.where(empty[statement], -1, code).astype(np.int8)
    if min_confidence is not None:
        unsure = (confidence < min_confidence) & (code >= 0)
        code, reason = np.where(unsure, -1, code), np.where(unsure, UNSURE, reason)
    # That none of the topics is touched, were they independent of each other.
    off_topic = np.prod(1 - touched[none], axis=1)
    columns: dict[str, np.ndarray] = {
        "statement": np.concatenate([statement, none])[order].astype(np.int64),
        "topic": np.concatenate([topic, np.full(len(none), -1)])[order].astype(np.int16),
        "stance": np.concatenate([code, np.full(len(none), -1)])[order].astype(np.int8),
        "confidence": np.concatenate([confidence, off_topic])[order],
        "probabilities": np.concatenate([stance, np.full((len(none), len(STANCES)), np.nan)])[order],
        "reason": np.concatenate([reason, np.where(empty[none], NO_WORDS, NO_TOPIC)])[order].astype(np.int8),
    }
    tone = sentiment.argmax(axis=1).astype(np.int8)
    columns["sentiment"] = tone[columns["statement"]]
    columns["sentiment_confidence"] = sentiment.max(axis=1, initial=0.0)[columns["statement"]]
    return Rows(columns)
