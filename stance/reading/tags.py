"""Patterns with the attribution after or inside the content: "..., X said", "Serbia, X said, has ..."."""

from __future__ import annotations

from stance.reading.contents import content_end, follow, is_full
from stance.reading.cues import Hit
from stance.reading.drafts import COMMAS, Line, Range, as_finite, skip_apposition
from stance.reading.forward import plausible
from stance.reading.grammar import at_end, has_finite, skip_adjuncts, skip_hearer
from stance.reading.header import agencies
from stance.reading.nounphrases import right_subject
from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.subjects import before_verb, left_subject
from stance.reading.vocabulary import vocabulary

__all__ = ["tag"]

_OPENING = frozenset({"upon", "when", "while", "if", "because", "once", "until", "unless", "although", "though"})
_ASKED = frozenset(
    [
        "asked",
        "questioned",
        "pressed",
        "speaking",
        "responding",
        "replying",
        "referring",
        "commenting",
        "addressing",
        "writing",
    ]
)


_ADJUNCT_STARTS = frozenset(
    [
        "in",
        "at",
        "on",
        "during",
        "after",
        "before",
        "following",
        "while",
        "when",
        "as",
        "speaking",
        "referring",
        "citing",
        "according",
        "adding",
        "noting",
        "who",
        "which",
        "where",
        "whose",
        "amid",
        "with",
        "without",
        "ahead",
        "despite",
        "from",
        "by",
        "to",
        "for",
        "quoting",
        "pointing",
    ]
)


def tag(work: Line, hit: Hit) -> None:
    """Match an attribution after or inside its content: "..., X said", "..., said X", "Serbia, X said, has"."""
    line = work.line
    if not any("left" in cue.frames or "quote" in cue.frames for cue in hit.cues):
        return
    before, is_finite = as_finite(work, hit)
    if not is_finite or before_verb(line, hit.start)[1] == "do":
        return
    floor = max((k + 1 for k in range(hit.start) if work.taken[k]), default=0)
    edge, after = before, hit.end
    source = None
    if before >= floor and _after_content(line, before):
        own = left_subject(line, before, floor) if line[before].low != QUOTE and line[before - 1].low != QUOTE else None
        source = _inverted(line, hit) if own is None else None
    if source is not None:
        after = source[1] + 1
        after = skip_apposition(line, after)
    else:
        source = left_subject(line, before, floor)
        if source is None or not plausible(line, source, hit):
            return
        edge = source[0] - 1
        if edge >= 1 and line[edge].low == "to" and line[edge - 1].low == "according":
            return
        if any("hearer" in cue.frames for cue in hit.cues):
            after = skip_hearer(line, after)
    if edge < floor or not _after_content(line, edge):
        return
    after = skip_adjuncts(line, after)
    if at_end(line, after) and _relays(work, hit, source, floor, edge):
        work.taken[edge : hit.end] = [True] * (hit.end - edge)
        return
    count = len(work.drafts)
    if not _left_quote(work, hit, source, floor, edge, after) and line[edge].low != QUOTE:
        _left_clause(work, hit, source, floor, edge, after)
    if len(work.drafts) > count and source[0] >= hit.end:
        work.taken[source[0] : source[1] + 1] = [True] * (source[1] + 1 - source[0])  # a source is nobody's content


def _relays(work: Line, hit: Hit, source: Range, floor: int, edge: int) -> bool:
    """Say whether an agency only passes on what somebody else says: "Voss said that ..., Reuters reported"."""
    line = work.line
    if hit.cues[0].lemma not in {"report", "write", "say", "quote"}:
        return False
    name = " ".join(token.text for token in line[source[0] : source[1] + 1])
    media = {token.low for token in line[source[0] : source[1] + 1]} & vocabulary()["media"]
    if not media and name.removeprefix("the ").removeprefix("The ").lower() not in agencies():
        return False
    inner = (
        h for h in work.hits if floor < h.start < edge and h.group in {"verb", "nominal"} and h.form in {"past", "s"}
    )
    return any(
        (found := follow(line, h)) is not None
        and found.frame in {"that", "zero", "quote", "nominal"}
        and found.start < edge
        for h in inner
        if h.cues[0].kind == "speech"
    )


def _inverted(line: list[Token], hit: Hit) -> Range | None:
    """Find the source of "..., said X": a name, a role, a pronoun or a noun with an article, not "pleaded guilty"."""
    source = right_subject(line, hit.end)
    if source is None or before_verb(line, hit.start)[1]:
        return None
    vocab = vocabulary()
    part = line[source[0] : source[1] + 1]
    noun = any(
        is_name(t) or t.low in vocab["determiners"] or t.low in vocab["role_heads"] or t.low in {"he", "she", "they"}
        for t in part
    )
    return source if noun or part[-1].low.endswith("s") else None


def _after_content(line: list[Token], k: int) -> bool:
    return k >= 0 and (line[k].low in COMMAS or line[k].low in {QUOTE, '"', "”"})


def _left_quote(work: Line, hit: Hit, source: Range, floor: int, edge: int, after: int) -> bool:
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


def _left_clause(work: Line, hit: Hit, source: Range, floor: int, edge: int, after: int) -> None:
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
    if line[edge].low == ":" or edge <= floor or (not ended and line[after].low == ":"):
        return
    if line[floor].low in _OPENING and not any(token.low == "," for token in line[floor:edge]):
        return  # "After the talks Voss said": no content yet
    if not ended and line[after].low not in COMMAS and line[after].low not in _ADJUNCT_STARTS:
        return  # "Voss is signalling unrest": the verb has an object of its own
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
    if following is None or (following.low == QUOTE and (intro or not clause)):
        return
    inverted = source[0] >= hit.end
    resumes = (following.low not in _ADJUNCT_STARTS and not following.low.endswith("ing")) or (
        not clause and following.low not in {"adding"}
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
