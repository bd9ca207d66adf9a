"""The words of annotated files and what they stand for: one table, ``data/label_words.toml``, that can be edited."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from stance.errors import InputError

__all__ = ["NONE", "Words", "plain", "read_words"]

NONE = "none"
_MEANINGS = {
    "stance": ("favor", "against", "neutral", NONE),
    "sentiment": ("positive", "negative", "neutral"),
    "agreement": ("favor", "against"),
}
# Signs that part a topic from its stance in a tool's label: "kosovo:favor", "kosovo/favor", "kosovo - favor".
# A hyphen or underscore alone is no such sign: "life-support" is a topic, not favor for life.
_PARTS = re.compile(r"\s*(?:::?|/|\||=|>|→)\s*|\s+[-–—]\s+|__")


def plain(value: object) -> str:
    """Fold a word to the form in which it is looked up.

    Examples
    --------
    >>> plain(" In-Favour "), plain(1.0), plain("−1")
    ('in favour', '1', '-1')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().casefold().replace("−", "-")
    return " ".join(re.sub(r"(?<=\w)[-_](?=\w)", " ", text).split())


class Words:
    """The words for stances, sentiments and columns.

    Parameters
    ----------
    tables : mapping
        ``stance``, ``sentiment`` and ``agreement``, each from meaning to words, and ``columns`` from field to names.

    Raises
    ------
    InputError
        If a table has an unknown meaning or one word stands for two.

    Examples
    --------
    >>> words = read_words()
    >>> words.meaning("stance", "Supports"), words.meaning("stance", "whatever")
    ('favor', None)
    """

    def __init__(self, tables: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._tables = {name: _invert(name, tables.get(name, {})) for name in _MEANINGS}
        self.columns = {field: [plain(name) for name in names] for field, names in tables.get("columns", {}).items()}

    def meaning(self, table: str, value: object, zero: str | None = None) -> str | None:
        """Say what a word stands for, or None if the table does not know it; ``zero`` is what a bare 0 means."""
        word = plain(value)
        if word == "0" and zero is not None:
            return zero
        return self._tables[table].get(word)

    def split(self, label: str) -> tuple[str | None, str | None]:
        """Take a tool's label apart into a topic and a word for its stance, either of which may be missing.

        Examples
        --------
        >>> words = read_words()
        >>> words.split("kosovo-independence/favor"), words.split("oppose"), words.split("life-support")
        (('kosovo-independence', 'favor'), (None, 'oppose'), ('life-support', None))
        """
        if self.meaning("stance", label):
            return None, label
        cuts = list(_PARTS.finditer(label))
        for cut in reversed(cuts):
            left, right = label[: cut.start()].strip(), label[cut.end() :].strip()
            if left and self.meaning("stance", right):
                return left, right
        for cut in cuts:
            left, right = label[: cut.start()].strip(), label[cut.end() :].strip()
            if right and self.meaning("stance", left):
                return right, left
        return label, None

    def tone(self, label: str) -> str | None:
        """Take the sentiment out of a label such as ``"sentiment:negative"``; None if it is no such label."""
        cut = _PARTS.search(label)
        if cut is None or plain(label[: cut.start()]) not in self.columns.get("sentiment", ()):
            return None
        return label[cut.end() :].strip()

    def zero(self, values: Iterable[object]) -> str | None:
        """Say what a bare 0 means among these values: neutral beside a -1, otherwise nobody can tell."""
        return "neutral" if any(plain(value) == "-1" for value in values) else None

    def unknown(self, table: str, value: object) -> str:
        """Say why a word cannot be read, with the nearest word that can."""
        if plain(value) == "0":
            return "0 can mean against (0, 1) or neutral (-1, 0, 1); write the word"
        known = self._tables[table]
        near = difflib.get_close_matches(plain(value), list(known), n=1, cutoff=0.75)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"{_short(value)} is no {table} ({', '.join(_MEANINGS[table])}){hint}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


def _invert(table: str, meanings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, words in meanings.items():
        if meaning not in _MEANINGS[table]:
            raise InputError(f"label words: [{table}] has no {meaning!r}, only {', '.join(_MEANINGS[table])}")
        for word in words:
            if found.setdefault(plain(word), meaning) != meaning:
                raise InputError(f"label words: {word!r} stands in [{table}] for two meanings; keep one")
    return found


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(files("stance").joinpath("data/label_words.toml").read_text(encoding="utf-8"))


@cache
def _shipped_words() -> Words:
    return Words(_shipped())


def read_words(path: str | PathLike[str] | None = None) -> Words:
    """Read the table of words: the shipped one, with the tables of a file of the same form laid over it.

    A meaning that the file names has the file's words in place of the shipped ones.

    Raises
    ------
    InputError
        If the file is missing, is no TOML or has an unknown meaning.
    """
    if path is None:
        return _shipped_words()
    try:
        own = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        tables = {name: {**table, **own.get(name, {})} for name, table in _shipped().items()}
        return Words(tables)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a TOML file of label words") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: is no table of label words ({error}); copy the form of label_words.toml") from error
