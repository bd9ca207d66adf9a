"""The folder ``OUT.parts``: finished parts, what they are parts of, and how they become one file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from stance.errors import InputError
from stance.files import atomic_write

__all__ = ["Parts", "join_parts"]

_FORMAT = 1
_MANIFEST, _FINISHED, _LOCK, _MERGED = "manifest.json", "finished.json", "lock", "merged"
_OURS = ("part-", "read-", ".part-", ".read-", ".manifest", ".finished", _MANIFEST, _FINISHED, _LOCK, _MERGED)


class Parts:
    """The parts of one output.

    Parameters
    ----------
    output : Path
        The file that the parts will become.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output.with_name(f"{output.name}.parts")
        self.begun_here = False
        self._lock: IO[bytes] | None = None

    def begin(self, identity: dict[str, Any], resume: bool) -> int | None:
        """Make the folder, or go on with the one of an interrupted run.

        Parameters
        ----------
        identity : dict
            All that the parts depend on: the inputs' content, the options, the model.
        resume : bool
            Whether parts that are there may be used.

        Returns
        -------
        int or None
            How many statements the output holds, if all that was left to do was to remove the folder.

        Raises
        ------
        InputError
            If parts are there and ``resume`` is not set, or they are parts of something else.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            self._take_lock()
        except OSError as error:
            raise InputError(f"{self.folder}: cannot be made ({error.strerror}); choose another output") from error
        manifest = self.folder / _MANIFEST
        identity = {"format": _FORMAT, **identity}
        if manifest.exists():
            if not resume:
                raise InputError(
                    f"{self.folder}: an interrupted run left its parts; go on with --resume, or delete the folder"
                )
            reason = self._difference(manifest, identity)
            if reason:
                raise InputError(f"{self.folder}: {reason}; delete the folder to start anew")
            self._clear(temporary=True)
            return None
        if resume and (finished := self._finished(identity)) is not None:
            self.remove()
            return finished
        self._clear(temporary=False)
        self.begun_here = True
        with atomic_write(manifest) as stream:
            json.dump(identity, stream, ensure_ascii=False, indent=1)  # type: ignore[arg-type]
        return None

    def _take_lock(self) -> None:
        """Keep other processes out; the system lets the lock go when this one ends, however it ends."""
        try:
            import fcntl
        except ImportError:
            return
        self._lock = open(self.folder / _LOCK, "wb")  # noqa: SIM115
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(f"{self.output}: another process is writing it; wait until it is done") from None

    def _difference(self, manifest: Path, identity: dict[str, Any]) -> str | None:
        try:
            known = json.loads(manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{manifest}: cannot be read; delete {self.folder} to start anew") from error
        # Through JSON, so that both are of the same plain values.
        return _difference(known, json.loads(json.dumps(identity)))

    def _finished(self, identity: dict[str, Any]) -> int | None:
        """Give the number of statements if the output stands there as a finished run left it."""
        mark = self.folder / _FINISHED
        if not mark.exists() or self._difference(mark, identity):
            return None
        known = json.loads(mark.read_text(encoding="utf-8"))
        fits = self.output.exists() and _stamp(self.output) == known["output"]
        return int(known["statements"]) if fits else None

    def _clear(self, temporary: bool) -> None:
        """Remove what a killed process left: unfinished files, or all that a finished run had no time to remove."""
        for path in self.folder.iterdir():
            if not path.name.startswith(_OURS):
                raise InputError(f"{self.folder}: holds {path.name!r}, no part of the output; choose another output")
        for path in self.folder.iterdir():
            if path.name != _LOCK and (not temporary or path.name.startswith((".", _MERGED))):
                path.unlink(missing_ok=True)

    def part(self, number: int) -> Path:
        """Where a part stands, or will stand."""
        return self.folder / f"part-{number:06}"

    def read(self, number: int) -> Path:
        """Where the statements of some articles stand, or will stand."""
        return self.folder / f"read-{number:06}.jsonl"

    def finish(self, parts: Sequence[Path], format: str, statements: int) -> None:
        """Join the parts; the output appears whole, in one step."""
        merged = self.folder / _MERGED
        with open(merged, "wb") as stream:
            join_parts(parts, format, stream)
            stream.flush()
            os.fsync(stream.fileno())
        # A folder with this mark and without the manifest is only litter.
        mark = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
        mark |= {"output": _stamp(merged), "statements": statements}
        with atomic_write(self.folder / _FINISHED) as text:
            json.dump(mark, text)  # type: ignore[arg-type]
        os.replace(merged, self.output)
        self.remove()

    def remove(self) -> None:
        """Remove the folder: the manifest first, the mark that all is done last."""
        (self.folder / _MANIFEST).unlink(missing_ok=True)
        for path in sorted(self.folder.iterdir(), key=lambda path: path.name == _FINISHED):
            if path.name.startswith(_OURS):
                path.unlink(missing_ok=True)
        self.close()
        with suppress(OSError):  # a file that is not ours keeps it
            self.folder.rmdir()

    def close(self) -> None:
        """Let other processes have the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _difference(known: dict[str, Any], now: dict[str, Any]) -> str | None:
    """Say in what an interrupted run differs from this one."""
    if known.get("format") != now["format"] or known.get("version") != now["version"]:
        return f"was begun with another version of stance ({known.get('version')!s:.20})"
    if known.get("model") != now["model"]:
        return "was begun with another model"
    for option, value in now["options"].items():
        if known.get("options", {}).get(option) != value:
            return f"was begun with another {option.replace('_', ' ')}"
    before, after = known.get("inputs", []), now["inputs"]
    if [one.get("name") for one in before] != [one["name"] for one in after]:
        return "was begun with other input files"
    for one, other in zip(before, after, strict=True):
        if one != other:
            return f"{other['name']} has changed since"
    return None


def _stamp(path: Path) -> list[int]:
    info = path.stat()
    return [info.st_size, info.st_mtime_ns]


def join_parts(parts: Sequence[Path], format: str, stream: IO[bytes]) -> None:
    """Write parts one after the other as one table."""
    if format != "parquet":
        for part in parts:
            with open(part, "rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)
        return
    from pyarrow import parquet

    writer = None
    for part in parts:
        table = parquet.read_table(part)
        writer = writer or parquet.ParquetWriter(stream, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
