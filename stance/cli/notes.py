"""The notes file of ``stance train``: what the model card says beyond what training knows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from stance.errors import InputError

__all__ = ["add_notes", "read_notes"]

_TEXTS = ("data", "license")


def read_notes(path: str) -> dict[str, Any]:
    """Read texts and figures for the model card.

    Parameters
    ----------
    path : str
        A TOML file: ``[notes]`` maps titles to texts, each ``[figures."name"]`` keys to values, and the keys ``data``
        and ``license`` hold a text each.

    Raises
    ------
    InputError
        If the file cannot be read or holds anything else.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a TOML file of notes") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is no TOML file ({error}); write [notes] and [figures.\"name\"] tables") from error
    for key, value in content.items():
        _check(path, key, value)
    return content


def add_notes(facts: dict[str, Any], more: dict[str, Any]) -> None:
    """Merge notes into what a model knows of itself; tables are merged entry by entry.

    Examples
    --------
    >>> facts = {"figures": {"a": {"F1": 0.7}}}
    >>> add_notes(facts, {"figures": {"b": {"F1": 0.8}}, "license": "cc0-1.0"})
    >>> facts["license"], list(facts["figures"])
    ('cc0-1.0', ['a', 'b'])
    """
    for key, value in more.items():
        facts[key] = {**facts.get(key, {}), **value} if isinstance(value, dict) else value


def _check(path: str, key: str, value: object) -> None:
    if key in _TEXTS:
        fits = isinstance(value, str)
    elif key == "notes":
        fits = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    elif key == "figures":
        fits = isinstance(value, dict) and all(
            isinstance(rows, dict) and all(isinstance(row, (str, int, float)) for row in rows.values())
            for rows in value.values()
        )
    else:
        raise InputError(f"{path}: unknown key {key!r}; known are notes, figures, data and license")
    if not fits:
        raise InputError(
            f"{path}: {key} is not of the form wanted; [notes] and each [figures.\"name\"] map titles to plain values, "
            "data and license are texts"
        )
