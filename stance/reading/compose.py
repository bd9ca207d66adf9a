"""Ninth step: walk through the paragraphs and let quotations without an attribution of their own find theirs."""

from __future__ import annotations

import re

from stance.reading.attribute import attribute
from stance.reading.clean import Paragraph
from stance.reading.contents import is_full
from stance.reading.cues import find_hits
from stance.reading.document import Span
from stance.reading.drafts import Draft, quote_span
from stance.reading.layouts import Marker, closes_statement, find_marker, is_transcript, turn
from stance.reading.nounphrases import clause_subject
from stance.reading.regions import Quote, closes_first, opens_with_mark, quotes
from stance.reading.sentences import QUOTE, Token, sentences, tokens
from stance.reading.subjects import left_subject

__all__ = ["compose"]

_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|me)\b")


def compose(text: str, parts: list[Paragraph]) -> list[Draft]:
    """Find the statements of all paragraphs, in reading order.

    Examples
    --------
    >>> text = 'Li said: "No."'
    >>> [(text[d.source[0]:d.source[1]], d.pattern) for d in compose(text, [Paragraph(0, len(text))])]
    [('Li', 'quote-colon')]
    """
    composer = _Composer(
        text, [part for part in parts if part.kind == "text" or closes_statement(text[part.start : part.end])]
    )
    for part in parts:
        if part.kind == "title":
            composer.head(part)
    composer.run()
    return composer.drafts


