"""Fifth step, second half: what follows a cue, and where it ends."""

from __future__ import annotations

from typing import NamedTuple

from stance.reading.cues import Hit
from stance.reading.grammar import at_end, has_finite, skip_adjuncts, skip_hearer
from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.subjects import before_verb, left_subject
from stance.reading.vocabulary import Cue, vocabulary

__all__ = ["Follow", "content_end", "follow", "is_full"]

_CLAUSE_WORDS = frozenset(["he", "she", "they", "it", "we", "i", "you", "there"])
_NO_QUESTION = frozenset({"which", "whose", "whom"})
_PLAIN = frozenset({"say", "add", "think", "believe"})
_NO_ANSWER = frozenset({"comment", "elaborate", "answer", "respond", "reply", "say"})
_LEADS = frozenset(["but", "and", "while", "whereas", "although", "though"])


class Follow(NamedTuple):
    """What follows a cue: the frame that matched and the token at which the content begins."""

    frame: str
    start: int
    cue: Cue


def is_full(token: Token) -> bool:
    """Say whether a quotation reads as speech of its own, not as a few quoted words."""
    quote = token.quote
    if quote is None:
        return False
    inner = token.text.strip("\"“”„«»'‘’` ")
    if not inner:
        return False
    opens = inner[0].isupper() or inner[0] in "[(…." or inner[0].isdigit()
    closes = inner[-1] in ".,!?…—–" or not quote.closed
    many = inner.count(" ")
    return (opens and (closes or many >= 3)) or (closes and many >= 2) or many >= 8


def follow(line: list[Token], hit: Hit) -> Follow | None:
    """Match what stands after a cue with what its verb allows."""
    for cue in hit.cues:
        found = _follow(line, hit, cue)
        if found is not None:
            return found
    return None


def _follow(line: list[Token], hit: Hit, cue: Cue) -> Follow | None:
    k = hit.end
    frames = cue.frames
    if hit.group in {"nominal", "noun"}:
        return _after_noun(line, k, cue) if hit.group == "nominal" else _after_carrier(line, k, cue)
    q = k if k < len(line) and line[k].low == "to" else skip_adjuncts(line, k)  # "refused to visit" is no occasion
    if (
        q + 1 < len(line)
        and line[q].low == "to"
        and "to" in frames
        and "hearer" not in frames
        and line[q + 1].low.isalpha()
    ):
        # "declined to comment" says that nothing was said
        silent = cue.lemma in {"decline", "refuse"} and line[q + 1].low in _NO_ANSWER
        return None if silent else Follow("to", q, cue)
    listener = "hearer" in frames and not ("clause" in frames and _clause_at_once(line, k))
    p = skip_hearer(line, k) if listener else k
    if listener and p == k and (at_end(line, p) or line[p].low not in {QUOTE, ":", ",", "that"}):
        return None
    if p + 1 < len(line) and line[p].low == "to" and "to" in frames and p > k:
        return Follow("to", p, cue)
    if (
        cue.lemma in {"say", "write", "add", "announce", "explain", "report", "suggest", "complain", "state"}
        and p < len(line)
        and line[p].low == "to"
    ):
        p = skip_hearer(line, p + 1)
    p = skip_adjuncts(line, p)
    if at_end(line, p):
        return None
    return _match(line, p, cue, hit)


def _match(line: list[Token], p: int, cue: Cue, hit: Hit) -> Follow | None:
    frames, low = cue.frames, line[p].low
    speech = cue.kind == "speech" and hit.group == "verb"
    if low == "that" and "that" in frames and p + 1 < len(line) and line[p + 1].low not in {".", ";"}:
        return Follow("that", p + 1, cue)
    if speech and low == ":":
        return Follow("colon", p + 1, cue)
    if speech and (low == QUOTE or (low == "," and p + 1 < len(line) and line[p + 1].low == QUOTE)):
        at = p + (low == ",")
        if "zero" in frames or "object" in frames or is_full(line[at]) or cue.form == "ing":
            return Follow("quote" if "object" not in frames or is_full(line[at]) else "object", at, cue)
    return _match_clause(line, p, cue)


