"""Reading annotations of any format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from stance.annotations.annotation import DETAILS, Annotation
from stance.annotations.collect import Choice, Collector, Errors
from stance.annotations.formats import sniffed
from stance.annotations.load import load_frame, load_objects, load_path
from stance.annotations.source import Source
from stance.annotations.table import Annotations
from stance.annotations.words import NONE, read_words
from stance.errors import AnnotationError, InputError, TopicError
from stance.topics import Topic, read_topics, resolve_topics, shipped_topics

__all__ = ["read_annotations"]


def read_annotations(
    source: Any,
    *,
    errors: Errors = "raise",
    topics: Sequence[str | Topic] | str | PathLike[str] | None = None,
    topic: str | None = None,
    words: str | PathLike[str] | None = None,
    encoding: str | None = None,
) -> Annotations:
    """Read annotations from a file, a DataFrame or a list, whatever their format.

    The format is told by the content: own JSON lines, CSV, TSV and XLSX (long or wide), and the exports of doccano,
    Label Studio, Prodigy, Argilla, DNA and SemEval-2016.

    Parameters
    ----------
    source : path, DataFrame or iterable of Annotation or dict
        The annotations.
    errors : {"raise", "skip"}
        Whether bad rows raise one error that names them all, or are left out and listed in ``skipped``.
    topics : sequence of str or Topic, or path of a TOML file, optional
        The only topics that may be named, by id, name or alias. None takes any text as a topic's id.
    topic : str, optional
        The topic of labels that name none, such as a bare ``"favor"``.
    words : path, optional
        A TOML file of label words to lay over the shipped ``label_words.toml``.
    encoding : str, optional
        The encoding of a text file, where it is neither UTF-8 nor Windows-1252.

    Returns
    -------
    Annotations
        A list of `Annotation` with the rows ``skipped`` and the columns ``ignored``.

    Raises
    ------
    AnnotationError
        If rows are bad (all are named), the format is unknown or the file is not to be trusted.
    InputError
        If the file cannot be read.

    Examples
    --------
    >>> read_annotations([{"text": "We will join NATO.", "labels": {"nato-membership": "pro"}, "sentiment": "neutral"}])
    1 annotation of 1 statement on 1 topic
    >>> read_annotations([{"text": "We will join.", "topic": "nato-membership", "stance": "yess"}], errors="raise")
    Traceback (most recent call last):
    ...
    stance.errors.AnnotationError: annotations: 1 of 1 row cannot be read; mend it, or leave it out with errors="skip"
      item 1, column stance: 'yess' is no stance (favor, against, neutral, none)
    """
    if errors not in ("raise", "skip"):
        raise InputError(f'errors is "raise" or "skip", not {errors!r}')
    if isinstance(source, Annotations) and topics is None:
        return source
    into = Collector(_name(source), read_words(words), _topics(topics), topic)
    for part in _sources(source, into, encoding):
        _read(part, into)
    return into.finish(errors)


def _name(source: Any) -> str:
    if isinstance(source, (str, PathLike)):
        return fspath(source)
    return source.name if isinstance(source, Annotations) else "annotations"


def _topics(asked: Any) -> list[Topic] | None:
    if asked is None:
        return None
    if isinstance(asked, PathLike) or (isinstance(asked, str) and asked.endswith(".toml")):
        return read_topics(asked)
    found = []
    for item in [asked] if isinstance(asked, (str, Topic)) else asked:
        try:
            found += resolve_topics(item, shipped_topics())
        except TopicError:
            found.append(item if isinstance(item, Topic) else Topic(item))
    return found


def _sources(source: Any, into: Collector, encoding: str | None) -> list[Source]:
    if isinstance(source, (str, PathLike)):
        return load_path(Path(source), into, encoding)
    if type(source).__module__.partition(".")[0] == "pandas" and hasattr(source, "itertuples"):
        return [load_frame(source, into.name)]
    if isinstance(source, (bytes, Mapping)) or not isinstance(source, Iterable):
        raise InputError(f"annotations are a path, a DataFrame or a list, not {type(source).__name__}")
    dicts = []
    for number, item in enumerate(source, 1):
        if isinstance(item, Annotation):
            _add(f"item {number}", item, into)
        else:
            dicts.append((number, item))
    if not dicts:
        return []
    return [load_objects(dicts, into.name, into)]


def _add(where: str, annotation: Annotation, into: Collector) -> None:
    details = {name: getattr(annotation, name) for name in ("text", *DETAILS)}
    stance = annotation.stance
    if stance is None and annotation.topic is not None:
        stance = NONE
    into.add(where, details, [Choice(annotation.topic, stance, "stance")], annotation.sentiment)


def _read(source: Source, into: Collector) -> None:
    if not source.records:
        return
    reader = next(sniffed(source, into.words), None)
    if reader is None:
        shown = ", ".join(source.columns[:8]) or "none"
        raise AnnotationError(
            f"{source.name}: no text of the statements found (columns: {shown:.200}); name its column 'text', "
            "and the others 'topic' and 'stance'"
        )
    reader.read(source, into)
