"""Layouts in which the page, not the grammar, says who speaks: press releases and transcripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from stance.reading.clean import Paragraph
from stance.reading.vocabulary import load_table, vocabulary

__all__ = ["ANSWER", "QUESTION", "Marker", "desk", "find_marker", "is_transcript", "turn"]

_TURN = re.compile(
    r"([^\W\d_a-z][\w.’'-]*(?: (?:(?:of|the|for|and|de|van|von|al) )?[^\W\d_a-z(][\w.’')-]*){0,6}"
    r"(?: ?\([^)\n]{1,60}\))?)(, [^\n:;,.?!\"“”]{2,60})? ?: ?(?=\S)"
)
_SIGNED = re.compile(r" ?[-–—]{1,2} ?([^\W\d_a-z][^\n\"“”]{2,160})$")
_FROM = re.compile(r"(?:From|FROM|By|BY) (?![Tt]he desk)([^\W\d_a-z][^\n:\"“”]{2,100}): ?(?=[\"“«]|$)")
_DESK = re.compile(r"(?i:from the (?:desk|office) of (?:the )?)([^\W\d_a-z][^\n:\"“”]{2,100}?) ?:? ?$")
_STATEMENT = re.compile(
    r"(?i:(?:joint )?(?:statement|remarks|message|speech|address|declaration) (?:by|of|from) (?:the )?)"
    r"([^\W\d_a-z][^\n:\"“”]{2,120}?)(?i: (?:on|at|about|to|following|after|regarding) [^\n]{2,200})?:?$"
)
_RELEASED = re.compile(
    r"(?:(?:issued|released|made|gave|published) (?:the following|this) (?:statement|remarks?|comments?|declaration)|"
    r"(?:said|stated) (?:the following|as follows|in (?:a|the following) statement))[^\n.]{0,120}:$",
    re.IGNORECASE,
)
_NO_TURN = frozenset(
    [
        "note",
        "notes",
        "update",
        "source",
        "sources",
        "photo",
        "image",
        "video",
        "tags",
        "topics",
        "correction",
        "read",
        "watch",
        "caption",
        "date",
        "time",
        "place",
        "where",
        "when",
        "what",
        "why",
        "how",
        "contact",
        "email",
        "tel",
        "phone",
        "subject",
        "re",
        "ps",
        "warning",
        "summary",
        "background",
        "breaking",
        "exclusive",
        "opinion",
        "analysis",
    ]
)
QUESTION, ANSWER = frozenset({"q", "question"}), frozenset({"a", "answer"})


@dataclass(slots=True)
class Marker:
    """A line that names the speaker of what follows (or, ``signed``, of what stands before)."""

    kind: Literal["signed", "from", "desk", "statement", "released"]
    start: int
    end: int


def turn(text: str, part: Paragraph) -> tuple[int, int, int] | None:
    """Match "Vladimir Putin: ..." at the beginning of a paragraph; give the name's offsets and where the speech begins.

    Examples
    --------
    >>> turn("Question: Will you go?", Paragraph(0, 22))
    (0, 8, 10)
    """
    match = _TURN.match(text, part.start, min(part.end, part.start + 160))
    if match is None:
        return None
    words = match.group(1).lower().split()
    if words[0].rstrip(".") in _NO_TURN or any(
        word in vocabulary().verbs and word not in {"second", "head", "state"} for word in words[1:]
    ):
        return None
    if match.group(2) and not _is_apposition(match.group(2)):
        return None
    return match.start(1), match.end(1), match.end()


def _is_apposition(about: str) -> bool:
    """Say whether the words between a name and its colon only describe: ", the mayor of Oslo"."""
    vocab = vocabulary()
    words = about.lower().strip(", ").split()
    heads = vocab["role_heads"] & set(words)
    return bool(heads) and not any(
        word in vocab["finite_all"] or word in vocab.verbs for word in words if word not in vocab["role_heads"]
    )


def is_transcript(text: str, parts: list[Paragraph]) -> bool:
    """Say whether the article is a transcript: several turns, and they head most of its lines or name few speakers."""
    body = [part for part in parts if part.kind == "text"]
    found = [text[a:b] for part in body if (hit := turn(text, part)) for a, b in [hit[:2]]]
    if len(found) < 2:
        return False
    marks = {name.lower() for name in found}
    if marks & QUESTION and len(marks) > 1:
        return True
    again = len(found) - len(set(found))
    return (len(found) >= 3 and again >= 1) or (len(found) >= 2 and len(found) >= 0.5 * len(body))


def find_marker(text: str, part: Paragraph, last_quote_end: int) -> Marker | None:
    """Match a line of a press release that names a speaker.

    Parameters
    ----------
    last_quote_end : int
        Where the last quotation of the paragraph ends, or -1: only there a signature may stand.
    """
    line = text[part.start : part.end]
    if last_quote_end >= 0:
        signed = _SIGNED.match(text, last_quote_end, part.end)
        if (signed and not signed.group(1).rstrip().endswith((".", "!", "?"))) or (
            signed and len(signed.group(1)) < 50 and ". " not in signed.group(1)
        ):
            return Marker("signed", signed.start(1), signed.end(1))
    if len(line) > 400:
        return None
    for kind, pattern in (("desk", _DESK), ("from", _FROM), ("statement", _STATEMENT)):
        match = pattern.match(line)
        if match:
            return Marker(kind, part.start + match.start(1), part.start + match.end(1))  # type: ignore[arg-type]
    if _RELEASED.search(line):
        return Marker("released", part.start, part.end)
    return None


def desk(text: str, part: Paragraph) -> tuple[int, int] | None:
    """Match "From the desk of the Governor"; give the offsets of who is named."""
    match = _DESK.match(text[part.start : part.end]) if part.end - part.start < 200 else None
    return (part.start + match.start(1), part.start + match.end(1)) if match else None


def closes_statement(line: str) -> bool:
    """Say whether a line ends an unquoted statement of a press release."""
    low = line[:60].lower().strip()
    return any(
        low == mark or (mark[-1] in ": " and low.startswith(mark)) for mark in load_table("boilerplate")["closes"]
    )
