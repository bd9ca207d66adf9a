"""One piece of the input, read, labelled and written: what each process does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from stance.errors import InputError, ModelError
from stance.files import atomic_write
from stance.inputs import Inputs
from stance.labels import Labels
from stance.streaming.parquet import read_stretch
from stance.streaming.survey import Piece
from stance.streaming.tables import Lines, Row, read_rows

if TYPE_CHECKING:
    from stance.model import Model
    from stance.topics import Topic

__all__ = ["Job", "Task", "fingerprint", "label_piece", "rows_of"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all pieces.

    Parameters
    ----------
    model, digest : str
        The model's folder, and the SHA-256 of its ``model.json``.
    topics : list of Topic, optional
    min_confidence : float, optional
    format : str
        ``"csv"``, ``"jsonl"`` or ``"parquet"``.
    columns : tuple of str
        All columns of the input but the text.
    types : dict of str to str
        The types of the carried ones in Parquet.
    """

    model: str
    digest: str
    topics: list[Topic] | None
    min_confidence: float | None
    format: str
    columns: tuple[str, ...]
    types: dict[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One piece, the number of its first statement, and where its rows go; without a piece there are none."""

    piece: Piece | None
    first: int
    target: Path


def label_piece(job: Job, task: Task) -> None:
    """Label a piece and write its rows as a file, which appears in one step."""
    rows = list(rows_of(task.piece)) if task.piece else []
    inputs = Inputs()
    for row in rows:
        inputs.add(row["text"], {"cue": row.get("cue")})
    inputs.columns = {"text": [row["text"] for row in rows]}
    inputs.columns |= {name: [row.get(name) for row in rows] for name in job.columns}
    labels = _model(job.model, job.digest)._label(inputs, job.topics, job.min_confidence, 1)
    _write(labels, job, task)


def rows_of(piece: Piece) -> Iterator[Row]:
    """Read the rows of a piece."""
    table = piece.table
    if table.source.kind == "parquet":
        yield from read_stretch(table.source, table.text, piece.group, piece.start, piece.rows)
        return
    left = piece.rows
    with open(table.source.path, "rb") as stream:
        try:
            for _, row in read_rows(table, Lines(stream, table, piece.start, piece.line)):
                yield row
                left -= 1
                if not left:
                    return
        except UnicodeDecodeError:
            pass
    raise InputError(f"{table.source.shown}: was changed while it was being labelled; start anew")


def _write(labels: Labels, job: Job, task: Task) -> None:
    if job.format == "parquet":
        from pyarrow import parquet

        with atomic_write(task.target, "wb") as stream:
            parquet.write_table(labels._to_arrow(job.types, task.first), stream)
        return
    with atomic_write(task.target) as stream:
        if job.format == "csv":
            # Only the first part has a header, so that the parts joined are one table.
            labels._write_csv(stream, header=task.first == 0, first=task.first)  # type: ignore[arg-type]
        else:
            labels._write_jsonl(stream, task.first)  # type: ignore[arg-type]


def fingerprint(model: str | Path) -> str:
    """Name a model by its ``model.json``, which names its weights by their hash."""
    try:
        return hashlib.sha256((Path(model) / "model.json").read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{model}: is no model (a folder with model.json); train one with stance.train") from error


@lru_cache(maxsize=1)
def _model(path: str, digest: str) -> Model:
    """Load the model once in each process; one that was replaced meanwhile is refused."""
    from stance.model import load

    model = load(path)
    if fingerprint(path) != digest:
        raise ModelError(f"{path}: was replaced during the work; start anew")
    return model

