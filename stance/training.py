"""Training from annotations: what a user calls."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from typing import Any, Literal

import numpy as np

from stance.annotations.gather import Example, gather
from stance.annotations.naming import settle_topics
from stance.annotations.read import read_annotations
from stance.errors import ModelError
from stance.labels import SENTIMENTS, STANCES
from stance.learning.heads import Heads
from stance.learning.memory import Memory
from stance.learning.train import train_heads
from stance.model import Model, load
from stance.topics import Topic, read_topics, resolve_topics, shipped_topics

__all__ = ["train", "update"]


def train(
    annotations: Any,
    *,
    topics: Iterable[str | Topic] | str | PathLike[str] | None = None,
    random_state: int = 0,
    n_jobs: int = 1,
    coders: Literal["majority", "all"] = "majority",
    errors: Literal["raise", "skip"] = "raise",
    memory: bool = True,
    progress: bool | None = None,
) -> Model:
    """Train a model on annotated statements.

    Parameters
    ----------
    annotations : path, DataFrame, or iterable of Annotation or dicts
        See `stance.annotations.read_annotations` for the forms. Statements of one document, and twins, are never
        parted between folds. A short name of a shipped topic, such as "nato", is taken for its id.
    topics : iterable of str or Topic, or path of a TOML file, optional
        Which topics to learn; by default all that the annotations name.
    random_state : int, default=0
    n_jobs : int, default=1
        How many processes share the work; the result does not depend on it.
    coders : {"majority", "all"}
        How several coders of one statement are resolved.
    errors : {"raise", "skip"}
        Whether bad rows stop the training or are left out.
    memory : bool, default=True
        Whether the model keeps the hashed features of some 1,000 statements with their labels, without their text, so
        that `Model.update` need not forget. Without it an update of old topics is held by the old weights alone.
    progress : bool, optional
        Whether to show a progress bar on standard error; by default only on a terminal or in a notebook.

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
    topics = list(topics) if isinstance(topics, Iterator) else topics
    rows = settle_topics(read_annotations(annotations, errors=errors), (), _own(topics))
    examples = gather(rows, coders)
    chosen = _topics(topics, examples)
    inherit = _sentiment_source(examples)
    with _steps(progress) as tell:
        heads = train_heads(examples, chosen, inherit=inherit, random_state=random_state, n_jobs=n_jobs, tell=tell)
    if memory:
        heads.memory = _memory(heads, examples, random_state)
    return Model(heads)


@contextmanager
def _steps(shown: bool | None) -> Iterator[Callable[[str], object]]:
    """Show a bar of the four steps of training."""
    notebook = "ipykernel" in sys.modules
    if not (sys.stderr.isatty() or notebook if shown is None else shown):
        yield lambda step: None
        return
    from tqdm.auto import tqdm

    with tqdm(total=4, unit="step", file=None if notebook else sys.stderr, leave=False) as bar:
        done = iter(range(5))

        def tell(step: str) -> None:
            bar.set_description(step, refresh=False)
            bar.update(1 if next(done) else 0)
            bar.refresh()

        yield tell


def _memory(heads: Heads, examples: Sequence[Example], random_state: int) -> Memory:
    labels = np.array(
        [[STANCES.index(e.labels[t.id]) if t.id in e.labels else -1 for t in heads.topics] for e in examples]
    )
    tones = np.array([SENTIMENTS.index(e.sentiment) if e.sentiment is not None else -1 for e in examples])
    return Memory.draw(heads.features.matrix([e.text for e in examples]), labels, tones, random_state=random_state)


def _topics(asked: Any, examples: Sequence[Example], more: Sequence[Topic] = ()) -> list[Topic]:
    named = list(dict.fromkeys(topic for example in examples for topic in example.labels))
    known = {topic.id: topic for topic in (*more, *shipped_topics())}
    present = [topic for topic in known.values() if topic.id in named]
    present += [Topic(name) for name in sorted(named) if name not in known]
    if asked is None:
        return present
    if isinstance(asked, (str, PathLike)) and str(asked).endswith(".toml"):
        return read_topics(asked)
    return resolve_topics(asked, present)


def _own(asked: Any) -> list[str]:
    """Name the topics that are given as such: their ids stand for them, whatever else they may be short for."""
    if asked is None:
        return []
    if isinstance(asked, (str, PathLike)):
        return [topic.id for topic in read_topics(asked)] if str(asked).endswith(".toml") else []
    return [topic.id for topic in ([asked] if isinstance(asked, Topic) else asked) if isinstance(topic, Topic)]


def _sentiment_source(examples: Sequence[Example]) -> Heads | None:
    if len({example.sentiment for example in examples} - {None}) >= 2:
        return None
    try:
        return load()._heads
    except ModelError:
        return None


def update(
    model: Model,
    annotations: Any,
    *,
    topics: Iterable[str | Topic] | str | PathLike[str] | None = None,
    random_state: int = 0,
    n_jobs: int = 1,
    coders: Literal["majority", "all"] = "majority",
    errors: Literal["raise", "skip"] = "raise",
) -> Model:
    """Learn from more annotated statements; see `Model.update`."""
    from stance.learning.update import update_heads

    topics = list(topics) if isinstance(topics, Iterator) else topics
    rows = settle_topics(read_annotations(annotations, errors=errors), model.topics, _own(topics))
    examples = gather(rows, coders)
    known = {topic.id: topic for topic in model.topics}
    chosen = [known.get(topic.id, topic) for topic in _topics(topics, examples, model.topics)]
    return Model(update_heads(model._heads, examples, chosen, random_state=random_state, n_jobs=n_jobs))
