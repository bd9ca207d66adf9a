"""Tables with tabs between the cells; read by the module of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from stance.annotations.collect import Collector
from stance.annotations.formats import Layout, csv
from stance.annotations.response import Response
from stance.annotations.source import Source
from stance.annotations.words import Words

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES = (".tsv", ".tab")
BINARY = False


def sniff(source: Source, words: Words) -> bool:
    """Never: once read, a table is a table."""
    return False


def read(source: Source, into: Collector) -> None:
    """Read a table."""
    csv.read(source, into)


def write(responses: Sequence[Response], stream: IO[Any], layout: Layout) -> None:
    """Write a table with tabs."""
    csv.write(responses, stream, layout, delimiter="\t")
