"""Sixth step: the patterns that tie content, cue and source together in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from stance.reading.contents import Follow, content_end, follow, is_full
from stance.reading.cues import Hit, find_hits
from stance.reading.document import Span
from stance.reading.grammar import at_end, has_finite, is_name, noun_phrase_end, skip_adjuncts, skip_hearer
from stance.reading.sentences import QUOTE, Token
from stance.reading.subjects import before_verb, clause_subject, is_plural, left_subject, right_subject
from stance.reading.vocabulary import vocabulary

__all__ = ["Draft", "attribute", "quote_span"]

Range = tuple[int, int]
_COMMAS = frozenset({",", "-", "–", "—", "--"})


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


class _Line:
    """A sentence on which patterns claim tokens, so that no word is content twice."""

    def __init__(self, line: list[Token]) -> None:
        self.line = line
        self.hits = find_hits(line)
        self.taken = [False] * len(line)
        self.drafts: list[Draft] = []

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def span(self, part: Range) -> Span:
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


def attribute(line: list[Token]) -> list[Draft]:
    """Find the attributed statements of one sentence.

    Examples
    --------
    >>> from stance.reading.sentences import tokens
    >>> text = "Li said that it was late."
    >>> [text[a:b] for d in attribute(tokens(text, 0, len(text), [])) for a, b in d.spans]
    ['it was late']
    """
    work = _Line(line)
    if not work.hits and not any(token.low == QUOTE for token in line):
        return []
    for hit in work.hits:
        if hit.group == "verb" and work.free(hit.start, hit.end):
            _tag(work, hit)
    for hit in work.hits:
        if not work.free(hit.start, hit.end):
            continue
        if hit.group == "according":
            _according(work, hit)
        elif hit.group == "view":
            _view(work, hit)
        else:
            _forward(work, hit)
    if not work.drafts:
        _without_cue(work)
    work.drafts.sort(key=lambda draft: draft.spans[0])
    return work.drafts


def _finite(work: _Line, hit: Hit) -> tuple[int, bool]:
    """Say whether a verb stands as the finite verb of its clause; give the index of the token before it."""
    before, auxiliary = before_verb(work.line, hit.start)
    if hit.form == "past" or hit.form == "s":
        return before, auxiliary in {"", "have"}
    if hit.form == "base":
        return before, auxiliary in {"do", ""}
    if hit.form == "ing":
        return before, auxiliary == "be"
    return before, auxiliary == "have"


def _tag(work: _Line, hit: Hit) -> None:
    """Match an attribution after or inside its content: "..., X said", "..., said X", "Serbia, X said, has"."""
    line = work.line
    if not any("left" in cue.frames or "quote" in cue.frames for cue in hit.cues):
        return
    before, finite = _finite(work, hit)
    if not finite:
        return
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    edge, after = before, hit.end
    source = None
    if before >= floor and _after_content(line, before):
        own = left_subject(line, before, floor) if line[before].low != QUOTE and line[before - 1].low != QUOTE else None
        source = right_subject(line, hit.end) if own is None else None
    if source is not None:
        after = source[1] + 1
        after = _skip_apposition(line, after)
    else:
        source = left_subject(line, before, floor)
        if source is None or not _plausible(line, source, hit):
            return
        edge = source[0] - 1
        if edge >= 1 and line[edge].low == "to" and line[edge - 1].low == "according":
            return
        if any("hearer" in cue.frames for cue in hit.cues):
            after = skip_hearer(line, after)
    if edge < floor or not _after_content(line, edge):
        return
    after = skip_adjuncts(line, after)
    if _left_quote(work, hit, source, floor, edge, after) or any(t.low == QUOTE for t in line[edge : edge + 1]):
        return
    _left_clause(work, hit, source, floor, edge, after)


def _skip_apposition(line: list[Token], k: int) -> int:
    """Skip ", the Kremlin spokesman," after an inverted source."""
    if k < len(line) and line[k].low == ",":
        end = noun_phrase_end(line, k + 1)
        if end > k + 1 and (end >= len(line) or line[end].low in {",", "."}):
            return end
    return k


def _after_content(line: list[Token], k: int) -> bool:
    return k >= 0 and (line[k].low in _COMMAS or line[k].low == QUOTE)


def _left_quote(work: _Line, hit: Hit, source: Range, floor: int, edge: int, after: int) -> bool:
    """Take the quotation that ends before the attribution, and its second half after it."""
    line = work.line
    at = edge if line[edge].low == QUOTE else edge - 1
    if at < floor or line[at].low != QUOTE:
        return False
    speech = _speech_cue(hit)
    found = follow(line, hit)
    if found is not None and found.frame == "that" and not is_full(line[at]):
        return False
    lead = [token for token in line[floor:at] if token.low[0].isalnum()]
    parts: list[Range]
    if lead and not (is_full(line[at]) and (len(lead) <= 2 or line[at - 1].low in {",", ":", ";", "and", "but"})):
        parts = [(floor, at + 1)]
    else:
        parts = [(at, at + 1)]
        k = at - 1
        while k - 1 >= floor and line[k].low in {"and", ","} and line[k - 1].low == QUOTE:
            parts.insert(0, (k - 1, k))
            k -= 2
    pattern = "quote-inverted" if source[0] > hit.start else "quote-before"
    if (
        after < len(line)
        and line[after].low in {",", ";", "—", "–", "and", ":"}
        and after + 1 < len(line)
        and line[after + 1].low == QUOTE
    ):
        parts.append((after + 1, after + 2))
        pattern = "quote-split"
    work.add(parts, hit, source, pattern, speech)
    work.taken[hit.start : hit.end] = [True] * (hit.end - hit.start)
    return True


def _speech_cue(hit: Hit) -> str:
    return "speech" if any(cue.kind == "speech" for cue in hit.cues) else "belief"


_ASKED = frozenset(
    ["asked", "questioned", "pressed", "speaking", "responding", "replying", "referring", "commenting", "addressing", "writing"]
)
_ADJUNCT_STARTS = frozenset(
    ["in", "at", "on", "during", "after", "before", "following", "while", "when", "as", "speaking", "referring", "citing", "according", "adding", "noting", "who", "which", "where", "whose", "amid", "with", "without", "ahead", "despite", "from", "by", "to", "for", "quoting", "pointing"]
)


def _left_clause(work: _Line, hit: Hit, source: Range, floor: int, edge: int, after: int) -> None:
    """Take the clause before ", X said" and, where it goes on, what follows."""
    line, vocab = work.line, vocabulary()
    if not any("left" in cue.frames for cue in hit.cues):
        return
    kind = next(cue.kind for cue in hit.cues if "left" in cue.frames)
    ended = at_end(line, after)
    if not ended and line[after].low not in {",", "—", "–", "-", "--", ":"}:
        found = follow(line, hit)
        adjunct = found is not None and found.frame == "zero" and line[found.start].low in _ADJUNCT_STARTS
        if found is not None and not (
            adjunct
            and has_finite(line, floor, edge)
            and line[floor].low not in vocab["prepositions"] | vocab["subordinators"]
        ):
            return
    if line[edge].low == ":" or edge <= floor:
        return
    if line[floor].low in _ASKED:
        return
    clause = has_finite(line, floor, edge)
    first = line[floor].low
    intro = (
        first in vocab["prepositions"]
        or first in vocab["subordinators"]
        or first.endswith("ing")
        or first.endswith("ed")
    )
    if ended or line[after].low != ",":
        if edge - floor >= 2 and (clause or not intro or edge - floor > 8):
            work.add([(floor, edge)], hit, source, "clause-before", kind)
        return
    following = line[after + 1] if after + 1 < len(line) else None
    if following is None or (following.low == QUOTE and not clause):
        return
    inverted = source[0] >= hit.end
    resumes = (
        (following.low not in _ADJUNCT_STARTS
        and not following.low.endswith("ing"))
        or (not clause and following.low not in {"adding"})
    )
    if not resumes or (inverted and following.low not in {"and", "but"}):
        work.add([(floor, edge)], hit, source, "clause-before", kind)
    else:
        end = content_end(line, after + 1, [other for other in work.hits if other.start > after])
        start = (
            floor if not (intro and not clause and edge - floor < 4 and first not in vocab["prepositions"]) else edge
        )
        work.add([(start, edge), (after + 1, end)], hit, source, "clause-around", kind)
    work.taken[hit.start : hit.end] = [True] * (hit.end - hit.start)


def _forward(work: _Line, hit: Hit) -> None:
    """Match a source and its cue before the content: "X said that", "..., adding that", "X's claim that"."""
    line = work.line
    found = follow(line, hit)
    if found is None:
        return
    if hit.group == "noun":
        source: Range | None = _owner(line, hit)
        if source is None:
            return
    else:
        before, finite = _finite(work, hit) if hit.group != "attitude" else (before_verb(line, hit.start)[0], True)
        quoted_as = found.cue.lemma == "quote" and line[hit.end].low == "as"
        if not finite and hit.form != "ing" and not quoted_as:
            return
        ok, source = _source(work, hit, before, finite)
        if not ok:
            return
    carrier = next(
        (other for other in work.hits if found.start <= other.start < found.start + 3 and other.group == "noun"), None
    )
    if found.frame == "object" and carrier is not None and _owner(line, carrier) and follow(line, carrier):
        return  # "agreed with suggestions by X that": the words are X's
    begin = source[0] if source else hit.start
    if found.cue.kind == "belief" and begin and line[begin - 1].low in {"if", "whether", "unless"}:
        return  # "asked if he thought", "if she wants": nobody says that he does
    _take(work, hit, found, source)


def _source(work: _Line, hit: Hit, before: int, finite: bool) -> tuple[bool, Range | None]:
    """Find the subject of a cue with content after it; without one of its own it shares the sentence's."""
    line, vocab = work.line, vocabulary()
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    low = line[before].low if before >= 0 else ""
    if not finite and hit.form == "ing":
        if (
            low == ","
            or low in {"by", "in", "before", "after", "and", "without", "while", "when", "as", ""}
            or low in _COMMAS
        ):
            if work.drafts or before < 0:
                return bool(work.drafts), None
            return _shared(line, hit.start)
        own = left_subject(line, before, floor)
        return (own is not None and line[own[1]].low not in vocab["adverbs"]), own
    if low in {"who", "which"}:
        floor = 0
    if before < floor - 1 or (before < 0):
        return (True, None) if work.drafts else (False, None)
    if low in {"and", "but", "then", ",", "or"} or (low in _COMMAS):
        own = left_subject(line, before, 0) if low in _COMMAS else None
        if own is not None:
            return True, own
        return (True, None) if work.drafts else _shared(line, hit.start)
    own = left_subject(line, before, floor)
    if own is None:
        return False, None
    return _plausible(line, own, hit), own


