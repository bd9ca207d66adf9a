"""Second step: the quotations of a paragraph, whatever marks it uses.

Marks reset at each paragraph. Nested marks belong to the outer quotation. A mark that nothing closes is no quotation,
unless the next paragraph opens with one again: then the quotation runs on (the custom of the press).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stance.reading.vocabulary import vocabulary

__all__ = ["Quote", "closes_first", "opens_with_mark", "quotes"]

_DOUBLE = re.compile(r"[\"“”„«»‟″]|``|''")
_SINGLE = re.compile(r"['’‘‚‹›]")
_PAIRS = {"“": "”", "„": "“”", "«": "»", "‟": "”"}
_OPENERS, _CLOSERS = "“„«‟", "”»"
_CLOSE_BEFORE = ".,!?…;:—–-)"


@dataclass(slots=True)
class Quote:
    """A quotation: ``start`` and ``end`` hold the marks, ``inner`` and ``outer`` what is between them."""

    start: int
    inner: int
    outer: int
    end: int
    closed: bool = True


def opens_with_mark(text: str, start: int) -> bool:
    """Say whether a paragraph begins with an opening mark."""
    return text[start : start + 1] in ("“", "„", "«", '"', "‘") or text[start : start + 2] == "``"


def closes_first(text: str, start: int, end: int) -> bool:
    """Say whether the first double mark of a paragraph closes a quotation that an earlier one opened."""
    match = _DOUBLE.search(text, start, end)
    if match is None or match.start() == start:
        return False
    if match.group() in ("”", "»"):
        return True
    return (
        match.group() == '"'
        and not text[match.start() - 1].isspace()
        and (match.end() >= end or not text[match.end()].isalnum())
    )


def quotes(text: str, start: int, end: int, runs_on: bool = False, inside: bool = False) -> list[Quote]:
    """Find the outermost quotations of a paragraph.

    Parameters
    ----------
    runs_on : bool
        Whether the next paragraph goes on with an unclosed quotation of this one: it opens with a mark, or closes one
        first.
    inside : bool
        Whether the paragraph begins inside a quotation that the last one opened.

    Examples
    --------
    >>> text = 'He said "no" and “yes”.'
    >>> [text[q.inner:q.outer] for q in quotes(text, 0, len(text))]
    ['no', 'yes']
    """
    first = _DOUBLE.search(text, start, end) if inside else None
    if first is not None:
        return [Quote(start, start, first.start(), first.end()), *quotes(text, first.end(), end, runs_on)]
    found = _double(text, start, end, runs_on)
    if "'" in text[start:end] or "’" in text[start:end] or "‹" in text[start:end]:
        found = _add_single(text, start, end, found)
    return found


def _role(text: str, at: int, mark: str, start: int, end: int, depth: int) -> int:
    """Say whether a mark opens (1) or closes (-1) here; straight marks by what stands beside them."""
    if mark in ("“", "„", "«", "‟", "``"):
        # German „x“ and swedish ”x” close with marks that open elsewhere
        if mark == "“" and depth and at > start and not text[at - 1].isspace() and text[at - 1] not in "([—–-‘'":
            return -1
        return 1
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark)] if at + len(mark) < end else " "
    if mark in "”»":
        # a closing mark used to open: a slip, common in typed copy
        return 1 if not depth and before.isspace() and after.isalnum() else -1
    can_open = (before.isspace() or before in "([{—–-/‘'“") and not after.isspace()
    can_close = not before.isspace()
    if can_open and (not can_close or not depth):
        return 1
    if can_close and depth:
        return -1
    if depth:
        return -1 if after.isspace() or after in ".,;:!?)" else 1
    return 1 if not after.isspace() and after not in ".,;:!?)" else 0


def _double(text: str, start: int, end: int, runs_on: bool) -> list[Quote]:
    found: list[Quote] = []
    stack: list[tuple[int, int, int]] = []
    for match in _DOUBLE.finditer(text, start, end):
        mark, at = match.group(), match.start()
        role = _role(text, at, mark, start, end, len(stack))
        if role == 1:
            stack.append((at, match.end(), len(found)))
        elif role == -1 and stack:
            opened, inner, _ = stack.pop()
            if inner < at:
                found.append(Quote(opened, inner, at, match.end()))
    if stack and runs_on:
        opened, inner, _ = stack[0]
        found = [quote for quote in found if quote.end <= opened]
        if inner < end:
            found.append(Quote(opened, inner, end, end, closed=False))
    return _outermost(found)


def _outermost(found: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in sorted(found, key=lambda q: (q.start, -q.end)):
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return kept


def _add_single(text: str, start: int, end: int, double: list[Quote]) -> list[Quote]:
    """Add quotations in single marks that stand outside the double ones."""
    marks = [match.start() for match in _SINGLE.finditer(text, start, end)]
    if len(marks) < 2:
        return double
    covered = iter([*double, Quote(end, end, end, end)])
    current = next(covered)
    free = []
    for at in marks:
        while at >= current.end and current.start < end:
            current = next(covered)
        if not current.start <= at < current.end:
            free.append(at)
    return _outermost(double + _pair_single(text, start, end, free))


def _pair_single(text: str, start: int, end: int, marks: list[int]) -> list[Quote]:
    found: list[Quote] = []
    index = 0
    while index < len(marks):
        at = marks[index]
        close = _single_close(text, end, marks, index) if _single_opens(text, at, start, end) else None
        if close is None:
            index += 1
            continue
        if marks[close] > at + 1:
            found.append(Quote(at, at + 1, marks[close], marks[close] + 1))
        index = close + 1
    return found


def _single_opens(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if not (before.isspace() or before in "([—–") or after.isspace() or after.isdigit():
        return False
    word = re.match(r"\w{1,6}", text[at + 1 : at + 8])
    return word is None or word.group().lower() not in vocabulary()["contractions"]


def _single_close(text: str, end: int, marks: list[int], index: int) -> int | None:
    """Find the closing mark: one after punctuation, else the first that ends a word and is no plural's apostrophe."""
    weak = None
    # a bounded look ahead keeps thousands of stray apostrophes cheap
    for other in range(index + 1, min(index + 60, len(marks))):
        at = marks[other]
        before, after = text[at - 1], text[at + 1] if at + 1 < end else " "
        if after.isalnum() or before.isspace():
            if before.isspace() and after.isalnum() and weak is not None:
                return weak
            continue
        if before in _CLOSE_BEFORE:
            return other if weak is None or before in ".,!?…" else weak
        if before != "s":
            return other if weak is None else weak
        weak = other if weak is None else weak
    return weak
