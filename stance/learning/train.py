"""Training a model from annotated statements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.annotations.gather import Example
from stance.errors import InputError
from stance.features.extractor import DEFAULT_GROUPS, TextFeatures
from stance.features.scoring import ScoreTable
from stance.labels import SENTIMENTS, STANCES
from stance.learning.calibration import Calibration, best_threshold
from stance.learning.cross_validate import held_out_figures
from stance.learning.heads import Heads, logit
from stance.learning.linear import Linear, fit_linear, fold_numbers, out_of_fold
from stance.topics import Topic

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["Settings", "train_heads"]

_FEWEST = 10  # fewer annotated statements than this teach nothing that could be checked


@dataclass(frozen=True, slots=True)
class Settings:
    """What training was found to do best with, by cross-validation on the corpus (``benchmarks/RESULTS.md``)."""

    bits: int = 18
    touch_cost: float = 1.0
    stance_cost: float = 0.3
    sentiment_cost: float = 0.1
    sentiment_balance: float = 0.5
    folds: int = 4


def train_heads(
    examples: Sequence[Example],
    topics: Sequence[Topic],
    *,
    settings: Settings | None = None,
    inherit: Heads | None = None,
    random_state: int = 0,
    n_jobs: int = 1,
    tell: Callable[[str], object] | None = None,
) -> Heads:
    """Learn topics, stances and tones, and calibrate them on held-out decisions.

    Parameters
    ----------
    examples : sequence of Example
    topics : sequence of Topic
        The topics to learn; labels of others are left out.
    inherit : Heads, optional
        Whose tone is kept where the examples have no sentiment.
    tell : callable, optional
        Called with the name of each step when it begins: four in all.

    Raises
    ------
    InputError
        If there are too few examples, or none that takes a stance.
    """
    settings = settings or Settings()
    if len(examples) < _FEWEST:
        raise InputError(f"{len(examples)} annotated statements are too few to train on; give at least {_FEWEST}")
    return _Problem(examples, topics, settings, inherit, random_state, n_jobs).solve(tell or (lambda step: None))


class _Problem:
    """The data of one training run, as features, label codes and folds."""

    def __init__(
        self,
        examples: Sequence[Example],
        topics: Sequence[Topic],
        settings: Settings,
        inherit: Heads | None,
        random_state: int,
        n_jobs: int,
    ) -> None:
        self.examples, self.topics, self.settings = examples, list(topics), settings
        self.random_state, self.n_jobs = random_state, n_jobs
        self.sentiments = np.array(
            [SENTIMENTS.index(e.sentiment) if e.sentiment is not None else -1 for e in examples], dtype=np.int64
        )
        self.tones = np.zeros(len(examples), dtype=np.int64)  # of rows held out
        self.inherit = inherit if len(np.unique(self.sentiments[self.sentiments >= 0])) < 2 else None
        if self.inherit is None and (self.sentiments < 0).all():
            raise InputError("no statement has a sentiment; annotate some, or train beside the shipped model")
        texts = [e.text for e in examples]
        self.features = (
            self.inherit.features if self.inherit else TextFeatures(settings.bits, DEFAULT_GROUPS).fit(texts)
        )
        self.matrix: sp.csr_matrix = self.features.matrix(texts)
        self.weights = np.array([e.weight for e in examples], dtype=np.float64)
        self.folds = fold_numbers([e.group for e in examples], settings.folds, random_state)
        codes = {stance: i for i, stance in enumerate(STANCES)}
        self.stances = np.array(
            [[codes[e.labels[t.id]] if t.id in e.labels else -1 for t in topics] for e in examples], dtype=np.int64
        ).reshape(len(examples), len(topics))
        if not (self.stances >= 0).any():
            raise InputError("no statement takes a stance on any of the topics; annotate some")

    def solve(self, tell: Callable[[str], object]) -> Heads:
        """Learn all heads and put them together."""
        tell("learning topics")
        touch, thresholds, touched, touch_models = self._learn_touch()
        # Statements that are wrongly taken to touch a topic get a stance as well; how sure it looks is part of how
        # far a given pair can be trusted.
        row, topic = np.nonzero((self.stances >= 0) | (touched >= thresholds))
        tell("learning stances")
        calibration, stance, stance_table = self._learn_stance(row, topic)
        tell("learning the tone")
        coefficients, intercept, sentiment_calibration = self._learn_sentiment()
        detect = ScoreTable.compress(
            self.features,
            np.hstack([*(m.coefficients for m in touch_models), coefficients]),
            np.concatenate([*(m.intercept for m in touch_models), intercept]),
        )
        given = touched[row, topic] >= thresholds[topic]
        right = stance.argmax(1) == self.stances[row, topic]
        confidence = _fit_confidence(touched[row, topic][given], stance.max(1)[given], right[given])
        heads = Heads(
            self.topics,
            detect,
            stance_table,
            touch,
            thresholds,
            calibration,
            sentiment_calibration,
            confidence,
            self._facts(),
        )
        tell("checking")
        groups, tones = [e.group for e in self.examples], (self.sentiments, self.tones)
        heads.facts["cross_validation"] = held_out_figures(
            heads, groups, self.stances, touched, (row, topic, stance), tones, self.settings.folds
        )
        return heads

    # -- is the topic touched? ---------------------------------------------------------------------------------

    def _learn_touch(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[Linear]]:
        decisions = out_of_fold(self._touch_fold, self.folds, self.n_jobs)
        touch = np.zeros((len(self.topics), 2))
        thresholds = np.full(len(self.topics), 0.5)
        probabilities = np.zeros_like(decisions)
        for k in range(len(self.topics)):
            truth = self.stances[:, k] >= 0
            fitted = Calibration.fit(decisions[:, [k]], truth.astype(np.int64), self.weights)
            touch[k] = fitted.matrix[0, 0], fitted.offset[0]
            probabilities[:, k] = fitted.apply(decisions[:, [k]])[:, 0]
            thresholds[k] = best_threshold(probabilities[:, k], truth)
        everything = np.arange(len(self.examples))
        models = [self._fit_touch(everything, k) for k in range(len(self.topics))]
        return touch, thresholds, probabilities, models

    def _touch_fold(self, learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
        rows = self.matrix[decide]
        return np.hstack([self._fit_touch(learn, k).decide(rows) for k in range(len(self.topics))])

    def _fit_touch(self, rows: np.ndarray, topic: int) -> Linear:
        touched = (self.stances[rows, topic] >= 0).astype(np.int64)
        cost = self.settings.touch_cost
        return fit_linear(
            self.matrix[rows], touched, 2, cost=cost, weights=self.weights[rows], random_state=self.random_state
        )

    # -- which stance? -----------------------------------------------------------------------------------------

    def _learn_stance(self, row: np.ndarray, topic: np.ndarray) -> tuple[Calibration, np.ndarray, ScoreTable]:
        from stance.features.transformer import cross

        pairs = cross(self.matrix[row], topic, len(self.topics))
        codes, weights = self.stances[row, topic], self.weights[row]
        true = codes >= 0
        options: dict[str, Any] = {"cost": self.settings.stance_cost, "random_state": self.random_state}

        def fit(rows: np.ndarray) -> Linear:
            rows = rows[true[rows]]
            return fit_linear(pairs[rows], codes[rows], len(STANCES), weights=weights[rows], **options)

        def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
            return fit(learn).decide(pairs[decide])

        decisions = out_of_fold(fold, self.folds[row], self.n_jobs)
        calibration = Calibration.fit(decisions[true], codes[true], weights[true])
        return calibration, calibration.apply(decisions), self._stance_table(fit(np.arange(len(row))))

    def _stance_table(self, model: Linear) -> ScoreTable:
        """Merge the shared coefficients and each topic's own into one table; the shared ones come last."""
        width = 1 << self.features.bits
        shared = model.coefficients[:width]
        blocks = [shared + model.coefficients[width * (k + 1) : width * (k + 2)] for k in range(len(self.topics))]
        intercept = np.tile(model.intercept, len(self.topics) + 1)
        return ScoreTable.compress(self.features, np.hstack([*blocks, shared]), intercept)

    # -- which tone? -------------------------------------------------------------------------------------------

    def _learn_sentiment(self) -> tuple[np.ndarray, np.ndarray, Calibration]:
        if self.inherit is not None:
            self.sentiments = np.full(len(self.examples), -1)  # too few to say how well the kept tone does
            kept = self.inherit.detect.coefficients()[:, -len(SENTIMENTS) :]
            return kept, self.inherit.detect.intercept[-len(SENTIMENTS) :], self.inherit.sentiment_calibration
        known = np.flatnonzero(self.sentiments >= 0)
        matrix, codes, weights = self.matrix[known], self.sentiments[known], self.weights[known]
        options: dict[str, Any] = {"cost": self.settings.sentiment_cost, "balanced": True}

        def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
            model = fit_linear(matrix[learn], codes[learn], len(SENTIMENTS), weights=weights[learn], **options)
            return model.decide(matrix[decide])

        decisions = out_of_fold(fold, self.folds[known], self.n_jobs)
        calibration = Calibration.fit(decisions, codes, weights, balance=self.settings.sentiment_balance)
        self.tones[known] = calibration.apply(decisions).argmax(axis=1)
        model = fit_linear(matrix, codes, len(SENTIMENTS), weights=weights, **options)
        return model.coefficients, model.intercept, calibration

    def _facts(self) -> dict[str, Any]:
        counts = {
            topic.id: {s: int((self.stances[:, k] == i).sum()) for i, s in enumerate(STANCES)}
            for k, topic in enumerate(self.topics)
        }
        return {
            "statements": len(self.examples),
            "untouched": int((self.stances < 0).all(axis=1).sum()),
            "labels": counts,
            "data_sha256": _fingerprint(self.examples),
            "random_state": self.random_state,
        }


def _fit_confidence(touched: np.ndarray, stance: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit the probability that topic and stance are both right, on held-out pairs that would be given out."""
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(right)) < 2:
        return np.array([0.5, 1.0, 0.0])
    model = LogisticRegression(C=100.0).fit(np.column_stack([logit(touched), logit(stance)]), right)
    return np.array([*model.coef_[0], model.intercept_[0]])


def _fingerprint(examples: Sequence[Example]) -> str:
    """Name the training data by its content."""
    rows = sorted(json.dumps([e.text, sorted(e.labels.items()), e.sentiment], ensure_ascii=False) for e in examples)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
