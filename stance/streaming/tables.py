"""Rows of text tables (a statement a line, CSV, JSON lines), from any offset on and one at a time."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from stance.errors import InputError
from stance.files import unescape_cell
from stance.inputs import plain_name
from stance.streaming.sources import Source

__all__ = ["LONGEST", "Row", "Table", "open_table", "read_rows"]

LONGEST = 16 << 20  # bytes of a line: memory must not grow with what is no table
_DELIMITERS = ",;\t|"
_BOM = b"\xef\xbb\xbf"
_MOST_COLUMNS = 1_000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """How a text table is to be read.

    Parameters
    ----------
    source : Source
    encoding : str
    text : str
        The column that holds the statements.
    delimiter : str, optional
        What parts the cells of a CSV file.
    columns : tuple of str
        The names of a CSV file's columns in the label table.
    """

    source: Source
    encoding: str = "utf-8"
    text: str = "text"
    delimiter: str = ","
    columns: tuple[str, ...] = ()


class Lines:
    """The lines of a file, with the offset and number of the one read last."""

    def __init__(self, stream: IO[bytes], table: Table, offset: int = 0, number: int = 0, digest: Any = None) -> None:
        stream.seek(offset)
        self._stream, self._digest = stream, digest
        self._name, self._encoding = table.source.shown, table.encoding
        self.offset, self.number = offset, number

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(LONGEST + 1)
        if not raw:
            raise StopIteration
        first = self.offset == 0
        self.offset += len(raw)
        self.number += 1
        if len(raw) > LONGEST:
            raise self.error(f"is longer than {LONGEST >> 20} MiB; put one statement in a line")
        if self._digest is not None:
            self._digest.update(raw)
        if b"\0" in raw or (first and raw[:2] in (b"\xff\xfe", b"\xfe\xff")):
            raise self.error("is binary, or UTF-16; save the file as UTF-8 text")
        return (raw[3:] if first and raw.startswith(_BOM) else raw).decode(self._encoding)

    def error(self, reason: str, number: int | None = None) -> InputError:
        """Make an error that names the file and a line, by default the last."""
        return InputError(f"{self._name}: line {number or self.number}: {reason}")


def open_table(stream: IO[bytes], table: Table, digest: Any = None) -> tuple[Table, Lines]:
    """Read what stands before the first row: nothing, or the header of a CSV file."""
    lines = Lines(stream, table, digest=digest)
    if table.source.kind != "csv":
        return table, lines
    line = next((line for line in lines if line.strip()), "")
    if not line:
        raise InputError(f"{table.source.shown}: is empty; give a file that holds statements")
    mark = re.fullmatch(r'"?sep=(.)"?\s*', line, re.IGNORECASE)  # Excel's own line that names the delimiter
    if mark:
        line = next(lines, "")
    if "\r" in line.rstrip("\r\n"):
        raise lines.error("its line ends are lone carriage returns; save the file with ordinary line ends")
    delimiter = mark[1] if mark else _delimiter(line, table)
    # A quoted name may go on in the next line.
    header = next(_cells(_chain(line, lines), lines, delimiter), (0, []))[1]
    columns = _header([unescape_cell(cell).strip() for cell in header], table, lines)
    return Table(table.source, table.encoding, table.text, delimiter, columns), lines


def _chain(line: str, lines: Lines) -> Iterator[str]:
    yield line
    yield from lines


def _delimiter(line: str, table: Table) -> str:
    if table.source.path.casefold().endswith(".tsv"):
        return "\t"

    def score(delimiter: str) -> tuple[bool, int]:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return table.text in [cell.strip() for cell in cells], len(cells)

    return max(_DELIMITERS, key=score)


def _header(cells: list[str], table: Table, lines: Lines) -> tuple[str, ...]:
    if table.text not in cells:
        shown = ", ".join(cells[:20])
        raise InputError(
            f"{table.source.shown}: has no column {table.text!r} (it has {shown:.200}); rename one, or say which "
            "with --text-column"
        )
    if len(cells) > _MOST_COLUMNS:
        raise InputError(f"{table.source.shown}: more than {_MOST_COLUMNS:,} columns; is this a table of statements?")
    names = [carried_name(cell, table.text) if cell else f"column {i}" for i, cell in enumerate(cells, 1)]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{table.source.shown}: two columns would be named {twice!r}; rename one")
    return tuple(names)


def carried_name(name: str, text: str) -> str:
    """Give the name under which a column of the input is carried."""
    if name == text:
        return "text"
    return "input_text" if name == "text" else plain_name(name)


def read_rows(table: Table, lines: Lines) -> Iterator[tuple[int, Row]]:
    """Read rows on from where the lines stand.

    Yields
    ------
    line : int
        The number of the row's first line.
    row : dict
        Its ``text`` and what else it holds.

    Raises
    ------
    InputError
        If a row is bad; the message names file and line.
    """
    if table.source.kind == "jsonl":
        return _objects(table, lines)
    if table.source.kind == "csv":
        return _csv_rows(table, lines)
    return ((lines.number, {"text": line.strip()}) for line in lines if line.strip())


# -- CSV ---------------------------------------------------------------------------------------------------------


def _cells(source: Iterator[str], lines: Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        number = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise lines.error(f"its cells cannot be made out ({error}); see to the quotation marks", number) from error
        yield number, row


def _csv_rows(table: Table, lines: Lines) -> Iterator[tuple[int, Row]]:
    width = len(table.columns)
    for number, cells in _cells(lines, lines, table.delimiter):
        if not any(cells):
            continue
        if len(cells) != width and (len(cells) < width or any(cells[width:])):
            raise lines.error(f"{len(cells)} cells where the header has {width}; see to the quotation marks", number)
        row: Row = {name: unescape_cell(cell) or None for name, cell in zip(table.columns, cells, strict=False)}
        row["text"] = row["text"] or ""
        yield number, row


# -- JSON lines --------------------------------------------------------------------------------------------------

_decode = json.JSONDecoder(parse_constant=lambda name: None).decode  # NaN and Infinity are no JSON, but are written


def _objects(table: Table, lines: Lines) -> Iterator[tuple[int, Row]]:
    names: dict[str, str] = {}
    for line in lines:
        if line.isspace():
            continue
        try:
            record = _decode(line)
        except (ValueError, RecursionError) as error:
            raise lines.error(f"is no JSON ({error}); write one object a line") from error
        if not isinstance(record, dict):
            raise lines.error(f"an object is wanted, not {record!r:.60}; write one object a line")
        for name in record.keys() - names.keys():
            names[name] = carried_name(name, table.text)
        if len(names) > _MOST_COLUMNS:
            raise lines.error(f"more than {_MOST_COLUMNS:,} different keys so far; is this a table of statements?")
        row = {names[name]: value for name, value in record.items()}
        _check(row, record, table, lines, line)
        yield lines.number, row


def _check(row: Row, record: Row, table: Table, lines: Lines, line: str) -> None:
    if len(row) < len(record):
        raise lines.error("two keys would have one name in the label table; rename one")
    text = row.get("text", 0)
    if text is None:
        row["text"] = ""
    elif not isinstance(text, str):
        if table.text in record:
            raise lines.error(f"{table.text!r} is no text but {text!r:.60}; write a string")
        shown = ", ".join(record)
        raise lines.error(f"has no {table.text!r} (its keys are {shown:.200}); rename one, or say --text-column")
    if "\\u0000" in line:
        raise lines.error("holds a NUL character (\\u0000), which tables cannot; take it out")
    if "\\ud" in line or "\\uD" in line:
        try:
            json.dumps(record, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise lines.error("holds half a character (a lone surrogate); mend the file") from None
