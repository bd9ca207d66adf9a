"""Files are never trusted: sizes, ratios, names and nesting are checked before anything is parsed."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from stance.errors import AnnotationError, InputError

__all__ = ["LARGEST_FILE", "check_xlsx", "decode", "open_zip", "parse_json", "read_bytes", "zip_members"]

LARGEST_FILE = 256 * 2**20
_MOST_MEMBERS = 1_000
# Deflate reaches 1,032:1 on zeros; texts and spreadsheets stay under 100:1 unless they are made to burst.
_RATIO = 200
_RATIO_FROM = 2**20


def read_bytes(path: Path) -> bytes:
    """Read a whole regular file of bearable size."""
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise AnnotationError(f"{path}: is no file; give the path of one annotation file")
        if info.st_size > LARGEST_FILE:
            raise AnnotationError(f"{path}: {info.st_size / 2**20:,.0f} MiB, more than {_MIB} MiB; split the file")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the path of an annotation file") from error


_MIB = LARGEST_FILE // 2**20


def decode(content: bytes, name: str, encoding: str | None = None) -> str:
    """Turn bytes into text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.

    Examples
    --------
    >>> decode("naïve".encode("cp1252"), "a.csv")
    'naïve'
    """
    if encoding is None and content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content and not encoding:
        raise AnnotationError(f"{name}: is a binary file of no known format; give csv, tsv, xlsx, jsonl, json or zip")
    try:
        return content.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError) as error:
        if encoding:
            raise AnnotationError(f"{name}: cannot be read as {encoding} ({error})") from error
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise AnnotationError(
            f"{name}: neither UTF-8 nor Windows-1252 (byte {error.start:,}); save it as UTF-8 or give encoding=..."
        ) from error
    if sum(c < " " and c not in "\t\r\n" for c in text[:4096]) > len(text[:4096]) // 50:
        raise AnnotationError(f"{name}: is a binary file of no known format; give csv, tsv, xlsx, jsonl, json or zip")
    return text


def parse_json(text: str) -> Any:
    """Parse JSON that may be hostile: nested too deep, with huge numbers, or with one key twice.

    Raises
    ------
    ValueError
        With a reason in plain words.

    Examples
    --------
    >>> parse_json('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    ValueError: the key 'a' stands there twice
    """
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg}, character {error.colno:,})") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r:.60} stands there twice")
    return found


def open_zip(content: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive after checking what it says of its members; nothing is ever extracted to disk."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise AnnotationError(f"{name}: is a broken zip archive ({error}); export it again") from error
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise AnnotationError(f"{name}: {len(members):,} files in the archive, more than {_MOST_MEMBERS:,}")
    if sum(member.file_size for member in members) > LARGEST_FILE:
        raise AnnotationError(f"{name}: unpacks to more than {_MIB} MiB; split the export")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise AnnotationError(f"{name}: holds two files of one name; export it again")
    for member in members:
        _check_member(member, name)
    return archive


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    inside = f"{name}: {member.filename!r:.80} in the archive"
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or member.filename.startswith(("/", "\\")) or PureWindowsPath(member.filename).drive:
        raise AnnotationError(f"{inside} points outside of it; refused")
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise AnnotationError(f"{inside} is a link or device; refused")
    if member.flag_bits & 1:
        raise AnnotationError(f"{inside} is encrypted; export without a password")
    if member.file_size > _RATIO_FROM and member.file_size > _RATIO * max(1, member.compress_size):
        raise AnnotationError(
            f"{inside} unpacks to {member.file_size // max(1, member.compress_size):,} times its size"
        )


def zip_members(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """Read the members one by one, never more of one than it claims to hold."""
    left = LARGEST_FILE
    for member in archive.infolist():
        if member.is_dir() or PurePosixPath(member.filename).parts[0] == "__MACOSX":
            continue
        try:
            with archive.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except Exception as error:  # zlib.error and lzma.LZMAError share no base
            raise AnnotationError(f"{name}: {member.filename!r:.80} cannot be unpacked ({error})") from error
        left -= len(content)
        if len(content) > member.file_size or left < 0:
            raise AnnotationError(f"{name}: {member.filename!r:.80} holds more than it claims; refused")
        yield member.filename, content


def check_xlsx(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook whose XML declares entities: they serve only to burst or to reach other files."""
    for member, content in zip_members(archive, name):
        squeezed = content.replace(b"\0", b"") if member.endswith((".xml", ".rels")) else b""
        if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
            raise AnnotationError(f"{name}: {member!r:.80} declares XML entities; refused")
