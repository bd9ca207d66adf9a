"""What to label next: statements that the model is unsure of and that differ from each other."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol

import numpy as np

from stance.annotations.annotation import Annotation
from stance.errors import InputError
from stance.labels import Labels

__all__ = ["By", "hashed_words", "select", "suggest"]

By = Literal["uncertainty+diversity", "uncertainty", "weak", "random"]
_WORD = re.compile(r"[^\W_]+")
# So many times the statements asked for, the least sure, take part in the choice by difference.
_CANDIDATES = 10
_FEWEST_CANDIDATES = 500
# A statement of which the model is sure can still be chosen for being different.
_FLOOR = 0.01


class _Model(Protocol):
    def label(self, source: Any) -> Labels: ...


def suggest(
    model: _Model,
    pool: Any,
    n: int,
    by: By = "uncertainty+diversity",
    *,
    without: Iterable[Annotation] = (),
    features: Any = None,
    weakness: Mapping[str, float] | None = None,
    random_state: int = 0,
) -> Labels:
    """Choose statements to label next.

    Parameters
    ----------
    model : Model
        The model so far.
    pool : anything that ``model.label`` takes, or Labels that it gave
        The unlabelled statements; their ids are kept.
    n : int
        How many statements.
    by : {"uncertainty+diversity", "uncertainty", "weak", "random"}
        What counts: how unsure the model is and how far a statement is from those chosen before; the first alone;
        the same within each predicted class, with more statements for the weaker classes; or nothing at all.
    without : iterable of Annotation
        Statements labelled already, which are not suggested again (by id, or by text).
    features : array or sparse matrix, shape (statements, features), optional
        What the difference of statements is measured on; by default their words.
    weakness : mapping of str to float, optional
        For ``by="weak"``: for ``"topic:stance"`` or a topic how weak it is, such as one less its F1; by default one
        less the mean confidence.
    random_state : int
        The seed; it decides between equals.

    Returns
    -------
    Labels
        The model's labels of the chosen statements, the first to label first; `write_annotations` turns them into
        suggestions in the form of an annotation tool.

    Raises
    ------
    InputError
        If ``n`` or ``by`` is none that is known or the pool is empty.

    References
    ----------
    Lewis and Gale (1994), A sequential algorithm for training text classifiers. Sener and Savarese (2018), Active
    learning for convolutional neural networks: a core-set approach.
    """
    labels = pool if isinstance(pool, Labels) else model.label(pool)
    rows = _rows_of(labels, without)
    if not rows:
        raise InputError("the pool holds no statement that is not labelled yet; give more statements")
    chosen = select(labels, rows, n, by, features, weakness, random_state)
    return labels[np.array([row for statement in chosen for row in rows[statement]], dtype=np.int64)]


def _rows_of(labels: Labels, without: Iterable[Annotation]) -> dict[int, list[int]]:
    known = [(a.id, " ".join(a.text.split())) for a in without]
    ids = {name for name, _ in known if name is not None}
    texts = {text for _, text in known}
    rows: dict[int, list[int]] = defaultdict(list)
    columns = zip(labels.column("statement"), labels.column("id"), labels.column("text"), strict=True)
    for row, (statement, name, text) in enumerate(columns):
        if (name is None or str(name) not in ids) and " ".join((text or "").split()) not in texts:
            rows[statement].append(row)
    return dict(rows)


def select(
    labels: Labels,
    rows: Mapping[int, list[int]],
    n: int,
    by: By = "uncertainty+diversity",
    features: Any = None,
    weakness: Mapping[str, float] | None = None,
    random_state: int = 0,
) -> list[int]:
    """Choose among the statements whose rows are given; see `suggest`."""
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise InputError(f"n is how many statements to suggest, a whole number from 1 on, not {n!r}")
    rng = np.random.default_rng(random_state)
    # Shuffled once: a stable sort by uncertainty then decides between equals by the seed.
    statements = rng.permutation(np.array(sorted(rows), dtype=np.int64))
    unsure = _uncertainty(labels, rows, statements)
    order = np.argsort(-unsure, kind="stable")
    if by == "random":
        return [int(s) for s in statements[:n]]
    if by == "uncertainty":
        return [int(s) for s in statements[order][:n]]
    if by == "uncertainty+diversity":
        return _diverse(labels, rows, statements[order], unsure[order], n, features)
    if by == "weak":
        return _weak(labels, rows, statements[order], unsure[order], n, features, weakness)
    raise InputError(f'by is "uncertainty+diversity", "uncertainty", "weak" or "random", not {by!r}')


def _uncertainty(labels: Labels, rows: Mapping[int, list[int]], statements: np.ndarray) -> np.ndarray:
    confidence = [1.0 if c is None else c for c in labels.column("confidence")]
    stances = labels.column("stance")
    topics = labels.column("topic")
    for i, (topic, stance) in enumerate(zip(topics, stances, strict=True)):
        if topic is not None and stance is None:
            confidence[i] = min(confidence[i], 0.5)
    return np.array([1 - min(confidence[row] for row in rows[int(s)]) for s in statements])


def _diverse(
    labels: Labels, rows: Mapping[int, list[int]], statements: np.ndarray, unsure: np.ndarray, n: int, features: Any
) -> list[int]:
    """Choose greedily the statement with the highest product of uncertainty and distance from those chosen."""
    most = max(_CANDIDATES * n, _FEWEST_CANDIDATES)
    statements, unsure = statements[:most], unsure[:most]
    matrix = _matrix(labels, rows, statements, features)
    score = np.maximum(unsure, _FLOOR)
    distance = np.ones(len(statements))
    left = np.ones(len(statements), dtype=bool)
    chosen: list[int] = []
    for _ in range(min(n, len(statements))):
        # Of equal statements (distance 0) the less sure one still goes first.
        i = int(np.argmax(np.where(left, score * (distance + 1e-9), -1.0)))
        chosen.append(int(statements[i]))
        left[i] = False
        distance = np.minimum(distance, 1 - _similarity(matrix, i))
    return chosen


def _weak(
    labels: Labels,
    rows: Mapping[int, list[int]],
    statements: np.ndarray,
    unsure: np.ndarray,
    n: int,
    features: Any,
    weakness: Mapping[str, float] | None,
) -> list[int]:
    names = _classes(labels, rows, statements)
    found = {name: np.array([c == name for c in names]) for name in sorted(set(names))}
    weak = {name: float(unsure[mask].mean()) for name, mask in found.items()}
    for name in weak:
        topic = name.rpartition(":")[0] or name
        weak[name] = max(float((weakness or {}).get(name, (weakness or {}).get(topic, weak[name]))), 1e-6)
    picked = []
    for name, quota in _quotas(weak, {name: int(mask.sum()) for name, mask in found.items()}, n).items():
        if quota:
            picked += _diverse(labels, rows, statements[found[name]], unsure[found[name]], quota, features)
    place = {int(s): i for i, s in enumerate(statements)}
    return sorted(picked, key=lambda s: place[s])


def _classes(labels: Labels, rows: Mapping[int, list[int]], statements: np.ndarray) -> list[str]:
    """Name for each statement the predicted class that the model is least sure of."""
    confidence, topics, stances = (labels.column(name) for name in ("confidence", "topic", "stance"))
    names = []
    for statement in statements:
        row = min(rows[int(statement)], key=lambda r: (1.0 if confidence[r] is None else confidence[r], r))
        names.append("none" if topics[row] is None else f"{topics[row]}:{stances[row] or 'unsure'}")
    return names


def _quotas(weak: Mapping[str, float], sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """Share n out by weakness, one at a time to the class furthest below its share, as far as statements last."""
    quotas = dict.fromkeys(weak, 0)
    for _ in range(min(n, sum(sizes.values()))):
        open_classes = [name for name in weak if quotas[name] < sizes[name]]
        # Sainte-Laguë: the next seat goes to the highest weight per odd number.
        best = max(open_classes, key=lambda name: weak[name] / (2 * quotas[name] + 1))
        quotas[best] += 1
    return quotas


# -- features ----------------------------------------------------------------------------------------------------


def _matrix(labels: Labels, rows: Mapping[int, list[int]], statements: np.ndarray, features: Any) -> Any:
    if features is None:
        texts = labels.column("text")
        return hashed_words([texts[rows[int(s)][0]] or "" for s in statements])
    if features.shape[0] <= int(statements.max()):
        raise InputError(f"features have {features.shape[0]:,} rows, fewer than the pool has statements")
    chosen = features[statements]
    if hasattr(chosen, "multiply"):
        norms = np.sqrt(np.asarray(chosen.multiply(chosen).sum(axis=1)).ravel())
        return chosen.multiply((1 / np.maximum(norms, 1e-12))[:, None]).tocsr()
    dense = np.asarray(chosen, dtype=float)
    return dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-12)


def _similarity(matrix: Any, i: int) -> np.ndarray:
    if hasattr(matrix, "multiply"):
        return np.asarray((matrix @ matrix[[i]].T).todense()).ravel()
    return np.asarray(matrix @ matrix[i])


def hashed_words(texts: Iterable[str], buckets: int = 512) -> np.ndarray:
    """Give each text's words, hashed into signed buckets and weighted by rarity, as a row of unit length.

    References
    ----------
    Weinberger et al. (2009), Feature hashing for large scale multitask learning.

    Examples
    --------
    >>> x = hashed_words(["We will join NATO.", "we will join nato", "Sanctions do not work."])
    >>> round(float(x[0] @ x[1]), 3), round(float(x[0] @ x[2]), 3)
    (1.0, 0.0)
    """
    bags = [{word for word in _WORD.findall(text.casefold())} for text in texts]
    counts: dict[str, int] = defaultdict(int)
    for bag in bags:
        for word in bag:
            counts[word] += 1
    matrix = np.zeros((len(bags), buckets))
    for i, bag in enumerate(bags):
        for word in sorted(bag):
            # crc32 and not hash(): the same in every process.
            code = zlib.crc32(word.encode("utf-8", "surrogatepass"))
            matrix[i, code % buckets] += (1 if code & 2**31 else -1) * np.log(1 + len(bags) / counts[word])
    unit: np.ndarray = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return unit
