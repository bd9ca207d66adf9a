"""Which files are meant, and of which kind each is."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stance.errors import InputError

__all__ = ["KINDS", "Kind", "Source", "find_sources", "standard_input"]

Kind = Literal["article", "lines", "csv", "jsonl", "parquet"]
KINDS = ("article", "lines", "csv", "jsonl")  # those that a file of another ending, or standard input, may be read as
_TEXTS = (".txt", ".md", ".html", ".htm")
_TABLES: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to label.

    Parameters
    ----------
    path : str
        Where it lies.
    name : str
        What messages call it; ``"-"`` is standard input, which was laid down in a file.
    kind : str
        ``"article"``, or a table: ``"lines"`` (a statement a line), ``"csv"``, ``"jsonl"`` or ``"parquet"``.
    """

    path: str
    name: str
    kind: Kind

    @property
    def shown(self) -> str:
        """The name for messages."""
        return "standard input" if self.name == "-" else self.name


def find_sources(
    names: Iterable[str],
    read_as: Kind | None = None,
    *,
    stdin: str | None = None,
    without: Sequence[Path] = (),
    mixed: bool = False,
) -> list[Source]:
    """Find the files that are named: each file, and the texts or tables of each folder in sorted order.

    Of a folder that holds articles and tables only the articles are taken, and standard error says so; files named
    README are left out.

    Parameters
    ----------
    names : iterable of str
        Files, folders, or ``"-"``.
    read_as : str, optional
        How texts, files of unknown endings and standard input are read; by default texts are articles, and standard
        input holds a statement a line.
    stdin : str, optional
        Where standard input was laid down.
    without : sequence of Path
        Files and folders that are no input although they lie in a folder that is: the output and its parts.
    mixed : bool, default=False
        Whether the tables of a folder are taken beside its articles all the same.

    Raises
    ------
    InputError
        If something is missing, of no known kind, or the output itself.
    """
    left_out = [path.resolve() for path in without]
    sources: list[Source] = []
    for name in names:
        path = Path(name)
        if name == "-":
            if stdin is None:
                raise InputError("standard input: was not laid down in a file; give a path")
            sources.append(Source(stdin, name, read_as or "lines"))
        elif path.is_dir():
            sources += _of_folder(path, read_as, left_out, mixed)
        else:
            if path.resolve() in left_out:
                raise InputError(f"{name}: is the input and the output; choose another output")
            sources.append(Source(name, name, _kind(path, read_as)))
    return sources


def _kind(path: Path, read_as: Kind | None) -> Kind:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path, or give - for standard input") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason}); check the path and its permissions") from None
    if not regular:
        raise InputError(f"{path}: is no regular file, which could be read twice; pipe it to stance and give -")
    suffix = path.suffix.casefold()
    kind = _TABLES.get(suffix) or read_as or ("article" if suffix in _TEXTS else None)
    if kind is None:
        known = " ".join((*_TEXTS, *_TABLES))
        raise InputError(f"{path}: its ending says no kind ({known}); say --as article, lines, csv or jsonl")
    return kind


def _of_folder(folder: Path, read_as: Kind | None, left_out: Sequence[Path], mixed: bool) -> list[Source]:
    found = [Source(str(path), str(path), _kind(path, read_as)) for path in _walk(folder, left_out)]
    articles = [source for source in found if source.kind == "article"]
    if not mixed and 0 < len(articles) < len(found):
        # A table beside articles tells of them or was made from them: together they would count twice.
        taken, left = _count(len(articles), "article"), _count(len(found) - len(articles), "table")
        sys.stderr.write(f"{folder}: {taken} taken, {left} left out\n")
        return articles
    if not found:
        raise InputError(f"{folder}: the folder holds no texts or tables ({' '.join((*_TEXTS, *_TABLES))})")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _walk(folder: Path, left_out: Sequence[Path]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        hidden = hidden or path.name.casefold().startswith("readme")
        if hidden or path.suffix.casefold() not in (*_TEXTS, *_TABLES) or not path.is_file():
            continue
        resolved = path.resolve()
        if not any(resolved == out or out in resolved.parents for out in left_out):
            yield path


@contextmanager
def standard_input(names: Sequence[str]) -> Iterator[str | None]:
    """Lay standard input down in a file, if it is named: it is gone through twice, and may not fit into memory."""
    if "-" not in names:
        yield None
        return
    if names.count("-") > 1:
        raise InputError("standard input: - stands there twice; give it once")
    handle, path = tempfile.mkstemp(prefix="stance-")
    try:
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream, 1 << 20)
        yield path
    finally:
        os.unlink(path)
