"""Topics without training data: a name, aliases and a few phrases, judged with what was learned of all topics."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from stance.features.scoring import ScoreTable
from stance.features.text import normalise
from stance.labels import STANCES
from stance.learning.heads import Heads
from stance.topics import Topic

__all__ = ["FreshTopic"]

# How far phrases speak for their side and against the other, where both sides have some, and how far they speak for
# their side where the other has none: chosen by leaving each shipped topic out in turn (benchmarks/new_topic.py).
_CONTRAST_WEIGHT = 3.0
_PHRASE_WEIGHT = 1.0
_NAMED, _UNNAMED = 0.85, 0.1


class FreshTopic:
    """A topic that the model was not trained on.

    Whether a text touches it is told by its name and aliases; the stance by the weights that all topics share, and by
    likeness to the phrases given for and against: with phrases for both, by how much more it is like the one than the
    other.

    Parameters
    ----------
    heads : Heads
    topic : Topic
    """

    def __init__(self, heads: Heads, topic: Topic) -> None:
        self.topic = topic
        self._heads = heads
        names = sorted({normalise(name).strip() for name in (topic.name, topic.id.replace("-", " "), *topic.aliases)})
        self._named = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names if name) + r")")
        self._table = self._with_phrases()

    def _with_phrases(self) -> ScoreTable:
        features = self._heads.features
        coefficients = self._heads.stance.coefficients()[:, -len(STANCES) :].copy()
        means = {}
        for code, phrases in enumerate((self.topic.favor, self.topic.against)):
            if phrases:
                mean = np.asarray(features.matrix(list(phrases)).mean(axis=0)).ravel()
                means[code] = mean / max(np.linalg.norm(mean), 1e-9)
        for code, mean in means.items():
            # What the phrases of both sides share names the topic and tells nothing: their difference counts.
            both = len(means) == 2
            coefficients[:, code] += _CONTRAST_WEIGHT * (mean - means[1 - code]) if both else _PHRASE_WEIGHT * mean
        return ScoreTable.compress(features, coefficients, self._heads.stance.intercept[-len(STANCES) :])

    def touched(self, texts: Sequence[str]) -> np.ndarray:
        """Give the probability that each text touches the topic: high where it is named."""
        return np.array([_NAMED if self._named.search(normalise(text)) else _UNNAMED for text in texts], dtype=float)

    def stances(self, texts: Sequence[str]) -> np.ndarray:
        """Give the probabilities of favor, against and neutral, shape (n, 3)."""
        return self._heads.stance_calibration.apply(self._table.score(texts))
