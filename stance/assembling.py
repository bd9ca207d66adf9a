"""Making label tables: from plain records, and from several tables end to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.errors import InputError
from stance.labels import FIELDS, META, SENTIMENTS, STANCES, Record

if TYPE_CHECKING:
    from stance.labels import Labels

__all__ = ["Pieces", "assemble", "join"]

# What `Labels` is made of: statements' columns, rows' columns, topics, reasons.
Pieces = tuple[dict[str, list[Any]], dict[str, np.ndarray], list[str], list[str]]

_ROW_COLUMNS = (
    "statement",
    "topic",
    "stance",
    "confidence",
    "probabilities",
    "sentiment",
    "sentiment_confidence",
    "reason",
)


def _codes(records: Sequence[Record], key: str, words: Sequence[str]) -> np.ndarray:
    table = {word: i for i, word in enumerate(words)}
    codes = np.full(len(records), -1, dtype=np.int16)
    for i, record in enumerate(records):
        value = record.get(key)
        if value is None:
            continue
        if value not in table:
            raise InputError(f"row {i}: {key} {value!r} is none of {', '.join(words)}")
        codes[i] = table[value]
    return codes


def _floats(records: Sequence[Record], key: str) -> np.ndarray:
    try:
        return np.array([np.nan if r.get(key) is None else float(r[key]) for r in records], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{key} holds something that is no number ({error}); give numbers or None") from error


def _recode(codes: np.ndarray, old: Sequence[str], new: Sequence[str]) -> np.ndarray:
    table = np.array([*(new.index(word) for word in old), -1], dtype=np.int16)
    recoded: np.ndarray = table[codes]
    return recoded


def assemble(records: Iterable[Mapping[str, Any]]) -> Pieces:
    """Take records apart into the columns of a table; see `Labels.from_records`."""
    taken = [dict(record) for record in records]
    numbers = [record.get("statement", i) for i, record in enumerate(taken)]
    order = {number: i for i, number in enumerate(dict.fromkeys(numbers))}
    names = [*META, *dict.fromkeys(key for record in taken for key in record if key not in FIELDS)]
    meta: dict[str, list[Any]] = {name: [None] * len(order) for name in names}
    for number, record in zip(numbers, taken, strict=True):
        for name in names:
            if record.get(name) is not None:
                meta[name][order[number]] = record[name]
    topics = list(dict.fromkeys(r["topic"] for r in taken if r.get("topic") is not None))
    reasons = list(dict.fromkeys(r["reason"] for r in taken if r.get("reason") is not None))
    rows = {
        "statement": np.array([order[number] for number in numbers], dtype=np.int64),
        "topic": _codes(taken, "topic", topics),
        "stance": _codes(taken, "stance", STANCES),
        "confidence": _floats(taken, "confidence"),
        "probabilities": np.array(
            [[(r.get("probabilities") or {}).get(s, np.nan) for s in STANCES] for r in taken], dtype=np.float64
        ).reshape(-1, 3),
        "sentiment": _codes(taken, "sentiment", SENTIMENTS),
        "sentiment_confidence": _floats(taken, "sentiment_confidence"),
        "reason": _codes(taken, "reason", reasons),
    }
    return meta, rows, topics, reasons


def join(parts: Sequence[Labels]) -> Pieces:
    """Put tables end to end; see `Labels.concatenate`."""
    names = list(dict.fromkeys(name for part in parts for name in part._meta))
    topics = list(dict.fromkeys(topic for part in parts for topic in part._topics))
    reasons = list(dict.fromkeys(reason for part in parts for reason in part._reasons))
    meta: dict[str, list[Any]] = {name: [] for name in names}
    columns: dict[str, list[np.ndarray]] = {name: [] for name in _ROW_COLUMNS}
    offset = 0
    for part in parts:
        count = part.n_statements
        for name in names:
            meta[name].extend(part._meta.get(name) or [None] * count)
        shifted = dict(part._rows)
        shifted["statement"] = part._rows["statement"] + offset
        shifted["topic"] = _recode(part._rows["topic"], part._topics, topics)
        shifted["reason"] = _recode(part._rows["reason"], part._reasons, reasons)
        for name in _ROW_COLUMNS:
            columns[name].append(shifted[name])
        offset += count
    return meta, {name: np.concatenate(arrays) for name, arrays in columns.items()}, topics, reasons
