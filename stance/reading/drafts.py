"""Statements in the making: the tokens of a sentence, and who has claimed which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from stance.reading.cues import Hit, find_hits
from stance.reading.document import Span
from stance.reading.nounphrases import noun_phrase_end
from stance.reading.sentences import QUOTE, Token
from stance.reading.subjects import before_verb

__all__ = ["COMMAS", "Draft", "Line", "Range", "as_finite", "quote_span", "skip_apposition"]

Range = tuple[int, int]


COMMAS = frozenset({",", "-", "–", "—", "--"})


@dataclass(slots=True)
class Draft:
    """A statement before its speaker is resolved; ``borrow`` says whose source it shares if it has none."""

    spans: list[Span]
    pattern: str
    kind: Literal["direct", "indirect", "mixed"]
    source: Span | None = None
    cue: Span | None = None
    cue_type: Literal["speech", "belief"] = "speech"
    borrow: Literal["", "last", "next", "line"] = ""
    sentence: Span = (0, 0)
    name: str | None = None
    role: str | None = None
    claimed: list[Range] = field(default_factory=list)


class Line:
    """A sentence on which patterns claim tokens, so that no word is content twice."""

    def __init__(self, line: list[Token]) -> None:
        self.line = line
        self.hits = find_hits(line)
        self.taken = [False] * len(line)
        self.drafts: list[Draft] = []

    def free(self, start: int, end: int) -> bool:
        """Say whether no pattern has claimed these tokens."""
        return not any(self.taken[start:end])

    def span(self, part: Range) -> Span:
        """Give the offsets of a token range, its end included."""
        return self.line[part[0]].start, self.line[part[1]].end

    def add(
        self, parts: list[Range], hit: Hit | None, source: Range | None, pattern: str, cue_type: str = "speech"
    ) -> None:
        """Add a statement whose content is ``parts`` (token ranges, ends excluded)."""
        parts = [trimmed for part in parts if (trimmed := self._trim(part))]
        if not parts:
            return
        quoted = [
            self.line[k].low == QUOTE
            for a, b in parts
            for k in range(a, b)
            if self.line[k].low[0].isalnum() or self.line[k].low == QUOTE
        ]
        kind: Literal["direct", "indirect", "mixed"] = (
            "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"
        )
        if kind == "direct":
            spans = [quote_span(self.line[k]) for a, b in parts for k in range(a, b) if self.line[k].low == QUOTE]
        else:
            spans = [(self.line[a].start, self.line[b - 1].end) for a, b in parts]
        spans = [span for span in spans if span[0] < span[1]]
        if not spans:
            return
        for a, b in parts:
            self.taken[a:b] = [True] * (b - a)
        cue = (self.line[hit.start].start, self.line[hit.end - 1].end) if hit else None
        draft = Draft(
            spans,
            pattern,
            kind,
            self.span(source) if source else None,
            cue,
            "belief" if cue_type == "belief" else "speech",
            claimed=parts,
        )
        draft.borrow = "" if source else "line" if self.drafts else "last"
        self.drafts.append(draft)

    def _trim(self, part: Range) -> Range | None:
        a, b = part
        while a < b and self.line[a].low in {",", ";", ".", ":", "—", "–", "--", "-", ")", "…", "...", '"', "“", "”"}:
            a += 1
        while (
            b > a
            and self.line[b - 1].low in {",", ";", ".", ":", "—", "–", "--", "-", "("}
            and not self.line[b - 1].text.isalpha()
        ):
            b -= 1
        return (a, b) if b > a else None


def quote_span(token: Token) -> Span:
    """Give the words of a quotation without its marks and a closing comma."""
    quote = token.quote
    if quote is None:
        return token.start, token.end
    a, b = quote.inner, quote.outer
    text = token.text[a - token.start : b - token.start]
    a += len(text) - len(text.lstrip())
    kept = text.rstrip()
    kept = kept[:-1].rstrip() if kept.endswith(",") else kept
    kept = kept[:-1].rstrip() if kept[-1:] in {"—", "–"} else kept
    return a, max(a, quote.inner + len(kept))


def as_finite(work: Line, hit: Hit) -> tuple[int, bool]:
    """Say whether a verb stands as the finite verb of its clause; give the index of the token before it."""
    before, auxiliary = before_verb(work.line, hit.start)
    if hit.form == "quoted":
        return before, auxiliary in {"be", "have"}
    if hit.form == "past" or hit.form == "s":
        return before, auxiliary in {"", "have"}
    if hit.form == "base":
        return before, auxiliary in {"do", ""}
    if hit.form == "ing":
        return before, auxiliary == "be"
    return before, auxiliary == "have"


def skip_apposition(line: list[Token], k: int) -> int:
    """Skip ", the Kremlin spokesman," after an inverted source."""
    if k < len(line) and line[k].low == ",":
        end = noun_phrase_end(line, k + 1)
        if end > k + 1 and (end >= len(line) or line[end].low in {",", "."}):
            return end
    return k
