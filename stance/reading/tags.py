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
    line = work.line
    if (
        edge <= floor
        or not any("left" in cue.frames for cue in hit.cues)
        or _has_own_content(work, hit, floor, edge, after)
    ):
        return
    kind = next(cue.kind for cue in hit.cues if "left" in cue.frames)
    clause, intro = has_finite(line, floor, edge), _is_intro(line[floor].low)
    if at_end(line, after) or line[after].low != ",":
        if edge - floor >= 2 and (clause or not intro or edge - floor > 8):
            work.add([(floor, edge)], hit, source, "clause-before", kind)
        return
    following = line[after + 1].low if after + 1 < len(line) else QUOTE
    if following == QUOTE and (intro or not clause):
        return
    aside = following in _ADJUNCT_STARTS or following.endswith("ing")
    ends = aside and (clause or following == "adding")
    if ends or (source[0] >= hit.end and following not in {"and", "but"}):
        work.add([(floor, edge)], hit, source, "clause-before", kind)
    else:
        end = content_end(line, after + 1, [other for other in work.hits if other.start > after])
        # "Serbia, X said, has ..." against "Even so, X said, the talks ...": only a subject is part of the content
        start = floor if clause or _goes_on(following) else edge
        work.add([(start, edge), (after + 1, end)], hit, source, "clause-around", kind)
    work.taken[hit.start : hit.end] = [True] * (hit.end - hit.start)


def _has_own_content(work: Line, hit: Hit, floor: int, edge: int, after: int) -> bool:
    """Say whether the content comes after the verb, or the words before it cannot be any."""
    line, vocab = work.line, vocabulary()
    first = line[floor].low
    if line[edge].low == ":" or first in _ASKED:
        return True
    if first in _OPENING and not any(token.low == "," for token in line[floor:edge]):
        return True  # "After the talks Voss said": no content yet
    if at_end(line, after) or line[after].low in COMMAS:
        return False
    if line[after].low == ":" or line[after].low not in _ADJUNCT_STARTS:
        return True  # "Voss is signalling unrest": the verb has an object of its own
    found = follow(line, hit)
    adjunct = found is not None and found.frame == "zero" and line[found.start].low in _ADJUNCT_STARTS
    before = has_finite(line, floor, edge) and first not in vocab["prepositions"] | vocab["subordinators"]
    return found is not None and not (adjunct and before)


def _is_intro(first: str) -> bool:
    vocab = vocabulary()
    return first in vocab["prepositions"] or first in vocab["subordinators"] or first.endswith(("ing", "ed"))


def _goes_on(following: str) -> bool:
    """Say whether the verb of an interrupted clause comes: "Serbia, X said, *has* ..."."""
    vocab = vocabulary()
    known = following in vocab["finite_all"] or following in vocab.verbs or following in {"and", "but"}
    return known or following.endswith("ed")
