"""What travels to a worker of a cluster: where the model lies and what is asked of it, never the model itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from stance.errors import InputError, ModelError
from stance.streaming.work import fingerprint

if TYPE_CHECKING:
    from stance.labels import Labels
    from stance.model import Model
    from stance.topics import Topic

__all__ = ["Order", "place_order"]

_loading = Lock()


@dataclass(frozen=True)
class Order:
    """What is asked of every worker; small, and the same for all of them.

    Parameters
    ----------
    path : str, optional
        The model's folder as the worker sees it; the shipped model where there is none.
    digest : str, optional
        The SHA-256 of the model's ``model.json`` where the order was placed, if it could be seen from there.
    topics : tuple of str or Topic, optional
    min_confidence : float, optional
    """

    path: str | None
    digest: str | None
    topics: tuple[str | Topic, ...] | None
    min_confidence: float | None

    def label(self, texts: Sequence[str], cues: Sequence[str | None] | None = None) -> Labels:
        """Label texts with the model that this process has mapped, or maps now; cues as in `stance.label`."""
        with _loading:  # threads of one worker must not map it once each
            model = _mapped(self.path, self.digest)
        source = texts if cues is None else [{"text": t, "cue": c} for t, c in zip(texts, cues, strict=True)]
        return model.label(source, topics=self.topics, min_confidence=self.min_confidence)


def place_order(
    model: Model | str | PathLike[str] | None,
    topics: Iterable[str | Topic] | str | Topic | None,
    min_confidence: float | None,
) -> Order:
    """See that what is asked for makes sense, as far as can be seen from here, and put it into a few bytes.

    A folder that is not here is taken to be the path of one on the workers, who check it when they come to it.

    Raises
    ------
    InputError, TopicError, ModelError
        If the model was never saved or is none, a topic is unknown, or ``min_confidence`` is no probability.
    """
    from stance.model import load

    asked = _listed(topics)
    path = _folder(model)
    if path is not None and not path.exists():
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise InputError(f"min_confidence must lie between 0 and 1, not {min_confidence}")
        return Order(str(path), None, asked, min_confidence)
    load(path).label([], topics=asked, min_confidence=min_confidence)  # complains of whatever is wrong with these
    where = None if path is None else str(path.resolve())
    return Order(where, fingerprint(path or _shipped_folder()), asked, min_confidence)


def _listed(topics: Iterable[str | Topic] | str | Topic | None) -> tuple[str | Topic, ...] | None:
    from stance.topics import Topic

    if topics is None:
        return None
    return (topics,) if isinstance(topics, (str, Topic)) else tuple(topics)


def _folder(model: Model | str | PathLike[str] | None) -> Path | None:
    """Find the folder that a worker can load the model from, None for the shipped one."""
    from stance.model import Model

    if model is None:
        return None
    if not isinstance(model, (str, PathLike, Model)):
        raise InputError(f"model must be a stance.Model or the path of its folder, not {model!r:.60}")
    path = model._path if isinstance(model, Model) else Path(model)
    if path is None:
        raise InputError(
            "the model is only in this session's memory, and workers load theirs from a folder: save it with "
            'model.save("models/mine") to where they can read it, and give model="models/mine"'
        )
    # Elsewhere the package may be installed in another place, so the shipped model goes by no path.
    return None if _is_shipped(path) else path


def _is_shipped(path: Path) -> bool:
    try:
        return path.exists() and path.resolve() == _shipped_folder().resolve()
    except ModelError:  # a package that runs from a zip has no shipped model
        return False


def _shipped_folder() -> Path:
    from stance.model import _shipped

    return _shipped()


@lru_cache(maxsize=4)
def _mapped(path: str | None, digest: str | None) -> Model:
    """Map a model, once in each process; a worker whose model is another one must not answer."""
    from stance.model import load

    if digest is not None and fingerprint(path or _shipped_folder()) != digest:
        named = "the shipped model" if path is None else path
        raise ModelError(
            f"{named}: differs between this worker and where the work was begun; give every machine the same "
            "stance-nlp and the same model folder"
        )
    return load(path)
