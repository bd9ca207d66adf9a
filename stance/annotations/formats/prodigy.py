"""Prodigy: JSON lines of tasks with one label (``classification``), options (``choice``) or spans."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from stance.annotations.collect import Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.formats._choices import Answer, Span, as_list, statement_fields, take, take_spans
from stance.annotations.response import Response
from stance.annotations.source import Record, Source
from stance.annotations.words import Words

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES: tuple[str, ...] = ()
BINARY = False
_OWN = {"label", "options", "accept", "spans", "answer", "meta", "config", "tokens", "html", "path", "version"}
_META = "meta."


def sniff(source: Source, words: Words) -> bool:
    """Whether records have Prodigy's hashes, its answers or its options."""
    return (
        source.has("_task_hash")
        or source.has("_input_hash")
        or source.has("text", "answer")
        or (source.has("text", "options") and source.any("options", list))
    )


def read(source: Source, into: Collector) -> None:
    """Read what was accepted; an accepted choice of nothing touches no topic."""
    flat = [Record(record.where, _flattened(record.values)) for record in source.records]
    source = Source.of(source.name, flat, tabular=False, member=source.member)
    fields = statement_fields(source, into.words)
    own = {*fields.values(), *_OWN}
    into.ignore(c.removeprefix(_META) for c in source.columns if c not in own and not c.startswith("_"))
    for record in source.records:
        values = record.values
        answer = values.get("answer")
        if answer == "accept":
            details = {field: values.get(column) for field, column in fields.items()}
            details["coder"] = _first(details.get("coder"), values.get("_annotator_id"), values.get("_session_id"))
            details["id"] = _first(details.get("id"), values.get("_input_hash"))
            _read_task(record, details, into)
        elif answer == "reject":
            into.skip(record.where, "rejected: that says what the label is not, not what it is")
        elif answer == "ignore":
            into.skip(record.where, "ignored by its annotator")
        elif answer is None:
            into.skip(record.where, "not answered yet")
        else:
            into.problem(record.where, "answer", f"{answer!r:.40} is none of accept, reject, ignore")


def _flattened(values: Mapping[str, Any]) -> dict[str, Any]:
    meta = values.get("meta")
    inner = {k: v for k, v in meta.items() if k not in values} if isinstance(meta, Mapping) else {}
    return {**values, **inner}


def _first(*values: object) -> object:
    return next((value for value in values if filled(value)), None)


def _read_task(record: Record, details: dict[str, Any], into: Collector) -> None:
    values = record.values
    if isinstance(values.get("accept"), list) or isinstance(values.get("options"), list):
        answer = Answer(into.words)
        answer.take(
            "label", [_option(chosen, values.get("options"), into.words) for chosen in as_list(values.get("accept"))]
        )
        take(into, record.where, details, answer)
    elif isinstance(values.get("spans"), list) and "label" not in values:
        if not values["spans"]:
            into.skip(record.where, "no span was marked")
        take_spans(into, record.where, "spans", details, [_span(span) for span in values["spans"]])
    elif filled(values.get("label")):
        answer = Answer(into.words)
        answer.take("label", [values["label"]])
        take(into, record.where, details, answer)
    else:
        into.problem(record.where, None, "has neither label nor options nor spans")


def _span(span: object) -> Span:
    return (span.get("start"), span.get("end"), span.get("label")) if isinstance(span, Mapping) else (None, None, span)


def _option(chosen: object, options: object, words: Words) -> object:
    # An option's id may be a bare number; its text then says what it is.
    for option in options if isinstance(options, list) else ():
        if isinstance(option, Mapping) and option.get("id") == chosen:
            text = option.get("text")
            return text if isinstance(text, str) and words.split(text)[1] is not None else chosen
    return chosen


# -- writing -----------------------------------------------------------------------------------------------------


def write(responses: Sequence[Response], stream: IO[str], layout: Layout) -> None:
    """Write ``choice`` tasks; a prediction is a task without an answer whose options are chosen already."""
    topics = dict.fromkeys(topic for r in responses for topic in (*r.labels, *r.open))
    labels = [f"{topic}:{stance}" for topic in topics for stance in ("favor", "against", "neutral")]
    labels += [f"sentiment:{tone}" for tone in ("positive", "negative", "neutral")]
    for response in responses:
        chosen = response.choices() + ([f"sentiment:{response.sentiment}"] if response.sentiment else [])
        options = [{"id": label, "text": label} for label in dict.fromkeys([*labels, *chosen])]
        task: dict[str, Any] = {"text": response.text, "options": options, "accept": chosen}
        task |= {"config": {"choice_style": "multiple"}, "meta": response.extras("coder")}
        if response.coder is not None:
            task["_annotator_id"] = response.coder
        if not (response.predicted or response.blank):
            task |= {"answer": "accept", "_view_id": "choice"}
        elif response.scores:
            task["meta"]["score"] = round(min(response.scores.values()), 6)
        stream.write(json.dumps(task, ensure_ascii=False) + "\n")
