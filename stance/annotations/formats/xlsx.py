"""Excel workbooks; read by the module of tables, written with every cell a text that runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from stance.annotations.collect import Collector
from stance.annotations.formats import Layout, csv
from stance.annotations.response import Response
from stance.annotations.source import Source
from stance.annotations.words import Words
from stance.errors import InputError, require

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES = (".xlsx",)
BINARY = True
_LONGEST_CELL = 32_767


def sniff(source: Source, words: Words) -> bool:
    """Never: once read, a table is a table."""
    return False


def read(source: Source, into: Collector) -> None:
    """Read a table."""
    csv.read(source, into)


def write(responses: Sequence[Response], stream: IO[Any], layout: Layout) -> None:
    """Write one sheet."""
    openpyxl = require("openpyxl", "pandas", "writing .xlsx")
    illegal = require("openpyxl.cell.cell", "pandas", "writing .xlsx").ILLEGAL_CHARACTERS_RE
    rows = list(csv.table_rows(responses, layout))
    for row in rows:
        for cell in row:
            if len(cell) > _LONGEST_CELL:
                raise InputError(f"{cell[:60]!r}…: {len(cell):,} characters; an Excel cell holds 32,767; write csv")
            if illegal.search(cell):
                raise InputError(f"{cell!r:.60}: holds a control character, which Excel refuses; write csv")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("annotations")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([cell or None for cell in row])
    book.save(stream)
