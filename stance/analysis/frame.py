"""The statements of a label table in arrays: what they are grouped by, and what the classifier says of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from stance.analysis.dates import PERIODS, period_of
from stance.errors import InputError
from stance.labels import STANCES, Labels

__all__ = ["Frame", "find_topic", "names_of", "plain_text"]


def plain_text(text: Any) -> str:
    """Fold white space, so that a text is found again after it went through an annotation tool."""
    return " ".join(str(text or "").split())


def names_of(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """Give the grouping columns as a tuple.

    Examples
    --------
    >>> names_of("side"), names_of(["side", "topic"]), names_of(None)
    (('side',), ('side', 'topic'), ())
    """
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    if len(set(names)) < len(names):
        raise InputError(f"by names a column twice: {', '.join(names)}; keep one")
    return names


def find_topic(labels: Labels, topic: str) -> str:
    """Find a topic of the table by its id, or one of the shipped topics by name or alias.

    Raises
    ------
    InputError
        If no row of the table is on it.
    """
    from stance.errors import TopicError
    from stance.topics import Topic, resolve_topics, shipped_topics

    name = topic.id if isinstance(topic, Topic) else topic
    if name in labels.topics:
        return name
    try:
        found = resolve_topics(name, shipped_topics())[0].id
    except TopicError:
        found = None
    if found in labels.topics:
        return str(found)
    raise InputError(f"no row is on the topic {name!r}; the table has {', '.join(labels.topics) or 'no topics'}")


class Frame:
    """The statements behind the rows of a `Labels` table.

    Parameters
    ----------
    labels : Labels
        The table; a statement counts if one of its rows is there.

    Examples
    --------
    >>> joins = {"text": "We shall join.", "side": "Norland", "topic": "nato", "stance": "favor"}
    >>> frame = Frame(Labels.from_records([joins, {"text": "It rained."}]))
    >>> len(frame), frame.column("side"), frame.hard("nato").tolist()
    (2, ['Norland', None], [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    """

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        numbers = np.array(labels.column("statement"), dtype=np.int64)
        _, self.first, self.row_statement = np.unique(numbers, return_index=True, return_inverse=True)
        self.topics = labels.topics
        self._topic = np.array([-1 if t is None else self.topics.index(t) for t in labels.column("topic")], dtype=int)
        stances = {stance: i for i, stance in enumerate(STANCES)}
        self._stance = np.array([stances.get(s, -1) for s in labels.column("stance")], dtype=int)
        self._soft_rows = _soft(labels, self._stance)
        self._known: dict[tuple[str, str | None], np.ndarray] = {}

    def __len__(self) -> int:
        return len(self.first)

    def column(self, name: str) -> list[Any]:
        """Give a column's value for each statement; year, quarter and month are taken from the date.

        Raises
        ------
        InputError
            If there is no such column.
        """
        if name in PERIODS and name not in self.labels.columns:
            return [period_of(value, name) for value in self.column("date")]
        values = self.labels.column(name)
        return [values[i] for i in self.first]

    def groups(self, names: Iterable[str]) -> dict[tuple[Any, ...], np.ndarray]:
        """Give the positions of the statements of each group, sorted by the groups' values, missing ones last."""
        columns = [self.column(name) for name in names]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(self)
        found: dict[tuple[Any, ...], list[int]] = {}
        for i, key in enumerate(keys):
            found.setdefault(tuple(None if v != v else v for v in key), []).append(i)
        order = sorted(found, key=lambda key: tuple((v is None, str(v)) for v in key))
        return {key: np.array(found[key], dtype=np.int64) for key in order}

    def clusters(self, document: str) -> tuple[np.ndarray, bool]:
        """Give each statement its document's number, its own where it has none, and say whether any has one."""
        codes: dict[Any, int] = {}
        found = np.empty(len(self), dtype=np.int64)
        named = False
        for i, value in enumerate(self.column(document)):
            named |= value is not None
            found[i] = codes.setdefault((i,) if value is None else value, len(codes))
        return found, named

    def _spread(self, kind: str, topic: str | None, values: np.ndarray) -> np.ndarray:
        if (kind, topic) in self._known:
            return self._known[kind, topic]
        on = self._topic >= 0 if topic is None else self._topic == self.topics.index(topic)
        out = np.zeros((len(self), values.shape[1]))
        np.add.at(out, self.row_statement[on], values[on])
        self._known[kind, topic] = out
        return out

    def hard(self, topic: str | None) -> np.ndarray:
        """Count each statement's favor, against and neutral rows on a topic, or on all."""
        return self._spread("hard", topic, np.eye(4)[self._stance][:, :3])

    def soft(self, topic: str | None) -> np.ndarray:
        """Sum each statement's probabilities of favor, against and neutral on a topic, or on all."""
        return self._spread("soft", topic, self._soft_rows)

    def touches(self, topic: str | None) -> np.ndarray:
        """Say which statements have a row on the topic, or on any."""
        return self._spread("touch", topic, np.ones((len(self._topic), 1)))[:, 0] > 0

    def main_topics(self) -> list[str | None]:
        """Give each statement the topic of its surest row, None where no row has a topic."""
        best: list[tuple[float, str | None]] = [(-1.0, None)] * len(self)
        rows = zip(self.row_statement, self.labels.column("topic"), self.labels.column("confidence"), strict=True)
        for statement, topic, sure in rows:
            if topic is not None and (sure or 0.0) > best[statement][0]:
                best[statement] = (sure or 0.0, topic)
        return [topic for _, topic in best]

    def ids(self) -> list[str]:
        """Give each statement an id that stays: its own, or one made from its document and text."""
        made: Counter[str] = Counter()
        found = []
        columns = (self.column(name) for name in ("id", "document", "text"))
        for own, document, text in zip(*columns, strict=True):
            if own is not None:
                found.append(str(own))
                continue
            name = hashlib.sha256(f"{document}\0{plain_text(text)}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
            made[name] += 1
            found.append(f"s-{name}" + (f"-{made[name]}" if made[name] > 1 else ""))
        return found


def _soft(labels: Labels, stance: np.ndarray) -> np.ndarray:
    """Give the probability that a row's topic is touched and the stance is each of the three.

    ``confidence`` is the probability that topic and stance are both right, so confidence divided by the stance's
    probability is the topic's; what a table lacks is taken as certain.
    """
    hard = np.eye(4)[stance][:, :3]
    given = [p and [p[s] for s in STANCES] for p in labels.column("probabilities")]
    soft = np.array([p or row for p, row in zip(given, hard.tolist(), strict=True)]).reshape(-1, 3)
    sure = np.array([1.0 if c is None else c for c in labels.column("confidence")])
    best = soft.max(axis=1, initial=0.0)
    decided = best > 0
    topic = np.clip(np.divide(sure, best, out=np.zeros_like(best), where=decided), 0.0, 1.0)
    return soft * np.where(decided, topic, 0.0)[:, None]
