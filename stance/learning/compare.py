"""Is one model really better than another? Paired tests, and the labels that changed."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np

from stance.annotations.gather import Example, gather
from stance.annotations.naming import settle_topics
from stance.annotations.read import read_annotations
from stance.labels import SENTIMENTS, STANCES
from stance.learning.evaluate import Outcome, judge_examples
from stance.learning.metrics import Figure, draw_figures, summarise
from stance.learning.paired import bootstrap_p, holm, mcnemar, mcnemar_name
from stance.model import Model, load

__all__ = ["Comparison", "PairedTest", "compare", "compare_outcomes"]

_BOOTSTRAPPED = ("pair_f1", "topic_f1", "stance_f1", "sentiment_f1")


@dataclass(frozen=True, slots=True)
class PairedTest:
    """One paired test of two models.

    Attributes
    ----------
    what : str
        The figure or the answers that are compared.
    test : str
        Which test: ``"bootstrap"``, ``"McNemar (exact)"`` or ``"McNemar (chi-square)"``.
    a, b : float
        The figure of each model.
    difference : Figure
        b less a, with its bootstrap interval.
    only_a, only_b : int or None
        How many answers only the one model gave right (McNemar).
    p, p_holm : float
        Two-sided, alone and corrected for all tests of the comparison.
    """

    what: str
    test: str
    a: float
    b: float
    difference: Figure
    only_a: int | None
    only_b: int | None
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Two models on the same annotated statements; made by `stance.compare`.

    Attributes
    ----------
    tests : list of Test
        The first is the paired bootstrap of pair F1, the figure that matters.
    changes : list of dict
        The labels that changed: ``id``, ``text``, ``topic`` (None is the tone), ``gold``, ``a``, ``b`` (None says not
        touched) and ``change`` (``"better"``, ``"worse"`` or ``"still wrong"``).
    n_statements, n_groups : int
    """

    tests: list[PairedTest]
    changes: list[dict[str, Any]]
    n_statements: int
    n_groups: int

    def __getitem__(self, what: str) -> PairedTest:
        """Give the test of one figure, such as ``"pair_f1"``."""
        return next(test for test in self.tests if test.what == what)

    def to_records(self) -> list[dict[str, Any]]:
        """Give the labels that changed."""
        return [dict(change) for change in self.changes]

    def summary(self) -> str:
        """Say in one line whether the second model is better."""
        first = self.tests[0]
        if first.p_holm >= 0.05:
            verdict = "no difference that these statements could show"
        else:
            verdict = "the second is better" if first.difference.value > 0 else "the second is worse"
        return (
            f"pair F1 {first.a:.3f} → {first.b:.3f} (p = {first.p_holm:.3f}): {verdict}; "
            f"{self.n_statements:,} statements in {self.n_groups:,} documents or groups"
        )

    def _counts(self) -> str:
        kinds = [change["change"] for change in self.changes]
        shown = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ("better", "worse", "still wrong"))
        return f"{len(kinds):,} labels changed: {shown}"

    def __repr__(self) -> str:
        lines = [self.summary(), "", f"{'':<13}{'a':>7}{'b':>7}  {'b - a':<26}{'p (Holm)':>9}  test"]
        for t in self.tests:
            discordant = "" if t.only_a is None else f", only a right {t.only_a:,}, only b {t.only_b:,}"
            lines.append(
                f"{t.what:<13}{t.a:>7.3f}{t.b:>7.3f}  {_signed(t.difference):<26}{t.p_holm:>9.3f}  {t.test}{discordant}"
            )
        lines += ["", self._counts()]
        for c in self.changes[:20]:
            text = " ".join(c["text"].split())[:80]
            lines.append(f"  {c['change']}: {c['topic'] or 'tone'} {c['a']} → {c['b']}: {text}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = ("figure", "a", "b", "b − a", "p", "p (Holm)", "test")
        rows = [
            (t.what, f"{t.a:.3f}", f"{t.b:.3f}", _signed(t.difference), f"{t.p:.3f}", f"{t.p_holm:.3f}", t.test)
            for t in self.tests
        ]
        columns = ("change", "topic", "gold", "a", "b", "text")
        changed = [tuple("–" if c[name] is None else str(c[name]) for name in columns) for c in self.changes[:50]]
        return (
            f"<p>{html.escape(self.summary())}</p>{_table(head, rows)}"
            f"<p>{html.escape(self._counts())}</p>{_table(columns, changed)}"
        )


def _signed(figure: Figure) -> str:
    interval = "" if np.isnan(figure.low) else f" [{figure.low:+.3f}, {figure.high:+.3f}]"
    return f"{figure.value:+.3f}{interval}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th style="text-align:left">{html.escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{html.escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def compare(
    a: Model | str | PathLike[str],
    b: Model | str | PathLike[str],
    gold: Any,
    *,
    topics: Iterable[str] | None = None,
    n_draws: int = 1000,
    random_state: int = 0,
) -> Comparison:
    """Compare two models on annotated statements that neither has learned from.

    Parameters
    ----------
    a, b : Model or path
        The old and the new model.
    gold : path, DataFrame, or iterable of Annotation or dicts
        As for `Model.evaluate`.
    topics : iterable of str, optional
        The ids of the only topics to judge.
    n_draws : int, default=1000
        How many times documents are drawn.
    random_state : int, default=0

    Returns
    -------
    Comparison

    Notes
    -----
    F1 is compared by a paired bootstrap over documents; right and wrong answers by McNemar's test, exact below 25
    discordant pairs, else by chi-square with continuity correction, which takes answers as independent of each other.
    p values are corrected for the number of tests (Holm, 1979).

    References
    ----------
    McNemar (1947), Note on the sampling error of the difference between correlated proportions. Holm (1979), A simple
    sequentially rejective multiple test procedure. Berg-Kirkpatrick, Burkett and Klein (2012), An empirical
    investigation of statistical significance in NLP.

    Examples
    --------
    >>> import stance
    >>> gold = [{"text": "We will never join NATO.", "labels": {"nato-membership": "against"}, "sentiment": "neutral"}]
    >>> model = stance.load()
    >>> stance.compare(model, model, gold).changes
    []
    """
    first, second = (one if isinstance(one, Model) else load(one) for one in (a, b))
    judged = list(topics) if topics is not None else None
    rows = settle_topics(read_annotations(gold), [*first.topics, *second.topics], judged or ())
    examples = gather(rows)
    if judged is None:
        # A topic that only one of the two knows is judged of both.
        known = {topic.id for model in (first, second) for topic in model.topics}
        judged = sorted(known | {topic for example in examples for topic in example.labels})
    outcomes = [judge_examples(model._heads, examples, judged) for model in (first, second)]
    return compare_outcomes(outcomes[0], outcomes[1], examples, n_draws, random_state)


