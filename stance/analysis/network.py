"""Who agrees with whom: the actor congruence network of discourse network analysis."""

from __future__ import annotations

import io
from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stance.analysis.frame import Frame
from stance.analysis.tables import Record, Table
from stance.errors import InputError, require
from stance.files import atomic_write
from stance.labels import Labels

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

__all__ = ["AgreementNetwork", "agreement_network"]

_EDGE = ("a", "b", "agreement", "congruence", "conflict", "agree_on", "differ_on")


class AgreementNetwork(Table):
    """Pairs of actors that take positions on the same topics; made by `agreement_network`.

    A record has ``a`` and ``b``, ``congruence`` and ``conflict`` (on how many topics they agree and differ),
    ``agreement`` (the difference of both as a share of their sum, from -1 to 1), ``agree_on`` and ``differ_on``.

    Parameters
    ----------
    records : sequence of dict
        The pairs.
    nodes : sequence of dict
        The actors: ``name``, ``statements``, ``topics`` (how many they take a position on) and, where the actors
        are speakers, ``side``.
    by : str
        What the actors are.
    notes : sequence of str
        What the reader has to know.
    """

    def __init__(self, records: Sequence[Record], nodes: Sequence[Record], by: str, notes: Sequence[str]) -> None:
        super().__init__(records, _EDGE, notes)
        self.nodes = list(nodes)
        self.by = by

    def to_networkx(self) -> nx.Graph:
        """Give the network as an undirected graph; the edges' ``weight`` is congruence minus conflict.

        Raises
        ------
        MissingExtra
            If networkx is not installed.
        """
        networkx = require("networkx", "plot", "AgreementNetwork.to_networkx")
        graph = networkx.Graph(by=self.by)
        for node in self.nodes:
            graph.add_node(_xml(node["name"]), **{k: _xml(v) for k, v in node.items() if k != "name" and v is not None})
        for edge in self:
            values = {k: edge[k] for k in ("agreement", "congruence", "conflict")}
            topics = {k: _xml("; ".join(edge[k])) for k in ("agree_on", "differ_on")}
            weight = edge["congruence"] - edge["conflict"]
            graph.add_edge(_xml(edge["a"]), _xml(edge["b"]), weight=weight, **values, **topics)
        return graph

    def to_graphml(self, path: str | PathLike[str]) -> None:
        """Write the network as GraphML, for visone, Gephi, igraph and others.

        Raises
        ------
        MissingExtra
            If networkx is not installed.
        """
        networkx = require("networkx", "plot", "AgreementNetwork.to_graphml")
        content = io.BytesIO()
        networkx.write_graphml_xml(self.to_networkx(), content)
        with atomic_write(path, "wb") as stream:
            stream.write(content.getvalue())  # type: ignore[arg-type]

    def plot(self, ax: Axes | None = None, *, top: int = 30) -> Axes:
        """Draw the network: who agrees stands together.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; a new figure by default.
        top : int, default=30
            How many actors to draw, those with the most statements.

        Returns
        -------
        Axes

        Raises
        ------
        MissingExtra
            If matplotlib or networkx is not installed.
        """
        from stance.analysis.network_plot import draw_network

        return draw_network(self, ax, top)


