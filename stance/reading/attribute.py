"""Sixth step: try the patterns on one sentence, those that claim most first."""

from __future__ import annotations

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
    for hit in work.hits:
        if hit.group == "according":
            according(work, hit, closing=True)
    for hit in work.hits:
        if hit.group == "verb" and hit.start < 12:
            as_says(work, hit)
    for hit in work.hits:
        if hit.group == "verb" and work.free(hit.start, hit.end):
            tag(work, hit)
    for hit in work.hits:
        if not work.free(hit.start, hit.end):
            continue
        if hit.group == "according":
            according(work, hit)
        elif hit.group == "view":
            in_view(work, hit)
        else:
            forward(work, hit)
    if not work.drafts:
        without_cue(work)
    work.drafts.sort(key=lambda draft: draft.spans[0])
    return work.drafts
