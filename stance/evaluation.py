"""How well a model does on annotated statements: every figure with its interval."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.files import atomic_write
from stance.labels import SENTIMENTS, STANCES
from stance.learning.curves import Band, coverage_curve, reliability_bins
from stance.learning.evaluate import Outcome
from stance.learning.metrics import FIGURES, Figure, draw_figures, summarise

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Picture

__all__ = ["Evaluation", "evaluate_outcome"]

_SHORT = ("pair_f1", "topic_f1", "stance_acc", "stance_majority", "stance_f1", "favg")


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """How well a model does on annotated statements; made by `Model.evaluate`.

    Every figure has a 95 % bootstrap interval over documents, since statements of one document are alike.

    Attributes
    ----------
    figures : dict of str to Figure
        All topics together; ``evaluation["pair_f1"]`` gives the same.
    topics : dict of str to dict of str to Figure
        The figures of each topic that the annotations name.
    counts : dict of str to int
        Of each topic: how many statements touch it.
    confusion : dict of str to ndarray, shape (3, 3)
        Right (rows) against given (columns): ``"stance"`` over all topics, ``"sentiment"``, and each topic's stances.
    reliability : list of Band
        For bins of equally many pairs, from the least sure: mean confidence and share right.
    coverage : list of Band
        The share right of so large a part of the pairs, the surest first.
    n_statements, n_pairs, n_groups : int
        How many statements, labelled pairs and documents there were.
    unknown : tuple of str
        Topics of the annotations that the model was not trained on.

    Examples
    --------
    >>> import stance
    >>> gold = [
    ...     {"text": "We will never join NATO.", "labels": {"nato-membership": "against"}, "sentiment": "neutral"},
    ...     {"text": "Our goal is membership of NATO.", "labels": {"nato-membership": "favor"}, "sentiment": "neutral"},
    ... ]
    >>> evaluation = stance.load().evaluate(gold)
    >>> evaluation["stance_acc"].value
    1.0
    """

    figures: dict[str, Figure]
    topics: dict[str, dict[str, Figure]]
    counts: dict[str, int]
    confusion: dict[str, np.ndarray]
    reliability: list[Band]
    coverage: list[Band]
    n_statements: int
    n_pairs: int
    n_groups: int
    n_draws: int
    unknown: tuple[str, ...] = ()
    labels: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {"stance": list(STANCES), "sentiment": list(SENTIMENTS)}
    )

    def __getitem__(self, figure: str) -> Figure:
        """Give a figure of all topics together."""
        return self.figures[figure]

    def to_records(self) -> list[dict[str, Any]]:
        """Give a row for each figure and topic (None is all together): ``value``, ``low``, ``high``, ``n``."""
        rows = []
        for topic, figures in [(None, self.figures), *self.topics.items()]:
            n = self.n_statements if topic is None else self.counts[topic]
            for name, figure in figures.items():
                values = {"value": _number(figure.value), "low": _number(figure.low), "high": _number(figure.high)}
                rows.append({"topic": topic, "figure": name, **values, "n": n})
        return rows

    def to_json(self, path: str | PathLike[str] | None = None) -> str:
        """Give everything as JSON, and write it to a file where a path is given."""
        content = {
            "statements": self.n_statements,
            "pairs": self.n_pairs,
            "documents": self.n_groups,
            "draws": self.n_draws,
            "unknown_topics": list(self.unknown),
            "figures": self.to_records(),
            "labels": {name: list(values) for name, values in self.labels.items()},
            "confusion": {name: matrix.tolist() for name, matrix in self.confusion.items()},
            "reliability": [band.to_dict() for band in self.reliability],
            "coverage": [band.to_dict() for band in self.coverage],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
        if path is not None:
            with atomic_write(path) as stream:
                stream.write(text + "\n")  # type: ignore[call-overload]
        return text

    def plot(self) -> Picture:
        """Draw how accuracy falls as more is covered, and how true the confidence is (needs ``[plot]``)."""
        from stance.learning.curves_plot import plot_evaluation

        return plot_evaluation(self)

    def summary(self) -> str:
        """Say in one line what was evaluated."""
        documents = f"{self.n_groups:,} document{'' if self.n_groups == 1 else 's'}"
        unknown = f"; never trained on {', '.join(self.unknown)}" if self.unknown else ""
        return (
            f"{self.n_statements:,} statements in {documents} or groups, {self.n_pairs:,} labelled pairs; "
            f"95 % intervals from {self.n_draws:,} draws of documents{unknown}"
        )

    def __repr__(self) -> str:
        lines = [self.summary(), ""]
        lines += [f"{name:<19}{figure!s:<24}{FIGURES[name]}" for name, figure in self.figures.items()]
        width = max((len(topic) for topic in self.topics), default=5)
        lines += ["", "  ".join([f"{'topic':<{width}}", f"{'n':>5}", *(f"{name:<20}" for name in _SHORT)]).rstrip()]
        for topic, figures in self.topics.items():
            cells = [f"{topic:<{width}}", f"{self.counts[topic]:>5,}", *(f"{figures[name]!s:<20}" for name in _SHORT)]
            lines.append("  ".join(cells).rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        whole = [[html.escape(FIGURES[name]), str(figure)] for name, figure in self.figures.items()]
        by_topic = [
            [html.escape(topic), f"{self.counts[topic]:,}", *(str(figures[name]) for name in _SHORT)]
            for topic, figures in self.topics.items()
        ]
        parts = [
            f"<p>{html.escape(self.summary())}</p>",
            _table(["figure", "value"], whole),
            _table(["topic", "n", *_SHORT], by_topic),
        ]
        for name in ("stance", "sentiment"):
            rows = [
                [f"<b>{label}</b>", *(f"{value:,.0f}" for value in row)]
                for label, row in zip(self.labels[name], self.confusion[name], strict=True)
            ]
            parts.append(_table([f"{name}: right ↓ given →", *self.labels[name]], rows))
        bins = [[f"{b.at:.2f}", f"{b.value:.2f} [{b.low:.2f}, {b.high:.2f}]", f"{b.n:,.0f}"] for b in self.reliability]
        parts.append(_table(["confidence", "share right", "pairs"], bins))
        return "".join(parts)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out cells that are HTML already."""
    top = "".join(f'<th style="text-align:left">{html.escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(f'<td style="text-align:left">{c}</td>' for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def evaluate_outcome(outcome: Outcome, n_draws: int = 1000, random_state: int = 0) -> Evaluation:
    """Compute all figures of what a model said.

    Parameters
    ----------
    outcome : Outcome
    n_draws : int, default=1000
        How many times documents are drawn for the intervals.
    random_state : int, default=0
    """
    draws = draw_figures(outcome, n_draws, random_state)
    figures = {topic: {name: summarise(values) for name, values in part.items()} for topic, part in draws.items()}
    overall = figures.pop(None)
    topics = {topic: part for topic, part in figures.items() if topic is not None}
    touched = outcome.gold >= 0
    places = {topic: outcome.topics.index(topic) for topic in topics}
    confusion = {
        "stance": _confusion(outcome, outcome.gold, outcome.stance),
        "sentiment": _confusion(outcome, outcome.gold_sentiment[:, None], outcome.sentiment[:, None]),
        **{topic: _confusion(outcome, outcome.gold[:, [t]], outcome.stance[:, [t]]) for topic, t in places.items()},
    }
    return Evaluation(
        {name: overall[name] for name in FIGURES if name in overall},
        topics,
        {topic: int(touched[:, t].sum()) for topic, t in places.items()},
        confusion,
        reliability_bins(outcome, n_draws, random_state),
        coverage_curve(outcome, n_draws, random_state),
        len(outcome.gold),
        int(touched.sum()),
        int(outcome.group.max()) + 1,
        n_draws,
        outcome.unknown,
    )


def _confusion(outcome: Outcome, gold: np.ndarray, given: np.ndarray) -> np.ndarray:
    row, column = np.nonzero(gold >= 0)
    matrix = np.zeros((3, 3))
    np.add.at(matrix, (gold[row, column], np.maximum(given[row, column], 0)), outcome.weight[row])
    return matrix
