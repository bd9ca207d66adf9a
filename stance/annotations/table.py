"""The list of annotations that reading gives, with what was left out."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from stance.annotations.annotation import Annotation
from stance.annotations.problems import LISTED, Problem

__all__ = ["Annotations"]

_SHOWN = 20
_COLUMNS = ("text", "topic", "stance", "sentiment", "coder")


class Annotations(list[Annotation]):
    """A list of `Annotation` that knows which rows gave none.

    Parameters
    ----------
    items : iterable of Annotation
        The annotations.
    skipped : iterable of Problem, optional
        The rows left out: bad ones under ``errors="skip"``, and those that their tool marks as not answered
        (cancelled, ignored, rejected, drafts, not labelled yet).
    ignored : iterable of str, optional
        The columns that were not read.
    name : str, optional
        Where they came from.

    Examples
    --------
    >>> Annotations([Annotation(text="We want to join NATO.", topic="nato-membership", stance="favor")])
    1 annotation of 1 statement on 1 topic
    """

    def __init__(
        self,
        items: Iterable[Annotation] = (),
        skipped: Iterable[Problem] = (),
        ignored: Iterable[str] = (),
        name: str = "annotations",
    ) -> None:
        super().__init__(items)
        self.skipped = list(skipped)
        self.ignored = tuple(ignored)
        self.name = name
        self.blank = False  # whether it is a sample that nobody has labelled yet

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that are named, sorted."""
        return tuple(sorted({a.topic for a in self if a.topic is not None}))

    @property
    def coders(self) -> tuple[str, ...]:
        """The coders that are named, sorted."""
        return tuple(sorted({a.coder for a in self if a.coder is not None}))

    def to_records(self) -> list[dict[str, Any]]:
        """All annotations as a list of dicts."""
        return [{name: getattr(a, name) for name in Annotation.__slots__} for a in self]

    def summary(self) -> str:
        """Count annotations, statements, topics, coders and skipped rows in one line."""
        from stance.annotations.statements import group_statements

        parts = [_count(len(self), "annotation"), "of " + _count(len(group_statements(self)), "statement")]
        parts.append("on " + _count(len(self.topics), "topic"))
        if self.coders:
            parts.append("by " + _count(len(self.coders), "coder"))
        rest = f"; {_count(len({s.where for s in self.skipped}), 'row')} skipped" if self.skipped else ""
        return " ".join(parts) + rest

    def __repr__(self) -> str:
        """Return the summary, the skipped rows and the columns that were not read."""
        lines = [self.summary(), *(f"  {problem}" for problem in self.skipped[:LISTED])]
        if len(self.skipped) > LISTED:
            lines.append(f"  … and {len(self.skipped) - LISTED:,} more")
        if self.ignored:
            lines.append(f"  columns not read: {', '.join(self.ignored)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(f'<th style="text-align:left">{name}</th>' for name in _COLUMNS)
        rows = "".join(
            "<tr>"
            + "".join(f'<td style="text-align:left">{_cell(getattr(a, name))}</td>' for name in _COLUMNS)
            + "</tr>"
            for a in self[:_SHOWN]
        )
        notes = "<br>".join(html.escape(line) for line in repr(self).split("\n"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{notes}</p>"


def _cell(value: str | None) -> str:
    return "–" if value is None else html.escape(value if len(value) <= 300 else value[:299] + "…")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
