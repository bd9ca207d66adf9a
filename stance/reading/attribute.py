"""Sixth step: try the patterns on one sentence, those that claim most first."""

from __future__ import annotations

from stance.reading.cues import Hit
from stance.reading.drafts import Draft, Line
from stance.reading.forward import forward
from stance.reading.phrases import according, as_says, in_view, without_cue
from stance.reading.sentences import QUOTE, Token
from stance.reading.tags import tag

__all__ = ["attribute"]


def attribute(line: list[Token]) -> list[Draft]:
    """Find the attributed statements of one sentence.

    Examples
    --------
    >>> from stance.reading.sentences import tokens
    >>> text = "Li said that it was late."
    >>> [text[a:b] for d in attribute(tokens(text, 0, len(text), [])) for a, b in d.spans]
    ['it was late']
    """
    work = Line(line)
    if not work.hits and not any(token.low == QUOTE for token in line):
        return []
    _around(work)
    for hit in work.hits:
        if work.free(hit.start, hit.end):
            _after(work, hit)
    if not work.drafts:
        without_cue(work)
    work.drafts.sort(key=lambda draft: draft.spans[0])
    return work.drafts


def _around(work: Line) -> None:
    """Try what takes the sentence as a whole: the attribution stands at its end, in its middle or in "As X puts it"."""
    for hit in work.hits:
        if hit.group == "according":
            according(work, hit, closing=True)
    for hit in work.hits:
        if hit.group == "verb":
            as_says(work, hit)
    for hit in work.hits:
        if hit.group == "verb" and work.free(hit.start, hit.end):
            tag(work, hit)


def _after(work: Line, hit: Hit) -> None:
    """Try what has its content after the cue."""
    if hit.group == "according":
        according(work, hit)
    elif hit.group == "view":
        in_view(work, hit)
    else:
        forward(work, hit)
