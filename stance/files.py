"""Writing files so that a crash leaves the old one whole, and cells that no spreadsheet runs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO

from stance.errors import InputError

__all__ = ["atomic_write", "escape_cell", "unescape_cell"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def atomic_write(path: str | PathLike[str], mode: str = "w") -> Iterator[IO[str] | IO[bytes]]:
    """Open a file that takes its name only when it is completely written and on the disk.

    Parameters
    ----------
    path : path
        Where the file shall stand; what stood there is replaced in one step.
    mode : {"w", "wb"}
        Text (UTF-8, line ends as written) or bytes.

    Raises
    ------
    InputError
        If the folder is missing or cannot be written to.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent or ".")
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); make the folder first") from error
    temporary = Path(name)
    try:
        binary = "b" in mode
        with os.fdopen(handle, mode, encoding=None if binary else "utf-8", newline=None if binary else "") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def escape_cell(value: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> escape_cell("=1+1")
    "'=1+1"
    >>> escape_cell("plain")
    'plain'
    """
    return f"'{value}" if value.lstrip("'").startswith(_FORMULA) else value


def unescape_cell(value: str) -> str:
    """Take back what `escape_cell` put there.

    Examples
    --------
    >>> unescape_cell(escape_cell("=1+1"))
    '=1+1'
    """
    return value[1:] if value.startswith("'") and value.lstrip("'").startswith(_FORMULA) else value
