"""Learning from more annotated data without the old: corrections where the new data speaks, the rest as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.annotations.gather import Example
from stance.errors import InputError
from stance.features.scoring import ScoreTable
from stance.labels import SENTIMENTS, STANCES
from stance.learning.correction import Output, correct, rebuilt
from stance.learning.heads import Heads
from stance.learning.linear import fold_numbers
from stance.learning.memory import Memory
from stance.learning.new_topic import NewTopic, Rows, learn_topic
from stance.learning.train import Settings, _fingerprint
from stance.topics import Topic

if TYPE_CHECKING:
    import scipy.sparse as sp

__all__ = ["update_heads"]

_GENTLE = 0.3  # how much less new tones count than in training: the old ones are many more
_CAREFUL = 1 / 3  # the same of stances, best by cross-validation on a new topic of 150 statements
_HOLD = 1.0  # how much a changed decision of a remembered statement counts beside an error in a new one


def update_heads(
    heads: Heads,
    examples: Sequence[Example],
    topics: Sequence[Topic],
    *,
    settings: Settings | None = None,
    random_state: int = 0,
    n_jobs: int = 1,
) -> Heads:
    """Learn from more examples.

    The weights of topics that the examples do not name stay bit for bit. Those of a topic that they name are corrected:
    on the new examples and the model's memory of old ones, with a penalty towards the old weights.

    Parameters
    ----------
    heads : Heads
        What was learned before; it is left as it is.
    examples : sequence of Example
        An example counts as not touching an old topic that it does not name only where it names another old topic, or
        none at all, or says so: who labels a new topic need not label the old ones again.
    topics : sequence of Topic
        The topics to learn, old and new; labels of others are left out.

    Raises
    ------
    InputError
        If no example names any of the topics, or a new topic has too few examples or none that does not touch it.
    """
    return _Update(heads, examples, topics, settings or Settings(), random_state, n_jobs).solve()


class _Update:
    """The rows of an update: the new examples first, then the memory."""

    def __init__(
        self,
        heads: Heads,
        examples: Sequence[Example],
        topics: Sequence[Topic],
        settings: Settings,
        random_state: int,
        n_jobs: int,
    ) -> None:
        self.heads, self.examples, self.settings = heads, examples, settings
        self.random_state, self.n_jobs = random_state, n_jobs
        known = [topic.id for topic in heads.topics]
        self.topics = [*heads.topics, *(topic for topic in topics if topic.id not in known)]
        self.old = len(known)
        self.new_stances = self._codes()
        chosen = {topic.id for topic in topics}
        self.named = [k for k, t in enumerate(self.topics) if t.id in chosen and (self.new_stances[:, k] >= 0).any()]
        if not self.named:
            raise InputError("the annotations take no stance on any of the topics to learn; give some that do")
        self._stack()

    def _codes(self) -> np.ndarray:
        """Code the stances of the new examples; -1 says not touched, -2 not known."""
        codes = {stance: i for i, stance in enumerate(STANCES)}
        result = np.full((len(self.examples), len(self.topics)), -1, dtype=np.int64)
        old = {topic.id for topic in self.topics[: self.old]}
        for i, example in enumerate(self.examples):
            complete = not example.labels or not old.isdisjoint(example.labels)
            for k, topic in enumerate(self.topics):
                if topic.id in example.labels:
                    result[i, k] = codes[example.labels[topic.id]]
                elif k < self.old and not complete and topic.id not in example.untouched:
                    result[i, k] = -2
        return result

    def _stack(self) -> None:
        """Put the new rows above those of the memory."""
        import scipy.sparse as sp

        features = self.heads.features
        self.n = len(self.examples)
        self.new_matrix: sp.csr_matrix = features.matrix([e.text for e in self.examples])
        self.new_tones = np.array(
            [SENTIMENTS.index(e.sentiment) if e.sentiment is not None else -1 for e in self.examples], dtype=np.int64
        )
        self.matrix, self.stances, self.tones = self.new_matrix, self.new_stances, self.new_tones
        memory = self.heads.memory
        if memory is not None:
            kept = np.full((len(memory), len(self.topics)), -1, dtype=np.int64)
            kept[:, : self.old] = memory.labels
            self.matrix = sp.vstack([self.new_matrix, memory.matrix(features.bits)]).tocsr()
            self.stances = np.vstack([self.new_stances, kept])
            self.tones = np.concatenate([self.new_tones, memory.sentiments])
        rest = len(self.stances) - self.n
        self.weights = np.array([e.weight for e in self.examples] + [1.0] * rest, dtype=np.float64)
        groups = [("new", e.group) for e in self.examples] + [("memory", str(i)) for i in range(rest)]
        self.folds = fold_numbers(groups, self.settings.folds, self.random_state)

    def solve(self) -> Heads:
        """Learn what the new examples name and put it into a copy of the heads."""
        heads = self.heads
        fresh = [self._learn_new(k) for k in self.named if k >= self.old]
        detect: dict[int, Output] = {}
        stance: dict[int, Output] = {}
        for k in self.named:
            if k < self.old:
                detect[k] = self._correct_touch(k)
                for j, output in enumerate(_split(self._correct_stance(k))):
                    stance[len(STANCES) * k + j] = output
        if len(np.unique(self.new_tones[self.new_tones >= 0])) > 1:
            for j, output in enumerate(_split(self._correct_tone())):
                detect[self.old + j] = output
        learned = [self.topics[k] for k in self.named if k >= self.old]
        return replace(
            heads,
            topics=[*heads.topics, *learned],
            detect=rebuilt(heads.detect, detect, [one.detect for one in fresh], self.old),
            stance=rebuilt(heads.stance, stance, [one.stance for one in fresh], len(STANCES) * self.old),
            touch=np.vstack([heads.touch, *(one.touch for one in fresh)]),
            thresholds=np.append(heads.thresholds, [one.threshold for one in fresh]),
            facts=self._facts({topic.id: one.figures for topic, one in zip(learned, fresh, strict=True)}),
            memory=self._remember(),
        )

    # -- topics that the model knows ---------------------------------------------------------------------------

    def _before(self, table: ScoreTable, outputs: slice, rows: np.ndarray) -> np.ndarray:
        """Decide rows with the old weights of some outputs."""
        weights = table.weights[:, outputs] * table.scale[outputs] / self.heads.features.idf[:, None]
        decided: np.ndarray = self.matrix[rows] @ weights + table.intercept[outputs]
        return decided

    def _corrected(
        self, table: ScoreTable, outputs: slice, rows: np.ndarray, target: np.ndarray, cost: float, kept: np.ndarray
    ) -> Output:
        """Correct some outputs on new rows, while their decisions on the kept ones stay near what they are."""
        before, weights = self._before(table, outputs, rows), self.weights[rows]
        anchors = self.matrix[kept] if len(kept) else None
        found = correct(self.matrix[rows], target, before, cost, weights, anchors, _HOLD * cost)
        old = table.weights[:, outputs] * table.scale[outputs] / self.heads.features.idf[:, None]
        return old + found.coefficients, table.intercept[outputs] + found.intercept

    def _rows(self, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Split the rows for which something is known into new ones and those of the memory."""
        rows = np.flatnonzero(known)
        return rows[rows < self.n], rows[rows >= self.n]

    def _correct_touch(self, k: int) -> Output:
        rows, kept = self._rows(self.stances[:, k] >= -1)
        touched = (self.stances[rows, k] >= 0)[:, None]
        return self._corrected(self.heads.detect, slice(k, k + 1), rows, touched, self.settings.touch_cost, kept)

    def _correct_stance(self, k: int) -> Output:
        rows, kept = self._rows(self.stances[:, k] >= 0)
        target = self.stances[rows, k][:, None] == np.arange(len(STANCES))
        outputs = slice(len(STANCES) * k, len(STANCES) * (k + 1))
        return self._corrected(self.heads.stance, outputs, rows, target, _CAREFUL * self.settings.stance_cost, kept)

    def _correct_tone(self) -> Output:
        rows, kept = self._rows(self.tones >= 0)
        target = self.tones[rows][:, None] == np.arange(len(SENTIMENTS))
        outputs = slice(self.old, self.old + len(SENTIMENTS))
        return self._corrected(self.heads.detect, outputs, rows, target, _GENTLE * self.settings.sentiment_cost, kept)

    # -- topics that are new to it -----------------------------------------------------------------------------

    def _learn_new(self, k: int) -> NewTopic:
        costs = {"touch_cost": self.settings.touch_cost, "stance_cost": _CAREFUL * self.settings.stance_cost}
        rows = Rows(self.matrix, self.weights, self.folds)
        return learn_topic(self.heads, self.topics[k].id, rows, self.stances[:, k], n_jobs=self.n_jobs, **costs)

    # -- what the model says of itself -------------------------------------------------------------------------

    def _remember(self) -> Memory | None:
        if self.heads.memory is None:
            return None
        kept = [*range(self.old), *(k for k in self.named if k >= self.old)]
        labels = np.maximum(self.new_stances[:, kept], -1)
        # What is not known of old topics is what the model itself says: it shall not change its mind there.
        unknown = self.new_stances[:, kept] == -2
        said = self.heads.judge([e.text for e in self.examples]).touched >= self.heads.thresholds
        full = np.zeros_like(unknown)
        full[:, : self.old] = said
        sure = np.flatnonzero(~(unknown & full).any(axis=1))
        matrix, tones = self.new_matrix[sure], self.new_tones[sure]
        return self.heads.memory.extended(matrix, labels[sure], tones, self.random_state)

    def _facts(self, held_out: dict[str, dict[str, float]]) -> dict[str, Any]:
        facts = dict(self.heads.facts)
        counts = {topic: dict(stances) for topic, stances in facts.get("labels", {}).items()}
        for k in self.named:
            before = counts.setdefault(self.topics[k].id, dict.fromkeys(STANCES, 0))
            for j, stance in enumerate(STANCES):
                before[stance] = before.get(stance, 0) + int((self.new_stances[:, k] == j).sum())
        added = _fingerprint(self.examples)
        chain = hashlib.sha256(f"{facts.get('data_sha256', '')}+{added}".encode()).hexdigest()
        touched = (self.new_stances[:, self.named] >= 0).any(axis=1)
        entry = {
            "statements": len(self.examples),
            "topics": [self.topics[k].id for k in self.named],
            "data_sha256": added,
            "random_state": self.random_state,
            "folds": self.settings.folds,
            "new_topics": held_out,
        }
        return {
            **facts,
            "statements": facts.get("statements", 0) + len(self.examples),
            "untouched": facts.get("untouched", 0) + int((~touched).sum()),
            "labels": counts,
            "data_sha256": chain,
            "updates": [*facts.get("updates", []), entry],
        }


def _split(output: Output) -> list[Output]:
    return [(output[0][:, [j]], output[1][[j]]) for j in range(len(output[1]))]
