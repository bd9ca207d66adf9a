"""What is written to a file: one coder's, or the model's, answer to one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from stance.annotations.annotation import DETAILS, Annotation
from stance.labels import Labels

__all__ = ["Response", "by_statement", "from_annotations", "from_labels", "used_details"]


@dataclass(slots=True)
class Response:
    """One answer to one statement.

    Parameters
    ----------
    text : str
        The statement.
    details : dict
        What else is known of it, and the coder; only what is known.
    labels : dict
        The stance on each topic; None says that the topic is not touched.
    sentiment : str or None
        The tone.
    scores : dict
        A prediction's confidence for each topic.
    score : float or None
        A prediction's confidence in the tone.
    predicted : bool
        Whether the model gave it.
    open : tuple of str
        Topics that the model names without daring a stance.
    blank : bool
        Whether nobody has answered yet.
    """

    text: str
    details: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str | None] = field(default_factory=dict)
    sentiment: str | None = None
    scores: dict[str, float] = field(default_factory=dict)
    score: float | None = None
    predicted: bool = False
    open: tuple[str, ...] = ()
    blank: bool = False

    @property
    def coder(self) -> str | None:
        """The coder's name."""
        return self.details.get("coder")

    def choices(self) -> list[str]:
        """Give the labels in the one-word form of the tools: ``"nato-membership:favor"``, ``"none"`` for no topic."""
        names = [f"{topic}:{stance or 'none'}" for topic, stance in self.labels.items()]
        return names or ([] if self.open or self.blank else ["none"])

    def extras(self, *without: str) -> dict[str, Any]:
        """Give the details other than those named."""
        return {name: value for name, value in self.details.items() if name not in without}


def _details(annotation: Annotation) -> dict[str, Any]:
    values = {name: getattr(annotation, name) for name in DETAILS}
    return {name: v for name, v in values.items() if v is not None and not (name == "weight" and v == 1.0)}


def from_annotations(annotations: Iterable[Annotation]) -> list[Response]:
    """Bring the labels of each coder and statement together.

    What one answer cannot hold (two stances on a topic, by coders without names) becomes an answer of its own.
    """
    found: list[Response] = []
    latest: dict[tuple[object, ...], Response] = {}
    for annotation in annotations:
        details = _details(annotation)
        key = (annotation.text, annotation.sentiment, *(details.get(name) for name in DETAILS))
        response = latest.get(key)
        alone = annotation.topic is None
        if response is None or alone or not response.labels or annotation.topic in response.labels:
            response = Response(annotation.text, details, sentiment=annotation.sentiment)
            latest[key] = response
            found.append(response)
        if annotation.topic is not None:
            response.labels[annotation.topic] = annotation.stance
    return found


def from_labels(labels: Labels) -> list[Response]:
    """Bring the rows of each labelled statement together; the position is the id of a statement that has none."""
    found: dict[int, Response] = {}
    for record in labels:
        response = found.get(record["statement"])
        if response is None:
            details = {name: record.get(name) for name in DETAILS if name not in ("coder", "weight")}
            known = {
                name: value if name in ("start", "end") else str(value)
                for name, value in details.items()
                if value is not None
            }
            known = {"id": str(record["statement"])} | known
            response = Response(record["text"], known, sentiment=record["sentiment"], predicted=True)
            response.score = record["sentiment_confidence"]
            found[record["statement"]] = response
        topic = record["topic"]
        if record["confidence"] is not None:
            response.scores[topic or ""] = record["confidence"]
        if topic is not None and record["stance"] is None:
            response.open += (topic,)
        elif topic is not None:
            response.labels[topic] = record["stance"]
    return list(found.values())


def by_statement(responses: Iterable[Response]) -> list[list[Response]]:
    """Bring the answers to each statement together."""
    found: dict[tuple[object, ...], list[Response]] = {}
    for r in responses:
        place = r.details.get("id") or (r.details.get("document"), r.details.get("start"), r.details.get("end"))
        found.setdefault((place, r.text), []).append(r)
    return list(found.values())


def used_details(responses: Sequence[Response]) -> list[str]:
    """Find the details that at least one answer has, in the order of the table."""
    return [name for name in DETAILS if any(name in response.details for response in responses)]
