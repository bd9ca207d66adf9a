"""What a model says of statements that it has not seen: figures of training, and labels that look wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stance.annotations.gather import Example, gather
from stance.annotations.suspects import Suspects, _noise, find_suspects, label_errors
from stance.errors import InputError
from stance.labels import STANCES
from stance.learning.evaluate import Outcome
from stance.learning.heads import Heads
from stance.learning.metrics import draw_figures, summarise

if TYPE_CHECKING:
    from stance.model import Model

__all__ = ["held_out_figures", "held_out_stances", "held_out_touch", "suspects"]

_DRAWS = 300
_FEWEST = 10


def held_out_figures(
    heads: Heads,
    groups: Sequence[str],
    stances: np.ndarray,
    touched: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray, np.ndarray],
    tones: tuple[np.ndarray, np.ndarray],
    folds: int,
) -> dict[str, Any]:
    """Sum up how well the folds of a training run labelled what they had not seen.

    Parameters
    ----------
    heads : Heads
        Whose thresholds and confidence are used.
    groups : sequence of str
    stances : ndarray, shape (n, n_topics)
        The right stances, -1 where a topic is not touched.
    touched : ndarray, shape (n, n_topics)
        Held-out probabilities that the topics are touched.
    pairs : tuple of ndarray
        Rows, topics, and the held-out probabilities of the stances there; all right and all given pairs are among them.
    tones : tuple of ndarray
        The right tones, -1 where unknown, and the held-out ones.
    folds : int

    Returns
    -------
    dict
        ``folds``, ``figures`` and ``topics``: each figure as a list of value, low and high end of the interval.
    """
    row, topic, stance = pairs
    told = np.zeros(stances.shape, dtype=np.int8)
    sure = np.zeros(stances.shape)
    told[row, topic], sure[row, topic] = stance.argmax(axis=1), stance.max(axis=1)
    numbers = {name: i for i, name in enumerate(dict.fromkeys(groups))}
    outcome = Outcome(
        tuple(t.id for t in heads.topics),
        np.array([numbers[name] for name in groups], dtype=np.int64),
        np.ones(len(stances)),
        stances.astype(np.int8),
        np.where(touched >= heads.thresholds, told, -1).astype(np.int8),
        heads.confident(touched, sure),
        told,
        tones[0].astype(np.int8),
        tones[1].astype(np.int8),
    )
    shown: dict[str | None, dict[str, list[float]]] = {}
    for name, figures in draw_figures(outcome, _DRAWS).items():
        kept = {figure: summarise(values) for figure, values in figures.items() if not np.isnan(values[0])}
        shown[name] = {
            figure: [round(v, 4) for v in (f.value, f.low, f.high) if not np.isnan(v)] for figure, f in kept.items()
        }
    overall = shown.pop(None)
    return {"folds": folds, "figures": overall, "topics": shown}


def held_out_stances(
    examples: Sequence[Example], random_state: int = 0, n_jobs: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Give each example's stance by a model that has not seen its document.

    Parameters
    ----------
    examples : sequence of Example
        With one topic each.

    Returns
    -------
    probabilities : ndarray, shape (n, 3)
    codes : ndarray of int, shape (n,)
        The given stances.
    """
    from stance.features.transformer import cross
    from stance.learning.calibration import Calibration
    from stance.learning.linear import fit_linear, out_of_fold
    from stance.learning.train import Settings

    settings = Settings()
    topics = sorted({topic for example in examples for topic in example.labels})
    topic = np.array([topics.index(next(iter(e.labels))) for e in examples], dtype=np.int64)
    codes = np.array([STANCES.index(next(iter(e.labels.values()))) for e in examples], dtype=np.int64)
    weights = np.array([e.weight for e in examples])
    rows = cross(_features(examples), topic, len(topics))

    def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
        options: dict[str, Any] = {"cost": settings.stance_cost, "random_state": random_state}
        learned = fit_linear(rows[learn], codes[learn], len(STANCES), weights=weights[learn], **options)
        return learned.decide(rows[decide])

    decisions = out_of_fold(fold, _folds(examples, settings.folds, random_state), n_jobs)
    return Calibration.fit(decisions, codes, weights).apply(decisions), codes


def held_out_touch(examples: Sequence[Example], topic: str, random_state: int = 0, n_jobs: int = 1) -> np.ndarray:
    """Give the probability that each example touches a topic, by a model that has not seen its document."""
    from stance.learning.calibration import Calibration
    from stance.learning.linear import fit_linear, out_of_fold
    from stance.learning.train import Settings

    settings = Settings()
    codes = np.array([topic in e.labels for e in examples], dtype=np.int64)
    weights, rows = np.array([e.weight for e in examples]), _features(examples)

    def fold(learn: np.ndarray, decide: np.ndarray) -> np.ndarray:
        options: dict[str, Any] = {"cost": settings.touch_cost, "random_state": random_state}
        return fit_linear(rows[learn], codes[learn], 2, weights=weights[learn], **options).decide(rows[decide])

    decisions = out_of_fold(fold, _folds(examples, settings.folds, random_state), n_jobs)
    probability: np.ndarray = Calibration.fit(decisions, codes, weights).apply(decisions)[:, 0]
    return probability


def _features(examples: Sequence[Example]) -> Any:
    from stance.features.extractor import TextFeatures

    texts = list(dict.fromkeys(e.text for e in examples))
    place = {text: i for i, text in enumerate(texts)}
    return TextFeatures().fit(texts).matrix(texts)[[place[e.text] for e in examples]]


