"""From annotations to examples to learn from: coders resolved, weights set, groups that no split may part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from stance.annotations.annotation import Annotation
from stance.annotations.read import read_annotations
from stance.annotations.statements import Match, Opinion, StatementUnit, group_statements
from stance.errors import InputError

__all__ = ["Coders", "Example", "gather"]

Coders = Literal["majority", "all"]


@dataclass(frozen=True, slots=True)
class Example:
    """One statement with one resolved answer.

    Parameters
    ----------
    text : str
        The statement.
    labels : mapping of str to str
        The stance on each topic that it touches.
    sentiment : str or None
        The tone.
    id : str or None
        The statement's id.
    group : str
        What must fall on one side of a split: the document, or what the twins share, or the id, or the text.
    weight : float
        How much it counts.
    untouched : tuple of str
        The topics of which a coder said that the statement does not touch them.
    """

    text: str
    labels: Mapping[str, str] = field(default_factory=dict)
    sentiment: str | None = None
    id: str | None = None
    group: str = ""
    weight: float = 1.0
    untouched: tuple[str, ...] = ()


def gather(annotations: Any, coders: Coders = "majority", *, match: Match = "id") -> list[Example]:
    """Make one example of each statement, or one for each different answer to it.

    Parameters
    ----------
    annotations : iterable of Annotation, or anything that `read_annotations` takes
        The annotations.
    coders : {"majority", "all"}
        How several coders are resolved. ``"majority"``: a topic is touched if at least half of the coders say so;
        its stance is the one most of them give, and a tie is neutral, since a position that the coders cannot agree
        on is not expressed clearly; so for the sentiment. ``"all"``: each different answer is kept, with the share
        of the coders who gave it as its weight. The order of rows and coders never matters.
    match : {"id", "text"}
        Whether annotations belong to one statement by id and text, or by text alone.

    Returns
    -------
    list of Example
        In the order in which the statements first appear.

    Examples
    --------
    >>> votes = [("ann", "favor"), ("bob", "favor"), ("cyd", "neutral")]
    >>> rows = [Annotation(text="We may join.", topic="nato", stance=s, coder=c) for c, s in votes]
    >>> gather(rows)[0].labels
    {'nato': 'favor'}
    >>> [(example.labels, round(example.weight, 2)) for example in gather(rows, "all")]
    [({'nato': 'favor'}, 0.67), ({'nato': 'neutral'}, 0.33)]
    """
    if coders not in ("majority", "all"):
        raise InputError(f'coders is "majority" or "all", not {coders!r}')
    units = group_statements(read_annotations(annotations), match)
    groups = _groups(units)
    resolve = _majority if coders == "majority" else _all
    examples = []
    for unit, group in zip(units, groups, strict=True):
        weight = sum(a.weight for a in unit.annotations) / len(unit.annotations)
        for opinion, share in resolve(unit.opinions()):
            examples.append(_example(unit.first, opinion, group, weight * share))
    return examples


def _example(first: Annotation, opinion: Opinion, group: str, weight: float) -> Example:
    labels = {topic: opinion.labels[topic] for topic in sorted(opinion.labels)}
    untouched = tuple(sorted(opinion.untouched))
    return Example(first.text, labels, opinion.sentiment, first.id, group, weight, untouched)


def _majority(opinions: Sequence[Opinion]) -> list[tuple[Opinion, float]]:
    if len(opinions) == 1:
        return [(opinions[0], 1.0)]
    resolved = Opinion(None, sentiment=_most(o.sentiment for o in opinions if o.sentiment is not None))
    for topic in {t for o in opinions for t in (*o.labels, *o.untouched)}:
        stances = [o.labels[topic] for o in opinions if topic in o.labels]
        if 2 * len(stances) >= len(opinions):
            resolved.labels[topic] = _most(stances) or "neutral"
        elif any(topic in o.untouched for o in opinions):
            resolved.untouched.add(topic)
    return [(resolved, 1.0)]


def _most(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    if not counts:
        return None
    best = max(counts.values())
    first = [value for value, count in counts.items() if count == best]
    return first[0] if len(first) == 1 else "neutral"


def _all(opinions: Sequence[Opinion]) -> list[tuple[Opinion, float]]:
    share = 1 / len(opinions)
    merged: dict[tuple[object, ...], tuple[Opinion, int]] = {}
    for opinion in opinions:
        key = (*sorted(opinion.labels.items()), "|", *sorted(opinion.untouched), "|", opinion.sentiment)
        merged[key] = (opinion, merged[key][1] + 1 if key in merged else 1)
    return [(opinion, count * share) for opinion, count in merged.values()]


# -- groups: connected by document, id, twin or text -------------------------------------------------------------


def _groups(units: Sequence[StatementUnit]) -> list[str]:
    """Name for each statement the set of statements that it is tied to, in the first of the names' orders."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ties = [_ties(unit) for unit in units]
    for nodes in ties:
        find(nodes[0])
        for node in nodes[1:]:
            parent[find(node)] = find(nodes[0])
    members: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for node in list(parent):
        members[find(node)].append(node)
    names = {root: _group_name(nodes) for root, nodes in members.items()}
    return [names[find(nodes[0])] for nodes in ties]


def _ties(unit: StatementUnit) -> list[tuple[str, str]]:
    nodes = [("text", " ".join(unit.first.text.casefold().split()))]
    for annotation in unit.annotations:
        if annotation.document is not None:
            nodes.append(("document", annotation.document))
        # Ids and groups share their names: a twin is given as the id of its original.
        nodes += [("id", name) for name in (annotation.id, annotation.group) if name is not None]
    return nodes


def _group_name(nodes: Iterable[tuple[str, str]]) -> str:
    order = {"document": 0, "id": 1, "text": 2}
    return min(nodes, key=lambda node: (order[node[0]], node[1]))[1]
