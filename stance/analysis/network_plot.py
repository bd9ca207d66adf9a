"""The picture of an agreement network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.analysis.plotting import GREY, INK, PALETTE, new_axes, nothing, say, shorten, title
from stance.analysis.tables import Record
from stance.errors import require

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.analysis.network import AgreementNetwork

__all__ = ["draw_network"]

_AGREE, _DIFFER = "#5e3c99", "#e66101"
_MOST_COLOURS = 6
_MOST_ROUND = 20


def draw_network(network: AgreementNetwork, ax: Axes | None, top: int) -> Axes:
    """Draw the actors with the most statements; who agrees stands together."""
    require("networkx", "plot", "AgreementNetwork.plot")
    nodes = sorted(network.nodes, key=lambda node: -node["statements"])[: max(top, 1)]
    kept = {node["name"] for node in nodes}
    edges = [edge for edge in network if edge["a"] in kept and edge["b"] in kept]
    ax = new_axes(ax, 9.0, 6.8, "AgreementNetwork.plot")
    if not nodes:
        return nothing(ax, f"No {network.by} is named.")
    places = _layout(nodes, edges)
    _draw_edges(ax, edges, places)
    _draw_nodes(ax, nodes, places, small=len(nodes) > 25)
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(x=0.14, y=0.2)
    ax.axis("off")
    hidden = f"; the {len(nodes)} with most statements" if len(nodes) < len(network.nodes) else ""
    below = f"purple: agree, orange dashes: differ, wider: on more topics{hidden}"
    title(ax, f"Who agrees with whom: {say(len(network.nodes), network.by)}", below)
    return ax


def _layout(nodes: Sequence[Record], edges: Sequence[Record]) -> dict[Any, tuple[float, float]]:
    import networkx

    if len(nodes) <= _MOST_ROUND:
        return _circle(nodes, edges)
    # A faint pull among all keeps those who agree with nobody from drifting far away and squeezing the rest.
    graph = networkx.complete_graph([node["name"] for node in nodes])
    networkx.set_edge_attributes(graph, 0.15, "weight")
    for edge in edges:
        pull = edge["congruence"] - edge["conflict"]
        if pull > 0:
            graph.add_edge(edge["a"], edge["b"], weight=float(pull))
    found = networkx.spring_layout(graph, seed=0, k=3.0 / max(len(nodes), 1) ** 0.5, iterations=120)
    return {name: (float(x), float(y)) for name, (x, y) in found.items()}


def _circle(nodes: Sequence[Record], edges: Sequence[Record]) -> dict[Any, tuple[float, float]]:
    """Set a few actors in a circle, neighbours by agreement: no line then hides another."""
    names = [node["name"] for node in nodes]
    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    pull = np.zeros((len(names), len(names)))
    for edge in edges:
        i, j = names.index(edge["a"]), names.index(edge["b"])
        pull[i, j] = pull[j, i] = edge["congruence"] - edge["conflict"]
    # The two leading eigenvectors put friends at like angles, foes opposite; equal steps keep the names apart.
    vectors = np.linalg.eigh(pull)[1][:, -2:]
    order = np.argsort(np.arctan2(vectors[:, 0], vectors[:, 1]), kind="stable")
    steps = 2 * np.pi * np.arange(len(names)) / len(names) + np.pi / 2
    return {names[i]: (1.25 * float(np.cos(a)), float(np.sin(a))) for i, a in zip(order, steps, strict=True)}


def _draw_edges(ax: Axes, edges: Sequence[Record], places: dict[Any, tuple[float, float]]) -> None:
    from matplotlib.collections import LineCollection

    most = max((edge["congruence"] + edge["conflict"] for edge in edges), default=1)
    # Where there are hundreds of lines each gets fainter, so that their bundles show and the names stay readable.
    alpha = max(0.12, min(0.7, 30 / max(len(edges), 1)))
    for sign, colour, style in ((1, _AGREE, "-"), (-1, _DIFFER, (0, (4, 3))), (0, GREY, ":")):
        chosen = [e for e in edges if (e["agreement"] > 0) - (e["agreement"] < 0) == sign]
        lines = [[places[edge["a"]], places[edge["b"]]] for edge in chosen]
        widths = [0.6 + 3.4 * (edge["congruence"] + edge["conflict"]) / most for edge in chosen]
        if len(edges) > 100:
            widths = [0.5 * width for width in widths]
        fade = alpha if sign > 0 else 0.6 * alpha
        ax.add_collection(
            LineCollection(lines, colors=colour, linewidths=widths, linestyles=style, alpha=fade, zorder=1)
        )


def _draw_nodes(ax: Axes, nodes: Sequence[Record], places: dict[Any, tuple[float, float]], small: bool) -> None:
    from matplotlib.patheffects import withStroke

    sides = [node.get("side") for node in nodes if node.get("side") is not None]
    ranked = sorted(set(sides), key=lambda side: (-sides.count(side), str(side)))[:_MOST_COLOURS]
    colours = {side: PALETTE[i] for i, side in enumerate(ranked)}
    most = max(node["statements"] for node in nodes)
    for node in nodes:
        x, y = places[node["name"]]
        size = 40 + 260 * node["statements"] / most
        colour = colours.get(node.get("side"), GREY if ranked else PALETTE[0])
        ax.scatter(x, y, s=size * (0.5 if small else 1), color=colour, edgecolor="white", linewidth=1, zorder=3)
        ax.annotate(
            shorten(node["name"], 22), (x, y), (0, 6 + (size / 40 if small else size / 30)),
            textcoords="offset points", ha="center", va="bottom", fontsize=6.5 if small else 8.5, color=INK, zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )  # fmt: skip
    for side in ranked:
        ax.scatter([], [], color=colours[side], label=shorten(side, 24), s=50)
    if ranked:
        if len(set(sides)) > len(ranked) or len(sides) < len(nodes):
            ax.scatter([], [], color=GREY, label="others", s=50)
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=8.5, title="side")