def _match_clause(line: list[Token], p: int, cue: Cue) -> Follow | None:
    """Match a clause without "that", a question or an object."""
    vocab = vocabulary()
    frames, low = cue.frames, line[p].low
    if "wh" in frames and (
        low in vocab["wh"] and low not in _NO_QUESTION and not (low in {"when", "where", "who"} and "zero" in frames)
    ):
        return Follow("wh", p, cue)
    if low == "," or (cue.form == "ing" and cue.kind == "belief"):
        return None
    later = _distant_that(line, p) if "that" in frames and low in vocab["prepositions"] else None
    if later is not None:
        return Follow("that", later, cue)
    if (
        "zero" in frames
        and _zero(line, p)
        and ((cue.lemma in _PLAIN and cue.form != "ing") or low == QUOTE or has_finite(line, p, min(p + 40, len(line))))
    ):
        return Follow("zero", p, cue)
    if "clause" in frames and low in _CLAUSE_WORDS and low not in {"it", "you"} and p + 2 < len(line):
        return Follow("zero", p, cue)
    if (
        "clause" in frames
        and (low not in vocab["prepositions"] or low == "despite")
        and has_finite(line, p, min(p + 16, len(line)))
    ):
        return Follow("zero", p, cue)
    if (
        "object" in frames
        and (low[0].isalnum() or low == QUOTE)
        and low not in vocab["stops"] - {"that"}
        and low not in vocab["prepositions"]
    ):
        if cue.lemma == "call" and low == QUOTE:
            return None  # "a print called “Dawn”"
        return Follow("object", p, cue)
    return None


def _clause_at_once(line: list[Token], k: int) -> bool:
    """Say whether "warned the deal would fail" begins: a finite verb before any "that"."""
    stop = next((p for p in range(k, min(k + 12, len(line))) if line[p].low in {"that", QUOTE, ",", ":"}), k + 12)
    return has_finite(line, k, min(stop, len(line)))


def _distant_that(line: list[Token], p: int) -> int | None:
    """Find "that" behind a longer adjunct: "said *on entering office* that"."""
    stops = vocabulary()["finite_all"]
    for k in range(p + 1, min(p + 14, len(line) - 1)):
        if line[k].low == "that":
            return k + 1
        if (line[k].low in stops and not is_name(line[k])) or line[k].low in {",", ";", ":", QUOTE}:
            return None
    return None


def _zero(line: list[Token], p: int) -> bool:
    """Say whether a clause without "that" begins here: a preposition alone ("said in Moscow") is none."""
    vocab = vocabulary()
    low = line[p].low
    if low in {"to", "by", "at", "for", "of"}:
        return False
    if low in vocab["prepositions"] or low in {"as", "when", "while", "who", "which"}:
        return has_finite(line, p, len(line))
    if low in _CLAUSE_WORDS or low == QUOTE:
        return True
    return low not in vocab["conjunctions"] and (low[0].isalnum() or low in "[$€£\"'(#@") and len(line) - p > 2


def _after_noun(line: list[Token], k: int, cue: Cue) -> Follow | None:
    p = skip_adjuncts(line, k)
    if at_end(line, p) or line[p].low in {",", ":"}:
        return None
    if line[p].low in {"that", "saying"}:
        saying = line[p].low == "saying" and p + 1 < len(line) and line[p + 1].low == "that"
        return Follow("nominal", p + 1 + saying, cue)
    if cue.lemma.split()[0] in {"have", "hold", "give", "take", "make", "issue", "release", "show", "share"}:
        return None
    return Follow("nominal", p, cue)


def _after_carrier(line: list[Token], k: int, cue: Cue) -> Follow | None:
    """Match "claim that ..." and "suggestions by X, the Y, that ...": the clause may come after the owner."""
    low = line[k].low
    if low == "that":
        if k + 1 < len(line) and line[k + 1].low in vocabulary()["finite_all"]:
            return None  # a relative clause: "the plan that was"
        return Follow("noun", k + 1, cue) if has_finite(line, k + 1, min(k + 20, len(line))) else None
    if low == "to":
        return Follow("noun", k, cue)
    for p in range(k + 1, min(k + 14, len(line) - 1)):
        if line[p].low == "that":
            verb = line[p + 1].low in vocabulary()["finite_all"] or line[p + 1].low in vocabulary().verbs
            return None if verb else Follow("noun", p + 1, cue)
        if line[p].low in vocabulary()["finite_all"] or line[p].low in {QUOTE, ";", ":"}:
            return None
    return None