def _shared(line: list[Token], stop: int) -> tuple[bool, Range | None]:
    subject = clause_subject(line, stop)
    return subject is not None, subject


_ADJECTIVES = frozenset(
    ["current", "new", "recent", "own", "future", "latest", "last", "more", "similar", "opening", "further", "previous", "earlier", "public", "official", "early", "first", "final", "key", "other", "same", "various", "different", "such", "no", "two", "three", "clear", "unimpeded", "long-term", "short-term", "big", "political", "private", "personal", "several"]
)
_DUMMIES = frozenset(["it", "there", "this", "that", "which", "what", "something", "nothing", "everything"])


def _plausible(line: list[Token], subject: Range, hit: Hit) -> bool:
    """Refuse subjects that cannot hold a view: "it", "there", a noun used as a verb's object."""
    vocab = vocabulary()
    head = line[subject[1]].low
    if hit.form == "base" and not before_verb(line, hit.start)[1] and not is_plural(line, subject):
        return False
    belief = hit.cues[0].kind == "belief"
    if subject[0] == subject[1] and head in _DUMMIES:
        return head == "it" and not belief
    if hit.form in {"s", "base"} and (line[subject[1]].low.endswith(("'s", "s'")) or head in _ADJECTIVES):
        return False
    return not (
        head in vocab["determiners"]
        and head not in {"some", "many", "most", "others", "all", "both", "few", "several", "one"}
    )


