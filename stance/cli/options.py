"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from stance.model import Model
    from stance.topics import Topic

__all__ = ["chosen_format", "jobs_option", "model_option", "parse_topics", "seed_option", "the_model", "topics_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def model_option(command: _Command) -> _Command:
    """Add ``--model``."""
    return click.option("--model", metavar="DIR", help="The model's folder; the shipped model by default.")(command)


def jobs_option(command: _Command) -> _Command:
    """Add ``--jobs``."""
    return click.option(
        "--jobs", type=click.IntRange(min=-1), default=1, show_default=True, help="Processes; -1 takes all cores."
    )(command)


def seed_option(command: _Command) -> _Command:
    """Add ``--seed``."""
    return click.option("--seed", type=int, default=0, show_default=True, help="The seed of what is random.")(command)


def topics_option(command: _Command) -> _Command:
    """Add ``--topics``."""
    return click.option(
        "--topics", metavar="A,B|FILE", help="Topics by id or short name, or a TOML file of [[topic]] tables."
    )(command)


def parse_topics(value: str | None) -> list[str | Topic] | None:
    """Read ``--topics``: names parted by commas, or the topics of a TOML file.

    Examples
    --------
    >>> parse_topics("nato, eu")
    ['nato', 'eu']
    """
    from stance.errors import TopicError
    from stance.topics import read_topics

    if value is None:
        return None
    if value.endswith(".toml"):
        return list(read_topics(value))
    names: list[str | Topic] = [name.strip() for name in value.split(",") if name.strip()]
    if not names:
        raise TopicError("--topics names no topic; give ids parted by commas, such as nato-membership,kosovo")
    return names


def the_model(folder: str | None) -> Model:
    """Load the model that ``--model`` names, or the shipped one."""
    from stance.model import load

    return load(folder)


def chosen_format(given: str | None, output: str | None, known: tuple[str, ...], default: str) -> str:
    """Tell the format: the one asked for, else by the output's suffix.

    Examples
    --------
    >>> chosen_format(None, "out.jsonl", ("csv", "jsonl"), "table"), chosen_format(None, None, ("csv",), "table")
    ('jsonl', 'table')
    """
    from stance.errors import InputError

    if given is not None or output is None:
        return given or default
    suffix = Path(output).suffix.casefold().lstrip(".")
    if suffix not in known:
        endings = ", ".join(f".{name}" for name in known)
        raise InputError(f"{output}: the ending names no format; end it in {endings}, or give --format")
    return suffix