class _Composer:
    def __init__(self, text: str, parts: list[Paragraph]) -> None:
        self.text, self.parts = text, parts
        self.drafts: list[Draft] = []
        self.pending: Span | None = None
        self.pending_cue: Span | None = None
        self.holder: Marker | None = None
        self.quoted_before = False
        self.ran_on = False
        self.news: bool | None = None

    def head(self, title: Paragraph) -> None:
        """Let a title such as "Statement by Minister X on Y" name the speaker of the text under it."""
        marker = find_marker(self.text, title, -1)
        if marker is not None and marker.kind in {"desk", "statement"}:
            self.holder = marker

    def run(self) -> None:
        transcript = is_transcript(self.text, self.parts)
        speaker: Span | None = None
        inside = False
        for k, part in enumerate(self.parts):
            if part.kind != "text":
                self.holder = None
                continue
            if transcript:
                heads = turn(self.text, part)
                speaker = heads[:2] if heads else speaker
                if speaker is not None:
                    self._speech(part, heads[2] if heads else part.start, speaker, "turn")
                    continue
            following = self.parts[k + 1] if k + 1 < len(self.parts) else None
            reopens = following is not None and opens_with_mark(self.text, following.start)
            closes = following is not None and not reopens and closes_first(self.text, following.start, following.end)
            found = quotes(self.text, part.start, part.end, reopens or closes, inside)
            inside = closes and bool(found) and not found[-1].closed
            if not self._layout(part, found):
                self._paragraph(part, found)
        self._settle()

    def _settle(self) -> None:
        """Let a quotation wait for the next speaker only if the next statement is a quotation that has one."""
        for k in range(len(self.drafts) - 1, -1, -1):
            if self.drafts[k].borrow == "next":
                after = self.drafts[k + 1] if k + 1 < len(self.drafts) else None
                if after is not None and after.pattern == "turn":
                    del self.drafts[k]  # a headline that quotes the interview under it
                    continue
                if after is None or after.kind == "indirect" or not (after.source or after.borrow == "next"):
                    self.drafts[k].borrow = "last"

    def _speech(self, part: Paragraph, start: int, source: Span, pattern: str) -> None:
        """Take a whole paragraph as a statement."""
        line = self.text[start : part.end]
        if line[:1] in "([" and line[-1:] in ")]":
            return  # stage directions
        found = quotes(self.text, start, part.end)
        span = (
            (found[0].inner, found[0].outer)
            if len(found) == 1 and found[0].start == start and found[0].end == part.end
            else (start, part.end)
        )
        if span[0] < span[1]:
            self.drafts.append(Draft([span], pattern, "direct", source, None, sentence=(part.start, part.end)))

    # -- press releases ---------------------------------------------------------------------------------------

    def _layout(self, part: Paragraph, found: list[Quote]) -> bool:
        """Read a paragraph that a press release's layout explains; say whether it did."""
        last_end = found[-1].end if found else self._after_quote(part)
        marker = find_marker(self.text, part, last_end)
        if marker is not None and marker.kind == "signed":
            return self._signed(part, found, marker)
        if marker is not None and marker.kind in {"from", "desk", "statement"}:
            self.holder = marker
            for quote in found:
                self._add_quote(quote, part, (marker.start, marker.end), "from-line")
            return True
        if self.holder is None:
            return False
        if closes_statement(self.text[part.start : part.end]):
            self.holder = None
            return True
        source = (self.holder.start, self.holder.end)
        whole = len(found) == 1 and found[0].start == part.start and found[0].end >= part.end - 1
        if self.holder.kind == "desk" and not found and not _FIRST_PERSON.search(self.text, part.start, part.end):
            fragment = part.end - part.start < 160 and self.text[part.end - 1].isalnum()
            if fragment:
                return True  # a headline, a place, a signature
            if self._reports():
                return False  # the office writes of itself as the press does
        if whole or (self.holder.kind != "from" and not found):
            pattern = "from-line" if self.holder.kind != "released" else "released"
            self._speech(part, part.start, source, pattern)
            return True
        if self.holder.kind == "from":
            self.holder = None
        return False

    def _reports(self) -> bool:
        """Say whether a paragraph without an "I" or "we" attributes something to somebody."""
        if self.news is None:
            self.news = any(
                not _FIRST_PERSON.search(self.text, part.start, part.end)
                and any(
                    draft.source is not None
                    for line in sentences(tokens(self.text, part.start, part.end, []))
                    for draft in attribute(line)
                )
                for part in self.parts
                if part.kind == "text"
            )
        return self.news

    def _after_quote(self, part: Paragraph) -> int:
        """Let a signature stand in a line of its own under its quotation."""
        return part.start if self.quoted_before and self.text[part.start] in "-–—" else -1

    def _signed(self, part: Paragraph, found: list[Quote], marker: Marker) -> bool:
        source = (marker.start, marker.end)
        if not found:
            self.drafts[-1].source, self.drafts[-1].pattern, self.drafts[-1].borrow = source, "signed", ""
            return True
        if self.text[part.start : found[0].start].strip():
            return False
        for quote in found:
            self._add_quote(quote, part, source, "signed")
        return True

    def _add_quote(self, quote: Quote, part: Paragraph, source: Span, pattern: str) -> None:
        span = quote_span(Token(self.text[quote.start : quote.end], QUOTE, quote.start, quote.end, quote))
        if span[0] < span[1]:
            self.drafts.append(Draft([span], pattern, "direct", source, None, sentence=(part.start, part.end)))

    # -- running text -----------------------------------------------------------------------------------------

    def _paragraph(self, part: Paragraph, found: list[Quote]) -> None:
        lines = _merge_tags(sentences(tokens(self.text, part.start, part.end, found)))
        first = len(self.drafts)
        waiting: list[Draft] = []
        for k, line in enumerate(lines):
            drafts = self._floating(line, lines[k - 1] if k else None, first)
            if drafts is None:
                drafts = attribute(line)
                for draft in waiting if drafts else ():
                    draft.borrow = draft.borrow if draft.source or draft.borrow == "last" else "next"
                waiting = []
                self._look_ahead(line)
            else:
                waiting += [draft for draft in drafts if draft.borrow == "next"]
            for draft in drafts:
                draft.sentence = (line[0].start, line[-1].end)
            self.drafts += drafts
        for draft in waiting:
            draft.borrow = (
                "next" if self.ran_on or (found and not found[-1].closed) or not self.drafts[:first] else "last"
            )
        self.quoted_before = any(draft.kind != "indirect" for draft in self.drafts[first:])
        self.ran_on = bool(found) and not found[-1].closed

    def _floating(self, line: list[Token], before: list[Token] | None, first: int) -> list[Draft] | None:
        """Read a sentence that is nothing but a quotation; None if it is not one."""
        marks = [token for token in line if token.low == QUOTE]
        if not marks or any(token.low[0].isalnum() for token in line if token.low != QUOTE):
            return None
        spans = [quote_span(token) for token in marks if is_full(token)]
        out = []
        for span in spans:
            if span[0] >= span[1]:
                continue
            draft = Draft([span], "quote-alone", "direct")
            if self.pending is not None:
                draft.source, draft.pattern, draft.cue = self.pending, "quote-colon-next", self.pending_cue
            elif len(self.drafts) > first:
                draft.pattern, draft.borrow = "quote-follows", "last"
            elif before is not None and (subject := clause_subject(before, len(before) - 1)):
                draft.source = (before[subject[0]].start, before[subject[1]].end)
            elif self.ran_on:
                draft.pattern, draft.borrow = "quote-continued", "last"
            elif self.quoted_before:
                draft.borrow = "next" if marks[-1].quote and not marks[-1].quote.closed else "last"
            else:
                draft.borrow = "next"
            out.append(draft)
        self.pending = None if marks[-1].quote and marks[-1].quote.closed else self.pending
        return out

    def _look_ahead(self, line: list[Token]) -> None:
        """Keep the source of a sentence that ends in a colon for the quotation that comes next."""
        self.pending = self.pending_cue = None
        if line[-1].low != ":" or len(line) < 2:
            return
        hits = [hit for hit in find_hits(line) if hit.group == "verb"]
        for hit in reversed(hits):
            subject = left_subject(line, hit.start - 1)
            if subject is not None:
                self.pending = (line[subject[0]].start, line[subject[1]].end)
                self.pending_cue = (line[hit.start].start, line[hit.end - 1].end)
                break
        if self.pending is None and (subject := clause_subject(line, len(line) - 1)):
            self.pending = (line[subject[0]].start, line[subject[1]].end)
        text = self.text[line[0].start : line[-1].end]
        if self.pending is not None and "statement" in text and ("following" in text or " this " in text):
            self.holder = Marker("released", *self.pending)


def _merge_tags(lines: list[list[Token]]) -> list[list[Token]]:
    """Join a quotation that ends in a full stop with the attribution after it: "Never!" Li said."""
    out: list[list[Token]] = []
    for line in lines:
        if out and out[-1][-1].low == QUOTE and len(line) < 40 and _is_tag(line):
            out[-1] = out[-1] + line
        else:
            out.append(line)
    return out


def _is_tag(line: list[Token]) -> bool:
    if line[0].low == QUOTE:
        return False
    hits = [
        hit
        for hit in find_hits(line)
        if hit.group == "verb" and any("left" in cue.frames or "quote" in cue.frames for cue in hit.cues)
    ]
    if not hits or hits[0].start > 12:
        return False
    subject = left_subject(line, hits[0].start - 1)
    return subject is not None and subject[0] == 0 and not attribute(line)
