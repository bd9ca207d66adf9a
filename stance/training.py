"""Training from annotations: what a user calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any, Literal

from stance.annotations.gather import Example, gather
from stance.annotations.read import read_annotations
from stance.errors import ModelError
from stance.learning.heads import Heads
from stance.learning.train import train_heads
from stance.model import Model, load
from stance.topics import Topic, read_topics, resolve_topics, shipped_topics

__all__ = ["train"]


def train(
    annotations: Any,
    *,
    topics: Iterable[str | Topic] | str | PathLike[str] | None = None,
    random_state: int = 0,
    n_jobs: int = 1,
    coders: Literal["majority", "all"] = "majority",
    errors: Literal["raise", "skip"] = "raise",
) -> Model:
    """Train a model on annotated statements.

    Parameters
    ----------
    annotations : path, DataFrame, or iterable of Annotation or dicts
        See `stance.annotations.read_annotations` for the forms. Statements of one document, and twins, are never
        parted between folds.
    topics : iterable of str or Topic, or path of a TOML file, optional
        Which topics to learn; by default all that the annotations name.
    random_state : int, default=0
    n_jobs : int, default=1
        How many processes share the work; the result does not depend on it.
    coders : {"majority", "all"}
        How several coders of one statement are resolved.
    errors : {"raise", "skip"}
        Whether bad rows stop the training or are left out.

    Returns
    -------
    Model

    Raises
    ------
    AnnotationError
        If rows are bad, or there are too few.

    Notes
    -----
    Without sentiment labels the shipped model's sentiment is kept.
    """
    examples = gather(read_annotations(annotations, errors=errors), coders)
    chosen = _topics(topics, examples)
    heads = train_heads(
        examples, chosen, inherit=_sentiment_source(examples), random_state=random_state, n_jobs=n_jobs
    )
    return Model(heads)


def _topics(asked: Any, examples: Sequence[Example]) -> list[Topic]:
    named = list(dict.fromkeys(topic for example in examples for topic in example.labels))
    known = {topic.id: topic for topic in shipped_topics()}
    present = [topic for topic in known.values() if topic.id in named]
    present += [Topic(name) for name in sorted(named) if name not in known]
    if asked is None:
        return present
    if isinstance(asked, (str, PathLike)) and str(asked).endswith(".toml"):
        return read_topics(asked)
    return resolve_topics(asked, present)  # type: ignore[arg-type]


def _sentiment_source(examples: Sequence[Example]) -> Heads | None:
    if len({example.sentiment for example in examples} - {None}) >= 2:
        return None
    try:
        return load()._heads
    except ModelError:
        return None
