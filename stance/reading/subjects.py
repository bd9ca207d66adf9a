"""Fifth step, first half: who the cue belongs to, as a stretch of tokens."""

from __future__ import annotations

from stance.reading.sentences import QUOTE, Token, is_name
from stance.reading.vocabulary import vocabulary

__all__ = ["before_verb", "left_subject"]

Range = tuple[int, int]


_SUBJECT_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who"])


_REACH = 30


_ARTICLES = frozenset(["the", "a", "an", "his", "her", "their", "its", "this", "these"])


def before_verb(line: list[Token], k: int) -> tuple[int, str]:
    """Step left over adverbs and auxiliaries; give the index before them and the auxiliary ("have", "be", "do")."""
    vocab = vocabulary()
    auxiliary = ""
    k -= 1
    while k >= 0:
        k = _before_time(line, k)
        if k < 0:
            break
        low = line[k].low
        if low in vocab["be"]:
            auxiliary = auxiliary or "be"
        elif low in vocab["auxiliaries"]:
            auxiliary = auxiliary or ("do" if low.startswith("d") else "have")
        elif low in vocab["modals"]:
            auxiliary = "modal"
        elif not (
            low in vocab["negations"]
            or (low in vocab["adverbs"] and low not in {"today", "there"})
            or (low.endswith("ly") and not is_name(line[k]) and len(low) > 4)
        ):
            break
        k -= 1
    return k, auxiliary


def _before_time(line: list[Token], k: int) -> int:
    """Step left over "on Sunday", "last week", "this month" between subject and verb."""
    vocab = vocabulary()
    low = line[k].low
    if low in vocab["weekdays"] and k and is_name(line[k]):
        if line[k - 1].low in vocab["prepositions"] - {"on"}:
            return k
        return k - 1 - (line[k - 1].low == "on")
    if low in {"week", "month", "year", "weekend"} and k and line[k - 1].low in {"last", "this"}:
        return k - 2 - (k > 1 and line[k - 2].low in {"earlier", "later"})
    return k


def left_subject(line: list[Token], k: int, floor: int = 0) -> Range | None:
    """Find the noun phrase that ends at token ``k`` or, over an apposition between commas, before it."""
    if k < floor:
        return None
    if line[k].low in {",", "-", "–", "—", ")"}:
        opener = _apposition(line, k, floor)
        if opener is None or opener - 1 < floor:
            return None
        opener = _tagged(line, opener, floor)
        head = left_subject(line, opener - 1, floor)
        if head is not None and line[k].low == "," and _names_role(line, head, opener + 1):
            return head[0], k - 1
        return head
    if line[k].low == "." and k > floor and line[k - 1].end == line[k].start and line[k - 1].low in {"jr", "sr", "inc"}:
        k -= 1
    token = line[k]
    if token.low in {"who", "which"}:
        comma = k > floor and line[k - 1].low == ","
        return left_subject(line, (_tagged(line, k - 1, floor) if comma else k) - 1, floor) or (k, k)
    if token.low in _SUBJECT_PRONOUNS:
        return k, k
    return _phrase_start(line, k, floor)


def _names_role(line: list[Token], head: Range, after: int) -> bool:
    """Say whether a role is named by what follows: "Serbia's foreign minister, *Marko Ilic*"."""
    heads = vocabulary()["role_heads"]
    holds = not is_name(line[head[1]]) or (
        head[0] < head[1] and any(token.low in heads for token in line[head[0] : head[1] + 1])
    )
    return (
        (holds or line[head[1]].low in heads)
        and is_name(line[after])
        and line[after].low not in vocabulary()["weekdays"]
    )


def _tagged(line: list[Token], opener: int, floor: int) -> int:
    """Step over a party or an age before the apposition: "Bo Lind, *D-Ohio*, who", "Jo Smith, *45*, a"."""
    for p in range(opener - 1, max(floor, opener - 5), -1):
        if line[p].low == "," and p - 1 >= floor and is_name(line[p - 1]):
            first = line[p + 1].text
            return (
                p
                if first[0].isdigit()
                or (len(first) > 1 and first[0] in "RDI" and first[1] == "-")
                or first in {"Jr", "Sr", "Democrat", "Republican"}
                else opener
            )
    return opener


def _apposition(line: list[Token], k: int, floor: int) -> int | None:
    """Find the mark that opens the apposition which ``k`` closes: "Bo Lind, the Kremlin spokesman, said"."""
    vocab = vocabulary()
    close = line[k].low
    opening = {")": "("}.get(close, close)
    for p in range(k - 1, max(floor, k - _REACH) - 1, -1):
        low = line[p].low
        if low == opening:
            inside = [token.low for token in line[p + 1 : k]]
            if not inside or p <= floor:
                return None
            relative = inside[0] in {
                "who",
                "which",
                "whose",
                "speaking",
                "when",
                "while",
                "in",
                "on",
                "at",
                "during",
                "after",
                "as",
                "citing",
                "referring",
                "himself",
                "herself",
            } or inside[0].endswith("ing")
            if not relative and any(word in vocab["finite_all"] for word in inside):
                return None
            if relative and line[p - 1].low in vocab["weekdays"]:
                return None
            return p
        if low in {";", ":", QUOTE, "."} and not (low == "." and line[p - 1].end == line[p].start):
            return None
    return None


