"""Figures of how well labels were given, each with what it would be had other documents been drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from stance.learning.evaluate import Outcome

__all__ = ["FIGURES", "Draws", "Figure", "Hits", "class_f1", "draw_figures", "draw_weights", "mean_f1", "summarise"]

# Figures by name, each an array with the value itself first and the draws after it.
Draws = dict[str, np.ndarray]

# Each figure and what it is; those of all topics together come first in every table.
FIGURES = {
    "pair_f1": "pair F1: topic and stance both right, over all (statement, topic) pairs",
    "topic_f1": "topic F1: the topic is touched; mean over topics",
    "precision": "share right of the topics found",
    "recall": "share found of the topics touched",
    "stance_acc": "accuracy of the stance, given the topic",
    "stance_majority": "accuracy of always giving each topic's most frequent stance",
    "stance_f1": "macro-F1 of favor, against and neutral, given the topic",
    "favg": "mean F1 of favor and against, given the topic; mean over topics",
    "sentiment_f1": "macro-F1 of the tone",
    "sentiment_acc": "accuracy of the tone",
    "sentiment_majority": "accuracy of always giving the most frequent tone",
    "ece": "expected calibration error of the confidence (0 is perfect)",
    "at70": "share right of the 70 % surest pairs",
}

_CHUNK = 128
_BINS = 5
_SURE = 0.7
_HIT, _GOLD, _GIVEN, _BOTH = range(4)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % interval.

    Attributes
    ----------
    value, low, high : float
        NaN where it cannot be computed.

    Examples
    --------
    >>> print(Figure(0.5, 0.4, 0.6))
    0.500 [0.400, 0.600]
    """

    value: float
    low: float
    high: float

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        if np.isnan(self.value):
            return "–"
        return f"{self.value:.3f}" if np.isnan(self.low) else f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def summarise(draws: np.ndarray) -> Figure:
    """Take the value and its 95 % interval from its draws.

    The percentiles are moved by the bootstrap's own bias (Efron, 1987, without acceleration): a calibration error, for
    one, is larger in a draw than in the sample, and plain percentiles would miss it.
    """
    value, rest = float(draws[0]), draws[1:][~np.isnan(draws[1:])]
    if np.isnan(value) or not len(rest):
        return Figure(value, float("nan"), float("nan"))
    normal = NormalDist()
    below = ((rest < value).sum() + (rest == value).sum() / 2) / len(rest)
    bias = normal.inv_cdf(min(max(below, 0.01), 0.99))
    low, high = np.quantile(rest, [normal.cdf(2 * bias + normal.inv_cdf(p)) for p in (0.025, 0.975)])
    return Figure(value, min(float(low), value), max(float(high), value))


def draw_weights(n_groups: int, n_draws: int, random_state: int) -> Iterator[np.ndarray]:
    """Say how often each group is drawn: once each in the first row, then with replacement, in chunks of rows."""
    rng = np.random.default_rng(random_state)
    yield np.ones((1, n_groups))
    for start in range(0, n_draws if n_groups > 1 else 0, _CHUNK):
        drawn = rng.integers(n_groups, size=(min(_CHUNK, n_draws - start), n_groups))
        yield np.stack([np.bincount(row, minlength=n_groups) for row in drawn]).astype(np.float64)


def draw_figures(outcome: Outcome, n_draws: int = 1000, random_state: int = 0) -> dict[str | None, Draws]:
    """Compute all figures, of all topics together (under None) and of each, for every draw of documents.

    The draws depend on the groups and the seed alone, so that those of two models on the same statements are paired.
    """
    counts = _Counts(outcome)
    parts = [counts.figures(weights) for weights in draw_weights(counts.n_groups, n_draws, random_state)]
    return {
        topic: {name: np.concatenate([part[topic][name] for part in parts]) for name in figures}
        for topic, figures in parts[0].items()
    }


