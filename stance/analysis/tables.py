"""The table that every analysis returns: records first, shown as text and as HTML."""

from __future__ import annotations

import csv
import html
import unicodedata
from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, overload

from stance.errors import require
from stance.files import atomic_write, escape_cell

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Record", "Table", "shown"]

Record = dict[str, Any]
_TEXT_ROWS, _HTML_ROWS, _WIDEST = 20, 100, 60


class Table(Sequence[Record]):
    """Records of one kind in rows, with notes on what the reader has to know.

    Parameters
    ----------
    records : sequence of dict
        The rows; all have the same keys.
    columns : sequence of str
        The keys, in order.
    notes : sequence of str
        One plain sentence each, shown under the table.

    Examples
    --------
    >>> table = Table([{"side": "EU", "share": 0.25}], ["side", "share"])
    >>> table[0]["share"], len(table)
    (0.25, 1)
    >>> table
    side  share
    ────  ─────
    EU    0.250
    """

    def __init__(self, records: Sequence[Record], columns: Sequence[str], notes: Sequence[str] = ()) -> None:
        self._records = list(records)
        self.columns = tuple(columns)
        self.notes = tuple(notes)

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        return self._records[index]

    def to_records(self) -> list[Record]:
        """All rows as a list of dicts."""
        return [dict(record) for record in self._records]

    def to_pandas(self) -> pd.DataFrame:
        """All rows as a DataFrame.

        Raises
        ------
        MissingExtra
            If pandas is not installed.
        """
        pandas = require("pandas", "pandas", f"{type(self).__name__}.to_pandas")
        return pandas.DataFrame(self._records, columns=list(self.columns))

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write the table as CSV (UTF-8); cells that a spreadsheet would run are escaped."""
        with atomic_write(path) as stream:
            writer = csv.writer(stream, lineterminator="\n")  # type: ignore[arg-type]
            writer.writerow(self.columns)
            for record in self._records:
                writer.writerow([_plain(record.get(name)) for name in self.columns])

    def _cells(self, record: Record) -> list[str]:
        return [shown(record.get(name)) for name in self.columns]

    def __repr__(self) -> str:
        """Return the first rows as plain text, and the notes."""
        rows = [self._cells(record) for record in self._records[:_TEXT_ROWS]]
        rows = [[cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in row] for row in rows]
        lines = [list(self.columns), *rows]
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        lines.insert(1, ["─" * width for width in widths])
        text = ["  ".join(_pad(c, w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        if len(self) > _TEXT_ROWS:
            text.append(f"… {len(self) - _TEXT_ROWS:,} more rows")
        if not len(self):
            text = [f"{type(self).__name__}: no rows"]
        return "\n".join([*text, *self.notes])

    def _repr_html_(self) -> str:
        style = ' style="text-align:left;vertical-align:top"'
        head = "".join(f"<th{style}>{html.escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td{style}>{html.escape(cell)}</td>" for cell in self._cells(record)) + "</tr>"
            for record in self._records[:_HTML_ROWS]
        )
        more = [f"… {len(self) - _HTML_ROWS:,} more rows"] if len(self) > _HTML_ROWS else []
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in (*more, *self.notes))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"


def shown(value: Any) -> str:
    """Show a value in one cell.

    Examples
    --------
    >>> shown(None), shown(0.12345), shown(1200), shown(["a", "b"])
    ('–', '0.123', '1,200', 'a, b')
    """
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(shown, value))
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int):
        return value
    return escape_cell("; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
