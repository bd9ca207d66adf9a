"""Patterns with the attribution before the content: "X said that", "..., adding that", "X's claim that"."""

from __future__ import annotations

from stance.reading.contents import Follow, content_end, follow, is_full
from stance.reading.cues import Hit
from stance.reading.drafts import COMMAS, Line, Range, as_finite, skip_apposition
from stance.reading.grammar import at_end, skip_adjuncts
from stance.reading.nounphrases import clause_subject, is_plural, right_subject
from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.subjects import before_verb, left_subject
from stance.reading.vocabulary import vocabulary

__all__ = ["forward", "plausible"]


def forward(work: Line, hit: Hit) -> None:
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
        before, is_finite = as_finite(work, hit) if hit.group != "attitude" else (before_verb(line, hit.start)[0], True)
        if not is_finite and hit.form != "ing":
            return
        if found.frame == "object" and before_verb(line, hit.start)[1] == "do":
            return  # "did not refer to"
        ok, source = _source(work, hit, before, is_finite)
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


def _source(work: Line, hit: Hit, before: int, is_finite: bool) -> tuple[bool, Range | None]:
    """Find the subject of a cue with content after it; without one of its own it shares the sentence's."""
    line, vocab = work.line, vocabulary()
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    low = line[before].low if before >= 0 else ""
    if not is_finite and hit.form == "ing":
        if (
            low == ","
            or low in {"by", "in", "before", "after", "and", "without", "while", "when", "as", "", QUOTE}
            or low in COMMAS
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
    if low in {"and", "but", "then", ",", "or"} or (low in COMMAS):
        own = left_subject(line, before, 0) if low in COMMAS else None
        if own is not None:
            return True, own
        return _conjoined(work, hit)
    own = left_subject(line, before, floor)
    if own is None:
        return False, None
    return plausible(line, own, hit), own


def _conjoined(work: Line, hit: Hit) -> tuple[bool, Range | None]:
    """Find the subject of "... and said": of the last cue, or of a clause that began after it."""
    line = work.line
    comma = next((k for k in range(hit.start - 2, 0, -1) if line[k].low == ","), None)
    begins = comma is not None and (is_name(line[comma + 1]) or line[comma + 1].low in {"he", "she", "they", "the"})
    if comma is not None and begins and not any(a > comma for draft in work.drafts for a, _ in draft.claimed):
        later = clause_subject(line, hit.start, comma + 1)
        if later is not None and later[1] + 1 < hit.start - 1 and plausible(line, later, hit):
            return True, later
    if work.drafts:
        return True, None
    ok, shared = _shared(line, hit.start)
    return ok and shared is not None and plausible(line, shared, hit), shared


def _shared(line: list[Token], stop: int) -> tuple[bool, Range | None]:
    subject = clause_subject(line, stop)
    return subject is not None, subject


_ADJECTIVES = frozenset(
    [
        "current",
        "new",
        "recent",
        "own",
        "future",
        "latest",
        "last",
        "more",
        "similar",
        "opening",
        "further",
        "previous",
        "earlier",
        "public",
        "official",
        "early",
        "first",
        "final",
        "key",
        "other",
        "same",
        "various",
        "different",
        "such",
        "no",
        "two",
        "three",
        "clear",
        "unimpeded",
        "long-term",
        "short-term",
        "big",
        "political",
        "private",
        "personal",
        "several",
    ]
)


_SUBORDINATE = frozenset({"after", "when", "as", "while", "because", "although", "though", "since", "before", "once"})
_DUMMIES = frozenset(["it", "there", "this", "that", "which", "what", "something", "nothing", "everything"])


def plausible(line: list[Token], subject: Range, hit: Hit) -> bool:
    """Refuse subjects that cannot hold a view: "it", "there", a noun used as a verb's object."""
    vocab = vocabulary()
    head = line[subject[1]].low
    if line[subject[0]].low == "whose" or (subject[0] and line[subject[0] - 1].low == "whose"):
        return False
    if hit.form == "base" and not before_verb(line, hit.start)[1] and not is_plural(line, subject):
        return False
    if hit.form == "s" and not _singular(line, subject):
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


def _singular(line: list[Token], subject: Range) -> bool:
    """Say whether a noun phrase can be the subject of "claims": a bare common noun ("false claims") cannot."""
    part = line[subject[0] : subject[1] + 1]
    lists = vocabulary()["determiners"] | vocabulary()["pronouns"] | {"who", "which"}
    return any(is_name(token) or token.low in lists or token.low.endswith("'s") for token in part)


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
        return (found[0], skip_apposition(line, found[1] + 1) - 1) if found else None
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


def _take(work: Line, hit: Hit, found: Follow, source: Range | None) -> None:
    """Claim the content after a cue."""
    line, k = work.line, found.start
    while k < len(line) and line[k].low in {",", ":"}:
        k += 1
    if k >= len(line) or work.taken[k]:
        return
    later = [other for other in work.hits if other.start > k]
    end = content_end(line, k, later, found.frame in {"object", "noun", "to"}, found.frame == "nominal")
    if source and source[0] and line[source[0] - 1].low in _SUBORDINATE:
        end = next((p for p in range(k, end) if line[p].low == ","), end)
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
    if found.frame == "object" and end + 1 < len(line) and line[end].low == ":" and is_full(line[end + 1]):
        work.add([(end + 1, end + 2)], hit, source, "quote-colon", "speech")


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
