"""What can be labelled: texts, statements, documents, tables, and any mixture of them, as one flat table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stance.errors import InputError
from stance.features.lexicon import takes_position
from stance.labels import META

__all__ = ["Inputs", "chunks", "flatten", "plain_name"]


class Inputs:
    """Statements in columns: their texts, and what else is known of them.

    Attributes
    ----------
    columns : dict of str to list
        ``text`` and, where at least one statement has a value, the other columns.
    judged : list of str
        What is judged of each: its text, and before it its ``cue`` where it has one ("opposes").
    """

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {"text": []}
        self.judged: list[str] = []

    @property
    def texts(self) -> list[str]:
        """The texts of the statements."""
        return self.columns["text"]

    def add(self, text: Any, known: Mapping[str, Any] | None = None) -> None:
        """Take in one statement."""
        if not isinstance(text, str):
            raise InputError(f"statement {len(self.texts)}: expected a text, not {text!r:.60}; give strings")
        for name, value in (known or {}).items():
            if value is not None and name != "text":
                # A column begins with the first statement that has a value; those before it have none.
                column = self.columns.setdefault(name, [None] * len(self.texts))
                column.extend([None] * (len(self.texts) - len(column)))
                column.append(value)
        self.texts.append(text)
        cue = (known or {}).get("cue")
        self.judged.append(f"{cue} {text}" if isinstance(cue, str) and cue else text)

    def complete(self) -> dict[str, list[Any]]:
        """Give the columns, all of one length."""
        for column in self.columns.values():
            column.extend([None] * (len(self.texts) - len(column)))
        return self.columns


def flatten(source: Any) -> Inputs:
    """Take in whatever can be labelled.

    Parameters
    ----------
    source : str, Statement, Document, mapping with ``text``, DataFrame with ``text``, or an iterable of these

    Returns
    -------
    Inputs

    Raises
    ------
    InputError
        If something in it is none of these.
    """
    inputs = Inputs()
    for text, known in _statements(source):
        inputs.add(text, known)
    return inputs


def chunks(source: Any, size: int) -> Iterator[Inputs]:
    """Take in an iterable of any length, ``size`` statements at a time."""
    inputs = Inputs()
    for text, known in _statements(source):
        inputs.add(text, known)
        if len(inputs.texts) >= size:
            yield inputs
            inputs = Inputs()
    if inputs.texts:
        yield inputs


def _statements(source: Any, depth: int = 0) -> Iterator[tuple[Any, Mapping[str, Any] | None]]:
    if isinstance(source, str):
        yield source, None
    elif isinstance(source, Mapping):
        yield _of_record(source)
    elif hasattr(source, "statements") and hasattr(source, "people"):
        for statement in source.statements:
            yield statement.text, _of_statement(statement, source)
    elif hasattr(source, "spans") and hasattr(source, "cue_type"):
        yield source.text, _of_statement(source)
    elif hasattr(source, "columns") and hasattr(source, "to_dict"):
        yield from _of_frame(source)
    elif isinstance(source, (bytes, bytearray)) or not isinstance(source, Iterable):
        raise InputError(
            f"cannot label {source!r:.60}, a {type(source).__name__}; give a text, a Statement, a Document, or a list "
            "of these"
        )
    elif depth > 8:
        raise InputError("lists within lists within lists cannot be labelled; give one flat list of texts")
    else:
        for item in source:
            if isinstance(item, str):
                yield item, None
            else:
                yield from _statements(item, depth + 1)


def _of_record(record: Mapping[Any, Any]) -> tuple[Any, Mapping[str, Any]]:
    if "text" not in record:
        raise InputError(f"a record without a text cannot be labelled (its keys are {', '.join(map(str, record))})")
    known = {plain_name(str(key)): value for key, value in record.items() if key != "text"}
    if len(known) < len(record) - 1:
        raise InputError(f"two keys of a record would have one name ({_twice(record)!r}); rename one")
    return record["text"], known


def _of_statement(statement: Any, document: Any = None) -> dict[str, Any]:
    speaker = statement.speaker
    date = getattr(statement, "date", None) or getattr(document, "date", None)
    name = getattr(statement, "document", None) or getattr(document, "id", None) or getattr(document, "title", None)
    return {
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "side": speaker.side if speaker else None,
        "cue_type": statement.cue_type,
        "document": name,
        "date": date,
        "cue": _telling_cue(statement),
    }


def _telling_cue(statement: Any) -> str | None:
    """Give the cue of reported speech where it takes a position: "opposes NATO membership", "denied that ...".

    The content alone would say the opposite. Cues that only report ("said", "added") are left out, as labels must not
    depend on how a statement is attributed.
    """
    if statement.cue_span is None or not statement.spans or statement.kind == "direct":
        return None
    # The sentence is at hand, the document need not be; the content tells where in the document it begins.
    at = statement.sentence.find(statement.text[:12])
    if at < 0:
        return None
    start, end = (offset - statement.spans[0][0] + at for offset in statement.cue_span)
    cue = " ".join(statement.sentence[max(start, 0) : max(end, 0)].split())
    return cue if cue and takes_position(cue) else None


def _of_frame(frame: Any) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if "text" not in list(frame.columns):
        raise InputError(f"the DataFrame has no column 'text'; it has {', '.join(map(str, frame.columns))}")
    names = [plain_name(str(name)) for name in frame.columns]
    if len(set(names)) < len(names):
        raise InputError(f"two columns of the DataFrame would have one name ({_twice(frame.columns)!r}); rename one")
    for values in frame.itertuples(index=False, name=None):
        record = {name: value for name, value in zip(names, values, strict=True) if not _missing(value)}
        yield record.get("text", ""), record


def _missing(value: Any) -> bool:
    """Whether a cell is None, NaN, NaT or NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        # NA compares to nothing; a list or an array is a value.
        return type(value).__name__ == "NAType"


# Columns of a label table that the input may not fill: they are what labelling is to find.
_TAKEN = {
    *("statement", "topic", "stance", "confidence", "probabilities", "p_favor", "p_against", "p_neutral"),
    *("sentiment", "sentiment_confidence", "reason"),
}


def plain_name(name: str) -> str:
    """Give the name under which a column of the input is carried: its own, unless labelling fills a column so named.

    Examples
    --------
    >>> plain_name("page"), plain_name("topic")
    ('page', 'input_topic')
    """
    return f"input_{name}" if name in _TAKEN else name


def _twice(names: Iterable[Any]) -> str:
    plain = [plain_name(str(name)) for name in names]
    return next(name for name in plain if plain.count(name) > 1)


assert not set(META) & set(_TAKEN)
