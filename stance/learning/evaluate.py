"""What a model says of annotated statements, beside what their coders say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from stance.annotations.gather import Example
from stance.errors import InputError
from stance.labelling import label_texts
from stance.labels import SENTIMENTS, STANCES
from stance.learning.fresh import FreshTopic
from stance.learning.heads import Heads
from stance.topics import Topic

__all__ = ["Outcome", "judge_examples"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Statements with their right labels and those that a model gave, as codes.

    Attributes
    ----------
    topics : tuple of str
        The columns of the arrays by topic.
    group : ndarray of int64, shape (n,)
        The document of each statement, or what else is drawn as a whole.
    weight : ndarray of float64, shape (n,)
        How much each statement counts; 1 on average.
    gold : ndarray of int8, shape (n, n_topics)
        The right stance, -1 where the topic is not touched.
    given : ndarray of int8, shape (n, n_topics)
        The stance that the model gave, -1 where it found the topic not touched.
    confidence : ndarray of float64, shape (n, n_topics)
        How sure the model was of what it gave.
    stance : ndarray of int8, shape (n, n_topics)
        The model's stance if it is told that the topic is touched.
    gold_sentiment, sentiment : ndarray of int8, shape (n,)
        The right tone, -1 where it is not annotated, and the model's.
    unknown : tuple of str
        The topics among these that the model was not trained on: it never finds them.
    """

    topics: tuple[str, ...]
    group: np.ndarray
    weight: np.ndarray
    gold: np.ndarray
    given: np.ndarray
    confidence: np.ndarray
    stance: np.ndarray
    gold_sentiment: np.ndarray
    sentiment: np.ndarray
    unknown: tuple[str, ...] = ()


def judge_examples(heads: Heads, examples: Sequence[Example], topics: Iterable[str] | None = None) -> Outcome:
    """Let a model label annotated statements.

    Parameters
    ----------
    heads : Heads
    examples : sequence of Example
        Annotated completely: a topic that a statement does not name is untouched.
    topics : iterable of str, optional
        The only topics to judge; by default those that the model or the annotations know.

    Raises
    ------
    InputError
        If no example is given or none of the topics is named.
    """
    if not examples:
        raise InputError("there are no annotated statements to evaluate on; give some")
    named = {topic for example in examples for topic in example.labels}
    known = [topic.id for topic in heads.topics]
    columns = [*known, *sorted(named - set(known))]
    if topics is not None:
        asked = set(topics)
        columns = [name for name in columns if name in asked]
    if not named & set(columns):
        raise InputError("the annotations name none of the topics to evaluate; give statements that touch them")
    texts = [example.text for example in examples]
    given, confidence, sentiment = _found(heads, texts, columns)
    codes = {name: i for i, name in enumerate(STANCES)}
    gold = [[codes[e.labels[t]] if t in e.labels else -1 for t in columns] for e in examples]
    tones = [SENTIMENTS.index(e.sentiment) if e.sentiment is not None else -1 for e in examples]
    weight = np.array([e.weight for e in examples], dtype=np.float64)
    groups = {name: i for i, name in enumerate(dict.fromkeys(e.group for e in examples))}
    return Outcome(
        tuple(columns),
        np.array([groups[e.group] for e in examples], dtype=np.int64),
        weight / weight.mean() if weight.any() else np.ones(len(weight)),
        np.array(gold, dtype=np.int8),
        given,
        confidence,
        _told(heads, texts, columns),
        np.array(tones, dtype=np.int8),
        sentiment,
        tuple(name for name in columns if name not in known),
    )


def _found(heads: Heads, texts: Sequence[str], columns: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Label as a user would: the stance on each topic found, how sure, and the tone."""
    rows = label_texts(heads, texts).columns
    place = np.array([columns.index(t.id) if t.id in columns else -1 for t in heads.topics] + [-1], dtype=np.int64)
    column = place[rows["topic"]]
    kept = column >= 0
    statement = rows["statement"][kept], column[kept]
    given = np.full((len(texts), len(columns)), -1, dtype=np.int8)
    confidence = np.zeros(given.shape)
    given[statement], confidence[statement] = rows["stance"][kept], rows["confidence"][kept]
    sentiment = np.zeros(len(texts), dtype=np.int8)
    sentiment[rows["statement"]] = rows["sentiment"]
    return given, confidence, sentiment


def _told(heads: Heads, texts: Sequence[str], columns: Sequence[str]) -> np.ndarray:
    """Label each statement on each of the topics, touched or not."""
    known = {topic.id: i for i, topic in enumerate(heads.topics)}
    asked = [known[name] if name in known else FreshTopic(heads, Topic(name)) for name in columns]
    stance: np.ndarray = label_texts(heads, texts, asked).columns["stance"].reshape(len(texts), len(columns))
    return stance
