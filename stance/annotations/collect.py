"""Rows checked and turned into annotations; all that is wrong with them is kept together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from stance.annotations.annotation import DETAILS, Annotation
from stance.annotations.problems import Problem, bad_rows, in_order
from stance.annotations.table import Annotations
from stance.annotations.words import NONE, Words
from stance.errors import AnnotationError, TopicError
from stance.topics import Topic, resolve_topics

__all__ = ["Choice", "Collector", "Errors", "filled"]

Errors = Literal["raise", "skip"]
LONGEST_TEXT = 100_000
LONGEST_TOPIC = 300
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d")


class Choice(NamedTuple):
    """A label as its file gives it: raw topic and stance, and the column that it stands in."""

    topic: object
    stance: object
    column: str


class _BadRow(Exception):
    def __init__(self, column: str | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def filled(value: object) -> bool:
    """Whether a cell holds anything: not None, NaN, NaT, NA, nor blanks.

    Examples
    --------
    >>> filled(" "), filled(float("nan")), filled(0)
    (False, False, True)
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return False
    if isinstance(value, float):
        return not math.isnan(value)
    return bool(value.strip()) if isinstance(value, str) else True


class Collector:
    """Takes rows from a format's reader; `finish` raises one error for all bad rows or gives the annotations.

    Parameters
    ----------
    name : str
        The file's name for messages.
    words : Words
        What the labels' words stand for.
    topics : sequence of Topic, optional
        The only topics that may be named, by id, name or alias; None allows any.
    topic : str, optional
        The topic of labels that name none.
    """

    def __init__(
        self, name: str, words: Words, topics: Sequence[Topic] | None = None, topic: str | None = None
    ) -> None:
        self.name = name
        self.words = words
        self.topics = topics
        self.topic = topic
        self.ignored: dict[str, None] = {}
        self._annotations: list[Annotation] = []
        self._problems: list[Problem] = []
        self._passed: list[Problem] = []
        self._places: set[str] = set()
        self._said: dict[tuple[object, ...], tuple[str, str]] = {}
        self._known: dict[str, str] = {}

    # -- taken from the readers ----------------------------------------------------------------------------------

    def add(
        self,
        where: str,
        details: Mapping[str, object],
        choices: Iterable[Choice],
        sentiment: object = None,
        columns: Mapping[str, str] | None = None,
        zero: str | None = None,
    ) -> None:
        """Take a statement with its labels; no labels say that it touches no topic.

        Parameters
        ----------
        where : str
            The row.
        details : mapping
            ``text`` and whatever else of ``DETAILS`` is known, raw.
        choices : iterable of Choice
            The labels.
        sentiment : object
            The tone, raw.
        columns : mapping, optional
            The file's own names for the fields, for messages.
        zero : str, optional
            What a bare 0 means as a stance.
        """
        self._places.add(where)
        try:
            self._annotations += self._row(where, details, list(choices), sentiment, columns or {}, zero)
        except _BadRow as bad:
            self.problem(where, bad.column, bad.reason)

    def problem(self, where: str, column: str | None, reason: str) -> None:
        """Note a bad row."""
        self._places.add(where)
        self._problems.append(Problem(where, column, reason))

    def skip(self, where: str, reason: str) -> None:
        """Note a row that its tool marks as not answered; it is no error."""
        self._places.add(where)
        self._passed.append(Problem(where, None, reason))

    def ignore(self, columns: Iterable[str]) -> None:
        """Note columns that are not read."""
        self.ignored.update(dict.fromkeys(columns))

    def finish(self, errors: Errors) -> Annotations:
        """Give the annotations, or raise one `AnnotationError` that names every bad row."""
        if self._problems and errors == "raise":
            raise bad_rows(self.name, in_order(self._problems), len(self._places))
        skipped = in_order(self._problems + self._passed)
        if not self._annotations:
            first = f"; the first of {len(skipped):,} rows left out: {skipped[0]}" if skipped else ""
            raise AnnotationError(f"{self.name}: holds no annotations{first}")
        return Annotations(self._annotations, skipped, self.ignored, self.name)

    # -- one row -------------------------------------------------------------------------------------------------

    def _row(
        self,
        where: str,
        raw: Mapping[str, object],
        choices: list[Choice],
        sentiment: object,
        columns: Mapping[str, str],
        zero: str | None,
    ) -> list[Annotation]:
        details = {name: _detail(name, raw.get(name), columns.get(name, name)) for name in DETAILS}
        text = _text(raw.get("text"), columns.get("text", "text"))
        start, end = details["start"], details["end"]
        if start is not None and end is not None and end < start:
            raise _BadRow(columns.get("end", "end"), f"{end} lies before the start, {start}")
        tone = self._sentiment(sentiment, columns.get("sentiment", "sentiment"))
        pairs = {self._pair(choice, zero): choice.column for choice in choices if choice != _NOTHING}
        for topic, stance in list(pairs):
            if topic is None and len(pairs) > 1:
                raise _BadRow(pairs[topic, stance], "says that no topic is touched beside a label for a topic")
        self._agree(where, text, details, pairs, tone, columns)
        made = [
            Annotation(text=text, topic=topic, stance=stance, sentiment=tone, **details)
            for topic, stance in pairs or {(None, None): ""}
        ]
        return made

    def _pair(self, choice: Choice, zero: str | None) -> tuple[str | None, str | None]:
        topic = self._topic(choice)
        if not filled(choice.stance):
            if topic is None:
                return None, None
            raise _BadRow(choice.column, f"no stance for {topic!r}; write favor, against, neutral or none")
        stance = self.words.meaning("stance", choice.stance, zero)
        if stance is None:
            raise _BadRow(choice.column, self.words.unknown("stance", choice.stance))
        if topic is None and stance != NONE:
            raise _BadRow(choice.column, f"{stance} needs a topic; name it in the row, or give topic=... for all rows")
        return topic, None if stance == NONE else stance

    def _topic(self, choice: Choice) -> str | None:
        if not filled(choice.topic):
            # A given topic is for the rows that have a label; a row with neither touches none.
            return self.topic if filled(choice.stance) else None
        if not isinstance(choice.topic, str):
            raise _BadRow(choice.column, f"a topic is a text, not {choice.topic!r}")
        name = choice.topic.strip()
        if self.words.meaning("stance", name) == NONE:
            return None
        if len(name) > LONGEST_TOPIC or not name.isprintable():
            raise _BadRow(choice.column, f"a topic's id is one line of at most {LONGEST_TOPIC} characters")
        if self.topics is None:
            return name
        if name not in self._known:
            try:
                self._known[name] = resolve_topics(name, self.topics)[0].id
            except TopicError:
                asked = ", ".join(topic.id for topic in self.topics)
                raise _BadRow(choice.column, f"{name!r} is none of the topics asked for ({asked})") from None
        return self._known[name]

    def _sentiment(self, value: object, column: str) -> str | None:
        if not filled(value):
            return None
        meaning = self.words.meaning("sentiment", value)
        if meaning is None:
            raise _BadRow(column, self.words.unknown("sentiment", value))
        return meaning

    def _agree(
        self,
        where: str,
        text: str,
        details: Mapping[str, Any],
        pairs: Mapping[tuple[str | None, str | None], str],
        tone: str | None,
        columns: Mapping[str, str],
    ) -> None:
        """See that one row, and a named coder in all rows, does not say two things of one statement."""
        self._one_each(pairs)
        if details["coder"] is None:
            return
        unit = details["id"] if details["id"] is not None else (details["document"], details["start"], details["end"])
        said = [(topic, stance or NONE, column) for (topic, stance), column in pairs.items() if topic is not None]
        # The tone takes the place of the topic under the name that no topic can have.
        said += [("", tone, columns.get("sentiment", "sentiment"))] if tone is not None else []
        keys = [(details["coder"], unit, text, topic) for topic, _, _ in said]
        for key, (_, value, column) in zip(keys, said, strict=True):
            before, place = self._said.get(key, (value, where))
            if before != value:
                raise _BadRow(column, f"{value} here, but {before} in {place}, by the same coder; keep one")
        for key, (_, value, _) in zip(keys, said, strict=True):
            self._said.setdefault(key, (value, where))

    def _one_each(self, pairs: Mapping[tuple[str | None, str | None], str]) -> None:
        seen: dict[str | None, str | None] = {}
        for (topic, stance), column in pairs.items():
            if seen.setdefault(topic, stance) != stance:
                raise _BadRow(column, f"two stances on {topic!r} in one row; keep one")


