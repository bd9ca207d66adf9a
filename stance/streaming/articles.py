"""Articles read into a table of their statements, which is then labelled as any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stance.files import atomic_write
from stance.streaming.sources import Source
from stance.streaming.survey import Articles, Piece
from stance.streaming.tables import Table

__all__ = ["read_articles", "statements_of", "table_of"]


def statements_of(source: Source) -> list[dict[str, Any]]:
    """Read one article; give its statements as rows."""
    from stance.inputs import flatten
    from stance.reading import read
    from stance.reading.sources import decode

    if source.name == "-":
        # A text of one line that ends like a file's name would be taken for a file.
        document = read(decode(Path(source.path).read_bytes(), source.shown) + "\n")
    else:
        document = read(Path(source.path))
    columns = flatten(document).complete()
    columns["text"] = [text.replace("\0", " ") for text in columns["text"]]  # which no table can hold
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def read_articles(articles: Articles, target: Path) -> None:
    """Read articles and write their statements as JSON lines, which appear in one step."""
    with atomic_write(target) as stream:
        for source in articles.sources:
            for row in statements_of(source):
                stream.write(json.dumps(row) + "\n")  # type: ignore[call-overload]


def table_of(target: Path, most_rows: int) -> list[Piece]:
    """Cut what `read_articles` wrote into pieces."""
    table = Table(Source(str(target), str(target), "jsonl"))
    pieces, start, offset, rows = [], 0, 0, 0
    with open(target, "rb") as stream:
        for line in stream:
            offset, rows = offset + len(line), rows + 1
            if rows >= most_rows:
                pieces.append(Piece(table, start, rows=rows, size=0))
                start, rows = offset, 0
    if rows:
        pieces.append(Piece(table, start, rows=rows, size=0))
    return pieces
