"""Label Studio: JSON (tasks with annotations and predictions) and JSON_MIN or CSV (a record for each annotation)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from stance.annotations.collect import Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.formats._choices import Answer, as_list, is_label, span_details, statement_fields, take
from stance.annotations.response import Response, by_statement
from stance.annotations.safety import parse_json
from stance.annotations.source import Record, Source, map_columns
from stance.annotations.words import Words

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES: tuple[str, ...] = ()
BINARY = False
_OWN = {"annotation_id", "annotator", "created_at", "updated_at", "lead_time", "inner_id", "total_annotations"}


def sniff(source: Source, words: Words) -> bool:
    """Whether there are tasks with their data, or the columns that JSON_MIN adds."""
    return _is_full(source) or source.has("annotation_id", "annotator")


def _is_full(source: Source) -> bool:
    nested = source.any("annotations", list) or source.any("predictions", list) or source.any("completions", list)
    return source.any("data", Mapping) and nested


def read(source: Source, into: Collector) -> None:
    """Read either form."""
    if not _is_full(source):
        _read_min(source, into)
        return
    for record in source.records:
        data = record.values.get("data")
        annotations = record.values.get("annotations", record.values.get("completions"))
        if not isinstance(data, Mapping):
            into.problem(record.where, "data", "the task's data are missing; export as JSON with the texts")
        elif not isinstance(annotations, list) or not annotations:
            into.skip(record.where, "nobody has annotated this task yet")
        else:
            _read_task(record, data, annotations, into)


def _read_task(record: Record, data: Mapping[str, Any], annotations: list[Any], into: Collector) -> None:
    task = Source.of(into.name, [Record(record.where, data)], tabular=False)
    fields = statement_fields(task, into.words)
    into.ignore(column for column in task.columns if column not in fields.values())
    details = {field: data.get(column) for field, column in fields.items()}
    if not filled(details.get("id")):
        details["id"] = record.values.get("id")
    for annotation in annotations:
        if not isinstance(annotation, Mapping) or not isinstance(annotation.get("result"), list):
            into.problem(record.where, "annotations", "an annotation without a list of results")
        elif annotation.get("was_cancelled"):
            into.skip(record.where, "skipped by its annotator (was_cancelled)")
        else:
            coder = _coder(annotation.get("completed_by"))
            own = {**details, "coder": coder if coder is not None else details.get("coder")}
            _read_results(record, own, annotation["result"], into)


def _coder(value: object) -> object:
    if isinstance(value, Mapping):
        return value.get("email") or value.get("username") or value.get("id")
    return value


def _read_results(record: Record, details: dict[str, Any], results: list[Any], into: Collector) -> None:
    whole = Answer(into.words)
    regions: dict[tuple[int, int], tuple[str, Answer]] = {}
    for result in results:
        value = result.get("value") if isinstance(result, Mapping) else None
        if not isinstance(value, Mapping):
            into.problem(record.where, "result", f"no value in {result!r:.60}")
            return
        question = str(result.get("from_name", "label"))
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            regions.setdefault((start, end), (_region_text(value, details), Answer(into.words)))[1].take(
                question, _values(value)
            )
        else:
            whole.take(question, _values(value))
    for (start, end), (text, answer) in regions.items():
        take(into, record.where, span_details(details, text, start, end), answer)
    if whole.choices or not regions:
        take(into, record.where, details, whole)


def _region_text(value: Mapping[str, Any], details: Mapping[str, Any]) -> Any:
    if filled(value.get("text")):
        return value["text"]
    text = details.get("text")
    return text[value["start"] : value["end"]] if isinstance(text, str) else None


def _values(value: Mapping[str, Any]) -> list[Any]:
    for kind in ("choices", "labels", "taxonomy", "rating", "number"):
        if kind in value:
            found = as_list(value[kind])
            return ["/".join(map(str, path)) if isinstance(path, list) else path for path in found]
    return []


# -- JSON_MIN and CSV --------------------------------------------------------------------------------------------


def _read_min(source: Source, into: Collector) -> None:
    fields = statement_fields(source, into.words)
    fields.pop("coder", None)
    tone = map_columns(source, into.words, ("sentiment",)).get("sentiment")
    rest = [c for c in source.columns if c not in fields.values() and c not in _OWN]
    questions = [c for c in rest if c == tone or any(_is_answer(r.values.get(c), into.words) for r in source.records)]
    into.ignore(column for column in rest if column not in questions)
    for record in source.records:
        details = {field: record.values.get(column) for field, column in fields.items()}
        details["coder"] = _coder(record.values.get("annotator"))
        results = [item for q in questions for item in _min_results(q, record.values.get(q))]
        _read_results(record, details, results, into)


def _is_answer(value: object, words: Words) -> bool:
    value = _unpacked(value)
    if isinstance(value, Mapping):
        return "choices" in value
    if isinstance(value, list):
        return any(isinstance(item, Mapping) and ("labels" in item or "choices" in item) for item in value)
    return is_label(value, words)


def _unpacked(value: object) -> object:
    # The CSV export writes what is not one plain choice as JSON into the cell.
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return parse_json(value)
        except ValueError:
            return value
    return value


def _min_results(question: str, value: object) -> list[dict[str, Any]]:
    value = _unpacked(value)
    if not filled(value):
        return []
    if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        return [{"from_name": question, "value": item} for item in value]
    chosen = value if isinstance(value, Mapping) else {"choices": as_list(value)}
    return [{"from_name": question, "value": chosen}]


# -- writing -----------------------------------------------------------------------------------------------------


def write(responses: Sequence[Response], stream: IO[str], layout: Layout) -> None:
    """Write tasks for import: answers as annotations, predictions as predictions (pre-annotations).

    The labelling interface needs ``<Choices name="label" toName="text" choice="multiple">`` with the labels
    ``topic:stance``, and ``<Choices name="sentiment" toName="text">``.
    """
    tasks = []
    for number, answers in enumerate(by_statement(responses), 1):
        first = answers[0]
        task: dict[str, Any] = {"id": number, "data": {"text": first.text, **first.extras("coder")}}
        task["annotations"] = [_annotation(r) for r in answers if not (r.predicted or r.blank)]
        task["predictions"] = [_prediction(r) for r in answers if r.predicted]
        tasks.append(task)
    json.dump(tasks, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _annotation(response: Response) -> dict[str, Any]:
    made: dict[str, Any] = {"was_cancelled": False, "ground_truth": False, "result": _results(response)}
    return {"completed_by": {"username": response.coder}, **made} if response.coder is not None else made


def _prediction(response: Response) -> dict[str, Any]:
    made: dict[str, Any] = {"model_version": "stance", "result": _results(response)}
    if response.scores:
        made["score"] = round(min(response.scores.values()), 6)
    return made


def _results(response: Response) -> list[dict[str, Any]]:
    choices = response.choices()
    results = [_result("label", choices)] if choices else []
    return results + ([_result("sentiment", [response.sentiment])] if response.sentiment else [])


def _result(name: str, choices: Sequence[str]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(choices)}}