def _owner(line: list[Token], hit: Hit) -> Range | None:
    """Find who owns a noun of saying: "Merkel's claim", "her claim", "suggestions by Merkel"."""
    vocab = vocabulary()
    k = hit.start - 1
    while (
        k > 0
        and line[k].low.isalpha()
        and line[k].text.islower()
        and line[k].low not in vocab["determiners"] | vocab["prepositions"] | vocab["stops"]
    ):
        k -= 1
    if k >= 0 and line[k].low in {"his", "her", "their", "its"}:
        return k, k
    if k >= 0 and line[k].low.endswith(("'s", "s'")):
        return left_subject(line, k)
    if hit.end < len(line) and line[hit.end].low in {"by", "of", "from"}:
        found = right_subject(line, hit.end + 1)
        return (found[0], _skip_apposition(line, found[1] + 1) - 1) if found else None
    return None


_PATTERNS = {
    "that": "clause-that",
    "zero": "clause-zero",
    "wh": "clause-wh",
    "to": "clause-to",
    "object": "clause-object",
    "nominal": "nominal",
    "noun": "noun",
}


def _take(work: _Line, hit: Hit, found: Follow, source: Range | None) -> None:
    """Claim the content after a cue."""
    line, k = work.line, found.start
    while k < len(line) and line[k].low in {",", ":"}:
        k += 1
    if k >= len(line) or work.taken[k]:
        return
    later = [other for other in work.hits if other.start > k]
    end = content_end(line, k, later, found.frame in {"object", "noun", "to"}, found.frame == "nominal")
    if hit.start and line[before_verb(line, hit.start)[0]].low == "who":
        end = _relative_end(line, k, end, later)
    end = next((p for p in range(k, end) if work.taken[p]), end)
    pattern = (
        "attitude"
        if hit.group == "attitude"
        else "participle"
        if source is None and hit.form == "ing"
        else _PATTERNS.get(found.frame, "")
    )
    if line[k].low == QUOTE and found.frame in {"quote", "colon", "that", "zero", "nominal"}:
        alone = _quote_alone(line, k, end)
        if alone:
            work.add(alone, hit, source, "quote-colon" if found.frame == "colon" else "quote-after", found.cue.kind)
            return
    work.add(
        [(k, end)],
        hit,
        source,
        pattern or ("clause-colon" if found.frame == "colon" else "clause-zero"),
        found.cue.kind,
    )


