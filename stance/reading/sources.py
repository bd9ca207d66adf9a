"""What ``read`` accepts: texts, files, HTML pages, folders and iterables of these."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.errors import InputError, require

__all__ = ["Source", "decode", "load", "names_file", "walk"]

SUFFIXES = (".txt", ".md", ".html", ".htm")
_OTHER = re.compile(r"(?:[^\s]+ ){0,8}[^\s]+\.(?:docx?|pdf|odt|rtf)", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml[^>]{0,200}\?>\s*<(?:!doctype )?html)", re.IGNORECASE)


@dataclass(slots=True)
class Source:
    """A loaded text and what is known about it from outside."""

    text: str
    id: str | None = None
    markdown: bool = False
    title: str | None = None
    date: str | None = None
    site: str | None = None


def names_file(source: str) -> bool:
    """Say whether a string names a file: one line that ends in a known suffix.

    Examples
    --------
    >>> names_file("seeds/articles/lavrov.txt"), names_file("He left. She stayed.")
    (True, False)
    """
    return (
        len(source) < 4096 and "\n" not in source and "\r" not in source and source.lower().rstrip().endswith(SUFFIXES)
    )


def load(source: object) -> Source:
    """Load one source; every failure is one line that names the file or value."""
    if isinstance(source, str) and len(source) < 400 and _OTHER.fullmatch(source.strip()):
        raise InputError(f"{source.strip()}: is no file that is read; convert it to one of {', '.join(SUFFIXES)}")
    if isinstance(source, str) and not names_file(source):
        return Source(source)
    if isinstance(source, (str, os.PathLike)):
        return _file(Path(os.fspath(source).strip() if isinstance(source, str) else os.fspath(source)))
    shown = repr(source)
    raise InputError(
        f"cannot read {shown[:60]} ({type(source).__name__}): give an article's text, a path, or a list of these"
    )


def _file(path: Path) -> Source:
    try:
        if path.is_dir():
            raise InputError(
                f"{path}: is a folder, not an article; give its files, or the folder to read() as a path of many"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path, or pass the article's text itself") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({reason}); check the path and its permissions") from None
    if not data.strip():
        raise InputError(f"{path}: is empty; give a file that holds an article's text")
    text = decode(data, str(path))
    if path.suffix.lower() in {".html", ".htm"} or _HTML.match(text):
        return _page(text, str(path))
    return Source(text, str(path), markdown=path.suffix.lower() == ".md")


def decode(data: bytes, name: str) -> str:
    r"""Decode a file: UTF-8 with or without its mark, UTF-16 with one, else Windows-1252.

    Examples
    --------
    >>> decode("café".encode(), "a.txt"), decode(b"caf\xe9", "b.txt")
    ('café', 'café')
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            pass
    if b"\x00" in data[:65536] or data[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8"):
        raise InputError(f"{name}: is a binary file, not text; convert it to .txt, .md or .html first")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # the five bytes that Windows-1252 leaves open are kept as replacement characters
        return data.decode("cp1252", errors="replace")


def _page(html: str, name: str | None) -> Source:
    """Extract the article of an HTML page."""
    trafilatura = require("trafilatura", "html", "reading an HTML page")
    try:
        found = trafilatura.bare_extraction(
            html, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
        )
    except Exception as error:  # the library raises what its parsers raise
        raise InputError(
            f"{name or 'the page'}: its HTML cannot be parsed ({type(error).__name__}); pass the article's text instead"
        ) from None
    page: dict[str, Any] = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    text = page.get("text")
    if not text:
        raise InputError(f"{name or 'the page'}: holds no article that can be found; pass the article's text instead")
    date = page.get("date")
    return Source(
        text,
        name,
        title=page.get("title"),
        date=date if date and re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None,
        site=page.get("sitename"),
    )


def walk(folder: Path) -> Iterator[Path]:
    """List the articles of a folder, in order of their names."""
    for path in sorted(folder.rglob("*")):
        if (
            path.suffix.lower() in SUFFIXES
            and path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        ):
            yield path
