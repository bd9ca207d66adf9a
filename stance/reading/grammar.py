"""Small grammar without a parser: time expressions, occasions, listeners, and whether a stretch holds a finite verb."""

from __future__ import annotations

from stance.reading.nounphrases import noun_phrase_end
from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.vocabulary import vocabulary

__all__ = [
    "END_MARKS",
    "at_end",
    "has_finite",
    "skip_adjuncts",
    "skip_adverbs",
    "skip_hearer",
]

END_MARKS = frozenset({".", "!", "?", "…", "...", ";", ")", "]"})
_DASHES = frozenset({"-", "–", "—", "--"})
_TIME_OPENERS = frozenset(
    [
        "on",
        "in",
        "at",
        "by",
        "since",
        "during",
        "the",
        "of",
        "a",
        "an",
        "this",
        "last",
        "next",
        "late",
        "early",
        "few",
        "earlier",
        "later",
        "past",
        "same",
        "and",
        "about",
        "around",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
    ]
)
_TIME_WORDS = frozenset(
    ["today", "yesterday", "tomorrow", "tonight", "ago", "recently", "afterwards", "afterward", "overnight"]
)
_OCCASION_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "during",
        "on",
        "via",
        "through",
        "to",
        "by",
        "from",
        "after",
        "following",
        "ahead",
        "before",
        "as",
        "with",
        "over",
        "when",
        "while",
        "speaking",
    ]
)
_AFTER_OCCASION = frozenset(
    ["with", "to", "on", "in", "at", "for", "from", "of", "by", "after", "about", "before", "during", "marking"]
)
_PUBLISHED = frozenset(
    [
        "broadcast",
        "published",
        "aired",
        "released",
        "posted",
        "issued",
        "sent",
        "carried",
        "obtained",
        "dated",
        "quoted",
        "televised",
        "recorded",
        "taped",
        "held",
    ]
)


_CLAUSE_STOPS = frozenset(
    ["which", "who", "whose", "whom", "but", "while", "although", "because", "after", "before", "when", "as"]
)


def at_end(line: list[Token], k: int) -> bool:
    """Say whether nothing but end marks stands at ``k``."""
    return k >= len(line) or line[k].low in END_MARKS


def skip_adverbs(line: list[Token], k: int) -> int:
    """Skip adverbs such as "also", "later", "bluntly"."""
    adverbs = vocabulary()["adverbs"]
    while k < len(line) and (
        line[k].low in adverbs or (line[k].low.endswith("ly") and not is_name(line[k]) and len(line[k].low) > 4)
    ):
        k += 1
    return k


def _skip_time(line: list[Token], k: int) -> int:
    vocab = vocabulary()
    cores = vocab["weekdays"] | vocab["times"] | _TIME_WORDS
    months = vocab["months"] | vocab["short_months"]
    done = k
    p = k
    while p < min(k + 10, len(line)):
        low = line[p].low
        if low in cores or (low in months and is_name(line[p])):
            p += 1
            done = p
            if p < len(line) and line[p].low == "." and line[p - 1].low in vocab["short_months"]:
                p += 1
        elif low[0].isdigit() and (done > k or p > k):
            p += 1
            done = p if done > k or (len(low) == 4 and low.isdigit()) else done
        elif low in _TIME_OPENERS or (low == "," and done > k and p + 1 < len(line) and line[p + 1].low[:4].isdigit()):
            p += 1
        else:
            break
    return done


def skip_hearer(line: list[Token], k: int) -> int:
    """Skip the listener: "told *reporters* that", "told *the newspaper Politika*"."""
    end = noun_phrase_end(line, k)
    while end < len(line) and end > k and line[end].low in {"of", "at", "from", "in", "for"} and end + 1 < len(line):
        if _skip_time(line, end) > end:
            break
        further = noun_phrase_end(line, end + 1)
        if further == end + 1:
            break
        end = further
    return end


def _skip_occasion(line: list[Token], k: int) -> int:
    """Skip "in a statement", "at a press conference with X in Prague", "during an interview broadcast on Sunday"."""
    vocab = vocabulary()
    if k >= len(line) or line[k].low not in _OCCASION_PREPOSITIONS:
        return k
    p = k + 1
    last = min(k + 14, len(line))
    while p < last and line[p].low not in vocab["occasions"]:
        low = line[p].low
        if not low[0].isalnum() or low in vocab["pronouns"] or low in vocab["finite_all"] or low == "that":
            return k
        p += 1
    if p >= last:
        return k
    while p < len(line) and line[p].low in vocab["occasions"]:
        p += 1
    return _skip_tail(line, p)


def _skip_tail(line: list[Token], p: int) -> int:
    """Skip what hangs on an occasion: "with the newspaper X", "in Geneva", "published on Monday"."""
    for _ in range(6):
        before = p
        p = _skip_time(line, p)
        if p < len(line) and line[p].low in _PUBLISHED:
            p = _skip_time(line, p + 1)
        if p + 1 < len(line) and line[p].low in _AFTER_OCCASION:
            end = noun_phrase_end(line, p + 1)
            p = end if end > p + 1 else p
        if p == before:
            break
    return p


def skip_adjuncts(line: list[Token], k: int) -> int:
    """Skip times, occasions and adverbs after a cue, also between commas before "that"."""
    for _ in range(6):
        before = k
        k = skip_adverbs(line, k)
        k = _skip_time(line, k)
        k = _skip_occasion(line, k)
        if k == before:
            break
    if k < len(line) and line[k].low in {",", "—", "–", "-", "--"}:
        limit = min(k + 16, len(line))
        close = next((p for p in range(k + 1, limit) if line[p].low in {line[k].low, QUOTE, ":"}), limit)
        if close + 1 < limit and line[close].low == line[k].low and line[close + 1].low == "that":
            return close + 1
    return k


def _is_verb(line: list[Token], k: int) -> bool:
    """Tell "Russia wants" and "the minister says" from plural nouns such as "questions"."""
    form = vocabulary().verbs[line[k].low][0].form
    if form == "past":
        return True
    previous, following = line[k - 1], line[k + 1].low if k + 1 < len(line) else ""
    return (
        form == "s"
        and not previous.low.endswith(("'s", "'"))
        and (
            is_name(previous)
            or previous.low in vocabulary()["role_heads"]
            or following in {"that", "to", *vocabulary()["determiners"]}
        )
    )


def has_finite(line: list[Token], start: int, end: int) -> bool:
    """Say whether a clause seems to stand in the tokens: a finite verb with something before it."""
    vocab = vocabulary()
    finite, verbs = vocab["finite_all"], vocab.verbs
    nouns = 0
    for k in range(start, min(end, len(line))):
        low = line[k].low
        if k > start and low in _CLAUSE_STOPS:
            return False
        if nouns and (low in finite or low.endswith("n't")):
            return True
        if (
            nouns
            and len(low) > 4
            and not is_name(line[k])
            and (low.endswith("ed") or (low in verbs and _is_verb(line, k)))
        ):
            previous = line[k - 1].low
            if previous not in vocab["determiners"] and previous not in vocab["prepositions"] and previous != "and":
                return True
        if low.endswith("'s") and low[:-2] in vocab["pronouns"] | {"there", "that"}:
            return True
        if low == "to" or (k > start and low in {"that", "whether"}):
            nouns = 0
        elif low[0].isalnum() and low not in vocab["determiners"]:
            nouns += 1
    return False
