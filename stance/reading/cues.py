"""Fourth step: the words of a sentence that may attribute something."""

from __future__ import annotations

from typing import NamedTuple

from stance.reading.sentences import QUOTE, Token
from stance.reading.vocabulary import Cue, vocabulary

__all__ = ["Hit", "find_hits"]


class Hit(NamedTuple):
    """A possible cue: tokens ``start`` to ``end``, its readings, and what kind of pattern it belongs to."""

    start: int
    end: int
    cues: tuple[Cue, ...]
    group: str
    form: str


# verbs by form, prepositions or nouns by use
_PREPOSITIONAL = frozenset(
    [
        "regarding",
        "referring",
        "including",
        "following",
        "concerning",
        "considering",
        "holding",
        "backing",
        "meaning",
        "like",
        "planning",
        "finding",
        "feeling",
        "opening",
        "closing",
        "starting",
        "reading",
        "issue",
        "second",
        "post",
        "posts",
    ]
)
_NOUN_LINKS = frozenset({"that", "for", "about", "over", "at", "with", "to"})
_LINKS = frozenset(
    [
        "be",
        "is",
        "are",
        "was",
        "were",
        "am",
        "been",
        "feel",
        "feels",
        "felt",
        "seem",
        "seems",
        "seemed",
        "remain",
        "remains",
        "remained",
        "sound",
        "sounded",
        "grew",
        "became",
        "become",
    ]
)


def find_hits(line: list[Token]) -> list[Hit]:
    """Find every possible cue of a sentence.

    Examples
    --------
    >>> from stance.reading.sentences import tokens
    >>> text = "He said that he was ready."
    >>> [(h.start, h.group) for h in find_hits(tokens(text, 0, len(text), []))]
    [(1, 'verb')]
    """
    vocab = vocabulary()
    verbs, support, nouns, adjectives = vocab.verbs, vocab.support, vocab["nouns_words"], vocab["adjectives"]
    hits: list[Hit] = []
    taken = -1
    for k, token in enumerate(line):
        low = token.low
        if k < taken:
            continue
        hit = None
        if low in _PHRASE_STARTS:
            hit = _phrase(line, k)
        if hit is None and low in support:
            hit = _support(line, k)
        if hit is None and low in adjectives and token.text[0].islower():
            hit = _adjective(line, k)
        if hit is None and low in verbs and (token.text[0].islower() or k == 0 or line[k - 1].low in {QUOTE, ":", ","}):
            hit = _verb(line, k)
        if low in nouns and token.text[0].islower() and (hit is None or hit.form in ("s", "base")):
            hits += _noun(line, k)
        if hit is not None:
            hits.append(hit)
            taken = hit.end
    return hits


_PHRASE_STARTS = frozenset({"according", "as", "in"})


def _phrase(line: list[Token], k: int) -> Hit | None:
    low = line[k].low
    following = line[k + 1].low if k + 1 < len(line) else ""
    if low == "according" and following == "to":
        return Hit(k, k + 2, (Cue("according to", (), "base", "speech", frozenset()),), "according", "")
    if low != "in" or k + 2 >= len(line):
        return None
    view = vocabulary()["view_nouns"]
    if following == "the" and k + 3 < len(line) and line[k + 2].low in view and line[k + 3].low == "of":
        return Hit(k, k + 4, (Cue("in the view of", (), "base", "speech", frozenset()),), "according", "")
    owner = following in {"his", "her", "their", "its"} or following.endswith(("'s", "s'"))
    if owner and line[k + 2].low in view:
        return Hit(k, k + 3, (Cue("in the view of", (), "base", "speech", frozenset()),), "view", "")
    return None


