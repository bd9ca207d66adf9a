"""From files, DataFrames and lists to records, whatever their format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from stance.annotations.collect import Collector, filled
from stance.annotations.safety import check_xlsx, decode, open_zip, parse_json, read_bytes, zip_members
from stance.annotations.source import Record, Source
from stance.annotations.words import plain
from stance.errors import AnnotationError, require
from stance.files import unescape_cell

__all__ = ["load_frame", "load_objects", "load_path"]

_DELIMITERS = "\t;,|"
_MOST_COLUMNS = 1_000
# Empty but formatted cells cost time too: a few bytes of XML can stand for a row of 16,384.
_MOST_CELLS = 50_000_000
# The official SemEval files quote nothing: a quotation mark is part of the tweet.
_UNQUOTED = {"id", "target", "tweet"}


def load_path(path: Path, into: Collector, encoding: str | None = None) -> list[Source]:
    """Read a file; an archive or workbook may hold several sources."""
    content = read_bytes(path)
    if not content.strip():
        raise AnnotationError(f"{path}: is empty; give a file with annotations")
    name = str(path)
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return [_text_source(decode(content, name, encoding), name, "", None, into)]
    with open_zip(content, name) as archive:
        if "[Content_Types].xml" in archive.namelist():
            check_xlsx(archive, name)
            return list(_workbook(content, name, into))
        return [
            _text_source(decode(inner, f"{name}/{member}", encoding), name, member, PurePosixPath(member).stem, into)
            for member, inner in zip_members(archive, name)
            if inner.strip()
        ]


def _text_source(text: str, name: str, inside: str, member: str | None, into: Collector) -> Source:
    prefix = f"{inside} " if inside else ""
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        return Source.of(name, _json_records(text, name, prefix, into), tabular=False, member=member)
    return _table(text, name, prefix, member, into)


# -- JSON --------------------------------------------------------------------------------------------------------


def _json_records(text: str, name: str, prefix: str, into: Collector) -> list[Record]:
    if text.lstrip().startswith("["):
        try:
            return _items(enumerate(parse_json(text), 1), prefix, into)
        except ValueError as error:
            raise AnnotationError(f"{name}: {prefix}cannot be read: {error}") from error
    lines = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    records = []
    for number, line in lines:
        try:
            record = parse_json(line)
        except ValueError as error:
            # One object laid out over several lines is no JSON lines; if it is not that either, name the line.
            if number == lines[0][0] and (whole := _whole(text)) is not None:
                return _items([(1, whole)], prefix, into)
            into.problem(f"{prefix}line {number}", None, str(error))
            continue
        if isinstance(record, dict):
            records.append(Record(f"{prefix}line {number}", record))
        else:
            into.problem(f"{prefix}line {number}", None, f"an object is wanted, not {record!r:.60}")
    return records


def _whole(text: str) -> Any:
    try:
        return parse_json(text)
    except ValueError:
        return None


def _items(items: Iterable[tuple[int, Any]], prefix: str, into: Collector) -> list[Record]:
    records = []
    for number, item in items:
        if isinstance(item, Mapping):
            records.append(Record(f"{prefix}item {number}", item))
        else:
            into.problem(f"{prefix}item {number}", None, f"an object is wanted, not {item!r:.60}")
    return records


def load_objects(items: Iterable[tuple[int, Any]], name: str, into: Collector) -> Source:
    """Take dicts, each with its number, as they are."""
    return Source.of(name, _items(items, "", into), tabular=False)


# -- tables ------------------------------------------------------------------------------------------------------


def _table(text: str, name: str, prefix: str, member: str | None, into: Collector) -> Source:
    skipped = 0
    delimiter = None
    first = text.split("\n", 1)[0].strip().strip('"')
    if first.casefold().startswith("sep=") and len(first) == 5:
        # Excel's own line that names the delimiter.
        delimiter, text, skipped = first[4], text.split("\n", 1)[1], 1
    delimiter = delimiter or _delimiter(text, into)
    rows = _rows(text, delimiter, name, prefix, skipped)
    header = next(rows, ("", []))[1]
    columns = _header([unescape_cell(cell) for cell in header], name)
    records = list(_records(rows, columns, prefix, into))
    return Source(name, records, tuple(columns), True, member)


def _delimiter(text: str, into: Collector) -> str:
    known = {name for names in into.words.columns.values() for name in names}
    line = next((line for line in io.StringIO(text, newline=None) if line.strip()), "").rstrip("\n")

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(plain(cell) in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, name: str, prefix: str, skipped: int) -> Iterator[tuple[str, list[str]]]:
    header = {plain(cell) for cell in text.split("\n", 1)[0].split("\t")}
    bare = delimiter == "\t" and header >= _UNQUOTED
    stream = io.StringIO(text, newline="")
    if bare:
        reader = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
    line = 1 + skipped
    try:
        for row in reader:
            yield f"{prefix}line {line}", row
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise AnnotationError(
            f"{name}: {prefix}line {line}: no cell can be made out ({error}); see to its quotation marks"
        ) from error


def _header(cells: Sequence[Any], name: str) -> list[str]:
    columns = [str(cell).strip() if filled(cell) else f"column {i}" for i, cell in enumerate(cells, 1)]
    if len(columns) > _MOST_COLUMNS:
        raise AnnotationError(f"{name}: more than {_MOST_COLUMNS:,} columns; this is no annotation table")
    if len(set(columns)) < len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        raise AnnotationError(f"{name}: two columns are named {twice!r:.80}; rename one")
    return columns


def _records(
    rows: Iterable[tuple[str, Sequence[Any]]], columns: list[str], prefix: str, into: Collector
) -> Iterator[Record]:
    for where, row in rows:
        if not any(filled(cell) for cell in row):
            continue
        if len(row) < len(columns) or any(filled(cell) for cell in row[len(columns) :]):
            into.problem(where, None, f"{len(row)} cells where the header has {len(columns)}")
            continue
        cells = (unescape_cell(cell) if isinstance(cell, str) else cell for cell in row)
        yield Record(where, dict(zip(columns, cells, strict=False)))


def _workbook(content: bytes, name: str, into: Collector) -> Iterator[Source]:
    openpyxl = require("openpyxl", "pandas", "reading .xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [(sheet.title, list(_sheet(sheet, name))) for sheet in book.worksheets]
        book.close()
    except AnnotationError:
        raise
    except Exception as error:  # openpyxl lets through whatever its XML parser and its own code raise
        raise AnnotationError(f"{name}: is no workbook that can be read ({error!s:.200}); save it again") from error
    full = [(title, rows) for title, rows in sheets if rows]
    for title, rows in full:
        prefix = f"sheet {title!r} " if len(full) > 1 else ""
        columns = _header(_trimmed(rows[0][1]), name)
        body = ((f"{prefix}row {number}", _padded(row, len(columns))) for number, row in rows[1:])
        yield Source(name, list(_records(body, columns, prefix, into)), tuple(columns), True)


def _sheet(sheet: Any, name: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    # The stated dimension may be a lie; without it the reader goes by the cells that are there.
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(row)
        if cells > _MOST_CELLS or any(filled(cell) for cell in row[_MOST_COLUMNS:]):
            raise AnnotationError(f"{name}: more than {_MOST_COLUMNS:,} columns; this is no annotation table")
        if any(filled(cell) for cell in row):
            yield number, row


def _trimmed(row: Sequence[Any]) -> list[Any]:
    last = max((i for i, cell in enumerate(row) if filled(cell)), default=-1)
    return list(row[: last + 1])


def _padded(row: Sequence[Any], length: int) -> list[Any]:
    return [*row, *[None] * (length - len(row))]


def load_frame(frame: Any, name: str) -> Source:
    """Take a pandas DataFrame row by row."""
    columns = _header(list(frame.columns), name)
    records = [
        Record(f"row {index}", dict(zip(columns, values, strict=True)))
        for index, *values in frame.itertuples(index=True, name=None)
    ]
    return Source(name, records, tuple(columns), True)
