"""What a model knows: tables of weights and what turns their scores into topics, stances, tones and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from stance.features.extractor import TextFeatures
from stance.features.scoring import ScoreTable
from stance.labels import SENTIMENTS, STANCES
from stance.learning.calibration import Calibration, sigmoid
from stance.learning.memory import Memory
from stance.topics import Topic

__all__ = ["Heads", "Judgement", "logit"]


def logit(probability: np.ndarray) -> np.ndarray:
    """Turn probabilities into log odds, bounded."""
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    result: np.ndarray = np.log(clipped / (1 - clipped))
    return result


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the heads say of a batch of texts.

    Attributes
    ----------
    touched : ndarray of float64, shape (n, n_topics)
        The probability that each text touches each topic.
    sentiment : ndarray of float64, shape (n, 3)
    """

    touched: np.ndarray
    sentiment: np.ndarray


@dataclass(slots=True)
class Heads:
    """The learned part of a model.

    Attributes
    ----------
    topics : list of Topic
    detect : ScoreTable
        An output a topic (is it touched?), then three of the sentiment.
    stance : ScoreTable
        Three outputs a topic, then three shared ones that serve topics which were never trained.
    touch : ndarray of float64, shape (n_topics, 2)
        Slope and offset of each topic's sigmoid.
    thresholds : ndarray of float64, shape (n_topics,)
        From which probability on a topic counts as touched.
    stance_calibration, sentiment_calibration : Calibration
    confidence : ndarray of float64, shape (3,)
        Weights of the log odds of topic and stance, and an offset: the probability that both are right.
    memory : Memory, optional
        Hashed features of some training statements, for updates.
    """

    topics: list[Topic]
    detect: ScoreTable
    stance: ScoreTable
    touch: np.ndarray
    thresholds: np.ndarray
    stance_calibration: Calibration
    sentiment_calibration: Calibration
    confidence: np.ndarray
    facts: dict[str, Any] = field(default_factory=dict)
    memory: Memory | None = None

    @property
    def features(self) -> TextFeatures:
        """The extractor that all tables share."""
        return self.detect.features

    def judge(self, texts: Sequence[str]) -> Judgement:
        """Say which topics the texts touch, and their tone."""
        scores = self.detect.score(texts)
        n = len(self.topics)
        touched = sigmoid(scores[:, :n] * self.touch[:, 0] + self.touch[:, 1])
        return Judgement(touched, self.sentiment_calibration.apply(scores[:, n:]))

    def stances(self, texts: Sequence[str]) -> np.ndarray:
        """Give each text's stance towards each topic, were it touched.

        Returns
        -------
        ndarray of float64, shape (n, n_topics + 1, 3)
            Probabilities of favor, against and neutral; the last row is that of the shared weights.
        """
        scores = self.stance.score(texts).reshape(len(texts), -1, len(STANCES))
        return self.stance_calibration.apply(scores)

    def confident(self, touched: np.ndarray, stance: np.ndarray) -> np.ndarray:
        """Give the probability that topic and stance are both right."""
        a, b, c = self.confidence
        return sigmoid(a * logit(touched) + b * logit(stance) + c)

    def settings(self) -> dict[str, Any]:
        """All but the arrays, as plain values for ``model.json``."""
        return {
            "topics": [topic.to_dict() for topic in self.topics],
            "stances": list(STANCES),
            "sentiments": list(SENTIMENTS),
            "features": self.features.to_dict(),
            "scale": {"detect": self.detect.scale.tolist(), "stance": self.stance.scale.tolist()},
            "intercept": {"detect": self.detect.intercept.tolist(), "stance": self.stance.intercept.tolist()},
            "touch": self.touch.tolist(),
            "thresholds": self.thresholds.tolist(),
            "stance_calibration": self.stance_calibration.to_dict(),
            "sentiment_calibration": self.sentiment_calibration.to_dict(),
            "confidence": self.confidence.tolist(),
            "facts": self.facts,
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays, for the file of weights."""
        squared_idf = self.features.squared_idf
        assert squared_idf is not None
        memory = {} if self.memory is None else self.memory.arrays()
        return {"detect": self.detect.weights, "stance": self.stance.weights, "squared_idf": squared_idf, **memory}

    @classmethod
    def rebuild(cls, settings: dict[str, Any], arrays: dict[str, np.ndarray]) -> Heads:
        """Put the heads together again from `settings` and `arrays`."""
        features = TextFeatures.from_dict(settings["features"], arrays["squared_idf"])
        tables = [
            ScoreTable(
                features,
                arrays[name],
                np.array(settings["scale"][name], dtype=np.float64),
                np.array(settings["intercept"][name], dtype=np.float64),
            )
            for name in ("detect", "stance")
        ]
        heads = cls(
            [Topic(**topic) for topic in settings["topics"]],
            tables[0],
            tables[1],
            np.array(settings["touch"], dtype=np.float64).reshape(-1, 2),
            np.array(settings["thresholds"], dtype=np.float64),
            Calibration.from_dict(settings["stance_calibration"]),
            Calibration.from_dict(settings["sentiment_calibration"]),
            np.array(settings["confidence"], dtype=np.float64),
            settings.get("facts", {}),
            Memory.rebuild(arrays, len(settings["topics"])),
        )
        heads._check()
        return heads

    def _check(self) -> None:
        """See that the parts fit each other, so that nothing fails only when it is used."""
        n, width, squared_idf = len(self.topics), 1 << self.features.bits, self.features.squared_idf
        shapes = {
            "squared_idf": (None if squared_idf is None else squared_idf.shape, (width,)),
            "thresholds": (self.thresholds.shape, (n,)),
            "touch": (self.touch.shape, (n, 2)),
            "confidence": (self.confidence.shape, (3,)),
        }
        for name, table, k in (("detect", self.detect, n + 3), ("stance", self.stance, 3 * n + 3)):
            shapes[name] = (table.weights.shape, (width, k))
            shapes[f"scale and intercept of {name}"] = ((*table.scale.shape, *table.intercept.shape), (k, k))
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise ValueError(f"{name} is of shape {found}, not {wanted}")
