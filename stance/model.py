"""The model: loaded, saved, and what labels, explains and is asked for its topics."""

from __future__ import annotations

import html
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.errors import InputError, ModelError
from stance.inputs import Inputs, chunks, flatten
from stance.labelling import REASONS, Rows, label_texts
from stance.labels import Labels
from stance.learning.fresh import FreshTopic
from stance.learning.heads import Heads
from stance.storage import read_model, write_model
from stance.topics import Topic, resolve_topics

if TYPE_CHECKING:
    from stance.evaluation import Evaluation
    from stance.explanation import Explanation

__all__ = ["Model", "label", "load"]

Topics = Iterable[str | Topic] | str | Topic | None
_BATCH = 8192


class Model:
    """Labels statements: topics, stances, tone, and how sure it is.

    Made by `stance.load` or `stance.train`.

    Parameters
    ----------
    heads : Heads
        What was learned.
    path : path, optional
        The folder that it was loaded from.

    Examples
    --------
    >>> import stance
    >>> model = stance.load()
    >>> len(model.topics)
    8
    """

    def __init__(self, heads: Heads, path: str | PathLike[str] | None = None) -> None:
        self._heads = heads
        self._path = Path(path) if path is not None else None

    @property
    def topics(self) -> list[Topic]:
        """The topics that the model was trained on."""
        return list(self._heads.topics)

    @property
    def facts(self) -> dict[str, Any]:
        """What the model was trained on, and how it did: counts, fingerprint of the data, measured figures."""
        return dict(self._heads.facts)

    def label(
        self,
        source: Any,
        *,
        topics: Topics = None,
        min_confidence: float | None = None,
        n_jobs: int = 1,
    ) -> Labels:
        """Label statements; see `stance.label`."""
        return self._label(flatten(source), topics, min_confidence, n_jobs)

    def label_batches(
        self,
        source: Iterable[Any],
        *,
        topics: Topics = None,
        min_confidence: float | None = None,
        batch_size: int = _BATCH,
    ) -> Iterator[Labels]:
        """Label an iterable of any length in constant memory.

        Parameters
        ----------
        source : iterable
            Texts, statements, documents or records.
        batch_size : int, default=8192
            How many statements a batch holds; each batch counts its statements from 0.

        Yields
        ------
        Labels
        """
        if batch_size < 1:
            raise InputError(f"batch_size must be at least 1, not {batch_size}")
        for inputs in chunks(source, batch_size):
            yield self._label(inputs, topics, min_confidence, 1)

    def _label(self, inputs: Inputs, topics: Topics, min_confidence: float | None, n_jobs: int) -> Labels:
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise InputError(f"min_confidence must lie between 0 and 1, not {min_confidence}")
        asked = None if topics is None else resolve_topics(topics, self._heads.topics)
        names = [topic.id for topic in (self._heads.topics if asked is None else asked)]
        if n_jobs == 1 or len(inputs.texts) < 2 * _BATCH:
            rows = label_texts(self._heads, inputs.judged, self._targets(asked), min_confidence)
        else:
            rows = self._label_side_by_side(inputs.judged, asked, min_confidence, n_jobs)
        return Labels(inputs.complete(), rows.columns, names, REASONS)

    def _targets(self, asked: Sequence[Topic] | None) -> list[int | FreshTopic] | None:
        if asked is None:
            return None
        known = {topic.id: i for i, topic in enumerate(self._heads.topics)}
        return [known[topic.id] if topic.id in known else FreshTopic(self._heads, topic) for topic in asked]

    def _label_side_by_side(
        self, texts: list[str], asked: list[Topic] | None, min_confidence: float | None, n_jobs: int
    ) -> Rows:
        """Label in several processes; each maps the model from its folder, so that no weights travel."""
        from joblib import Parallel, delayed

        parts = [texts[i : i + 4 * _BATCH] for i in range(0, len(texts), 4 * _BATCH)]
        with tempfile.TemporaryDirectory() as temporary:
            # Workers may stand in another folder.
            path = self._path.resolve() if self._path else None
            if path is None:
                path = Path(temporary) / "model"
                self.save(path)
            work = delayed(_label_part)
            done = Parallel(n_jobs=n_jobs)(work(str(path), part, asked, min_confidence) for part in parts)
        return Rows.join(done, [len(part) for part in parts])

    def explain(self, text: Any, topic: str | Topic) -> Explanation:
        """Say what speaks for a statement's stance, word by word.

        Parameters
        ----------
        text : str or Statement
        topic : str or Topic

        Returns
        -------
        Explanation
            Each token's contribution; they and the bias sum to the stance's score before calibration.

        Examples
        --------
        >>> import stance
        >>> stance.load().explain("We will never join NATO.", "nato").stance
        'against'
        """
        from stance.explanation import explain

        inputs = flatten(text)
        if len(inputs.texts) != 1:
            raise InputError(f"explain takes one statement, not {len(inputs.texts)}; call it once for each")
        target = self._targets(resolve_topics(topic, self._heads.topics))
        assert target is not None
        return explain(self._heads, inputs.judged[0], target[0])

    def evaluate(
        self, annotations: Any, *, topics: Iterable[str] | None = None, n_draws: int = 1000, random_state: int = 0
    ) -> Evaluation:
        """Say how well the model does on annotated statements, with a bootstrap interval of every figure.

        Parameters
        ----------
        annotations : path, DataFrame, or iterable of Annotation or dicts
            As for `stance.train`. A topic that a statement does not name counts as untouched.
        topics : iterable of str, optional
            The ids of the only topics to judge, for statements that were annotated on these alone.
        n_draws : int, default=1000
            How many times documents are drawn for the intervals.
        random_state : int, default=0

        Returns
        -------
        Evaluation
        """
        from stance.annotations.gather import gather
        from stance.annotations.naming import settle_topics
        from stance.annotations.read import read_annotations
        from stance.evaluation import evaluate_outcome
        from stance.learning.evaluate import judge_examples

        topics = None if topics is None else list(topics)
        examples = gather(settle_topics(read_annotations(annotations), self.topics, topics or ()))
        return evaluate_outcome(judge_examples(self._heads, examples, topics), n_draws, random_state)

    def update(self, annotations: Any, **options: Any) -> Model:
        """Learn from more annotated statements, without the old ones at hand and without forgetting them.

        What the annotations do not name stays bit for bit as it was. A topic that the model does not know is added.

        Parameters
        ----------
        annotations : path, DataFrame, or iterable of Annotation or dicts
            As for `stance.train`. New topics need some statements that do not touch them.
        **options
            ``topics``, ``random_state``, ``n_jobs``, ``coders`` and ``errors``, as for `stance.train`.

        Returns
        -------
        Model
            A new model; this one is left as it is.
        """
        from stance.training import update

        return update(self, annotations, **options)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model to a folder: ``model.json``, ``weights-<hash>.safetensors`` and the card ``README.md``.

        A crash at any moment leaves the model that stood there before whole. The same training gives the same bytes.
        """
        from stance.card import model_card

        write_model(path, self._heads.settings(), self._heads.arrays(), model_card(self._heads))

    def __repr__(self) -> str:
        trained = self._heads.facts.get("statements")
        about = f", trained on {trained:,} statements" if trained else ""
        return f"Model({len(self._heads.topics)} topics{about})"

    def _repr_html_(self) -> str:
        rows = []
        for topic in self._heads.topics:
            counts = self._heads.facts.get("labels", {}).get(topic.id, {})
            shown = ", ".join(f"{n:,} {stance}" for stance, n in counts.items())
            cells = "".join(
                f'<td style="text-align:left">{html.escape(c)}</td>' for c in (topic.id, topic.description, shown)
            )
            rows.append(f"<tr>{cells}</tr>")
        head = "".join(f'<th style="text-align:left">{name}</th>' for name in ("topic", "in favor of", "trained on"))
        return (
            f"<p><b>{html.escape(repr(self))}</b></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )


def _label_part(path: str, texts: list[str], asked: list[Topic] | None, min_confidence: float | None) -> Rows:
    model = _cached(path)
    return label_texts(model._heads, texts, model._targets(asked), min_confidence)


def load(path: str | PathLike[str] | None = None) -> Model:
    """Load a model: the shipped one, or the one in a folder. Nothing in the folder is ever run.

    Parameters
    ----------
    path : path, optional
        The model's folder.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If the folder is missing, incomplete, altered, of a newer format or no model at all.

    Examples
    --------
    >>> import stance
    >>> stance.load()
    Model(8 topics, trained on ... statements)
    """
    if path is None:
        return _cached(str(_shipped()))
    folder = Path(path)
    settings, arrays = read_model(folder)
    try:
        return Model(Heads.rebuild(settings, arrays), folder)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ModelError(f"{folder / 'model.json'}: does not fit its weights ({error}); get the model again") from error


@lru_cache(maxsize=4)
def _cached(path: str) -> Model:
    return load(path)


def _shipped() -> Path:
    """Find the shipped model: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "_models" / "press", package.parent / "models" / "press"):
        if (folder / "model.json").is_file():
            return folder
    raise ModelError("the shipped model is missing; reinstall stance-nlp, or train it (see the README)")


