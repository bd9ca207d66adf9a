"""What each coder says of each statement and topic, as triples and as counts that can be drawn again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from stance.annotations.statements import Opinion, StatementUnit
from stance.labels import SENTIMENTS, STANCES

__all__ = ["Codings", "Tally", "Triple", "code"]

LABELS = (*STANCES, "none")
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for each cluster of statements (a document, or one statement), to be drawn again as a whole.

    Parameters
    ----------
    labels : tuple of str
        The labels.
    coincidences : ndarray, shape (clusters, labels, labels)
        Krippendorff's coincidences: each pair of labels of a unit, by one less than the number of its labels.
    stance : ndarray, shape (clusters, labels, labels)
        The same without "none", which then counts as missing.
    pairs : dict of (str, str) to ndarray, shape (clusters, labels, labels)
        For each pair of coders how often one said this and the other that.
    n : int
        Units that at least two coders have labelled.
    """

    labels: tuple[str, ...]
    coincidences: np.ndarray
    stance: np.ndarray
    pairs: dict[tuple[str, str], np.ndarray]
    n: int


@dataclass(frozen=True, slots=True)
class Codings:
    """The opinions on those statements that at least two named coders have labelled."""

    units: Sequence[StatementUnit]
    opinions: Sequence[Mapping[str, Opinion]]
    clusters: Sequence[int]
    coders: tuple[str, ...]
    topics: tuple[str, ...]
    sentiment: bool

    def _values(self, topics: Sequence[str] | None) -> Iterator[tuple[int, str, dict[str, str]]]:
        for i, opinions in enumerate(self.opinions):
            if topics is None:
                tones = {coder: o.sentiment for coder, o in opinions.items() if o.sentiment is not None}
                yield i, "sentiment", tones
            else:
                for topic in topics:
                    yield i, topic, {coder: o.labels.get(topic, "none") for coder, o in opinions.items()}

    def triples(self, topics: Sequence[str] | None) -> list[Triple]:
        """List coder, item and label, the form that nltk takes; topics None means the sentiment."""
        return [
            (coder, f"{i} {topic}", value)
            for i, topic, values in self._values(topics)
            for coder, value in values.items()
        ]

    def tally(self, topics: Sequence[str] | None) -> Tally:
        """Count the labels cluster by cluster."""
        labels = SENTIMENTS if topics is None else LABELS
        place = {label: i for i, label in enumerate(labels)}
        shape = (max(self.clusters) + 1, len(labels), len(labels))
        coincidences, stance = np.zeros(shape), np.zeros(shape)
        pairs = {pair: np.zeros(shape) for pair in combinations(self.coders, 2)}
        n = 0
        for i, _, values in self._values(topics):
            codes = {coder: place[value] for coder, value in values.items()}
            n += len(codes) > 1
            _coincide(coincidences[self.clusters[i]], list(codes.values()))
            if topics is not None:
                _coincide(stance[self.clusters[i]], [c for c in codes.values() if labels[c] != "none"])
            for a, b in combinations(sorted(codes), 2):
                pairs[a, b][self.clusters[i], codes[a], codes[b]] += 1
        return Tally(labels, coincidences, stance, {p: counts for p, counts in pairs.items() if counts.any()}, n)

    def differences(self) -> list[dict[str, Any]]:
        """List the labels that differ, a record for each statement, topic and pair of coders."""
        found = []
        for topics in (self.topics, None):
            for i, topic, values in self._values(topics):
                for a, b in combinations(sorted(values), 2):
                    if values[a] != values[b]:
                        first = self.units[i].first
                        record = {"id": first.id, "document": first.document, "text": first.text, "topic": topic}
                        record |= {"coder_a": a, "label_a": values[a], "coder_b": b, "label_b": values[b]}
                        found.append(record)
        return found


def _coincide(counts: np.ndarray, codes: Sequence[int]) -> None:
    if len(codes) < 2:
        return
    frequency = np.bincount(codes, minlength=len(counts)).astype(float)
    counts += (np.outer(frequency, frequency) - np.diag(frequency)) / (len(codes) - 1)


def code(units: Sequence[StatementUnit]) -> Codings:
    """Take the statements that at least two named coders have labelled."""
    kept: list[StatementUnit] = []
    opinions: list[dict[str, Opinion]] = []
    coders: set[str] = set()
    for unit in units:
        by_coder = {opinion.coder: opinion for opinion in unit.opinions() if opinion.coder is not None}
        coders |= set(by_coder)
        if len(by_coder) > 1:
            kept.append(unit)
            opinions.append(by_coder)
    names: dict[object, int] = {}
    # A statement without a document is a cluster of its own.
    keys: list[object] = [unit.first.document or ("statement", i) for i, unit in enumerate(kept)]
    clusters = [names.setdefault(key, len(names)) for key in keys]
    topics = sorted({topic for by_coder in opinions for o in by_coder.values() for topic in (*o.labels, *o.untouched)})
    tones = any(sum(o.sentiment is not None for o in by_coder.values()) > 1 for by_coder in opinions)
    return Codings(kept, opinions, clusters, tuple(sorted(coders)), tuple(topics), tones)
