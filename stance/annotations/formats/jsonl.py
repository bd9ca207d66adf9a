"""The project's own form: a JSON object for each statement, ``{"id", "text", "labels": {topic: stance}, ...}``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from stance.annotations.annotation import DETAILS
from stance.annotations.collect import Choice, Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.response import Response
from stance.annotations.source import Source, map_columns
from stance.annotations.words import Words

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES = (".jsonl", ".json", ".ndjson")
BINARY = False


def sniff(source: Source, words: Words) -> bool:
    """Whether labels stand under ``labels`` as an object."""
    return source.any("labels", Mapping) or source.has("labels", "predicted_labels")


def read(source: Source, into: Collector) -> None:
    """Read nested objects, and flat ones among them."""
    columns = map_columns(source, into.words, ("text", "topic", "stance", "sentiment", *DETAILS))
    into.ignore(c for c in source.columns if c not in columns.values() and c != "labels")
    stances = [
        value
        for record in source.records
        if isinstance(labels := record.values.get("labels"), Mapping)
        for value in labels.values()
    ]
    zero = into.words.zero(stances)
    for record in source.records:
        details = {field: record.values.get(column) for field, column in columns.items()}
        labels = record.values.get("labels")
        if isinstance(labels, Mapping):
            choices = [Choice(str(t), "none" if s is None else s, f"labels, {t}") for t, s in labels.items()]
        elif not filled(labels) and filled(details.get("stance")):
            choices = [Choice(details.get("topic"), details["stance"], columns["stance"])]
        elif "labels" in record.values and not filled(labels) and "predicted_labels" in record.values:
            into.skip(record.where, "not labelled; labels {} says that no topic is touched")
            continue
        else:
            hint = '{} says that the statement touches no topic, {"topic": "favor"} gives a stance'
            into.problem(record.where, "labels", f"no labels; {hint}")
            continue
        if any(not filled(choice.topic) for choice in choices) and isinstance(labels, Mapping):
            into.problem(record.where, "labels", "a topic without a name")
            continue
        into.add(record.where, details, choices, details.get("sentiment"), columns, zero)


def write(responses: Sequence[Response], stream: IO[Any], layout: Layout) -> None:
    """Write an object a line for each answer."""
    for response in responses:
        stream.write(json.dumps(_object(response), ensure_ascii=False) + "\n")


def _object(response: Response) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "id" in response.details:
        made["id"] = response.details["id"]
    made["text"] = response.text
    made["labels"] = None if response.predicted or response.blank else response.labels
    if response.predicted:
        made["predicted_labels"] = response.labels
        made["predicted_sentiment"] = response.sentiment
    elif response.sentiment is not None:
        made["sentiment"] = response.sentiment
    made |= response.extras("id")
    if response.predicted:
        made["confidence"] = {topic or "none": round(score, 6) for topic, score in response.scores.items()}
        if response.open:
            made["unsure"] = list(response.open)
    return made
