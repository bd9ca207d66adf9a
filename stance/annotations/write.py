"""Writing annotations and predictions in any format."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, cast

from stance.annotations.annotation import Annotation
from stance.annotations.formats import FORMATS, Layout, format_names, get_format
from stance.annotations.read import read_annotations
from stance.annotations.response import Response, from_annotations, from_labels
from stance.errors import InputError
from stance.files import atomic_write
from stance.labels import Labels

__all__ = ["write_annotations"]


def write_annotations(
    annotations: Labels | Iterable[Annotation] | Any,
    path: str | PathLike[str],
    format: str | None = None,
    *,
    wide: bool = False,
) -> None:
    """Write annotations, or predictions as suggestions to be checked.

    Ids are kept. The file appears in one step, whole or not at all; cells that a spreadsheet would run as formulas
    are escaped. Predictions become predictions in Label Studio, suggestions in Argilla, unanswered tasks with their
    options chosen in Prodigy and labels to be checked in doccano. In tables and JSON lines they stand apart, as
    ``predicted_topic``, ``predicted_stance``, ``predicted_sentiment`` and ``confidence``, beside empty ``topic``,
    ``stance``, ``sentiment`` and ``coder``; rows that are left empty are skipped when the file is read. A statement
    without an id has its position, as a text, for one.

    Parameters
    ----------
    annotations : Labels, iterable of Annotation, or anything that `read_annotations` takes
        What to write.
    path : path
        The file.
    format : str, optional
        ``"argilla"``, ``"csv"``, ``"dna"``, ``"doccano"``, ``"jsonl"``, ``"label-studio"``, ``"prodigy"``,
        ``"semeval"``, ``"tsv"`` or ``"xlsx"``; by default told by the suffix: ``.csv .tsv .xlsx .jsonl`` and
        ``.zip`` (doccano).
    wide : bool, default=False
        A column for each topic in place of a row for each statement and topic; only in tables.

    Raises
    ------
    InputError
        If the format is unknown, cannot hold what is given, or the file cannot be written.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.csv"
    >>> write_annotations([Annotation(text="We will join NATO.", topic="nato-membership", stance="favor")], path)
    >>> print(path.read_text(), end="")
    id,text,topic,stance,sentiment
    ,We will join NATO.,nato-membership,favor,
    """
    target = Path(path)
    name = _format(target, format)
    if wide and name not in ("csv", "tsv", "xlsx"):
        raise InputError(f"{target}: only csv, tsv and xlsx have a wide form, not {name}")
    writer = get_format(name)
    responses = _responses(annotations)
    layout = Layout(wide=wide, archive=target.suffix.casefold() == ".zip")
    with atomic_write(target, "wb" if writer.BINARY else "w") as stream:
        try:
            writer.write(responses, cast(Any, stream), layout)
        except InputError as error:
            raise InputError(f"{target}: {error}") from error
        except UnicodeEncodeError as error:
            raise InputError(f"{target}: a text holds half a character (a lone surrogate); mend it first") from error


def _format(path: Path, name: str | None) -> str:
    if name is None:
        for candidate in FORMATS:
            if path.suffix.casefold() in get_format(candidate).SUFFIXES:
                return candidate
        raise InputError(f"{path}: the suffix names no format; give format=..., one of {', '.join(format_names())}")
    if name not in FORMATS:
        raise InputError(f"there is no format {name!r}, only {', '.join(format_names())}")
    return name


def _responses(annotations: Any) -> list[Response]:
    if isinstance(annotations, Labels):
        return from_labels(annotations)
    read = read_annotations(annotations)
    responses = from_annotations(read)
    for response in responses:
        response.blank = read.blank
    return responses
