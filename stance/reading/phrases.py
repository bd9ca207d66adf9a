"""Patterns without a cue verb that is known: "according to X", "in her view", a colon, an unknown verb."""

from __future__ import annotations

from stance.reading.contents import content_end, is_full
from stance.reading.cues import Hit
from stance.reading.drafts import Line, Range
from stance.reading.grammar import at_end, has_finite
from stance.reading.nounphrases import clause_subject, noun_phrase_end, right_subject
from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.subjects import before_verb, left_subject
from stance.reading.vocabulary import vocabulary

__all__ = ["according", "as_says", "in_view", "without_cue"]


_TAILS = frozenset({"with", "familiar", "briefed", "in", "on", "from", "who", "released", "published"})


def according(work: Line, hit: Hit, closing: bool = False) -> None:
    """Match "According to X, ..." and "..., according to X"; with ``closing`` only the latter, at the very end."""
    line, end = work.line, hit.end
    source = right_subject(line, end)
    if source is None:
        if not (end < len(line) and line[end].low in {"him", "her", "them"}):
            return
        source = (end, end)
    marks = {",", ";", ".", QUOTE}
    stop = next((k for k in range(end, len(line)) if line[k].low in marks and not _abbreviated(line, k)), len(line))
    before = line[hit.start - 1].low if hit.start else "that"
    if before in {"that", "but", "and", "while", "as"} or not any(t.low[0].isalnum() for t in line[: hit.start]):
        if not closing:
            _according_first(work, hit, source, stop)
        return
    past = source[1] + 1
    if closing and not at_end(line, past) and line[past].low not in _TAILS:
        return
    _according_last(work, hit, source, _past_apposition(line, stop))


def _according_first(work: Line, hit: Hit, source: Range, stop: int) -> None:
    """Take the clause after "According to X,"."""
    line = work.line
    if source[1] + 1 < stop and has_finite(line, source[1] + 1, stop):
        stop = source[1] + 1  # "According to Voss the road is closed": no comma
    else:
        stop = _past_apposition(line, stop)
    if stop >= len(line):
        return
    start = stop + (line[stop].low == ",")
    finish = content_end(line, start, [other for other in work.hits if other.start > start])
    if work.free(start, finish):
        work.add([(start, finish)], hit, source, "according")


def _according_last(work: Line, hit: Hit, source: Range, stop: int) -> None:
    """Take the clause before ", according to X" and, where that has no verb yet, what follows."""
    line = work.line
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    comma = line[hit.start - 1].low == ","
    left = hit.start - comma
    parts = [(floor, left)]
    if comma and stop + 1 < len(line) and line[stop].low == "," and not has_finite(line, floor, left):
        rest = (stop + 1, content_end(line, stop + 1, [other for other in work.hits if other.start > stop]))
        parts += [rest] if rest[0] < rest[1] and work.free(*rest) else []
    if floor < left:
        work.add(parts, hit, source, "according")


def _abbreviated(line: list[Token], k: int) -> bool:
    return (
        line[k].low == "."
        and k > 0
        and (line[k - 1].low in vocabulary()["abbreviations"] or len(line[k - 1].text) == 1)
    )


def _past_apposition(line: list[Token], comma: int) -> int:
    """Step over ", the minister," or ", Ada Roth," that belongs to the source before ``comma``."""
    if comma >= len(line) or line[comma].low != ",":
        return comma
    if comma + 1 < len(line) and line[comma + 1].low in {"who", "which", "whose"}:
        return next((k for k in range(comma + 1, len(line)) if line[k].low == ","), comma)
    lower = line[comma + 1].text[0].islower() if comma + 1 < len(line) else False
    if is_name(line[comma - 1]) and not lower:
        return comma  # "According to the Herald, Professor Burrows said": the next name is another
    end = noun_phrase_end(line, comma + 1)
    for _ in range(3):
        if end + 1 < len(line) and end > comma + 1 and line[end].low in {"of", "for", "in", "at", "to"}:
            end = noun_phrase_end(line, end + 1)
    if (
        comma + 1 < end < len(line) - 1
        and line[end].low == ","
        and not any(line[p].low in {"he", "she", "it", "they", "and"} for p in range(comma + 1, end))
    ):
        return end
    return comma


def as_says(work: Line, hit: Hit) -> None:
    """Match "As X puts it, ...": the content is the rest of the sentence."""
    line = work.line
    if line[0].low != "as" or hit.end >= len(line) or line[hit.end].low != "," or hit.cues[0].kind != "speech":
        return
    source = left_subject(line, before_verb(line, hit.start)[0], 1)
    if source is None or source[0] != 1 or not work.free(0, len(line)):
        return
    work.add([(hit.end + 1, content_end(line, hit.end + 1, []))], hit, source, "according")


def in_view(work: Line, hit: Hit) -> None:
    """Match "in her view": the content is the rest of the sentence."""
    line = work.line
    parts = [(0, hit.start), (hit.end, content_end(line, hit.end, []) if hit.end < len(line) else hit.end)]
    if all(work.free(*part) for part in parts):
        work.add([part for part in parts if part[0] < part[1]], hit, (hit.start + 1, hit.start + 1), "in-view")


def without_cue(work: Line) -> None:
    """Read a quotation that no known cue introduces: after a colon, or before a name and an unknown verb."""
    line = work.line
    for k, token in enumerate(line):
        if token.low != QUOTE or not is_full(token):
            continue
        if k and line[k - 1].low == ":":
            work.add([(k, k + 1)], None, clause_subject(line, k - 1), "quote-colon")
        elif token.text.rstrip("\"”’'»")[-1:] in {",", "!", "?"} or (k + 1 < len(line) and line[k + 1].low == ","):
            _unknown_verb(work, k)


def _unknown_verb(work: Line, k: int) -> None:
    line = work.line
    start = k + 1 + (k + 1 < len(line) and line[k + 1].low == ",")
    subject = right_subject(line, start)
    if subject is None:
        return
    verb = subject[1] + 1
    inside = next(
        (p for p in range(start + 1, subject[1] + 1) if line[p].text.islower() and line[p].low.endswith("ed")), None
    )
    if inside is not None:
        verb, subject = inside, (start, inside - 1)
    if verb < len(line) and line[verb].text.islower() and line[verb].low.endswith(("ed", "s", "t")):
        hit = Hit(verb, verb + 1, (), "verb", "past")
        work.add([(k, k + 1)], hit, subject, "quote-verb-unknown")
