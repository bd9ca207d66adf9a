"""Tables: long (a row for each statement and topic) and wide (a column for each topic)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from stance.annotations.annotation import DETAILS
from stance.annotations.collect import Choice, Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.response import Response, used_details
from stance.annotations.source import Record, Source, map_columns
from stance.annotations.words import Words, plain, read_words
from stance.errors import AnnotationError, InputError
from stance.files import escape_cell

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "table_rows", "write"]

SUFFIXES = (".csv",)
BINARY = False
_PREDICTED = "predicted_"


def sniff(source: Source, words: Words) -> bool:
    """Whether there is a column with the text."""
    return "text" in map_columns(source, words, ("text",))


def read(source: Source, into: Collector) -> None:
    """Read a long table if it has a column for the stance, a wide one otherwise."""
    columns = map_columns(source, into.words, ("text", "topic", "stance", "sentiment", *DETAILS))
    if "stance" in columns:
        _read_long(source, columns, into)
    elif "topic" in columns:
        raise AnnotationError(
            f"{source.name}: has a column {columns['topic']!r} but none for the stance; name it 'stance'"
        )
    else:
        _read_wide(source, columns, into)


def _read_long(source: Source, columns: Mapping[str, str], into: Collector) -> None:
    into.ignore(column for column in source.columns if column not in columns.values())
    zero = into.words.zero(record.values.get(columns["stance"]) for record in source.records)
    predicted = "predicted_stance" in source.columns
    _check_labelled(source, columns)
    for record in source.records:
        details = _details(record, columns)
        topic = details.get("topic")
        value = details.get("stance")
        if predicted and not filled(value) and not filled(topic):
            if filled(details.get("sentiment")):
                into.problem(record.where, columns["stance"], "a sentiment but no stance; none says: no topic touched")
            else:
                into.skip(record.where, "not labelled; write none as the stance where no topic is touched")
            continue
        absent = not source.tabular and not {columns["stance"], columns.get("topic")} & set(record.values)
        if not filled(value) and not filled(topic) and (absent or into.topic is not None or "topic" not in columns):
            into.problem(record.where, columns["stance"], "no stance; write favor, against, neutral or none")
            continue
        column = columns["topic"] if filled(value) and not filled(topic) and "topic" in columns else columns["stance"]
        into.add(record.where, details, [Choice(topic, value, column)], details.get("sentiment"), columns, zero)


def _check_labelled(source: Source, columns: Mapping[str, str]) -> None:
    """Refuse a table that nobody has filled in: its empty cells do not say that no statement touches a topic."""
    names = [columns[field] for field in ("topic", "stance", "sentiment") if field in columns]
    if source.tabular and not any(filled(record.values.get(name)) for record in source.records for name in names):
        raise AnnotationError(
            f"{source.name}: no row is labelled yet; fill in topic and stance, or write none as the stance where no "
            "topic is touched"
        )


def _read_wide(source: Source, columns: Mapping[str, str], into: Collector) -> None:
    rest = [c for c in source.columns if c not in columns.values() and not c.startswith(_PREDICTED)]
    predicted = any(column.startswith(_PREDICTED) for column in source.columns)
    asked = {topic.id for topic in into.topics or ()}
    topics = [column for column in rest if column in asked or _is_topic(source, column, into.words)]
    into.ignore(column for column in rest if column not in topics)
    if not topics:
        raise AnnotationError(
            f"{source.name}: holds no labels; it needs the columns topic and stance, or a column of stances a topic"
        )
    zero = into.words.zero(record.values.get(topic) for record in source.records for topic in topics)
    for record in source.records:
        choices = [Choice(t, record.values.get(t), t) for t in topics if filled(record.values.get(t))]
        if predicted and not choices:
            into.skip(record.where, "not labelled; write none where a topic is not touched")
            continue
        details = _details(record, columns)
        into.add(record.where, details, choices, details.get("sentiment"), columns, zero)


def _details(record: Record, columns: Mapping[str, str]) -> dict[str, object]:
    return {field: record.values.get(column) for field, column in columns.items()}


def _is_topic(source: Source, column: str, words: Words) -> bool:
    # Half of the cells: a misspelt word among stances is to be reported, a column of notes is to be left alone.
    values = [v for record in source.records if filled(v := record.values.get(column))]
    known = sum(plain(v) == "0" or words.meaning("stance", v) is not None for v in values)
    return bool(values) and 2 * known >= len(values)


# -- writing -----------------------------------------------------------------------------------------------------


def write(responses: Sequence[Response], stream: IO[Any], layout: Layout, delimiter: str = ",") -> None:
    """Write a table; cells that a spreadsheet would run as formulas are escaped."""
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    # Before Python 3.13 a lone carriage return is not quoted, and would end the row when read again.
    quoting = csv.writer(stream, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in table_rows(responses, layout):
        if any("\0" in cell for cell in row):
            raise InputError(f"a cell holds a NUL character ({row[1]!r:.60}), which no table can; write jsonl")
        (quoting if any("\r" in cell for cell in row) else writer).writerow(row)


def table_rows(responses: Sequence[Response], layout: Layout) -> Iterator[list[str]]:
    """Lay the answers out as rows of escaped cells, the header first."""
    make = _wide_rows if layout.wide else _long_rows
    for row in make(responses):
        yield [escape_cell(cell) if isinstance(cell, str) else _plain_cell(cell) for cell in row]


def _plain_cell(value: object) -> str:
    return "" if value is None else str(value)


def _long_rows(responses: Sequence[Response]) -> Iterator[list[Any]]:
    details = [name for name in used_details(responses) if name != "id"]
    if any(response.predicted for response in responses):
        yield from _predicted_rows(responses, details)
        return
    open_coder = ["coder"] if any(response.blank for response in responses) else []
    yield ["id", "text", "topic", "stance", "sentiment", *open_coder, *details]
    for response in responses:
        labels = [(topic, stance or "none") for topic, stance in response.labels.items()]
        for topic, stance in labels or [("", "" if response.blank else "none")]:
            rest = [*([""] if open_coder else []), *(response.details.get(name) for name in details)]
            yield [response.details.get("id"), response.text, topic, stance, response.sentiment, *rest]


def _predicted_rows(responses: Sequence[Response], details: Sequence[str]) -> Iterator[list[Any]]:
    """Lay predictions out beside empty cells for a coder, so that a file that nobody touched holds no labels."""
    guesses = [f"{_PREDICTED}{name}" for name in ("topic", "stance", "sentiment")]
    yield ["id", "text", "topic", "stance", "sentiment", "coder", *guesses, "confidence", *details]
    for response in responses:
        labels = [*response.labels.items(), *((topic, "") for topic in response.open)]
        for topic, stance in labels or [("", "none")]:
            guess = [topic, stance, response.sentiment, _rounded(response.scores.get(topic))]
            rest = [response.details.get(name) for name in details]
            yield [response.details.get("id"), response.text, "", "", "", "", *guess, *rest]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 6)


def _wide_rows(responses: Sequence[Response]) -> Iterator[list[Any]]:
    details = [name for name in used_details(responses) if name != "id"]
    topics = list(dict.fromkeys(topic for r in responses for topic in (*r.labels, *r.open)))
    taken = {name for names in read_words().columns.values() for name in names}
    for topic in topics:
        if plain(topic) in taken:
            raise InputError(f"topic {topic!r} is also the name of a column; write the long form, wide=False")
    predicted = any(response.predicted for response in responses)
    guesses = [f"{_PREDICTED}{name}" for name in ("sentiment", *topics)] if predicted else []
    yield ["id", "text", "sentiment", *(["coder"] if predicted else []), *details, *topics, *guesses]
    for response in responses:
        stances = [(response.labels[t] or "none") if t in response.labels else "" for t in topics]
        rest = [response.details.get(name) for name in details]
        first = [response.details.get("id"), response.text]
        if predicted:
            yield [*first, "", "", *rest, *("" for _ in topics), response.sentiment, *stances]
        else:
            yield [*first, response.sentiment, *rest, *stances]