def class_f1(confusion: np.ndarray) -> np.ndarray:
    """F1 of each class, from confusion matrices of shape (..., k, k) with the right classes as rows.

    A class that neither stands in the gold nor was given is NaN.
    """
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    total = confusion.sum(axis=-1) + confusion.sum(axis=-2)
    return np.where(total > 0, 2 * right / np.where(total > 0, total, 1), np.nan)


def mean_f1(f1: np.ndarray) -> np.ndarray:
    """Average over the last axis, over classes that occur; 0 where none does."""
    return np.asarray(np.nansum(f1, axis=-1) / np.maximum((~np.isnan(f1)).sum(axis=-1), 1))


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


class Hits:
    """The pairs that a model gave, from the one it is surest of on, and whether they are right.

    Parameters
    ----------
    outcome : Outcome
    topic : int, optional
        Only pairs of this topic.
    """

    def __init__(self, outcome: Outcome, topic: int | None = None) -> None:
        given = outcome.given >= 0
        if topic is not None:
            given = given & (np.arange(given.shape[1]) == topic)
        row, column = np.nonzero(given)
        order = np.argsort(-outcome.confidence[row, column], kind="stable")
        row, column = row[order], column[order]
        self.group, self.weight = outcome.group[row], outcome.weight[row]
        self.confidence = outcome.confidence[row, column]
        self.right = (outcome.given[row, column] == outcome.gold[row, column]).astype(np.float64)

    def at(self, weights: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sum confidence and right pairs over the surest, up to each place.

        Parameters
        ----------
        weights : ndarray, shape (n_groups,)
            How often each group was drawn.
        places : ndarray
            Counted in pairs, each as often as it was drawn.
        """
        times = weights[self.group] * self.weight
        passed = np.concatenate([[0.0], np.cumsum(times)])
        sure = np.concatenate([[0.0], np.cumsum(times * self.confidence)])
        right = np.concatenate([[0.0], np.cumsum(times * self.right)])
        # Between two pairs lie copies of one of them, so that the sums run in straight lines.
        return np.interp(places, passed, sure), np.interp(places, passed, right)

    def total(self, weights: np.ndarray) -> float:
        """How many pairs were drawn."""
        return float((weights[self.group] * self.weight).sum())

    def edges(self, weights: np.ndarray) -> np.ndarray:
        """Where the bins of equal mass begin and end, in whole pairs."""
        return np.floor(np.arange(_BINS + 1) * self.total(weights) / _BINS + 1e-9)

    def calibration(self, weights: np.ndarray) -> tuple[float, float]:
        """Give the expected calibration error over bins of equal mass, and the share right of the surest 70 %.

        References
        ----------
        Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning. AAAI.
        """
        total = self.total(weights)
        top = round(_SURE * total)
        if not top:
            return float("nan"), float("nan")
        sure, right = self.at(weights, np.append(self.edges(weights), top))
        error = np.abs(np.diff(sure[:-1]) - np.diff(right[:-1])).sum() / total
        return float(error), float(right[-1] / top)


class _Counts:
    """Counts for each group, from which the figures of any draw of groups follow."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.n_groups = int(outcome.group.max()) + 1
        gold, given = outcome.gold, outcome.given
        touched, found = gold >= 0, given >= 0
        pairs = np.stack([touched & (gold == given), touched, found, touched & found], axis=2)
        self.pairs = self._by_group(pairs)
        self.stance = self._by_group(_cells(gold, outcome.stance, 3))
        self.tone = self._by_group(_cells(outcome.gold_sentiment, outcome.sentiment, 3))
        self.hits: dict[int | None, Hits] = {None: Hits(outcome)}
        self.hits |= {t: Hits(outcome, t) for t in range(len(outcome.topics))}
        self.in_gold = np.flatnonzero(touched.any(axis=0))

    def _by_group(self, values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(values), -1) * self.outcome.weight[:, None]
        total = np.zeros((self.n_groups, flat.shape[1]))
        np.add.at(total, self.outcome.group, flat)
        return total.reshape(self.n_groups, *values.shape[1:])

    def figures(self, weights: np.ndarray) -> dict[str | None, Draws]:
        """Compute the figures for rows of group weights."""
        pairs, stance, tone = (
            (weights @ part.reshape(self.n_groups, -1)).reshape(len(weights), *part.shape[1:])
            for part in (self.pairs, self.stance, self.tone)
        )
        stance = stance.reshape(*stance.shape[:-1], 3, 3)
        result: dict[str | None, Draws] = {None: self._overall(pairs, stance, tone.reshape(-1, 3, 3))}
        result[None] |= self._calibration(weights, None)
        for t in self.in_gold.tolist():
            name = self.outcome.topics[t]
            result[name] = _of_topic(pairs[:, t], stance[:, t]) | self._calibration(weights, t)
        return result

    def _overall(self, pairs: np.ndarray, stance: np.ndarray, tone: np.ndarray) -> Draws:
        total, together = pairs.sum(axis=1), stance.sum(axis=1)
        topics = [_of_topic(pairs[:, t], stance[:, t]) for t in self.in_gold.tolist()]
        number = together.sum(axis=(1, 2))
        majority = stance.sum(axis=3).max(axis=2).sum(axis=1)
        # A topic that a draw leaves out has no figure there; the mean is over the others.
        mean = {name: _mean(np.stack([t[name] for t in topics])) for name in ("topic_f1", "favg")}
        return {
            "pair_f1": _share(2 * total[:, _HIT], total[:, _GOLD] + total[:, _GIVEN]),
            "topic_f1": mean["topic_f1"],
            "stance_acc": _share(np.trace(together, axis1=1, axis2=2), number),
            "stance_majority": _share(majority, number),
            "stance_f1": mean_f1(class_f1(together)),
            "favg": mean["favg"],
            "sentiment_f1": np.where(tone.sum(axis=(1, 2)) > 0, mean_f1(class_f1(tone)), np.nan),
            "sentiment_acc": _share(np.trace(tone, axis1=1, axis2=2), tone.sum(axis=(1, 2))),
            "sentiment_majority": _share(tone.sum(axis=2).max(axis=1), tone.sum(axis=(1, 2))),
        }

    def _calibration(self, weights: np.ndarray, topic: int | None) -> Draws:
        both = np.array([self.hits[topic].calibration(row) for row in weights])
        return {"ece": both[:, 0], "at70": both[:, 1]}


def _of_topic(pairs: np.ndarray, stance: np.ndarray) -> Draws:
    number = stance.sum(axis=(1, 2))
    f1 = class_f1(stance)
    touched = number > 0
    return {
        "pair_f1": _share(2 * pairs[:, _HIT], pairs[:, _GOLD] + pairs[:, _GIVEN]),
        "topic_f1": _share(2 * pairs[:, _BOTH], pairs[:, _GOLD] + pairs[:, _GIVEN]),
        "precision": _share(pairs[:, _BOTH], pairs[:, _GIVEN]),
        "recall": _share(pairs[:, _BOTH], pairs[:, _GOLD]),
        "stance_acc": _share(np.trace(stance, axis1=1, axis2=2), number),
        "stance_majority": _share(stance.sum(axis=2).max(axis=1), number),
        "stance_f1": np.where(touched, mean_f1(f1), np.nan),
        "favg": np.where(touched, mean_f1(f1[:, :2]), np.nan),
    }


def _mean(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return _share(np.where(known, values, 0).sum(axis=0), np.asarray(known.sum(axis=0)))


def _cells(gold: np.ndarray, given: np.ndarray, k: int) -> np.ndarray:
    """Mark the cell of the confusion matrix that each answer falls into; none where there is no gold."""
    cell = np.where(gold >= 0, gold.astype(np.int64) * k + np.maximum(given, 0), -1)
    marked: np.ndarray = cell[..., None] == np.arange(k * k)
    return marked
