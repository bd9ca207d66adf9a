"""Topics: what a stance is taken on, as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from stance.errors import TopicError

__all__ = ["Topic", "read_topics", "resolve_topics", "shipped_topics"]

_MOST_PHRASES = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """A target on which a stance can be taken.

    Parameters
    ----------
    id : str
        The topic's id in tables and files, for instance ``"nato-membership"``.
    name : str, optional
        How it is shown; made from the id where it is not given.
    description : str, optional
        The target in one sentence: what ``favor`` is in favor of.
    aliases : sequence of str, optional
        Words that name the target in a text; each also serves to ask for the topic.
    favor, against : sequence of str, optional
        Up to five phrases each that take the position. They stand in for training data where there is none.

    Raises
    ------
    TopicError
        If the id is empty or there are more than five phrases for a side.

    Examples
    --------
    >>> Topic("open-balkan", aliases=["Open Balkan", "mini-Schengen"]).name
    'Open balkan'
    """

    id: str
    name: str = ""
    description: str = ""
    aliases: Sequence[str] = ()
    favor: Sequence[str] = ()
    against: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Check the fields and freeze the sequences."""
        if not isinstance(self.id, str) or not self.id.strip():
            raise TopicError(f"a topic needs an id, a string such as 'nato-membership', not {self.id!r}")
        for field in ("aliases", "favor", "against"):
            value = getattr(self, field)
            listed = isinstance(value, Iterable) and not isinstance(value, str)
            if not listed or not all(isinstance(item, str) for item in value):
                raise TopicError(f"topic {self.id!r}: {field} must be a list of strings, not {value!r}")
            if field != "aliases" and len(value) > _MOST_PHRASES:
                raise TopicError(f"topic {self.id!r}: at most {_MOST_PHRASES} phrases in {field}, not {len(value)}")
            object.__setattr__(self, field, tuple(value))
        for field in ("name", "description"):
            if not isinstance(getattr(self, field), str):
                raise TopicError(f"topic {self.id!r}: {field} must be a string, not {getattr(self, field)!r}")
        if not self.name:
            object.__setattr__(self, "name", re.sub(r"[-_]+", " ", self.id).strip().capitalize())

    def to_dict(self) -> dict[str, Any]:
        """Give the topic as plain values, the form of the TOML file and of ``model.json``."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "aliases": list(self.aliases),
            "favor": list(self.favor),
            "against": list(self.against),
        }


def read_topics(path: str | PathLike[str]) -> list[Topic]:
    """Read topics from a TOML file with a ``[[topic]]`` table for each.

    Parameters
    ----------
    path : path
        The file, of the same form as the shipped ``topics.toml``.

    Returns
    -------
    list of Topic

    Raises
    ------
    TopicError
        If the file is missing, is no TOML or has a table that is no topic.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TopicError(f"{path}: cannot be read ({error.strerror}); give a TOML file of topics") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TopicError(f"{path}: is no TOML file ({error}); write one [[topic]] table a topic") from error
    return _parse(content, str(path))


def _parse(content: dict[str, Any], where: str) -> list[Topic]:
    tables = content.get("topic")
    if not isinstance(tables, list) or not tables:
        raise TopicError(f"{where}: holds no topics; write one [[topic]] table a topic")
    topics = []
    for table in tables:
        try:
            topics.append(Topic(**table))
        except TypeError as error:
            known = "id, name, description, aliases, favor, against"
            raise TopicError(f"{where}: not a topic ({error}); its keys are {known}") from error
        except TopicError as error:
            raise TopicError(f"{where}: {error}") from error
    ids = [topic.id for topic in topics]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise TopicError(f"{where}: topic {twice!r} stands there twice; keep one")
    return topics


@cache
def shipped_topics() -> tuple[Topic, ...]:
    """Give the topics that the package brings along.

    Examples
    --------
    >>> len(shipped_topics())
    8
    """
    text = files("stance").joinpath("data/topics.toml").read_text(encoding="utf-8")
    return tuple(_parse(tomllib.loads(text), "topics.toml"))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def resolve_topics(asked: Iterable[str | Topic] | str | Topic, known: Sequence[Topic]) -> list[Topic]:
    """Find the topics that are asked for by id, name, alias or as objects.

    A ``Topic`` that is not among the known ones is taken as a new topic.

    Raises
    ------
    TopicError
        If a name fits none of the known topics, or several.

    Examples
    --------
    >>> [topic.id for topic in resolve_topics(["kosovo", "NATO"], shipped_topics())]
    ['kosovo-independence', 'nato-membership']
    """
    if isinstance(asked, (str, Topic)):
        asked = [asked]
    found: dict[str, Topic] = {}
    for item in asked:
        topic = item if isinstance(item, Topic) else _find(item, known)
        found.setdefault(topic.id, topic)
    return list(found.values())


def _find(name: object, known: Sequence[Topic]) -> Topic:
    if not isinstance(name, str):
        raise TopicError(f"a topic is asked for by its id or as a stance.Topic, not by {name!r}")
    plain = _plain(name)
    for names in (lambda t: [t.id], lambda t: [t.name], lambda t: t.aliases):
        hits = [topic for topic in known if plain in {_plain(label) for label in names(topic)}]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise TopicError(f"topic {name!r} fits {' and '.join(hit.id for hit in hits)}; ask by id")
    raise TopicError(
        f"unknown topic {name!r}; known are {', '.join(topic.id for topic in known)}; "
        "a new one is given as stance.Topic(id, name, aliases=[...], favor=[...], against=[...])"
    )
