"""Label tables as CSV, JSON lines and Arrow: the one place where their rows are written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from stance.errors import InputError, require
from stance.files import escape_cell

if TYPE_CHECKING:
    import pyarrow as pa

    from stance.labels import Labels

__all__ = ["KINDS", "flat_columns", "kind_of", "type_of", "write_csv", "write_jsonl", "write_table"]

# What kinds of values a carried column may hold; `type_of` says what type it gets in Parquet.
KINDS = ("bool", "int", "long", "big", "float", "str", "nested")
_EXACT = 2**53  # whole numbers beyond it lose digits as float64
_WIDEST = 2**63


def flat_columns(labels: Labels, first: int = 0) -> dict[str, Any]:
    """Lay a table out in columns without nesting; ``first`` is the number of its first statement."""
    from stance.labels import STANCES

    flat: dict[str, Any] = {}
    for name in labels.columns:
        if name == "probabilities":
            for i, stance in enumerate(STANCES):
                flat[f"p_{stance}"] = labels._rows["probabilities"][:, i]
        elif name == "statement":
            flat[name] = labels._rows[name] + first
        elif name in ("confidence", "sentiment_confidence"):
            flat[name] = labels._rows[name]
        else:
            flat[name] = labels.column(name)
    return flat


# -- CSV ---------------------------------------------------------------------------------------------------------


def write_csv(labels: Labels, stream: IO[str], *, header: bool, first: int = 0) -> None:
    """Write rows as CSV; cells that a spreadsheet would run as formulas are escaped.

    Raises
    ------
    InputError
        If a cell holds what CSV cannot.
    """
    flat = flat_columns(labels, first)
    writer = csv.writer(stream, lineterminator="\n")
    if header:
        writer.writerow([escape_cell(name) for name in flat])
    columns = [_cells(name, values) for name, values in flat.items()]
    rows = zip(*columns, strict=True)
    if not any("\r" in cell for column in columns for cell in column):
        writer.writerows(rows)
        return
    # Before Python 3.13 a lone carriage return is not quoted, and would end the row when read again.
    quoting = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        (quoting if any("\r" in cell for cell in row) else writer).writerow(row)


def _cells(name: str, values: Iterable[Any]) -> list[str]:
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "f":
            return ["" if value != value else f"{value:.6g}" for value in values.tolist()]
        return [str(value) for value in values.tolist()]
    cells = [_cell(value) for value in values]
    for i, cell in enumerate(cells):
        if "\0" in cell:
            raise InputError(f"row {i}, column {name!r}: a NUL character, which no CSV can hold; write jsonl")
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return escape_cell(value)
    if value is None or value != value:
        return ""
    if isinstance(value, (float, np.floating)):
        return f"{value:.6g}"
    return plain_text(value)


# -- JSON lines --------------------------------------------------------------------------------------------------


def write_jsonl(labels: Labels, stream: IO[str], *, first: int = 0) -> None:
    """Write a JSON object a row, with the keys of the records."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str).encode
    for record in labels:
        record["statement"] += first
        try:
            line = encode(record)
        except ValueError:
            # JSON knows no NaN and no infinity.
            line = encode(_finite(record))
        stream.write(line + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value


# -- Arrow -------------------------------------------------------------------------------------------------------


def write_table(labels: Labels, *, types: Mapping[str, str] | None = None, first: int = 0) -> pa.Table:
    """Lay rows out as an Arrow table.

    Parameters
    ----------
    labels : Labels
    types : mapping of str to str, optional
        The types of carried columns, as `type_of` names them; told by their values where it is not given.
    first : int
        The number of the first statement.
    """
    from stance.labels import FIELDS

    arrow = require("pyarrow", "parquet", "Labels.to_parquet")
    arrays = {}
    for name, values in flat_columns(labels, first).items():
        if isinstance(values, np.ndarray):
            kind = arrow.int64() if name == "statement" else arrow.float64()
            arrays[name] = arrow.array(values, type=kind, from_pandas=True)
        elif name in FIELDS:
            arrays[name] = arrow.array([None if v is None else str(v) for v in values], type=arrow.string())
        else:
            named = (types or {}).get(name) or type_of({kind_of(v) for v in values if v is not None})
            arrays[name] = _array(arrow, values, named)
    return arrow.table(arrays)


def _array(arrow: Any, values: list[Any], named: str) -> Any:
    if named == "string":
        return arrow.array([None if v is None else plain_text(v) for v in values], type=arrow.string())
    return arrow.array(values, type=arrow.type_for_alias(named))


def kind_of(value: object) -> str:
    """Name the kind of a value that a column carries.

    Examples
    --------
    >>> [kind_of(value) for value in (True, 1, 2**60, 2**70, 0.5, "a", [1])]
    ['bool', 'int', 'long', 'big', 'float', 'str', 'nested']
    """
    if isinstance(value, str):
        return "str"
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if isinstance(value, (int, np.integer)):
        return "int" if -_EXACT <= value <= _EXACT else "long" if -_WIDEST <= value < _WIDEST else "big"
    if isinstance(value, (float, np.floating)):
        return "float"
    return "nested"


def type_of(kinds: set[str]) -> str:
    """Name the Arrow type that holds all of these kinds of values; text holds whatever does not go together.

    Examples
    --------
    >>> type_of({"int"}), type_of({"int", "float"}), type_of({"int", "str"}), type_of({"nested"})
    ('int64', 'float64', 'string', 'string')
    """
    if kinds == {"bool"}:
        return "bool"
    if kinds and kinds <= {"int", "long"}:
        return "int64"
    if kinds and kinds <= {"int", "float"}:
        return "float64"
    if len(kinds) == 1 and not kinds & set(KINDS):
        return next(iter(kinds))  # a Parquet file's own type
    return "string"


def plain_text(value: Any) -> str:
    """Write a value as text: lists and objects as JSON."""
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(_finite(value), ensure_ascii=False, default=str)
    return str(value)
