"""How far coders agree: Krippendorff's alpha, Cohen's kappa, F1 between coders, and where they differ."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stance.annotations.codings import Codings, code
from stance.annotations.coefficients import Interval, alpha, f1, intervals, kappa
from stance.annotations.read import read_annotations
from stance.annotations.statements import Match, group_statements
from stance.errors import InputError

__all__ = ["Agreement", "Figures", "agreement"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The agreement on one topic, on all of them or on the sentiment.

    Parameters
    ----------
    topic : str
        The topic's id, ``"all topics"`` or ``"sentiment"``.
    n : int
        Statements that two coders or more have labelled (for all topics: pairs of statement and topic).
    alpha : Interval
        Krippendorff's alpha, nominal, with "not touched" as a label of its own.
    alpha_stance : Interval or None
        The same over those coders alone who saw the topic touched; the others are missing.
    kappa : dict
        Cohen's kappa for each pair of coders, named ``"ann & bob"``.
    f1 : dict
        For each label the F1 of one coder against another, over all pairs; ``"touched"`` for
        seeing the topic at all, ``"pair"`` for topic and stance both right.
    """

    topic: str
    n: int
    alpha: Interval
    alpha_stance: Interval | None
    kappa: dict[str, Interval]
    f1: dict[str, float]


class Agreement:
    """Figures for each topic, and the labels that differ.

    Parameters
    ----------
    figures : sequence of Figures
        One for each topic, for all topics together and for the sentiment.
    differences : sequence of dict
        A record for each statement, topic and pair of coders whose labels differ.
    coders : sequence of str
        The coders.
    """

    def __init__(
        self, figures: Sequence[Figures], differences: Sequence[dict[str, Any]], coders: Sequence[str]
    ) -> None:
        self.figures = list(figures)
        self.differences = list(differences)
        self.coders = tuple(coders)

    def __getitem__(self, topic: str) -> Figures:
        for figures in self.figures:
            if figures.topic == topic:
                return figures
        raise InputError(f"no agreement on {topic!r}; there is {', '.join(f.topic for f in self.figures)}")

    @property
    def overall(self) -> Figures:
        """The figures for all topics together."""
        return self["all topics"]

    def to_records(self) -> list[dict[str, Any]]:
        """All figures as a list of flat dicts, a row for each topic."""
        return [_record(figures) for figures in self.figures]

    def to_json(self, path: Any = None) -> str:
        """All figures, with the differences, as JSON; also written to a file if one is named."""
        content = {
            "coders": list(self.coders),
            "figures": [asdict(figures) for figures in self.figures],
            "differences": self.differences,
        }
        text = json.dumps(_finite(content), ensure_ascii=False, indent=1) + "\n"
        if path is not None:
            from stance.files import atomic_write

            with atomic_write(path) as stream:
                stream.write(text)  # type: ignore[call-overload]
        return text

    def __repr__(self) -> str:
        """Return the figures as a plain table."""
        head = ("topic", "n", "alpha", "95 % interval", "alpha (stance)", "kappa")
        rows = [head, *(_row(figures) for figures in self.figures)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.insert(1, "  ".join("─" * width for width in widths))
        return "\n".join([*lines, self._summary()])

    def _summary(self) -> str:
        return f"[{len(self.coders)} coders: {', '.join(self.coders)}; {len(self.differences):,} labels differ]"

    def _repr_html_(self) -> str:
        head = ("topic", "n", "alpha", "95 % interval", "alpha (stance)", "kappa")
        return (
            _html(head, [_row(figures) for figures in self.figures])
            + f"<p>{html.escape(self._summary())}</p>"
            + _html(_DIFFERENCE, [[str(d[name] or "–") for name in _DIFFERENCE] for d in self.differences[:50]])
        )


_DIFFERENCE = ("id", "text", "topic", "coder_a", "label_a", "coder_b", "label_b")


def _html(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    header = "".join(f'<th style="text-align:left">{html.escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{html.escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"


def _row(figures: Figures) -> tuple[str, ...]:
    mean = [k.value for k in figures.kappa.values() if k.value == k.value]
    return (
        figures.topic,
        f"{figures.n:,}",
        _number(figures.alpha.value),
        f"{_number(figures.alpha.low)} to {_number(figures.alpha.high)}",
        "–" if figures.alpha_stance is None else _number(figures.alpha_stance.value),
        _number(sum(mean) / len(mean)) if mean else "–",
    )


def _number(value: float) -> str:
    return f"{value:.3f}" if value == value else "–"


def _record(figures: Figures) -> dict[str, Any]:
    made: dict[str, Any] = {"topic": figures.topic, "n": figures.n}
    named = {"alpha": figures.alpha, "alpha_stance": figures.alpha_stance}
    named |= {f"kappa {pair}": value for pair, value in figures.kappa.items()}
    for name, interval in named.items():
        if interval is not None:
            made |= {name: interval.value, f"{name} low": interval.low, f"{name} high": interval.high}
    return made | {f"f1 {label}": value for label, value in figures.f1.items()}


def _finite(value: Any) -> Any:
    # JSON has no NaN; a figure that cannot be computed is null.
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and value != value else value


def agreement(annotations: Any, *, match: Match = "id", draws: int = 1_000, random_state: int = 0) -> Agreement:
    """Measure how far coders agree.

    A topic that a coder leaves out of a statement counts as "not touched" by that coder. Values come from nltk's
    `AnnotationTask`; intervals are the 2.5 and 97.5 percentiles of a bootstrap over documents, or over statements
    where no documents are named.

    Parameters
    ----------
    annotations : iterable of Annotation, or anything that `read_annotations` takes
        Annotations by named coders.
    match : {"id", "text"}
        Whether coders' statements are matched by id and text, or by text alone.
    draws : int
        Draws of the bootstrap.
    random_state : int
        Its seed.

    Returns
    -------
    Agreement

    Raises
    ------
    InputError
        If no statement was labelled by two named coders.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability. Cohen (1960), A coefficient of agreement for
    nominal scales. Artstein and Poesio (2008), Inter-coder agreement for computational linguistics. Hripcsak and
    Rothschild (2005), Agreement, the F-measure, and reliability in information retrieval.

    Examples
    --------
    >>> rows = [{"text": t, "topic": "nato", "stance": s, "coder": c}
    ...         for t, a, b in [("A", "favor", "favor"), ("B", "against", "against"), ("C", "favor", "neutral")]
    ...         for c, s in (("ann", a), ("bob", b))]
    >>> result = agreement(rows)
    >>> round(result["nato"].kappa["ann & bob"].value, 2), len(result.differences)
    (0.5, 1)
    """
    units = group_statements(read_annotations(annotations), match)
    codings = code(units)
    if not codings.clusters:
        raise InputError(
            f"{len(codings.coders)} named coders and no statement that two of them labelled; agreement needs a column "
            'coder and the same id and text for the same statement (or match="text")'
        )
    figures = [_figures(codings, [topic], topic, draws, random_state) for topic in codings.topics]
    if codings.topics:
        figures.append(_figures(codings, codings.topics, "all topics", draws, random_state))
    if codings.sentiment:
        figures.append(_figures(codings, None, "sentiment", draws, random_state))
    return Agreement(figures, codings.differences(), codings.coders)


def _figures(codings: Codings, topics: Sequence[str] | None, name: str, draws: int, seed: int) -> Figures:
    triples = codings.triples(topics)
    tally = codings.tally(topics)
    bounds = intervals(tally, draws, seed)
    stance = None
    if topics is not None:
        touched = [triple for triple in triples if triple[2] != "none"]
        stance = Interval(alpha(touched), *bounds["alpha_stance"])
    pairs = {f"{a} & {b}": Interval(kappa(triples, a, b), *bounds[f"{a} & {b}"]) for a, b in tally.pairs}
    return Figures(name, tally.n, Interval(alpha(triples), *bounds["alpha"]), stance, pairs, f1(tally))
