"""Sharing the work out: which piece becomes which part, in how many processes, with a bar."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

from stance.labels import META
from stance.streaming.articles import read_articles, table_of
from stance.streaming.options import Options
from stance.streaming.parts import Parts
from stance.streaming.survey import Articles, Piece, Survey
from stance.streaming.work import Job, Task, label_piece

__all__ = ["job_of", "label_tasks", "plan", "progress_bar"]


def plan(found: Survey, options: Options, parts: Parts) -> tuple[list[Task], int]:
    """Read the articles, number the statements on, and say which piece becomes which part.

    Returns
    -------
    tasks : list of Task
    statements : int
        How many there are.
    """
    _read_all(found, options, parts)
    pieces: list[Piece] = []
    for number, piece in enumerate(found.pieces):
        pieces += table_of(parts.read(number), options.part_size) if isinstance(piece, Articles) else [piece]
    tasks, first = [], 0
    for number, piece in enumerate(pieces):
        tasks.append(Task(piece, first, parts.part(number)))
        first += piece.rows
    # Articles may hold no statements; the table then has a header and no row.
    return tasks or [Task(None, 0, parts.part(0))], first


def _read_all(found: Survey, options: Options, parts: Parts) -> None:
    todo = [
        (piece, parts.read(number))
        for number, piece in enumerate(found.pieces)
        if isinstance(piece, Articles) and not parts.read(number).exists()
    ]
    with progress_bar(sum(piece.size for piece, _ in todo), "reading", options.progress and bool(todo)) as advance:
        for (piece, _), _ in zip(todo, _spread(read_articles, todo, options.n_jobs), strict=True):
            advance(piece.size)


def job_of(found: Survey, options: Options) -> Job:
    """Say what is the same for all pieces."""
    columns = (*(name for name in META if name != "text"), *found.types)
    return Job(
        options.model,
        options.fingerprint,
        options.topics,
        options.min_confidence,
        options.format,
        columns,
        found.types,
    )


def label_tasks(job: Job, tasks: Sequence[Task], options: Options) -> Iterator[Task]:
    """Label the pieces that have no part yet; give each task, in order, once its part stands."""
    missing = [not task.target.exists() for task in tasks]
    work = [(job, task) for task, todo in zip(tasks, missing, strict=True) if todo]
    done = _spread(label_piece, work, options.n_jobs)
    with progress_bar(sum(map(_size, tasks)), "labelling", options.progress) as advance, closing(done):
        for task, todo in zip(tasks, missing, strict=True):
            if todo:
                next(done)
            advance(_size(task))
            yield task


def _size(task: Task) -> int:
    return task.piece.size if task.piece else 0


def _spread(function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], n_jobs: int) -> Generator[Any, None, None]:
    """Do the tasks one by one, or side by side; the results come in order."""
    if n_jobs == 1 or len(tasks) < 2:
        yield from (function(*task) for task in tasks)
        return
    from joblib import Parallel, delayed

    work = delayed(_quietly)
    yield from Parallel(n_jobs=n_jobs, return_as="generator", batch_size=1)(work(function, task) for task in tasks)


def _quietly(function: Callable[..., Any], task: tuple[Any, ...]) -> Any:
    """Leave Ctrl-C, which the terminal sends to all processes, to the first one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    return function(*task)


@cache
def _end_with_parent() -> None:
    """Watch for the first process to be killed: without it, idle workers would stay for minutes."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def progress_bar(total: int, what: str, shown: bool) -> Iterator[Callable[[int], object]]:
    """Show a bar of bytes on standard error; give the function that moves it on."""
    if not shown:
        yield lambda size: None
        return
    from tqdm import tqdm

    with tqdm(total=total, desc=what, unit="B", unit_scale=True, file=sys.stderr, leave=False) as bar:
        yield bar.update