def label(
    source: Any,
    *,
    topics: Topics = None,
    model: Model | str | PathLike[str] | None = None,
    min_confidence: float | None = None,
    n_jobs: int = 1,
) -> Labels:
    """Label statements: which topics they touch, the stance on each, the tone, and how sure that is.

    Parameters
    ----------
    source : str, Statement, Document, or iterable of these in any mixture
        A ``str`` is one statement, never a path. Records and DataFrames with a ``text`` are taken too, and their
        other columns carried through.
    topics : str, Topic or iterable of these, optional
        Exactly these are judged for every statement, touched or not. By default the model finds the topics.
    model : Model or path, optional
        The shipped one by default.
    min_confidence : float, optional
        Below it the stance is None and ``reason`` says so.
    n_jobs : int, default=1
        How many processes share the work.

    Returns
    -------
    Labels
        A statement that touches no topic has one row, whose ``topic`` and ``stance`` are None.

    Raises
    ------
    InputError, TopicError, ModelError
        If something cannot be labelled, a topic is unknown, or the model cannot be loaded.

    Examples
    --------
    >>> import stance
    >>> labels = stance.label("Serbia has no plans to join NATO and wants to keep military neutrality.")
    >>> labels[0]["topic"], labels[0]["stance"]
    ('nato-membership', 'against')
    """
    if isinstance(source, PathLike):
        raise InputError(f"cannot label the path {fspath(source)}; use stance.read(path) for an article")
    if model is None or not isinstance(model, Model):
        model = load(model)
    return model.label(source, topics=topics, min_confidence=min_confidence, n_jobs=n_jobs)
