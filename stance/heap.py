"""The C heap of Dask's workers, which give every freed page back at once, held while a partition is labelled.

Dask starts its workers with ``MALLOC_TRIM_THRESHOLD_=65536``, so that they do not hoard memory. The arrays of a batch
of statements are larger than that, so each would be asked of the system anew and zeroed by it page by page, which costs
half as much as the labelling itself, or more. Within `held_heap` up to 64 MiB of freed memory stay with the process;
afterwards they are given back, and the worker's own setting stands again.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

__all__ = ["held_heap"]

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # numbers of glibc's malloc.h
_HELD, _HELD_MMAP, _DEFAULT_MMAP = 64 << 20, 16 << 20, 128 << 10

_lock = Lock()
_inside = 0


@contextmanager
def held_heap() -> Iterator[None]:
    """Keep freed memory in the process for a while, where its environment says to give it back at once.

    Other processes, other systems' C libraries and other allocators are left alone.
    """
    usual = os.environ.get("MALLOC_TRIM_THRESHOLD_", "")
    library = _glibc()
    if library is None or not usual.isdecimal() or int(usual) >= _HELD:
        yield
        return
    _enter(library)
    try:
        yield
    finally:
        _leave(library, int(usual))


@cache
def _glibc() -> Any:
    """Find the C library, if it has what is called here."""
    try:
        library = ctypes.CDLL(None)
        return library if library.mallopt and library.malloc_trim and library.gnu_get_libc_version else None
    except (AttributeError, OSError, TypeError):
        return None


def _enter(library: Any) -> None:
    global _inside
    with _lock:  # a worker may label in several threads, and the last one out restores
        _inside += 1
        if _inside == 1:
            library.mallopt(_TRIM_THRESHOLD, _HELD)
            library.mallopt(_MMAP_THRESHOLD, _HELD_MMAP)


def _leave(library: Any, usual: int) -> None:
    global _inside
    with _lock:
        _inside -= 1
        if _inside == 0:
            library.mallopt(_TRIM_THRESHOLD, usual)
            library.mallopt(_MMAP_THRESHOLD, _mapped_from())
            library.malloc_trim(0)


def _mapped_from() -> int:
    own = os.environ.get("MALLOC_MMAP_THRESHOLD_", "")
    return int(own) if own.isdecimal() else _DEFAULT_MMAP
