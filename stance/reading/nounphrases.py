"""Noun phrases to the right of a verb or at the head of a clause, and whether one is a plural."""

from __future__ import annotations

from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.vocabulary import vocabulary

__all__ = ["clause_subject", "is_plural", "noun_phrase_end", "right_subject"]

Range = tuple[int, int]


_SUBJECT_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who"])


_COUNTS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "other",
        "several",
        "few",
        "many",
        "one",
        "some",
    ]
)
_END_MARKS = frozenset({".", "!", "?", "…", "...", ";", ")", "]"})
_OBJECTS = frozenset({"him", "her", "me", "us", "them"})


def noun_phrase_end(line: list[Token], k: int) -> int:
    """Find the end of the noun phrase that begins at ``k`` (``k`` itself if there is none)."""
    vocab = vocabulary()
    start = k
    if _is_pronoun(line, k):
        return k + 1
    lower_noun = False
    while k < len(line):
        if k > start and _coordinates(line, k, lower_noun):
            k += 1
            lower_noun = False
            continue
        token = line[k]
        if _breaks(line, start, k, lower_noun):
            break
        if not is_name(token) and token.low not in vocab["determiners"]:
            lower_noun = True
        k += 1
        if (
            k < len(line)
            and line[k].low == "."
            and (line[k - 1].low in vocab["role_titles"] or len(line[k - 1].text) == 1)
            and line[k].start == line[k - 1].end
        ):
            k += 1
    return k


def _is_pronoun(line: list[Token], k: int) -> bool:
    vocab = vocabulary()
    if k >= len(line) or line[k].low not in vocab["pronouns"] | _OBJECTS:
        return False
    following = line[k + 1].low if k + 1 < len(line) else "."
    # "told her that" against "told her staff"
    return line[k].low != "her" or not following.isalpha() or following in vocab["stops"] | vocab["prepositions"]


def _coordinates(line: list[Token], k: int, lower_noun: bool) -> bool:
    """Say whether an "and" here joins a second noun phrase."""
    if line[k].low != "and" or k + 1 >= len(line) or line[k + 1].low in vocabulary()["pronouns"]:
        return False
    return lower_noun or is_name(line[k + 1])


def _breaks(line: list[Token], start: int, k: int, lower_noun: bool) -> bool:
    """Say whether the token at ``k`` cannot go on with the noun phrase."""
    vocab = vocabulary()
    token, low = line[k], line[k].low
    if (
        not (low[0].isalnum() or low == "'s")
        or low in vocab["stops"]
        or low in vocab["prepositions"]
        or low in vocab["starters"]
    ):
        return True
    if is_name(token):
        # a name after a common noun begins the next phrase, but for "the newspaper Politika"
        return lower_noun and line[k - 1].low not in vocab["naming"] and line[k - 1].low not in vocab["role_heads"]
    if low.endswith("ly") or low in vocab["adverbs"]:
        return low not in vocab["determiners"]
    if k == start:
        return False
    if (low in vocab["determiners"] and not (k == start + 1 and low in _COUNTS)) or low in vocab["pronouns"]:
        return True
    past = low in vocab.verbs and vocab.verbs[low][0].form == "past"
    return past or (low.endswith("ed") and (lower_noun or is_name(line[k - 1])))


def is_plural(line: list[Token], subject: Range) -> bool:
    """Say whether a noun phrase can be the subject of "say", "think", "want"."""
    vocab = vocabulary()
    part = line[subject[0] : subject[1] + 1]
    if part[0].low in {"they", "we", "i", "you", "who", "which"} or any(token.low == "and" for token in part):
        return True
    head = next((k for k, token in enumerate(part) if k and token.low in vocab["prepositions"]), len(part)) - 1
    low = part[head].low
    if part[head].text.isupper() or part[head].text in vocab.states:
        return False  # "the US"
    return low in {
        "people",
        "police",
        "women",
        "men",
        "some",
        "many",
        "others",
        "most",
        "few",
        "both",
        "all",
        "media",
        "several",
        "percent",
    } or (low.endswith("s") and not low.endswith(("ss", "'s")))


def right_subject(line: list[Token], k: int) -> Range | None:
    """Find the noun phrase that begins at ``k``, for "..., said X"."""
    vocab = vocabulary()
    if k >= len(line):
        return None
    first = line[k]
    if first.low in {"he", "she", "they"}:
        return k, k
    if (
        first.low == QUOTE
        or not first.low[0].isalnum()
        or first.low in vocab["stops"] | vocab["prepositions"] | vocab["pronouns"]
    ):
        return None
    end = _run(line, k)
    for _ in range(4):
        if end < len(line) and line[end].low in {"of", "for", "to", "at", "from", "with", "in"}:
            if line[end].low in {"at", "in", "to", "with", "from"} and not any(
                line[p].low in vocab["role_heads"] for p in range(k, end)
            ):
                break
            further = _run(line, end + 1)
            if (
                further == end + 1
                or line[end + 1].low in vocab["weekdays"] | vocab["months"]
                or line[further - 1].low in vocab["occasions"]
            ):
                break
            end = further
    return (k, end - 1) if end > k else None


def _run(line: list[Token], k: int) -> int:
    """Extend over the words of one noun phrase, roles before names included."""
    vocab = vocabulary()
    start = k
    while k < len(line):
        end = noun_phrase_end(line, k)
        if end == k:
            break
        time = next((p for p in range(k, end) if line[p].low in vocab["weekdays"] and p > start), None)
        if time is not None:
            return time
        k = end
        if (
            k < len(line)
            and line[k].low == "."
            and (line[k - 1].low in vocab["abbreviations"] or len(line[k - 1].text) == 1)
        ):
            k += 1
        elif not (k < len(line) and is_name(line[k]) and line[k - 1].low in vocab["role_heads"]):
            break
    return k


def clause_subject(line: list[Token], stop: int, floor: int = 0) -> Range | None:
    """Guess the subject of the clause that begins at ``floor``: its first name or pronoun outside an opening phrase."""
    vocab = vocabulary()
    k = floor
    if k < stop and (
        line[k].low in vocab["prepositions"]
        or line[k].low in vocab["subordinators"]
        or line[k].low.endswith(("ing", "ed"))
    ):
        comma = next((p for p in range(k, stop) if line[p].low == ","), None)
        k = comma + 1 if comma is not None and comma + 1 < stop else k
    while k < stop:
        token = line[k]
        if token.low in _SUBJECT_PRONOUNS:
            return k, k
        opening = (
            token.low in vocab["adverbs"] or token.low in vocab["conjunctions"] or token.low in {"earlier", "later"}
        )
        if not opening and (is_name(token) or token.low in vocab["determiners"]):
            end = noun_phrase_end(line, k)
            if k < end <= stop:
                return k, end - 1
        if token.low in _END_MARKS:
            return None
        k += 1
    return None
