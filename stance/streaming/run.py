"""Labelling whole files: surveyed, shared out, and joined."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from stance.errors import InputError, StanceError
from stance.streaming.articles import statements_of
from stance.streaming.options import ROWS, Options, format_of
from stance.streaming.parts import Parts, join_parts
from stance.streaming.sharing import job_of, label_tasks, plan, progress_bar
from stance.streaming.sources import Kind, Source, find_sources, standard_input
from stance.streaming.survey import Articles, Survey, survey
from stance.streaming.work import rows_of

if TYPE_CHECKING:
    from stance.topics import Topic

__all__ = ["label_files", "label_to_stream", "read_inputs"]


def label_files(
    inputs: Iterable[str | PathLike[str]],
    output: str | PathLike[str],
    *,
    topics: Iterable[str | Topic] | str | Topic | None = None,
    model: str | PathLike[str] | None = None,
    min_confidence: float | None = None,
    format: str | None = None,
    n_jobs: int = 1,
    resume: bool = False,
    read_as: Kind | None = None,
    text_column: str = "text",
    part_size: int = ROWS,
    progress: bool | None = None,
) -> int:
    r"""Label files of any size in constant memory; the output appears whole, or not at all.

    Finished parts are kept in ``OUTPUT.parts`` until they are joined, so that an interrupted run can be resumed
    without losing or doubling a row: the result is the same, byte for byte.

    Parameters
    ----------
    inputs : iterable of path
        Articles (.txt .md .html .htm), tables (.csv .tsv .jsonl .parquet) with a column of statements, folders of
        these, or ``"-"``.
    output : path
        The table to write.
    topics, min_confidence
        As in `stance.label`.
    model : path, optional
        The model's folder; the shipped one by default.
    format : {"csv", "jsonl", "parquet"}, optional
        By default told by the output's ending.
    n_jobs : int, default=1
        How many processes share the work; the result does not depend on it.
    resume : bool, default=False
        Go on with what an interrupted run left. Refused if the inputs, the options or the model have changed.
    read_as : {"article", "lines", "csv", "jsonl"}, optional
        How texts and files of unknown endings are read.
    text_column : str, default="text"
        The column of the statements.
    part_size : int, default=16384
        How many statements a part holds.
    progress : bool, optional
        Whether to show a bar on standard error; by default on a terminal.

    Returns
    -------
    int
        How many statements were labelled.

    Raises
    ------
    StanceError
        If something cannot be read; the message names file and row.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "in.csv").write_text("text,page\nWe will never join NATO.,7\n")
    >>> label_files([folder / "in.csv"], folder / "out.jsonl")
    1
    """
    target = Path(output)
    options = Options.check(
        topics, model, min_confidence, format or format_of(target), n_jobs, text_column, part_size, progress
    )
    if target.is_dir() or not target.parent.is_dir():
        raise InputError(f"{target}: is a folder, or its folder is missing; give a file in a folder that exists")
    parts = Parts(target)
    names = [str(name) for name in inputs]
    with standard_input(names) as stdin:
        found = _survey(find_sources(names, read_as, stdin=stdin, without=(target, parts.folder)), options)
        with _kept_for_resuming(parts):
            finished = parts.begin(options.identity(found), resume)
            if finished is not None:
                return finished
            tasks, statements = plan(found, options, parts)
            for _ in label_tasks(job_of(found, options), tasks, options):
                pass
            found.check_unchanged()
            parts.finish([task.target for task in tasks], options.format, statements)
    return statements


def label_to_stream(
    inputs: Iterable[str | PathLike[str]],
    stream: IO[bytes],
    format: str,
    *,
    topics: Iterable[str | Topic] | str | Topic | None = None,
    model: str | PathLike[str] | None = None,
    min_confidence: float | None = None,
    n_jobs: int = 1,
    read_as: Kind | None = None,
    text_column: str = "text",
    part_size: int = ROWS,
    progress: bool | None = None,
) -> int:
    """Label files of any size and write the table to a stream; see `label_files`.

    The whole input is checked before the first byte is written.
    """
    if format not in ("csv", "jsonl"):
        raise InputError(f"{format} cannot be written to a stream; name an output file")
    options = Options.check(topics, model, min_confidence, format, n_jobs, text_column, part_size, progress)
    names = [str(name) for name in inputs]
    with standard_input(names) as stdin, tempfile.TemporaryDirectory() as temporary:
        found = _survey(find_sources(names, read_as, stdin=stdin), options)
        parts = Parts(Path(temporary) / "out")
        parts.folder.mkdir()
        tasks, statements = plan(found, options, parts)
        for task in label_tasks(job_of(found, options), tasks, options):
            join_parts([task.target], format, stream)
            task.target.unlink()
    return statements


def read_inputs(
    inputs: Iterable[str | PathLike[str]], *, read_as: Kind | None = None, text_column: str = "text"
) -> list[dict[str, Any]]:
    """Read the statements of files, folders or standard input into memory, as records that can be labelled.

    Parameters
    ----------
    inputs, read_as, text_column
        As in `label_files`.

    Returns
    -------
    list of dict
        Each statement's ``text`` and what else is known of it.
    """
    names = [str(name) for name in inputs]
    with standard_input(names) as stdin:
        found = survey(find_sources(names, read_as, stdin=stdin), text_column, ROWS)
        rows: list[dict[str, Any]] = []
        for piece in found.pieces:
            if isinstance(piece, Articles):
                rows += (row for source in piece.sources for row in statements_of(source))
            else:
                rows += rows_of(piece)
    return rows


def _survey(sources: Sequence[Source], options: Options) -> Survey:
    total = sum(Path(source.path).stat().st_size for source in sources)
    with progress_bar(total, "checking", options.progress) as advance:
        return survey(sources, options.text, options.part_size, advance)


@contextmanager
def _kept_for_resuming(parts: Parts) -> Iterator[None]:
    """Keep the parts when the work is interrupted; when it cannot be done, remove what this run began."""
    try:
        yield
    except StanceError:
        if parts.begun_here:
            parts.remove()
        raise
    except KeyboardInterrupt:
        done = sum(1 for _ in parts.folder.glob("part-*"))
        if parts.begun_here and not done:
            parts.remove()
            raise
        raise KeyboardInterrupt(
            f"interrupted; {done:,} finished parts are kept in {parts.folder}: the same command with --resume goes on"
        ) from None
    finally:
        parts.close()
