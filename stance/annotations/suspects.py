"""Labels that are likely wrong, by confident learning."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from stance.annotations.gather import Example, gather
from stance.errors import InputError
from stance.labels import STANCES

__all__ = ["Probabilities", "Suspects", "confident_joint", "find_suspects", "label_errors"]

# Out-of-fold probabilities, shape (n, classes), and the given labels as positions among the classes.
Probabilities = Callable[[list[Example]], tuple[np.ndarray, np.ndarray]]
_SHOWN = ("id", "text", "topic", "stance", "suggested", "margin")


class Suspects(list[dict[str, Any]]):
    """The suspicious labels as records, the most suspicious first; `write_annotations` takes it.

    A record has ``id``, ``text``, ``topic``, ``stance`` (as given), ``suggested``, the probabilities of
    both, ``p_given`` and ``p_suggested``, and ``margin``, their difference: the lower, the more suspicious.

    Parameters
    ----------
    items : iterable of dict
        The records.
    n : int
        How many labels were looked at.
    noise : mapping of str to float
        For each stance the estimated share of its labels that are wrong.
    """

    def __init__(
        self, items: Iterable[dict[str, Any]] = (), n: int = 0, noise: Mapping[str, float] | None = None
    ) -> None:
        super().__init__(items)
        self.n = n
        self.noise = dict(noise or {})

    def to_records(self) -> list[dict[str, Any]]:
        """All records as a plain list."""
        return list(self)

    def _summary(self) -> str:
        rates = ", ".join(f"{stance} {rate:.1%}" for stance, rate in self.noise.items())
        return f"{len(self):,} of {self.n:,} labels look wrong; estimated share of wrong labels: {rates}"

    def __repr__(self) -> str:
        """Return the summary and the first suspects."""
        lines = [self._summary()]
        for record in self[:20]:
            text = " ".join(record["text"].split())
            lines.append(f"  {record['topic']}: {record['stance']}, rather {record['suggested']}: {text[:90]}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _SHOWN)
        body = "".join(
            "<tr>" + "".join(f'<td style="text-align:left">{_cell(r.get(name))}</td>' for name in _SHOWN) + "</tr>"
            for r in self[:50]
        )
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{html.escape(self._summary())}</p>"
        )


def _cell(value: object) -> str:
    return html.escape(f"{value:.2f}" if isinstance(value, float) else "–" if value is None else str(value))


def find_suspects(annotations: Any, probabilities: Probabilities, *, classes: Sequence[str] = STANCES) -> Suspects:
    """Find the stances that a model, not trained on them, confidently contradicts.

    Parameters
    ----------
    annotations : iterable of Annotation, or anything that `read_annotations` takes
        The annotations; several coders are resolved by majority first.
    probabilities : callable
        Takes examples with one topic each; gives out-of-fold probabilities of the classes, shape (n, classes), and
        the given labels as positions among them.
    classes : sequence of str
        The classes.

    Returns
    -------
    Suspects

    Raises
    ------
    InputError
        If there is no label or the probabilities do not fit.

    References
    ----------
    Northcutt, Jiang and Chuang (2021), Confident learning: estimating uncertainty in dataset labels. JAIR 70.
    """
    resolved = gather(annotations)
    examples = [replace(e, labels={topic: stance}) for e in resolved for topic, stance in e.labels.items()]
    if not examples:
        raise InputError("no stance is labelled, so none can be wrong; give annotations with topics")
    p, y = probabilities(examples)
    wrong, suggested = label_errors(p, y)
    rows = np.arange(len(y))
    margins = p[rows, y] - p[rows, suggested]
    order = sorted(
        np.flatnonzero(wrong).tolist(), key=lambda i: (margins[i], examples[i].id or "", examples[i].text, i)
    )
    records = [_record(examples[i], classes, int(y[i]), int(suggested[i]), p[i]) for i in order]
    return Suspects(records, len(examples), _noise(p, y, classes))


def _record(example: Example, classes: Sequence[str], given: int, suggested: int, p: np.ndarray) -> dict[str, Any]:
    return {
        "id": example.id,
        "text": example.text,
        "topic": next(iter(example.labels)),
        "stance": classes[given],
        "suggested": classes[suggested],
        "p_given": float(p[given]),
        "p_suggested": float(p[suggested]),
        "margin": float(p[given] - p[suggested]),
    }


def confident_joint(p: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the given against the confidently predicted labels.

    A class is a candidate for an example if its probability reaches the mean over the examples given that class; the
    most probable candidate counts.

    Parameters
    ----------
    p : ndarray, shape (n, classes)
        Out-of-fold probabilities.
    y : ndarray of int, shape (n,)
        Given labels.

    Returns
    -------
    joint : ndarray, shape (classes, classes)
        Rows are given, columns predicted labels.
    predicted : ndarray of int, shape (n,)
        The counted class of each example, -1 where there is no candidate.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.95, 0.05]])
    >>> confident_joint(p, np.array([0, 0, 1, 1]))[0]
    array([[1, 0],
           [1, 1]])
    """
    n, k = p.shape
    counts = np.bincount(y, minlength=k)
    sums = np.bincount(y, weights=p[np.arange(n), y], minlength=k)
    # A class that nobody gave has no mean to reach.
    thresholds = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)
    # Means are rounded, so that an example alone in its class reaches its own.
    candidate = np.where(p >= thresholds - 1e-12, p, -1.0)
    predicted = np.where(candidate.max(axis=1) >= 0, candidate.argmax(axis=1), -1)
    joint = np.zeros((k, k), dtype=np.int64)
    sure = predicted >= 0
    np.add.at(joint, (y[sure], predicted[sure]), 1)
    return joint, predicted


def label_errors(p: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Say which labels are likely wrong, and what each would rather be.

    Returns
    -------
    wrong : ndarray of bool
        Whether an example is confidently predicted to be of another class than given.
    suggested : ndarray of int
        The most probable other class.
    """
    p, y = np.asarray(p, dtype=float), np.asarray(y)
    if p.ndim != 2 or y.shape != p.shape[:1] or not np.issubdtype(y.dtype, np.integer):
        raise InputError(f"probabilities of shape {p.shape} do not fit labels of shape {y.shape}")
    if not np.isfinite(p).all() or ((y < 0) | (y >= p.shape[1])).any():
        raise InputError("probabilities must be finite and labels positions among the classes")
    _, predicted = confident_joint(p, y)
    wrong = (predicted >= 0) & (predicted != y)
    others = p.copy()
    others[np.arange(len(y)), y] = -1.0
    return wrong, np.where(wrong, predicted, others.argmax(axis=1))


def _noise(p: np.ndarray, y: np.ndarray, classes: Sequence[str]) -> dict[str, float]:
    joint, _ = confident_joint(np.asarray(p, dtype=float), np.asarray(y))
    totals = joint.sum(axis=1)
    # Each row of the joint stands for all labels given that class, the unsure among them as the sure.
    return {c: float(1 - joint[i, i] / totals[i]) for i, c in enumerate(classes) if totals[i]}
