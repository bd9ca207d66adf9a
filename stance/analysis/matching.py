"""Finding the labelled sample's statements in the corpus."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.analysis.frame import Frame, plain_text
from stance.errors import InputError
from stance.labels import STANCES

__all__ = ["Gold", "match_sample"]


@dataclass(frozen=True, slots=True)
class Gold:
    """The labelled statements of a corpus.

    Parameters
    ----------
    at : ndarray of int
        Their positions among the corpus' statements.
    weight : ndarray
        Their sampling weights.
    labels : list of dict
        The stance on each topic that a statement touches.
    asked : frozenset of str
        The topics that the labels name, touched or not; of others the sample tells nothing.
    unmatched : int
        How many labelled statements are not in the corpus.
    """

    at: np.ndarray
    weight: np.ndarray
    labels: list[dict[str, str]]
    asked: frozenset[str]
    unmatched: int

    def array(self, topic: str | None) -> np.ndarray:
        """Count each labelled statement's favor, against and neutral labels on a topic, or on all."""
        out = np.zeros((len(self.labels), 3))
        for i, labels in enumerate(self.labels):
            for name, stance in labels.items():
                if topic is None or name == topic:
                    out[i, STANCES.index(stance)] += 1
        return out


def match_sample(frame: Frame, sample: Any) -> Gold:
    """Match a labelled sample to the statements of a corpus, by id or else by text.

    Parameters
    ----------
    frame : Frame
        The corpus.
    sample : Annotations, list of Annotation or dict, DataFrame or path
        The labels; several coders are resolved by majority. A statement's labels name all topics that it touches.

    Returns
    -------
    Gold

    Raises
    ------
    InputError
        If the sample cannot be read, is not labelled, or none of its statements is in the corpus.
    """
    from stance.annotations import gather, read_annotations
    from stance.annotations.statements import group_statements

    annotations = read_annotations(sample)
    examples = gather(annotations)
    documents = [unit.first.document for unit in group_statements(annotations)]
    find = _Finder(frame)
    found: dict[int, tuple[float, dict[str, str]]] = {}
    asked: set[str] = set()
    unmatched = 0
    for example, document in zip(examples, documents, strict=True):
        asked |= {*example.labels, *example.untouched}
        place = find(example.id, example.text, document)
        if place is None or place in found:
            unmatched += place is None
            continue
        found[place] = (example.weight, dict(example.labels))
    if not asked:
        raise InputError("no statement of the sample has a label: label it first, on the topics of the table")
    if not found:
        raise InputError(
            f"none of the sample's {len(examples):,} statements is in the table, neither by id nor by text; "
            "draw the sample from the same labels with draw_sample"
        )
    # In the order of the corpus, so that the order of the sample never matters.
    order = sorted(found)
    return Gold(
        np.array(order, dtype=np.int64),
        np.array([found[place][0] for place in order]),
        [found[place][1] for place in order],
        frozenset(asked),
        unmatched,
    )


class _Finder:
    """Finds a labelled statement in the corpus; each of several like ones once."""

    def __init__(self, frame: Frame) -> None:
        self._ids: dict[str, list[int]] = defaultdict(list)
        self._texts: dict[str, list[int]] = defaultdict(list)
        self._plain = [plain_text(text) for text in frame.column("text")]
        for i, name in enumerate(frame.ids()):
            self._ids[name].append(i)
            self._texts[self._plain[i]].append(i)
        self._documents = frame.column("document")
        self._taken: set[int] = set()

    def __call__(self, name: str | None, text: str, document: str | None) -> int | None:
        text = plain_text(text)
        near = self._ids.get(name, []) if name is not None else []
        if len(near) > 1:
            # An id that several statements bear (row numbers of several files) needs the text beside it.
            near = [i for i in near if self._plain[i] == text]
        if not near:
            near = self._texts.get(text, [])
            near = [i for i in near if self._documents[i] == document] or near
        free = [i for i in near if i not in self._taken] or near
        if not free:
            return None
        self._taken.add(free[0])
        return free[0]
