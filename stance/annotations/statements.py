"""Annotations brought together by the statement that they label, and who said what of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from stance.annotations.annotation import Annotation

__all__ = ["Match", "Opinion", "StatementUnit", "group_statements"]

Match = Literal["id", "text"]


@dataclass(slots=True)
class Opinion:
    """What one coder says of one statement.

    Parameters
    ----------
    coder : str or None
        The coder, None where the annotations name none.
    labels : dict
        The stance on each topic that the statement touches, by this coder.
    untouched : set of str
        The topics of which the coder says that the statement does not touch them.
    sentiment : str or None
        The tone.
    """

    coder: str | None
    labels: dict[str, str] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    sentiment: str | None = None


@dataclass(slots=True)
class StatementUnit:
    """One statement and its annotations, in the order given.

    Examples
    --------
    >>> unit = group_statements([Annotation(text="A", topic="nato", stance="favor", coder="ann")])[0]
    >>> [(opinion.coder, opinion.labels) for opinion in unit.opinions()]
    [('ann', {'nato': 'favor'})]
    """

    key: tuple[object, ...]
    annotations: list[Annotation]

    @property
    def first(self) -> Annotation:
        """The annotation that the statement's own fields are taken from."""
        return self.annotations[0]

    def opinions(self) -> list[Opinion]:
        """One opinion for each coder, sorted by name.

        Where no coder is named, a topic that stands there several times was labelled by as many unnamed coders; a
        topic that stands there less often counts for the others as its last label. Labels are sorted before, so
        that the order of the rows never matters.
        """
        by_coder: dict[str | None, list[Annotation]] = defaultdict(list)
        for annotation in self.annotations:
            by_coder[annotation.coder].append(annotation)
        found: list[Opinion] = []
        for coder in sorted(by_coder, key=lambda name: (name is None, name or "")):
            found += _opinions(coder, by_coder[coder])
        return found


def _opinions(coder: str | None, annotations: list[Annotation]) -> Iterator[Opinion]:
    votes: dict[str, list[str]] = defaultdict(list)
    for annotation in annotations:
        if annotation.topic is not None:
            votes[annotation.topic].append(annotation.stance or "")
    tones = sorted(a.sentiment for a in annotations if a.sentiment is not None)
    empty = sum(a.topic is None for a in annotations)
    count = 1 if coder is not None else max([1, *(len(v) for v in votes.values())])
    # A row without topic beside rows with topics, nobody named: one more coder, who saw none.
    extra = empty if coder is None and votes else 0
    for i in range(count):
        opinion = Opinion(coder, sentiment=tones[min(i * len(tones) // count, len(tones) - 1)] if tones else None)
        for topic in sorted(votes):
            stances = sorted(votes[topic])
            stance = stances[min(i, len(stances) - 1)]
            if stance:
                opinion.labels[topic] = stance
            else:
                opinion.untouched.add(topic)
        yield opinion
    yield from (Opinion(None) for _ in range(extra))


def group_statements(annotations: Iterable[Annotation], match: Match = "id") -> list[StatementUnit]:
    """Bring annotations together by statement.

    Parameters
    ----------
    annotations : iterable of Annotation
        The annotations.
    match : {"id", "text"}
        Annotations belong to one statement if id and text are equal (without an id: document, offsets and text), or
        if the text alone is.

    Returns
    -------
    list of StatementUnit
        In the order in which the statements first appear.
    """
    units: dict[tuple[object, ...], StatementUnit] = {}
    for annotation in annotations:
        text = " ".join(annotation.text.split())
        key: tuple[object, ...]
        if match == "text":
            key = (text,)
        elif annotation.id is not None:
            key = (annotation.id, text)
        else:
            key = (annotation.document, annotation.start, annotation.end, text)
        unit = units.get(key)
        if unit is None:
            units[key] = StatementUnit(key, [annotation])
        else:
            unit.annotations.append(annotation)
    return list(units.values())