def _verb(line: list[Token], k: int) -> Hit | None:
    if line[k].low == "quoted" and [token.low for token in line[k + 1 : k + 3]] == ["as", "saying"]:
        said = vocabulary().verbs["said"][0]
        return Hit(k, k + 3, (said,), "verb", "quoted")
    matching = []
    length = 0
    for cue in vocabulary().verbs[line[k].low]:
        end = k + 1 + len(cue.rest)
        if tuple(token.low for token in line[k + 1 : end]) == cue.rest:
            matching.append(cue)
            length = max(length, len(cue.rest))
    if not matching:
        return None
    following = line[k + 1 + length].low if k + 1 + length < len(line) else ""
    if following == "by" or (
        matching[0].form in {"s", "base"}
        and following in vocabulary()["finite_all"]
        and line[k + 1 + length].text.islower()
    ):
        return None  # "backed by", "reports have": no finite verb
    if line[k].low in _PREPOSITIONAL:
        return None
    best = tuple(cue for cue in matching if len(cue.rest) == length)
    return Hit(k, k + 1 + length, best, "verb", best[0].form)


def _support(line: list[Token], k: int) -> Hit | None:
    """Match "expressed hope", "voiced deep concern", "has no doubt"."""
    vocab = vocabulary()
    cue = vocab.support[line[k].low]
    allowed = vocab["support_light_nouns"] if cue.lemma in vocab["support_light"] else vocab["support_speech"]
    for p in range(k + 1, min(k + 5, len(line) - 1)):
        low = line[p].low
        following = line[p + 1].low
        free = cue.lemma in {"express", "voice"} and following in _NOUN_LINKS
        if low in allowed or (free and low.isalpha() and low not in vocab["determiners"]):
            if following in {
                "that",
                "for",
                "to",
                "about",
                "over",
                "at",
                "in",
                "with",
                "of",
                "on",
                "regarding",
                "saying",
            } or (cue.lemma == "express" and p + 1 < len(line)):
                speech = cue.lemma not in {"have", "hold"}
                made = cue._replace(lemma=f"{cue.lemma} {low}", kind="speech" if speech else "belief")
                return Hit(k, p + 1, (made,), "nominal", cue.form)
            return None
        if low == QUOTE or not low[0].isalpha() or low in vocab["prepositions"] or low in vocab["stops"]:
            return None
    return None


def _adjective(line: list[Token], k: int) -> Hit | None:
    """Match "is concerned that", "was confident the"."""
    vocab = vocabulary()
    p = k - 1
    while p >= 0 and (
        line[p].low in vocab["adverbs"]
        or line[p].low.endswith("ly")
        or line[p].low in {"not", "more", "very", "increasingly", "deeply"}
    ):
        p -= 1
    if p < 1 or line[p].low not in _LINKS or k + 1 >= len(line):
        return None
    following = line[k + 1].low
    frames = (
        {"that", "clause", "wh"} if following not in {"to", "about", "of", "by", "over", "with"} else {"to", "object"}
    )
    if (
        line[k].low in vocab["adjectives_that"]
        and following != "that"
        and not (following in vocab["pronouns"] or following in {"about", "of"})
    ):
        return None
    form = "past" if line[p].low in {"was", "were", "felt", "seemed"} else "s"
    return Hit(p, k + 1, (Cue(f"be {line[k].low}", (), "past", "belief", frozenset(frames)),), "attitude", form)


def _noun(line: list[Token], k: int) -> list[Hit]:
    """Match a noun that carries a clause: "her claim that", "suggestions by the chancellor that"."""
    vocab = vocabulary()
    low = line[k].low
    if k + 1 >= len(line):
        return []
    following = line[k + 1].low
    carries = (
        following == "that"
        or (following == "to" and low in vocab["nouns_infinitive"])
        or following in {"by", "of", "from"}
    )
    owned = k > 0 and (line[k - 1].low in {"his", "her", "their", "its"} or line[k - 1].low.endswith(("'s", "s'")))
    if not carries or (following == "to" and not owned):
        return []
    kind = "speech" if low in vocab["nouns_speech"] else "belief"
    return [Hit(k, k + 1, (Cue(low, (), "base", kind, frozenset({"that", "to"})),), "noun", "noun")]  # type: ignore[arg-type]
