"""One pass over the whole input before any work: every row checked, columns and types found, and the cuts made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from stance.errors import InputError
from stance.labels import META
from stance.streaming.parquet import kinds_of_columns, open_parquet
from stance.streaming.sources import Source
from stance.streaming.tables import Row, Table, open_table, read_rows
from stance.writing import kind_of, type_of

__all__ = ["Articles", "Piece", "Survey", "survey"]

Advance = Callable[[int], object]
_PIECE_BYTES = 16 << 20  # rows may be long: a piece never holds more than this, nor more rows than asked for
_ARTICLES = 64
_ARTICLES_BYTES = 4 << 20
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a table.

    Parameters
    ----------
    table : Table
    start : int
        The offset of its first row in bytes; in Parquet the row of the row group.
    line : int
        The number of the line before it.
    group : int
        The row group.
    rows, size : int
        How many rows it holds, and bytes.
    """

    table: Table
    start: int = 0
    line: int = 0
    group: int = 0
    rows: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Articles:
    """Some articles, to be read together."""

    sources: tuple[Source, ...]
    size: int = 0


@dataclass(slots=True)
class Survey:
    """What the input holds.

    Attributes
    ----------
    inputs : list of dict
        Each file's name, kind, size and SHA-256.
    pieces : list of Piece or Articles
        The input in order, cut up.
    kinds : dict of str to set of str
        The columns, in order of appearance, and the kinds of their values.
    stamps : list of tuple
        Each file's path, size and time of change when it was surveyed.
    """

    inputs: list[dict[str, Any]] = field(default_factory=list)
    pieces: list[Piece | Articles] = field(default_factory=list)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    stamps: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The names of all columns but ``text``."""
        return [name for name in self.kinds if name != "text"]

    @property
    def types(self) -> dict[str, str]:
        """The types that the carried columns have in Parquet."""
        return {name: type_of(kinds) for name, kinds in self.kinds.items() if name not in META}

    def check_unchanged(self) -> None:
        """See that no file was changed since it was surveyed."""
        for path, size, time in self.stamps:
            if _stamp(path)[1:] != (size, time):
                raise InputError(f"{path}: was changed while it was being labelled; start anew")


def survey(sources: Iterable[Source], text: str, most_rows: int, advance: Advance = lambda size: None) -> Survey:
    """Go through all sources once.

    Parameters
    ----------
    sources : iterable of Source
    text : str
        The column of tables that holds the statements.
    most_rows : int
        How many rows a piece holds at most.
    advance : callable, optional
        Told of the bytes that were gone through.

    Raises
    ------
    InputError
        If a file is empty or no text, or a row is bad.
    """
    found = Survey()
    articles: list[Source] = []
    size = 0
    for source in sources:
        stamp = _stamp(source.path)
        found.stamps.append(stamp)
        if articles and (source.kind != "article" or len(articles) >= _ARTICLES or size + stamp[1] > _ARTICLES_BYTES):
            found.pieces.append(Articles(tuple(articles), size))
            articles, size = [], 0
        digest = hashlib.sha256()
        if source.kind == "article":
            _check_article(source, digest)
            articles.append(source)
            size += stamp[1]
            advance(stamp[1])
        elif source.kind == "parquet":
            _survey_parquet(source, text, most_rows, digest, found, advance)
        else:
            _survey_text(source, text, most_rows, digest, found, advance)
        found.inputs.append(
            {"name": source.name, "kind": source.kind, "size": stamp[1], "sha256": digest.hexdigest()}
        )
    if articles:
        found.pieces.append(Articles(tuple(articles), size))
    return found


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        info = os.stat(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    return path, info.st_size, info.st_mtime_ns


def _check_article(source: Source, digest: Any) -> None:
    from stance.reading.sources import decode

    with open(source.path, "rb") as stream:
        data = stream.read()
    if not data.strip():
        raise InputError(f"{source.shown}: is empty; give a file that holds an article's text")
    decode(data, source.shown)
    digest.update(data)


def _survey_text(
    source: Source, text: str, most_rows: int, digest: Any, found: Survey, advance: Advance
) -> None:
    """Go through a text table as UTF-8; if it is none, as what old spreadsheets write."""
    for encoding in ("utf-8", "cp1252"):
        table = Table(source, encoding, text)
        kinds: dict[str, set[str]] = {"text": set()}
        tried = digest.copy()
        try:
            pieces = list(_cut(table, most_rows, tried, kinds, advance))
        except UnicodeDecodeError:
            continue
        digest.update(tried.digest())
        _take(found, pieces, kinds)
        return
    raise InputError(f"{source.shown}: is neither UTF-8 nor Windows-1252 text; save the file as UTF-8")


def _cut(
    table: Table, most_rows: int, digest: Any, kinds: dict[str, set[str]], advance: Advance
) -> Iterator[Piece]:
    """Read all rows and cut them into pieces."""
    with open(table.source.path, "rb") as stream:
        table, lines = open_table(stream, table, digest)
        for name in table.columns:
            kinds[name] = {"str"}
        piece = Piece(table, lines.offset, lines.number)
        rows, total = 0, 0
        for _, row in read_rows(table, lines):
            if table.source.kind == "jsonl":
                _note(row, kinds)
            rows += 1
            size = lines.offset - piece.start
            if rows >= most_rows or size >= _PIECE_BYTES:
                advance(size)
                yield replace(piece, rows=rows, size=size)
                piece, total, rows = Piece(table, lines.offset, lines.number), total + rows, 0
        if rows:
            advance(lines.offset - piece.start)
            yield replace(piece, rows=rows, size=lines.offset - piece.start)
        if not total + rows:
            raise InputError(f"{table.source.shown}: is empty; give a file that holds statements")


def _note(row: Row, kinds: dict[str, set[str]]) -> None:
    for name, value in row.items():
        seen = kinds.get(name)
        if seen is None:
            seen = kinds[name] = set()
        if type(value) is str:
            seen.add("str")
        elif value is not None:
            seen.add(kind_of(value))


def _take(found: Survey, pieces: list[Piece], kinds: dict[str, set[str]]) -> None:
    found.pieces += pieces
    for name, seen in kinds.items():
        found.kinds.setdefault(name, set()).update(seen)


def _survey_parquet(
    source: Source, text: str, most_rows: int, digest: Any, found: Survey, advance: Advance
) -> None:
    with open(source.path, "rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            advance(len(block))
    opened = open_parquet(source, text)
    pieces = []
    for group in range(opened.num_row_groups):
        rows, size = opened.metadata.row_group(group).num_rows, opened.metadata.row_group(group).total_byte_size
        for start in range(0, rows, most_rows):
            taken = min(most_rows, rows - start)
            pieces.append(Piece(Table(source, text=text), start, group=group, rows=taken, size=size * taken // rows))
    if not pieces:
        raise InputError(f"{source.shown}: is empty; give a file that holds statements")
    _take(found, pieces, kinds_of_columns(opened, text))