def agreement_network(
    labels: Labels,
    by: str = "speaker",
    *,
    topics: Sequence[str] | None = None,
    position: Literal["majority", "any"] = "majority",
    min_shared: int = 1,
) -> AgreementNetwork:
    """Connect actors by the topics on which they agree or differ.

    Two actors are congruent on a topic if both are in favor or both against, and in conflict if one is in favor and
    the other against. How often they say it does not count; neutral statements take no position.

    Parameters
    ----------
    labels : Labels
        The table.
    by : str, default="speaker"
        The actors: ``"speaker"``, ``"side"`` or any other column.
    topics : sequence of str, optional
        The topics that count; by default all.
    position : {"majority", "any"}
        An actor's position on a topic: the one taken more often (one misread statement does not matter then), or
        any that was taken at all, as Discourse Network Analyzer counts, by which one may be in favor and against.
    min_shared : int, default=1
        On how many topics two actors must take positions to be connected.

    Returns
    -------
    AgreementNetwork
        Pairs sorted by how many topics they share.

    Raises
    ------
    InputError
        If the table is empty, or a column or topic is missing.

    References
    ----------
    Leifeld (2017), Discourse network analysis: policy debates as dynamic networks. In: The Oxford Handbook of
    Political Networks.

    Examples
    --------
    >>> rows = [
    ...     {"text": "…", "speaker": who, "topic": "nato", "stance": stance}
    ...     for who, stance in [("Ana", "favor"), ("Bo", "favor"), ("Cy", "against")]
    ... ]
    >>> [(e["a"], e["b"], e["agreement"]) for e in agreement_network(Labels.from_records(rows))]
    [('Ana', 'Bo', 1.0), ('Ana', 'Cy', -1.0), ('Bo', 'Cy', -1.0)]
    """
    if position not in ("majority", "any"):
        raise InputError(f'position is "majority" or "any", not {position!r}')
    if not len(labels):
        raise InputError("the table has no rows, so there is no network; label some statements first")
    frame = Frame(labels)
    missing = [topic for topic in topics or () if topic not in frame.topics]
    if missing:
        raise InputError(f"no row is on the topic {missing[0]!r}; the table has {', '.join(frame.topics)}")
    chosen = tuple(topics or frame.topics)
    groups = {key[0]: at for key, at in frame.groups([by]).items() if key[0] is not None}
    favor, against = (_counts(frame, chosen, groups, stance) for stance in (0, 1))
    holds = (favor > against, against > favor) if position == "majority" else (favor > 0, against > 0)
    nodes = _nodes(frame, groups, by, (holds[0] | holds[1]).sum(axis=1))
    names = list(groups)
    records = _edges(names, chosen, holds, min_shared)
    notes = [f"{len(names):,} actors, {len(records):,} pairs that share a topic; position: {position}."]
    if not records:
        notes = [f"No two {by}s take a position on the same topic."]
    return AgreementNetwork(records, nodes, by, notes)


def _counts(frame: Frame, topics: Sequence[str], groups: dict[Any, np.ndarray], stance: int) -> np.ndarray:
    columns = [[frame.hard(topic)[at, stance].sum() for topic in topics] for at in groups.values()]
    return np.array(columns).reshape(len(groups), len(topics))


def _nodes(frame: Frame, groups: dict[Any, np.ndarray], by: str, positions: np.ndarray) -> list[Record]:
    sides = frame.column("side")
    nodes = []
    for (name, at), topics in zip(groups.items(), positions, strict=True):
        node: Record = {"name": name, "statements": len(at), "topics": int(topics)}
        if by == "speaker":
            known = [sides[i] for i in at if sides[i] is not None]
            node["side"] = max(sorted(set(known), key=str), key=known.count) if known else None
        nodes.append(node)
    return nodes


def _edges(
    names: Sequence[Any], topics: Sequence[str], holds: tuple[np.ndarray, np.ndarray], min_shared: int
) -> list[Record]:
    favor, against = (hold.astype(int) for hold in holds)
    congruence = favor @ favor.T + against @ against.T
    conflict = favor @ against.T + against @ favor.T
    records = []
    for i, j in np.argwhere(np.triu(congruence + conflict, 1) >= max(min_shared, 1)).tolist():
        same = (favor[i] & favor[j]) | (against[i] & against[j])
        apart = (favor[i] & against[j]) | (against[i] & favor[j])
        plus, minus = int(congruence[i, j]), int(conflict[i, j])
        record = {"a": names[i], "b": names[j], "agreement": (plus - minus) / (plus + minus)}
        record |= {"congruence": plus, "conflict": minus}
        record["agree_on"] = [topic for topic, on in zip(topics, same, strict=True) if on]
        record["differ_on"] = [topic for topic, on in zip(topics, apart, strict=True) if on]
        records.append(record)
    records.sort(key=lambda record: -(record["congruence"] + record["conflict"]))
    return records


def _xml(value: Any) -> Any:
    """Leave out what XML cannot hold."""
    if not isinstance(value, str):
        return value if isinstance(value, (int, float)) else str(value)
    return "".join(c for c in value if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))
