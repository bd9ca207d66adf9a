"""A model as a folder: ``model.json``, ``weights-<hash>.safetensors`` and ``README.md``; nothing in it is ever run."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from stance.errors import ModelError
from stance.files import atomic_write

__all__ = ["FORMAT", "check_target", "read_model", "write_model"]

FORMAT = 1
_LARGEST_JSON = 16 << 20
_LARGEST_HEADER = 1 << 20
_FRESH = 3600  # seconds: so long may one process write


def write_model(
    folder: str | PathLike[str], settings: dict[str, Any], arrays: dict[str, np.ndarray], card: str
) -> None:
    """Write a model so that a crash at any moment leaves the one that stood there before whole.

    The weights go first, under a name of their own content, then the card; ``model.json``, which names the weights
    and their SHA-256, is replaced last.
    """
    from safetensors.numpy import save

    target = Path(folder)
    check_target(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(f"{target}: cannot be written to ({error.strerror}); choose another folder") from error
    data = save({name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())})
    digest = hashlib.sha256(data).hexdigest()
    name = f"weights-{digest[:16]}.safetensors"
    with _alone(target):
        with atomic_write(target / name, "wb") as stream:
            stream.write(data)  # type: ignore[arg-type]
        with atomic_write(target / "README.md") as stream:
            stream.write(card)  # type: ignore[call-overload]
        content = {"format": FORMAT, "weights": name, "sha256": digest, **settings}
        with atomic_write(target / "model.json") as stream:
            json.dump(content, stream, ensure_ascii=False, indent=1, sort_keys=True)  # type: ignore[arg-type]
            stream.write("\n")  # type: ignore[call-overload]
        _sync(target)
        _tidy(target, name)


def check_target(folder: str | PathLike[str]) -> None:
    """See that a model may be written to a folder: a new or empty one, or one that holds a model.

    Raises
    ------
    ModelError
        If the path is a file, or a folder with a README of something else, which the card would replace.
    """
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise ModelError(f"{target}: is a file; a model is a folder, choose another name")
    # A save that was cut off leaves weights without model.json, or neither; the README is the last but one.
    begun = (target / "model.json").exists() or any(target.glob("weights-*.safetensors"))
    if (target / "README.md").exists() and not begun:
        raise ModelError(f"{target}: holds a README.md of something else than a model; choose a new folder")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time write to a folder: another's tidying must not take weights not yet named.

    The lock is on the folder itself and ends with the process, however that ends. Windows, where a folder cannot be
    locked, keeps fresh weights instead (see `_tidy`).
    """
    handle = None
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass  # a system or a network drive without locks
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _tidy(folder: Path, name: str) -> None:
    """Remove older weights, and what writing that was cut off has left."""
    for old in [*folder.glob("weights-*.safetensors"), *folder.glob(".*.part")]:
        try:
            fresh = time.time() - old.stat().st_mtime < _FRESH
            if old.name != name and not old.is_symlink() and not (fresh and (os.name == "nt" or old.suffix == ".part")):
                old.unlink(missing_ok=True)
        except OSError:
            pass  # another has removed it, or still reads it


def _sync(folder: Path) -> None:
    """Make the renames last; not every system lets a folder be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def read_model(folder: str | PathLike[str]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read a model's settings and map its weights into memory.

    Raises
    ------
    ModelError
        If the folder is missing, incomplete, truncated, altered, of a newer format or no model at all.
    """
    target = Path(folder)
    settings = _read_settings(target)
    while True:
        name, digest = settings.get("weights"), settings.get("sha256")
        if not isinstance(name, str) or Path(name).name != name or not name.endswith(".safetensors"):
            raise ModelError(f"{target / 'model.json'}: names no file of weights in the folder; get the model again")
        try:
            return settings, _map_weights(target / name, digest)
        except ModelError:
            # Another process may have put a new model in the place of this one since its settings were read.
            now = _read_settings(target)
            if now.get("sha256") == digest:
                raise
            settings = now


def _read_settings(target: Path) -> dict[str, Any]:
    path = target / "model.json"
    if not target.exists():
        raise ModelError(f"{target}: there is no such folder; stance.load() loads the shipped model")
    if not target.is_dir() or not path.is_file():
        raise ModelError(f"{target}: is no model (a folder with model.json); train one with stance.train")
    if path.is_symlink() or path.stat().st_size > _LARGEST_JSON:
        raise ModelError(f"{path}: is a link or too large for a model's settings; get the model again")
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: cannot be read ({type(error).__name__}); get the model again") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("format"), int):
        raise ModelError(f"{path}: is no model's settings; train a model with stance.train")
    if settings["format"] > FORMAT:
        raise ModelError(f"{target}: is of format {settings['format']}, newer than {FORMAT}; upgrade stance-nlp")
    return settings


def _map_weights(path: Path, digest: object) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError, safe_open

    if path.is_symlink() or not path.is_file():
        raise ModelError(f"{path}: the weights are missing; the folder is incomplete, get the model again")
    try:
        with open(path, "rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            length = int.from_bytes(stream.read(8), "little")
            if length > _LARGEST_HEADER:
                raise ModelError(f"{path}: is no file of weights; get the model again")
            header = json.loads(stream.read(length))
        if found != digest:
            raise ModelError(f"{path}: was altered or cut short (its SHA-256 differs); get the model again")
        with safe_open(path, framework="numpy"):
            pass  # safetensors checks that the header fits the file
        return {
            name: np.memmap(
                path,
                dtype=_DTYPES[e["dtype"]],
                mode="r",
                offset=8 + length + e["data_offsets"][0],
                shape=tuple(e["shape"]),
            )
            for name, e in header.items()
            if name != "__metadata__"
        }
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: cannot be read as weights ({type(error).__name__}); get the model again") from error


_DTYPES = {"I8": np.int8, "I32": np.int32, "F32": np.float32, "F64": np.float64, "U32": np.uint32}
