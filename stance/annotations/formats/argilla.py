"""Argilla 2: records from ``to_list`` or ``to_json``, nested or flattened."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import IO, Any

from stance.annotations.collect import Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.formats._choices import Answer, as_list, statement_fields, take
from stance.annotations.response import Response, by_statement
from stance.annotations.safety import parse_json
from stance.annotations.source import Record, Source
from stance.annotations.words import Words

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES: tuple[str, ...] = ()
BINARY = False
_OWN = {"status", "_server_id", "vectors", "inserted_at", "updated_at"}
_PARTS = (
    ".responses",
    ".responses.users",
    ".responses.status",
    ".suggestion",
    ".suggestion.score",
    ".suggestion.agent",
)
_Answers = dict[str, dict[str, tuple[object, str]]]


def sniff(source: Source, words: Words) -> bool:
    """Whether there are fields with responses, or the columns of a flattened record."""
    flat = any(column.endswith((".responses", ".suggestion")) for column in source.columns)
    return flat or source.any("fields", Mapping)


def read(source: Source, into: Collector) -> None:
    """Read the submitted responses; drafts and discarded ones are left out, suggestions are no annotations."""
    nested = source.any("fields", Mapping)
    rows = [_nested(record) if nested else _flat(record) for record in source.records]
    plain = Source.of(source.name, [row for row, _ in rows], tabular=False)
    fields = statement_fields(plain, into.words)
    fields.pop("coder", None)
    into.ignore(column for column in plain.columns if column not in {*fields.values(), *_OWN})
    for row, answers in rows:
        details = {field: row.values.get(column) for field, column in fields.items()}
        if not answers:
            into.skip(row.where, "nobody has answered yet")
        for coder, questions in answers.items():
            _read_answers(row.where, {**details, "coder": coder or None}, questions, into)


def _read_answers(
    where: str, details: dict[str, Any], questions: dict[str, tuple[object, str]], into: Collector
) -> None:
    states = {state for _, state in questions.values()}
    if states != {"submitted"}:
        into.skip(where, f"not submitted by its annotator ({', '.join(sorted(states - {'submitted'}))})")
        return
    answer = Answer(into.words)
    for question, (value, _) in questions.items():
        answer.take(question, as_list(value))
    take(into, where, details, answer)


def _nested(record: Record) -> tuple[Record, _Answers]:
    values = record.values
    row = {"id": values.get("id")}
    for part in ("metadata", "fields"):
        if isinstance(values.get(part), Mapping):
            row |= values[part]
    answers: _Answers = defaultdict(dict)
    responses = values.get("responses")
    for question, given in responses.items() if isinstance(responses, Mapping) else ():
        for item in given if isinstance(given, list) else ():
            if isinstance(item, Mapping):
                state = str(item.get("status") or "submitted")
                answers[str(item.get("user_id") or "")][question] = (item.get("value"), state)
    return Record(record.where, row), answers


def _flat(record: Record) -> tuple[Record, _Answers]:
    values = record.values
    answers: _Answers = defaultdict(dict)
    for column in values:
        if column.endswith(".responses"):
            question = column.removesuffix(".responses")
            given = _list(values[column])
            users = _list(values.get(f"{column}.users"))
            states = _list(values.get(f"{column}.status"))
            for i, value in enumerate(given):
                user = str(users[i]) if i < len(users) else ""
                state = str(states[i]) if i < len(states) and filled(states[i]) else "submitted"
                answers[user][question] = (value, state)
    row = {column: value for column, value in values.items() if not column.endswith(_PARTS)}
    return Record(record.where, row), answers


def _list(value: object) -> list[Any]:
    # A CSV of flattened records holds the lists as JSON.
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return as_list(parse_json(value))
        except ValueError:
            return [value]
    return as_list(value)


# -- writing -----------------------------------------------------------------------------------------------------


def write(responses: Sequence[Response], stream: IO[str], layout: Layout) -> None:
    """Write nested records: answers as responses, predictions as suggestions.

    The dataset needs a text field ``text``, a multi-label question ``label`` and a label question ``sentiment``.
    """
    records = []
    for number, answers in enumerate(by_statement(responses), 1):
        first = answers[0]
        record: dict[str, Any] = {"id": first.details.get("id", str(number)), "fields": {"text": first.text}}
        record["metadata"] = first.extras("id", "coder")
        record["suggestions"] = next((_suggestions(r) for r in answers if r.predicted), {})
        record["responses"] = _responses([r for r in answers if not (r.predicted or r.blank)])
        records.append(record)
    json.dump(records, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _suggestions(response: Response) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if choices := response.choices():
        score = min(response.scores.values(), default=None)
        found["label"] = {"value": choices, "score": score, "agent": "stance"}
    if response.sentiment is not None:
        found["sentiment"] = {"value": response.sentiment, "score": response.score, "agent": "stance"}
    return found


def _responses(responses: Sequence[Response]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for response in responses:
        user = {"user_id": response.coder, "status": "submitted"}
        found.setdefault("label", []).append({"value": response.choices(), **user})
        if response.sentiment is not None:
            found.setdefault("sentiment", []).append({"value": response.sentiment, **user})
    return found