def _phrase_start(line: list[Token], end: int, floor: int) -> Range | None:
    vocab = vocabulary()
    last = line[end]
    if last.low != QUOTE and not last.low[0].isalnum():
        return None
    if not is_name(last) and (
        last.low
        in vocab["determiners"]
        - {
            "one",
            "many",
            "some",
            "others",
            "both",
            "several",
            "few",
            "most",
            "all",
            "those",
            "two",
            "three",
            "four",
            "five",
        }
        or last.low in vocab["prepositions"]
        or last.low in vocab["stops"]
        or last.low in vocab["conjunctions"]
    ):
        return None
    k = end
    while k > floor and k > end - _REACH and _joins(line, k - 1, k, end):
        k -= 1
    return _trim(line, k, end)


def _joins(line: list[Token], k: int, right: int, end: int) -> bool:
    """Say whether the token at ``k`` belongs to the noun phrase that goes on at ``right``."""
    vocab = vocabulary()
    token = line[k]
    low = token.low
    if low == QUOTE:
        return k > 0 and not _closes_speech(token)
    if low == ".":
        return (
            k > 0
            and line[k - 1].end == token.start
            and (line[k - 1].low in vocab["abbreviations"] or len(line[k - 1].text) == 1)
        )
    if low in {"-", "–", "/", "&", "'", "’"}:
        return k > 0 and (low in "/&'’" or (token.start == line[k - 1].end and token.end == line[right].start))
    if not low[0].isalnum() and low != "'s":
        return False
    if low == "according" or (
        line[right].low in _ARTICLES and low not in {"and", "or", "of", "all", "both", "half", *vocab["prepositions"]}
    ):
        return False
    if low.endswith("ed") and k and line[k - 1].low == "and" and not is_name(token):
        return False
    if low in {"and", "or"}:
        return (
            k > 0
            and is_name(line[right]) == is_name(line[k - 1])
            and line[k - 1].low[0].isalpha()
            and line[k - 1].low not in vocab["finite_all"]
        )
    if low in {"who", "whose"}:
        return k > 0 and line[k - 1].low != ","
    if is_name(token) and low not in vocab["subordinators"] and low not in vocab["conjunctions"]:
        return low not in vocab["prepositions"] and low not in vocab["pronouns"]
    return not (low in vocab["stops"] or low in vocab["conjunctions"] or low in vocab["pronouns"])


def _closes_speech(token: Token) -> bool:
    return len(token.text) > 40 or token.text.rstrip("\"”’'»")[-1:] in ",.!?…—–-"


def _trim(line: list[Token], start: int, end: int) -> Range | None:
    """Drop what stands before the noun phrase: times, conjunctions, a preposition with its place."""
    vocab = vocabulary()
    time = vocab["weekdays"] | vocab["months"] | vocab["times"] | vocab["short_months"]
    while start < end:
        low = line[start].low
        if low in {"that's", "it's", "there's", "here's"}:
            start += 1
            continue
        # "the week", "this May" are times; "the minister" is not
        opener = (
            low in {"last", "this", "next", "the", "that", "earlier", "later"}
            and line[start + 1].low in time
            and start + 1 < end
        )
        if low in vocab["prepositions"]:
            start = _after_preposition(line, start, end)
        elif (
            opener
            or low in vocab["weekdays"]
            or low in vocab["months"] - {"may"}
            or low in vocab["times"] - {"may"}
            or low in vocab["conjunctions"]
            or low in {"earlier", "later", "meanwhile", "however", "also", "still", "now", "today", "yesterday"}
            or low.isdigit()
        ) or (
            low.endswith("ly")
            and len(low) > 5
            and start + 1 <= end
            and line[start + 1].low not in vocab["role_heads"]
            and low not in {"family", "assembly"}
        ):
            start += 1
        else:
            break
    return (start, end) if line[start].low not in vocab["prepositions"] else None


def _after_preposition(line: list[Token], start: int, end: int) -> int:
    """Step over "In Moscow", "On November 25", "After the talks" up to where the next noun phrase begins."""
    vocab = vocabulary()
    k = start + 1
    while k <= end and (
        line[k].low in vocab["determiners"]
        or line[k].low in vocab["weekdays"]
        or line[k].low in vocab["months"]
        or line[k].low.isdigit()
    ):
        k += 1
        if k <= end and line[k - 1].low in vocab["months"] | vocab["weekdays"] and not line[k].low.isdigit():
            return k
        if line[k - 1].low.isdigit():
            return k
    k += 1
    while k <= end and not (is_name(line[k]) or line[k].low in vocab["determiners"]):
        k += 1
    return min(k, end) if k <= end else end