def compare_outcomes(
    a: Outcome, b: Outcome, examples: Sequence[Example], n_draws: int = 1000, random_state: int = 0
) -> Comparison:
    """Compare what two models said of the same examples."""
    a, b = _aligned(a, b), _aligned(b, a)
    draws = [draw_figures(outcome, n_draws, random_state)[None] for outcome in (a, b)]
    rows: list[tuple[Any, ...]] = []
    for name in _BOOTSTRAPPED:
        old, new = draws[0][name], draws[1][name]
        if not np.isnan(old[0]) and not np.isnan(new[0]):
            rows.append((name, "bootstrap", old[0], new[0], summarise(new - old), None, None, bootstrap_p(new - old)))
    for name, (right_a, right_b) in _answers(a, b).items():
        only_a, only_b = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
        shares = right_a.mean(), right_b.mean()
        difference = Figure(float(shares[1] - shares[0]), float("nan"), float("nan"))
        rows.append((name, mcnemar_name(only_a + only_b), *shares, difference, only_a, only_b, mcnemar(only_a, only_b)))
    corrected = holm([row[-1] for row in rows])
    tests = [
        PairedTest(row[0], row[1], float(row[2]), float(row[3]), row[4], row[5], row[6], row[7], p)
        for row, p in zip(rows, corrected, strict=True)
    ]
    return Comparison(tests, _changes(a, b, examples), len(a.gold), int(a.group.max()) + 1)


def _aligned(outcome: Outcome, other: Outcome) -> Outcome:
    """Order the topics alike; one that only the other model knows was not touched."""
    from dataclasses import replace

    names = sorted({*outcome.topics, *other.topics})
    place = np.array([outcome.topics.index(n) if n in outcome.topics else -1 for n in names])

    def take(values: np.ndarray, missing: float) -> np.ndarray:
        padded = np.hstack([values, np.full((len(values), 1), missing, dtype=values.dtype)])
        result: np.ndarray = padded[:, place]
        return result

    return replace(
        outcome,
        topics=tuple(names),
        gold=take(outcome.gold, -1),
        given=take(outcome.given, -1),
        confidence=take(outcome.confidence, 0),
        stance=take(outcome.stance, -1),
    )


def _answers(a: Outcome, b: Outcome) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """For each question with one right answer: whether each model gave it."""
    touched, toned = a.gold >= 0, a.gold_sentiment >= 0
    result = {"stance": tuple((o.stance == o.gold)[touched] for o in (a, b))}
    result["topic"] = tuple(((o.given >= 0) == touched).ravel() for o in (a, b))
    if toned.any():
        result["sentiment"] = tuple((o.sentiment == o.gold_sentiment)[toned] for o in (a, b))
    return {name: (pair[0], pair[1]) for name, pair in result.items()}


def _changes(a: Outcome, b: Outcome, examples: Sequence[Example]) -> list[dict[str, Any]]:
    rows = []
    for i, t in np.argwhere(a.given != b.given).tolist():
        codes = (a.gold[i, t], a.given[i, t], b.given[i, t])
        gold, old, new = (None if code < 0 else STANCES[code] for code in codes)
        rows.append(_change(examples[i], a.topics[t], gold, old, new))
    for i in np.flatnonzero((a.sentiment != b.sentiment) & (a.gold_sentiment >= 0)).tolist():
        tones = (SENTIMENTS[o[i]] for o in (a.gold_sentiment, a.sentiment, b.sentiment))
        rows.append(_change(examples[i], None, *tones))
    order = {"worse": 0, "better": 1, "still wrong": 2}
    # The tone goes last: it is the lesser question.
    return sorted(rows, key=lambda row: (row["topic"] is None, order[row["change"]]))


def _change(example: Example, topic: str | None, gold: str | None, old: str | None, new: str | None) -> dict[str, Any]:
    change = "better" if new == gold else "worse" if old == gold else "still wrong"
    return {"id": example.id, "text": example.text, "topic": topic, "gold": gold, "a": old, "b": new, "change": change}