def _relative_end(line: list[Token], start: int, end: int, later: list[Hit]) -> int:
    """End the content of "Graham, who opposed it, called" at the comma before the main verb."""
    verbs = {hit.start for hit in later}
    finite = vocabulary()["finite_all"]
    for k in range(start, end - 1):
        if line[k].low == "," and (
            k + 1 in verbs
            or line[k + 1].low in finite
            or (line[k + 1].low in vocabulary()["adverbs"] and k + 2 in verbs)
        ):
            return k
    return end


def _quote_alone(line: list[Token], k: int, end: int) -> list[Range] | None:
    """Say whether the content is the quotation at ``k`` alone (with a second one joined by "and")."""
    p = skip_adjuncts(line, k + 1)
    if p >= end or at_end(line, p):
        return [(k, k + 1)]
    if line[p].low in {"and", "but", ","} and p + 1 < end and line[p + 1].low == QUOTE:
        return [(k, k + 1), (p + 1, p + 2)]
    return [(k, k + 1)] if is_full(line[k]) or line[p].low == "," else None


def _according(work: _Line, hit: Hit) -> None:
    """Match "According to X, ..." and "..., according to X"."""
    line = work.line
    end = hit.end
    stop = next(
        (k for k in range(end, len(line)) if line[k].low in {",", ";", ".", QUOTE} and not _abbreviated(line, k)),
        len(line),
    )
    source = right_subject(line, end)
    if source is None:
        if not (end < len(line) and line[end].low in {"him", "her", "them"}):
            return
        source = (end, end)
    opening = (
        hit.start == 0
        or line[hit.start - 1].low in {"that", "but", "and", "while", "as"}
        or not any(t.low[0].isalnum() for t in line[: hit.start])
    )
    if opening:
        stop = _past_apposition(line, stop)
        if stop >= len(line):
            return
        start = stop + (line[stop].low == ",")
        later = [other for other in work.hits if other.start > start]
        finish = content_end(line, start, later)
        if all(not t for t in work.taken[start:finish]):
            work.add([(start, finish)], hit, source, "according")
        return
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    left = hit.start - (line[hit.start - 1].low == ",")
    stop = _past_apposition(line, stop)
    rest = (
        (stop + 1, content_end(line, stop + 1, [o for o in work.hits if o.start > stop]))
        if stop + 1 < len(line) and line[stop].low == "," and line[hit.start - 1].low == ","
        else None
    )
    parts = [(floor, left)]
    if rest and not has_finite(line, floor, left) and rest[0] < rest[1] and work.free(*rest):
        parts.append(rest)
    if floor < left:
        work.add(parts, hit, source, "according")


def _abbreviated(line: list[Token], k: int) -> bool:
    return (
        line[k].low == "."
        and k > 0
        and (line[k - 1].low in vocabulary()["abbreviations"] or len(line[k - 1].text) == 1)
    )


def _past_apposition(line: list[Token], comma: int) -> int:
    """Step over ", the minister," or ", Alireza Mehraban," that belongs to the source before ``comma``."""
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


def _view(work: _Line, hit: Hit) -> None:
    """Match "in her view": the content is the rest of the sentence."""
    line = work.line
    parts = [(0, hit.start), (hit.end, content_end(line, hit.end, []) if hit.end < len(line) else hit.end)]
    if all(work.free(*part) for part in parts):
        work.add([part for part in parts if part[0] < part[1]], hit, (hit.start + 1, hit.start + 1), "in-view")


def _without_cue(work: _Line) -> None:
    """Read a quotation that no known cue introduces: after a colon, or before a name and an unknown verb."""
    line = work.line
    for k, token in enumerate(line):
        if token.low != QUOTE or not is_full(token):
            continue
        if k and line[k - 1].low == ":":
            work.add([(k, k + 1)], None, clause_subject(line, k - 1), "quote-colon")
        elif token.text.rstrip("\"”’'»")[-1:] in {",", "!", "?"} or (k + 1 < len(line) and line[k + 1].low == ","):
            _unknown_verb(work, k)


def _unknown_verb(work: _Line, k: int) -> None:
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
