"""The formats of annotated files, one module each; a new one is a module here and its name in ``FORMATS``.

A format's module has

``SUFFIXES``
    The file suffixes for which `write_annotations` picks it unasked (usually none).
``BINARY``
    Whether ``write`` wants a stream of bytes.
``sniff(source, words) -> bool``
    Whether these records are in this format. Asked in the order of ``FORMATS``, so that the particular goes before
    the general.
``read(source, into) -> None``
    Give each statement to ``into.add``, bad rows to ``into.problem``, what its tool marks as not answered to
    ``into.skip`` and columns left unread to ``into.ignore``.
``write(responses, stream, layout) -> None``
    Write the answers; raise `InputError` for what the format cannot hold.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import IO, Any, NamedTuple, Protocol, cast

from stance.annotations.collect import Collector
from stance.annotations.response import Response
from stance.annotations.source import Source
from stance.annotations.words import Words

__all__ = ["FORMATS", "Format", "Layout", "format_names", "get_format", "sniffed"]

# Sniffed in this order; the table of rows and columns takes what nobody else knows.
FORMATS = ("label-studio", "argilla", "prodigy", "dna", "semeval", "jsonl", "doccano", "xlsx", "tsv", "csv")


class Layout(NamedTuple):
    """How a table or archive is laid out."""

    wide: bool = False
    archive: bool = False


class Format(Protocol):
    """What a format's module has."""

    SUFFIXES: tuple[str, ...]
    BINARY: bool

    def sniff(self, source: Source, words: Words) -> bool:
        """Say whether the records are in this format."""

    def read(self, source: Source, into: Collector) -> None:
        """Give the statements to the collector."""

    def write(self, responses: Sequence[Response], stream: IO[Any], layout: Layout) -> None:
        """Write the answers."""


def get_format(name: str) -> Format:
    """Import the module of a format.

    Examples
    --------
    >>> get_format("csv").SUFFIXES
    ('.csv',)
    """
    return cast(Format, importlib.import_module(f"{__name__}.{name.replace('-', '_')}"))


def format_names() -> tuple[str, ...]:
    """Give the names of the formats, sorted."""
    return tuple(sorted(FORMATS))


def sniffed(source: Source, words: Words) -> Iterator[Format]:
    """Find the formats that take the records for theirs, the most particular first."""
    for name in FORMATS:
        candidate = get_format(name)
        if candidate.sniff(source, words):
            yield candidate