def content_end(line: list[Token], start: int, hits: list[Hit], object_only: bool = False, again: bool = False) -> int:
    """Find the token at which reported content ends: another attribution, or the end of the sentence."""
    ends = [hit.start for hit in hits if hit.start > start]
    by_start = {hit.start: hit for hit in hits}
    k = start
    while k < len(line):
        low = line[k].low
        if low in {",", ";", "—", "–", "--", "("} and k > start and _new_attribution(line, k, by_start, start):
            return k
        if low == "according" and k in by_start and k > start + 1:
            return k - (line[k - 1].low == ",")
        if low in _LEADS and k > start and ends and _leads_attribution(line, k, by_start, object_only or again):
            return k - (line[k - 1].low == ",")
        if object_only and low == ":" and k + 1 < len(line) and line[k + 1].low == QUOTE:
            return k
        if object_only and low == "," and _subject_and_verb(line, k, by_start):
            return k
        if (
            object_only
            and low == ","
            and k + 1 < len(line)
            and line[k + 1].low in {"which", "who", "but", "while", "although", "after", "when", "as", "and"}
        ):
            return k
        k += 1
    while k > start and line[k - 1].low in {".", ";", ","}:
        k -= 1
    return k


def _new_attribution(line: list[Token], k: int, by_start: dict[int, Hit], start: int) -> bool:
    """Say whether a participle cue or "according to" follows the comma at ``k``."""
    p = k + 1
    while p < len(line) and line[p].low in {"and", "but", "while", "also", "further", "then"}:
        p += 1
    hit = by_start.get(p)
    if hit is None:
        return False
    if hit.group == "according":
        return True
    if hit.form == "ing" and hit.cues[0].kind == "speech":
        return follow(line, hit) is not None
    # ", but refused to": the same speaker again
    return p > k + 1 and _again(line, hit)


def _subject_and_verb(line: list[Token], k: int, by_start: dict[int, Hit]) -> bool:
    """Say whether the main clause with a cue of its own begins after the comma at ``k``."""
    for p in range(k + 2, min(k + 10, len(line))):
        if p in by_start and by_start[p].group == "verb":
            before, _ = before_verb(line, p)
            subject = left_subject(line, before, k + 1)
            return subject is not None and subject[0] == k + 1
    return False


def _again(line: list[Token], hit: Hit, objects: bool = False) -> bool:
    strong = hit.form == "past" and hit.cues[0].kind == "speech" and hit.group in {"verb", "nominal"}
    if not strong:
        return False
    found = follow(line, hit)
    return found is not None and found.frame in {
        "that",
        "colon",
        "to",
        "nominal",
        "zero",
        "quote",
        *(("object",) if objects else ()),
    }


def _leads_attribution(line: list[Token], k: int, by_start: dict[int, Hit], objects: bool) -> bool:
    """Say whether "but X said that" begins after the conjunction at ``k``."""
    p = k + 1
    limit = min(k + 14, len(line))
    if p < limit and p in by_start:
        return _again(line, by_start[p], objects)
    while p < limit and p not in by_start:
        if line[p].low in {";", QUOTE, "that"} or line[p].low in vocabulary()["modals"]:
            return False
        p += 1
    hit = by_start.get(p)
    if hit is None or hit.group != "verb" or hit.cues[0].kind != "speech" or hit.form not in {"past", "s"}:
        return False
    before, auxiliary = before_verb(line, hit.start)
    subject = None if auxiliary in {"be", "modal"} else left_subject(line, before, k + 1)
    if subject is None or not (
        is_name(line[subject[1]])
        or line[subject[1]].low in {"he", "she", "they"}
        or line[subject[1]].low in vocabulary()["role_heads"]
        or line[subject[1]].low.endswith("s")
    ):
        return False
    found = follow(line, hit)
    return found is not None and found.frame in {"that", "zero", "quote", "colon", "to", "wh"}