def _folds(examples: Sequence[Example], most: int, random_state: int) -> np.ndarray:
    from stance.learning.linear import fold_numbers

    groups = [e.group for e in examples]
    found = len(set(groups))
    if found < 2:
        raise InputError("all statements are of one document or group; give others to check them against")
    return fold_numbers(groups, min(most, found), random_state)


def suspects(
    annotations: Any,
    model: Model | str | PathLike[str] | None = None,
    *,
    what: Literal["stance", "topic"] = "stance",
    n_jobs: int = 1,
    random_state: int = 0,
) -> Suspects:
    """Find labels that are likely wrong, by confident learning.

    Parameters
    ----------
    annotations : path, DataFrame, or iterable of Annotation or dicts
        As for `stance.train`.
    model : Model or path, optional
        A model that has not learned from these annotations, such as the shipped one: better where they are few. By
        default models of their own are cross-validated, documents and twins kept together.
    what : {"stance", "topic"}
        Whether stances are looked at, or whether each topic is touched (then the labels are ``"touched"`` and
        ``"untouched"``, and a topic that a statement does not name counts as untouched).
    n_jobs : int, default=1
    random_state : int, default=0

    Returns
    -------
    Suspects
        Records, the most suspicious first.

    References
    ----------
    Northcutt, Jiang and Chuang (2021), Confident learning: estimating uncertainty in dataset labels. JAIR 70.

    Examples
    --------
    >>> import stance
    >>> rows = [{"text": "We will never join NATO.", "topic": "nato-membership", "stance": "favor", "id": "1"}]
    >>> rows += [{"text": "We reject membership of NATO.", "topic": "nato-membership", "stance": "against", "id": "2"}]
    >>> rows += [{"text": "Our goal is to join NATO.", "topic": "nato-membership", "stance": "favor", "id": "3"}]
    >>> [(one["id"], one["suggested"]) for one in stance.suspects(rows, stance.load())]
    [('1', 'against')]
    """
    from stance.model import Model, load

    given = model if model is None or isinstance(model, Model) else load(model)
    if what == "stance":
        return find_suspects(annotations, _stance_source(given, random_state, n_jobs))
    if what != "topic":
        raise InputError(f'what is "stance" or "topic", not {what!r}')
    return _touch_suspects(gather(annotations), given, random_state, n_jobs)


def _stance_source(
    model: Model | None, random_state: int, n_jobs: int
) -> Callable[[list[Example]], tuple[np.ndarray, np.ndarray]]:
    def probabilities(examples: list[Example]) -> tuple[np.ndarray, np.ndarray]:
        if model is None:
            return held_out_stances(examples, random_state, n_jobs)
        names = [next(iter(e.labels)) for e in examples]
        told, place = _told(model, examples, names), {name: i for i, name in enumerate(dict.fromkeys(names))}
        codes = np.array([STANCES.index(e.labels[name]) for e, name in zip(examples, names, strict=True)])
        return told["probabilities"][np.arange(len(names)), [place[name] for name in names]], codes

    return probabilities


def _told(model: Model, examples: Sequence[Example], names: Sequence[str]) -> dict[str, np.ndarray]:
    """Let a model judge each example on each of the named topics, trained or not."""
    from stance.labelling import label_texts
    from stance.learning.fresh import FreshTopic
    from stance.topics import Topic

    known = {topic.id: i for i, topic in enumerate(model.topics)}
    asked = [known[n] if n in known else FreshTopic(model._heads, Topic(n)) for n in dict.fromkeys(names)]
    columns = label_texts(model._heads, [e.text for e in examples], asked).columns
    return {name: values.reshape(len(examples), len(asked), *values.shape[1:]) for name, values in columns.items()}


def _touch_suspects(examples: Sequence[Example], model: Model | None, random_state: int, n_jobs: int) -> Suspects:
    classes = ("touched", "untouched")
    counts = Counter(topic for example in examples for topic in example.labels)
    if not counts:
        raise InputError("no topic is named, so none can be wrong; give annotations with topics")
    # Of a topic that hardly occurs nothing can be learned that could contradict anybody.
    topics = sorted(topic for topic, n in counts.items() if n >= _FEWEST or model is not None)
    records: list[dict[str, Any]] = []
    n, rates = 0, dict[str, float]()
    known = [] if model is None else [topic.id for topic in model.topics]
    judged = None if model is None else model._heads.judge([e.text for e in examples]).touched
    for topic in topics if model is None else [t for t in topics if t in known]:
        if judged is not None:
            p = judged[:, known.index(topic)]
        else:
            p = held_out_touch(examples, topic, random_state, n_jobs)
        both, y = np.column_stack([p, 1 - p]), np.array([topic not in e.labels for e in examples], dtype=np.int64)
        wrong, suggested = label_errors(both, y)
        n += len(y)
        rates |= {f"{topic}:{name}": rate for name, rate in _noise(both, y, classes).items()}
        for i in np.flatnonzero(wrong).tolist():
            p_given, p_other = float(both[i, y[i]]), float(both[i, suggested[i]])
            records.append(
                {"id": examples[i].id, "text": examples[i].text, "topic": topic, "stance": classes[y[i]],
                 "suggested": classes[int(suggested[i])], "p_given": p_given, "p_suggested": p_other,
                 "margin": p_given - p_other}
            )  # fmt: skip
    records.sort(key=lambda r: (r["margin"], r["id"] or "", r["text"], r["topic"]))
    return Suspects(records, n, rates)
