"""The mean stance of a cell, from -1 (all against) to 1 (all in favor), with its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.analysis.estimator import difference_estimate
from stance.analysis.frame import Frame
from stance.analysis.intervals import cluster_interval
from stance.analysis.matching import Gold, match_sample
from stance.analysis.tables import Record
from stance.errors import InputError
from stance.labels import STANCES, Labels

__all__ = ["MEAN_VALUES", "Means"]

MEAN_VALUES = ("mean", "low", "high", "n", *STANCES, "documents")


@dataclass(frozen=True, slots=True)
class Means:
    """What the mean stances of a table are made from.

    Parameters
    ----------
    frame : Frame
        The statements.
    gold : Gold or None
        The labelled sample that corrects the means.
    cluster : ndarray
        The document of each statement.
    named : bool
        Whether any statement has a document.
    level : float
        Of the intervals.
    n_boot : int
        Draws of the bootstrap.
    rng : Generator
        The source of chance.
    """

    frame: Frame
    gold: Gold | None
    cluster: np.ndarray
    named: bool
    level: float
    n_boot: int
    rng: np.random.Generator

    @classmethod
    def of(
        cls, labels: Labels, sample: Any, level: float, n_boot: int, random_state: int | None, document: str
    ) -> Means:
        """Check what was given and read the table.

        Raises
        ------
        InputError
            If the table is empty or the level is no probability.
        """
        if not len(labels):
            raise InputError("the table has no rows, so nobody stands anywhere; label some statements first")
        if not 0 < level < 1:
            raise InputError(f"level {level} is no probability; give one between 0 and 1, such as 0.95")
        frame = Frame(labels)
        gold = None if sample is None else match_sample(frame, sample)
        cluster, named = frame.clusters(document)
        return cls(frame, gold, cluster, named, level, n_boot, np.random.default_rng(random_state))

    def cell(self, at: np.ndarray, topic: str) -> Record | None:
        """Give the mean stance of some statements on a topic; None if none of them takes a stance on it."""
        hard = self.frame.hard(topic)[at]
        counts = hard.sum(axis=0)
        record: Record = {"mean": None, "low": None, "high": None, "n": int(counts.sum())}
        record |= dict(zip(STANCES, (int(count) for count in counts), strict=True))
        if self.gold is None:
            on = hard.sum(axis=1) > 0
            at, scores = at[on], _score(hard[on])
            labelled, weight, gold = np.arange(len(at)), np.ones(len(at)), scores
        else:
            place = np.minimum(np.searchsorted(at, self.gold.at), len(at) - 1)
            mine = at[place] == self.gold.at
            labelled, weight = place[mine], self.gold.weight[mine]
            scores, gold = _score(self.frame.soft(topic)[at]), _score(self.gold.array(topic)[mine])
        if not counts.any() and not gold.any():
            return None
        options: dict[str, Any] = {"n_boot": self.n_boot, "rng": self.rng, "tuned": self.gold is not None}
        found = difference_estimate(scores, gold, labelled, weight, self.cluster[at], **options)
        record["documents"] = found.clusters
        if found.n:
            # The estimator works on a scale from 0 to 1; the mean stance runs from -1 to 1.
            value, se = 2 * float(found.value[0]) - 1, 2 * float(found.se[0])
            record["mean"] = min(max(value, -1.0), 1.0)
            ends = cluster_interval(value, se, clusters=found.units, n=found.n, level=self.level, low=-1.0)
            record["low"], record["high"] = ends or (None, None)
        return record

    def notes(self, document: str) -> Iterator[str]:
        """Say what the intervals mean."""
        if self.gold is None:
            yield (
                f"{self.level:.0%} intervals for how documents vary (clustered by {document}); "
                "the classifier's errors are not in them. Give sample=... to correct them."
            )
        else:
            yield (
                f"Corrected from {len(self.gold.at):,} labelled of {len(self.frame):,} statements; "
                f"{self.level:.0%} intervals, clustered by {document}."
            )
        if not self.named:
            yield f"No statement has a {document}: they are taken as independent, and intervals may be too narrow."


def _score(stances: np.ndarray) -> np.ndarray:
    base = stances.sum(axis=1)
    return np.stack([stances[:, 0] + stances[:, 2] / 2, base], axis=1)