_NOTHING = Choice(None, None, "")


def _text(value: object, column: str) -> str:
    if not filled(value):
        raise _BadRow(column, "the statement's text is missing")
    if not isinstance(value, str):
        raise _BadRow(column, f"a statement is a text, not {value!r:.60}")
    if len(value) > LONGEST_TEXT:
        raise _BadRow(column, f"{len(value):,} characters; a statement has one to three sentences")
    return _whole(value, column)


def _whole(value: str, column: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _BadRow(column, "holds half a character (a lone surrogate); mend the text's encoding") from None
    return value


def _detail(name: str, value: object, column: str) -> Any:
    if not filled(value):
        return 1.0 if name == "weight" else None
    if name == "weight":
        return _weight(value, column)
    if name in ("start", "end"):
        return _offset(value, column)
    if isinstance(value, (dict, list, tuple, set)):
        raise _BadRow(column, f"one value is wanted, not {value!r:.60}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _whole(str(value).strip(), column)
    date_time = _DATE_TIME.match(text) if name == "date" else None
    return date_time.group(1) if date_time else text


def _weight(value: object, column: str) -> float:
    try:
        weight = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        weight = math.nan
    if not 0 < weight < math.inf:
        raise _BadRow(column, f"a weight is a number above 0, not {value!r:.60}")
    return weight


def _offset(value: object, column: str) -> int:
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not (0 <= number < 2**53 and number == int(number)):
        raise _BadRow(column, f"an offset is a whole number from 0 on, not {value!r:.60}")
    return int(number)
