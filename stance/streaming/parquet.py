"""Rows of Parquet files, a stretch of a row group at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stance.errors import InputError, require
from stance.streaming.sources import Source
from stance.streaming.tables import Row, carried_name

__all__ = ["kinds_of_columns", "open_parquet", "read_stretch"]


def open_parquet(source: Source, text: str) -> Any:
    """Open a Parquet file and see that it has a column of texts.

    Returns
    -------
    pyarrow.parquet.ParquetFile
    """
    parquet = require("pyarrow.parquet", "parquet", "reading .parquet")
    arrow = require("pyarrow", "parquet", "reading .parquet")
    try:
        opened = parquet.ParquetFile(source.path)
        schema = opened.schema_arrow
    except (OSError, arrow.ArrowException) as error:
        raise InputError(f"{source.shown}: is no Parquet file that can be read ({error!s:.200})") from error
    names = list(schema.names)
    if text not in names:
        raise InputError(
            f"{source.shown}: has no column {text!r} (it has {', '.join(names):.200}); rename one, or say which with "
            "--text-column"
        )
    kind = schema.field(text).type
    kind = kind.value_type if arrow.types.is_dictionary(kind) else kind
    if not (arrow.types.is_string(kind) or arrow.types.is_large_string(kind) or arrow.types.is_null(kind)):
        raise InputError(f"{source.shown}: the column {text!r} holds {kind}, no texts; say --text-column")
    carried = [carried_name(name, text) for name in names]
    if len(set(carried)) < len(carried):
        twice = next(name for name in carried if carried.count(name) > 1)
        raise InputError(f"{source.shown}: two columns would be named {twice!r}; rename one")
    return opened


def kinds_of_columns(opened: Any, text: str) -> dict[str, set[str]]:
    """Say for each carried column which kinds of values it may hold, as `stance.writing.type_of` takes them."""
    arrow = require("pyarrow", "parquet", "reading .parquet")
    return {carried_name(field.name, text): _kinds(arrow, field.type) for field in opened.schema_arrow}


def _kinds(arrow: Any, kind: Any) -> set[str]:
    types = arrow.types
    if types.is_dictionary(kind):
        return _kinds(arrow, kind.value_type)
    if types.is_null(kind):
        return set()
    if types.is_boolean(kind):
        return {"bool"}
    if types.is_integer(kind):
        return {"big" if kind == arrow.uint64() else "long" if kind.bit_width > 32 else "int"}
    if types.is_floating(kind):
        return {"float"}
    if types.is_string(kind) or types.is_large_string(kind):
        return {"str"}
    try:
        arrow.type_for_alias(str(kind))
    except ValueError:
        return {"nested"}
    return {str(kind)}


def read_stretch(source: Source, text: str, group: int, start: int, count: int) -> Iterator[Row]:
    """Read ``count`` rows of a row group from row ``start`` on."""
    opened = open_parquet(source, text)
    names = [carried_name(name, text) for name in opened.schema_arrow.names]
    passed = 0
    for batch in opened.iter_batches(batch_size=8192, row_groups=[group]):
        first, last = max(start - passed, 0), min(start + count - passed, len(batch))
        passed += len(batch)
        if last <= 0:
            return
        if first < last:
            columns = [column.to_pylist() for column in batch.slice(first, last - first).columns]
            for values in zip(*columns, strict=True):
                row = {name: None if value != value else value for name, value in zip(names, values, strict=True)}
                row["text"] = row["text"] or ""
                yield row
