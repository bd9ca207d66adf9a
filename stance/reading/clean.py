"""First step: the same text, character for character, made fit for rules, and cut into paragraphs.

Nothing is removed: what the rules must not see is replaced by spaces, so that every offset stays true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from stance.reading.vocabulary import load_table

__all__ = ["Paragraph", "paragraphs", "smooth"]

# control characters, odd spaces, zero-width characters and byte-order marks become a space, line ends stay
_SPACES = {
    code: " "
    for code in (
        *range(0, 10),
        11,
        12,
        *range(14, 32),
        127,
        0xA0,
        0x1680,
        *range(0x2000, 0x2010),
        0x202F,
        0x205F,
        0x3000,
        0xFEFF,
        0x2060,
        0xAD,
    )
}
_LINES = {13: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_TABLE = _SPACES | _LINES
_MARKDOWN = re.compile(
    r"(?m)^[ ]{0,3}(?:#{1,6}|>|[-*+](?=[ ])|\d{1,3}\.(?=[ ]))"  # headings, quotations, lists
    r"|!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|(?<=\])\([^)\n]{0,500}\)"  # images, targets of links
    r"|(?<!\w)\[(?=[^\]\n]{1,300}\]\()|\](?=\()|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|`{1,3}"
)
_LINE = re.compile(r"[^\n]+")
_WRAP_MAX, _WRAP_MIN = 100, 40
_LONGEST = 200_000


@dataclass(slots=True)
class Paragraph:
    """A stretch of the text that is read as one: ``kind`` is ``text``, ``skip`` or ``title``."""

    start: int
    end: int
    kind: str = "text"


def smooth(text: str, markdown: bool = False) -> str:
    r"""Replace what disturbs the rules by spaces, character for character.

    Examples
    --------
    >>> smooth("a\u00a0b\r\nc")
    'a b\n\nc'
    """
    text = text.translate(_TABLE)
    if markdown:
        text = _MARKDOWN.sub(lambda match: " " * len(match.group()), text)
    return text


@lru_cache(maxsize=1)
def _boilerplate() -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    table = load_table("boilerplate")
    return tuple(table["starts"]), frozenset(table["whole"]), tuple(table["credits"])


def _is_boilerplate(line: str) -> bool:
    starts, whole, credits = _boilerplate()
    low = line[:80].lower()
    if low.startswith(starts) and not low.startswith(("sources: ", "share on ")):
        return True
    if low.rstrip(" .:!") in whole or not any(map(str.isalnum, low)):
        return True
    return len(line) < 400 and any(credit in line[-100:] for credit in credits)


def _wrapped(lines: list[tuple[int, int]], text: str) -> bool:
    """Say whether the lines are broken at a fixed width, as in e-mails and old wire copy."""
    if len(lines) < 4:
        return False
    lengths = [end - start for start, end in lines]
    if max(lengths) > _WRAP_MAX:
        return False
    inner = [text[a_end - 1] not in ".!?:\"”’'" for (_, a_end), (b_start, _) in pairwise(lines) if b_start - a_end == 1]
    full = sum(length >= _WRAP_MIN for length in lengths)
    return len(inner) > len(lines) / 3 and sum(inner) > 0.6 * len(inner) and full > len(lines) / 2


def paragraphs(text: str) -> list[Paragraph]:
    r"""Cut smoothed text into paragraphs and mark the lines that are no part of the article.

    Examples
    --------
    >>> [p.kind for p in paragraphs("He left.\nREAD MORE: Others left too")]
    ['text', 'skip']
    """
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        while end - start > _LONGEST:
            # a line of many megabytes is cut between sentences, so that memory stays bounded
            at = max(text.rfind(". ", start + _LONGEST // 2, start + _LONGEST) + 1, start + _LONGEST // 2)
            lines.append((start, at))
            start = at
        if start < end:
            lines.append((start, end))
    if _wrapped(lines, text):
        lines = _join(lines, text)
    return [
        Paragraph(start, end, "skip" if _is_boilerplate(text[start : min(end, start + 500)]) else "text")
        for start, end in lines
    ]


def _join(lines: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join the lines of each block between blank lines; one that is short for its text, or a page's, stays alone."""
    joined = [lines[0]]
    half = max(end - start for start, end in lines) // 2
    for (before, _), (start, end) in pairwise(lines):
        last_start, last_end = joined[-1]
        above = text[before:last_end]
        alone = len(above) < half or _is_boilerplate(above) or above.lower().startswith("from the desk of")
        if text.count("\n", last_end, start) == 1 and not text[start:end].isupper() and not alone:
            joined[-1] = (last_start, end)
        else:
            joined.append((start, end))
    return joined
