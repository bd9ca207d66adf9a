"""doccano: JSON lines, CSV or a zip with a file for each coder; labels such as ``"nato-membership:favor"``."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

from stance.annotations.collect import Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.formats._choices import Answer, Span, as_list, statement_fields, take, take_spans
from stance.annotations.response import Response, by_statement
from stance.annotations.source import Source, map_columns
from stance.annotations.words import Words
from stance.errors import InputError

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES = (".zip",)
BINARY = True
_TEXT = ("text", "data")
_LABEL = ("label", "labels", "entities", "cats")
# Of the whole project, or of the statements that nobody has labelled: no coder's name.
_NO_CODER = {"all", "unknown", "train", "test"}


def sniff(source: Source, words: Words) -> bool:
    """Whether there are a text and labels that name the topic themselves, or lists of labels."""
    label = next((name for name in _LABEL if name in source.columns), None)
    found = map_columns(source, words, ("topic", "stance"))
    if label is None or not any(name in source.columns for name in _TEXT) or found.get("stance", label) != label:
        return False
    if "topic" in found and source.tabular:
        return False
    values = [record.values.get(label) for record in source.sample]
    marked = any(isinstance(v, str) and ("#" in v or None not in words.split(v)) for v in values)
    return marked or source.any(label, (list, tuple)) or source.has("Comments")


def read(source: Source, into: Collector) -> None:
    """Read statements with their labels; labelled spans are statements of their text."""
    fields = statement_fields(source, into.words)
    text = fields.setdefault("text", "data")
    label = next(name for name in _LABEL if name in source.columns)
    tone = map_columns(source, into.words, ("sentiment",))
    used = {*fields.values(), *tone.values(), label}
    into.ignore(column for column in source.columns if column not in used)
    for record in source.records:
        details = {field: record.values.get(column) for field, column in fields.items()}
        details["text"] = record.values.get(text)
        if source.member and source.member not in _NO_CODER and not filled(details.get("coder")):
            details["coder"] = source.member
        labels = as_list(record.values.get(label), "#" if source.tabular else None)
        spans = [_span(item) for item in labels if isinstance(item, (list, tuple, Mapping))]
        if spans:
            take_spans(into, record.where, label, details, spans)
        elif not labels:
            into.skip(record.where, "no label: if it was read and touches no topic, give it the label 'none'")
        else:
            answer = Answer(into.words)
            answer.take(label, labels)
            if tone and filled(sentiment := record.values.get(tone["sentiment"])):
                answer.take("sentiment", [sentiment])
            take(into, record.where, details, answer, {**fields, "text": text})


def _span(item: Any) -> Span:
    if isinstance(item, Mapping):
        return item.get("start_offset"), item.get("end_offset"), item.get("label")
    start, end, label = (*item, None, None, None)[:3]
    return start, end, label


# -- writing -----------------------------------------------------------------------------------------------------


def write(responses: Sequence[Response], stream: IO[bytes], layout: Layout) -> None:
    """Write JSON lines, or a zip with a file for each coder; doccano imports predictions as labels to be checked."""
    coders = sorted({response.coder or "all" for response in responses})
    if not layout.archive:
        if len(coders) > 1 or _contested(responses):
            raise InputError("doccano's JSON lines hold one coder's labels; give a path that ends in .zip for several")
        stream.write(_lines(responses))
        return
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        names: set[str] = set()
        for coder in coders:
            name = re.sub(r"[^\w.@+ -]+", "_", coder).strip(". ") or "_"
            if name.casefold() in names:
                raise InputError(f"two coders' files would be named {name!r}; rename one of the coders")
            names.add(name.casefold())
            member = zipfile.ZipInfo(f"{name}.jsonl", (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, _lines([r for r in responses if (r.coder or "all") == coder]))


def _contested(responses: Sequence[Response]) -> bool:
    return any(len(answers) > 1 for answers in by_statement(responses))


def _lines(responses: Sequence[Response]) -> bytes:
    lines = []
    for response in responses:
        # A tone alone would be read as "touches no topic", which a model that is not sure does not say.
        tone = response.sentiment if response.choices() else None
        labels = response.choices() + ([f"sentiment:{tone}"] if tone else [])
        item = {"text": response.text, "label": labels, **response.extras()}
        lines.append(json.dumps(item, ensure_ascii=False) + "\n")
    return "".join(lines).encode()
