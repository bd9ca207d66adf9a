"""The words that annotations use for topics: those that name a known topic are taken for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stance.annotations.table import Annotations
from stance.errors import TopicError
from stance.topics import Topic, resolve_topics, shipped_topics

__all__ = ["near_topic", "other_names", "settle_topics"]


def settle_topics(annotations: Annotations, known: Iterable[Topic], keep: Iterable[str] = ()) -> Annotations:
    """Put the ids of known topics, those given and the shipped ones, in the place of their short names.

    Examples
    --------
    >>> from stance.annotations import Annotation
    >>> rows = Annotations([Annotation(text="We shall join.", topic="NATO", stance="favor")])
    >>> settle_topics(rows, []).topics
    ('nato-membership',)
    """
    names = other_names(annotations.topics, known, keep)
    if not names:
        return annotations
    rows = [replace(a, topic=names[a.topic]) if a.topic in names else a for a in annotations]
    return Annotations(rows, annotations.skipped, annotations.ignored, annotations.name)


def other_names(names: Iterable[str], known: Iterable[Topic], keep: Iterable[str] = ()) -> dict[str, str]:
    """Say which of some words are not ids but name a known topic: its id or name in other letters, or a short name.

    The short names are the first alias and those that are written as ids. Other aliases, such as "talks", are found in
    texts; as the name of a topic they may well mean another.
    """
    topics = _with_shipped(known)
    own = {topic.id for topic in topics} | set(keep)
    short = [replace(t, aliases=[a for i, a in enumerate(t.aliases) if i == 0 or "-" in a]) for t in topics]
    found = {}
    for name in names:
        if name in own:
            continue
        try:
            found[name] = resolve_topics(name, short)[0].id
        except TopicError:
            continue
    return found


def near_topic(name: str, known: Iterable[Topic]) -> str | None:
    """Find the topic that a word may be meant to name."""
    ids = {label.casefold(): t.id for t in _with_shipped(known) for label in (t.id, t.name, *t.aliases) if t.id != name}
    near = difflib.get_close_matches(name.casefold(), list(ids), n=1, cutoff=0.75)
    return ids[near[0]] if near else None


def _with_shipped(known: Iterable[Topic]) -> Sequence[Topic]:
    topics = list({topic.id: topic for topic in known}.values())
    ids = {topic.id for topic in topics}
    return [*topics, *(topic for topic in shipped_topics() if topic.id not in ids)]
