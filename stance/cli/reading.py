"""``stance read``: who said what in articles."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stance.reading import Document, Statement

__all__ = ["read_command"]


@click.command("read")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "format_", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
def read_command(files: tuple[str, ...], format_: str) -> None:
    """Find the statements of articles and who made them.

    FILE is a text, Markdown or HTML file, a folder of these, or - for one article on standard input.
    """
    documents = _documents(files)
    if format_ == "table":
        click.echo("\n".join(_table(documents)))
    elif format_ == "jsonl":
        for document in documents:
            for statement in document.statements:
                click.echo(json.dumps(_record(statement, document), ensure_ascii=False))
    else:
        _csv(documents)


def _documents(files: tuple[str, ...]) -> list[Document]:
    """Read all articles before anything is shown, so that a bad one leaves no half of a table."""
    from stance.errors import InputError
    from stance.reading import read_all
    from stance.reading.sources import decode, walk

    sources: list[str | Path] = []
    for name in files:
        path = Path(name)
        if name == "-":
            text = decode(sys.stdin.buffer.read(), "standard input")
            if not text.strip():
                raise InputError("standard input: is empty; give an article's text")
            sources.append(text if "\n" in text else text + "\n")
        elif path.is_dir():
            found = list(walk(path))
            if not found:
                raise InputError(f"{name}: the folder holds no articles (.txt, .md, .html, .htm)")
            sources += found
        else:
            sources.append(path)
    return list(read_all(sources))


def _record(statement: Statement, document: Document) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "text": statement.text,
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "side": speaker.side if speaker else None,
        "kind": statement.kind,
        "cue_type": statement.cue_type,
        "document": document.id,
        "date": document.date,
        "sentence": statement.sentence,
        "confidence": statement.confidence,
        "spans": statement.spans,
        "source_span": statement.source_span,
        "cue_span": statement.cue_span,
    }


def _csv(documents: list[Document]) -> None:
    from stance.files import escape_cell

    names = ("text", "speaker", "role", "side", "kind", "cue_type", "document", "date", "sentence", "confidence")
    laid = io.StringIO(newline="")
    writer = csv.writer(laid, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(names)
    for document in documents:
        for statement in document.statements:
            record = _record(statement, document)
            cells = (record[name] for name in names)
            writer.writerow(["" if c is None else escape_cell(c) if isinstance(c, str) else c for c in cells])
    # As bytes: the text stream would turn line ends within cells into the system's own.
    sys.stdout.buffer.write(laid.getvalue().encode())


def _table(documents: list[Document]) -> Iterator[str]:
    from stance.display import lay_out

    for number, document in enumerate(documents):
        if number:
            yield ""
        about = [document.title or "", document.date or "", document.source or ""]
        yield " · ".join(part for part in (document.id or "standard input", *about) if part)
        rows = [
            [
                str(statement.speaker or "–"),
                statement.kind,
                statement.cue_type,
                " ".join(statement.text.split()),
            ]
            for statement in document.statements
        ]
        yield from lay_out(["speaker", "kind", "cue", "statement"], rows, widest=44)
        speakers = {statement.speaker.name for statement in document.statements if statement.speaker}
        yield f"[{len(rows):,} statements by {len(speakers):,} speakers]"
