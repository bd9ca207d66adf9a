"""Labels as annotation tools give them: a question and the choices made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stance.annotations.annotation import DETAILS
from stance.annotations.collect import Choice, Collector, filled
from stance.annotations.source import Source, map_columns
from stance.annotations.words import Words, plain

__all__ = ["Answer", "Span", "as_list", "is_label", "span_details", "statement_fields", "take", "take_spans"]

Span = tuple[Any, Any, Any]


class Answer:
    """The labels of one statement, gathered question by question.

    Parameters
    ----------
    words : Words
        What the labels' words stand for.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.choices: list[Choice] = []
        self.sentiment: object = None
        self.trouble: tuple[str, str] | None = None

    def take(self, question: str, values: Iterable[object]) -> None:
        """Take the choices made for a question, which may itself be the topic."""
        for value in values:
            label = str(value).strip() if not isinstance(value, str) else value.strip()
            tone = label if plain(question) in self.words.columns["sentiment"] else self.words.tone(label)
            if tone is not None:
                self._tone(question, tone)
            else:
                self.choices.append(self._choice(question, label))

    def _tone(self, question: str, tone: str) -> None:
        if self.sentiment not in (None, tone):
            self.trouble = question, f"two sentiments, {self.sentiment!r} and {tone!r}; keep one"
        self.sentiment = tone

    def _choice(self, question: str, label: str) -> Choice:
        topic, stance = self.words.split(label)
        general = plain(question) in self.words.columns["question"]
        if general or (topic is not None and stance is not None):
            return Choice(topic, stance, question)
        return Choice(question, stance or label, question)


def take(
    into: Collector, where: str, details: Mapping[str, object], answer: Answer, columns: Mapping[str, str] | None = None
) -> None:
    """Give a statement and its answer to the collector; no choice at all says that it touches no topic."""
    if answer.trouble is not None:
        into.problem(where, *answer.trouble)
    else:
        into.add(where, details, answer.choices, answer.sentiment, columns)


def take_spans(into: Collector, where: str, column: str, details: Mapping[str, object], spans: Iterable[Span]) -> None:
    """Give each labelled span of a text to the collector as a statement of its own, the text as its document."""
    text = details.get("text")
    whole = text if isinstance(text, str) else ""
    by_place: dict[tuple[int, int], Answer] = {}
    for start, end, label in spans:
        offsets = isinstance(start, int) and isinstance(end, int)
        if not offsets or not 0 <= start < end <= len(whole) or not isinstance(label, str):
            into.problem(where, column, f"[{start!r:.20}, {end!r:.20}, {label!r:.40}] is no labelled span of the text")
            return
        by_place.setdefault((start, end), Answer(into.words)).take("label", [label])
    for (start, end), answer in by_place.items():
        take(into, where, span_details(details, whole[start:end], start, end), answer)


def span_details(details: Mapping[str, object], text: object, start: int, end: int) -> dict[str, object]:
    """Give the details of a statement that is a span of a text."""
    document = details.get("document") if filled(details.get("document")) else details.get("id")
    return {**details, "text": text, "start": start, "end": end, "document": document, "id": None}


def is_label(value: object, words: Words) -> bool:
    """Whether a value is a stance, or a topic with its stance."""
    return isinstance(value, (str, int, float)) and filled(value) and words.split(str(value))[1] is not None


def as_list(value: object, separator: str | None = None) -> list[Any]:
    """Take one value or several as a list."""
    if not filled(value):
        return []
    if isinstance(value, (list, tuple)):
        return list(value)
    if separator and isinstance(value, str):
        return [part for part in value.split(separator) if part.strip()]
    return [value]


def statement_fields(source: Source, words: Words) -> dict[str, str]:
    """Find the columns of the text and of its details."""
    return map_columns(source, words, ("text", *DETAILS))
