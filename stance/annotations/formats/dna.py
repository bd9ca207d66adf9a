"""DNA 3 (Discourse Network Analyzer): the event list, ``;``-separated, a row for each actor, concept and agreement."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import IO

from stance.annotations.annotation import DETAILS
from stance.annotations.collect import Choice, Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.response import Response, used_details
from stance.annotations.source import Source, map_columns
from stance.annotations.words import Words
from stance.files import escape_cell

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES: tuple[str, ...] = ()
BINARY = False
_HEADER = (
    "statement_id",
    "time",
    "person",
    "organization",
    "concept",
    "agreement",
    "stance",
    "sentiment",
    "start_position",
    "stop_position",
    "text",
    "coder",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
)


def sniff(source: Source, words: Words) -> bool:
    """Whether the event list's columns are there."""
    return source.has("statement_id", "start_position", "stop_position", "text")


def read(source: Source, into: Collector) -> None:
    """Read the event list: concept as topic, agreement as stance.

    DNA gives each concept in a statement and each coder an id of its own, so that a statement is known by its
    document and offsets here. A variable ``stance`` or ``sentiment`` goes before the agreement.
    """
    columns = map_columns(source, into.words, ("text", "topic", "stance", "sentiment", *DETAILS))
    if columns.get("id") != "id":
        columns.pop("id", None)
    read_too = {*columns.values(), "agreement"}
    into.ignore(column for column in source.columns if column not in read_too)
    for record in source.records:
        details = {field: record.values.get(column) for field, column in columns.items()}
        if not filled(details.get("id")) and all(filled(details.get(name)) for name in ("document", "start", "end")):
            details["id"] = f"{details['document']}:{details['start']}-{details['end']}"
        stance, column = details.get("stance"), columns.get("stance", "agreement")
        agreement = record.values.get("agreement")
        if not filled(stance) and filled(agreement):
            column = "agreement"
            stance = into.words.meaning("agreement", agreement)
            if stance is None:
                into.problem(record.where, column, f"{agreement!r:.40} is neither 1 (agrees) nor 0 (disagrees)")
                continue
        into.add(
            record.where, details, [Choice(details.get("topic"), stance, column)], details.get("sentiment"), columns
        )


def write(responses: Sequence[Response], stream: IO[str], layout: Layout) -> None:
    """Write an event list as DNA does: texts with ``,`` for ``;`` and ``'`` for ``"``, the agreement unquoted.

    A neutral stance has no agreement; it stands in the variable ``stance``. What DNA has no place for otherwise,
    such as the id, becomes a variable too.
    """
    own = [name for name in ("id", "weight", "group") if name in used_details(responses)]
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([*_HEADER, *own])
    number = 0
    for response in responses:
        labels = [*response.labels.items(), *((topic, "") for topic in response.open)]
        for topic, stance in labels or [("", "")]:
            number += 1
            row = [*_row(number, response, topic, stance), *(response.details.get(name, "") for name in own)]
            writer.writerow([_cell(value) for value in row])


def _row(number: int, response: Response, topic: str, stance: str | None) -> list[str | int]:
    known = response.details
    agreement: str | int = {"favor": 1, "against": 0}.get(stance or "", "")
    time = f"{known['date']} 00:00:00" if "date" in known else ""
    word = "none" if stance is None else stance
    return [
        *(number, time, known.get("speaker", ""), known.get("side", ""), topic, agreement, word),
        *(response.sentiment or "", known.get("start", ""), known.get("end", ""), response.text),
        *(known.get("coder", ""), known.get("document", ""), "", "", known.get("source", ""), "", ""),
    ]


def _cell(value: str | int) -> str | int:
    return escape_cell(value.replace(";", ",").replace('"', "'")) if isinstance(value, str) else value
