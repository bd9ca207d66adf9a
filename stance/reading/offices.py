"""Roles and sides that stand before or after a name, in the text around it."""

from __future__ import annotations

import re

from stance.reading.names import WORDS, Mention, bare, low_word, match_side, written_role
from stance.reading.vocabulary import vocabulary

__all__ = ["role_across", "role_after", "role_before", "role_of", "side_before"]


def _side_of(words: list[str]) -> str | None:
    """Find a state or body that ends the words before a role: "the Bulgarian", "Serbia's new"."""
    for k in range(len(words)):
        length, side = match_side(tuple(words[k : k + 4]))
        if length and side:
            return side
    return None


def role_before(before: str) -> tuple[str, str | None]:
    """Read a role in lower case before a name: "the Bulgarian foreign minister, | Mila Petrova"."""
    if before.rstrip(" ").endswith((".", ";", ":")) and not before.rstrip().lower().endswith(("gen.", "sen.")):
        return "", None
    vocab = vocabulary()
    words = WORDS.findall(before.rpartition("\n")[2])[-9:]
    if words and words[-1] == ",":
        words.pop()
    if len(words) > 2 and words[-2] in {"in", "to", "at"} and low_word(words[-3]) in vocab["role_heads"]:
        words = words[:-2]  # "the ambassador in Belgrade, | Ada Roth"
    words, place = _without_place(words)
    area = len(words)
    while area > 2 and low_word(words[area - 1]) in vocab["role_modifiers"]:
        area -= 1
    if area < len(words) and words[area - 1] in {"of", "for"} and low_word(words[area - 2]) in vocab["role_heads"]:
        # "the Minister of Foreign Affairs, | Ada Roth"
        office = role_of(" ".join(words[:area]) + " ", " ".join(words[area:]))
        return (office[0], office[2] or place) if office else ("", None)
    role: list[str] = []
    while words and (
        low_word(words[-1]) in vocab["role_heads"]
        or (role and low_word(words[-1]) in vocab["role_modifiers"] and words[-1][0].islower() >= role[0][0].islower())
    ):
        role.insert(0, words.pop())
    return (written_role(role), place or _side_of(words[-3:])) if role else ("", None)


def _without_place(words: list[str]) -> tuple[list[str], str | None]:
    """Drop the state behind a role: "the Prime Minister of Bosnia and Herzegovina, | Ada Roth"."""
    for k in range(1, len(words) - 1):
        if words[k] == "of":
            at = k + 1 + (words[k + 1] == "the")
            length, side = match_side(tuple(words[at : at + 4]))
            if length and at + length == len(words):
                return words[:k], side
    return words, None


_ACROSS = re.compile(r"([\w.’'-]+ )?([\w.’'-]+ )?([\w-]+) (?:to|of|for)(?: the)? ?$")


def role_across(before: str, found: Mention) -> tuple[str, str | None] | None:
    """Match "Serbian Ambassador to | Russia Marko Ilic": the place belongs to the role, not to the name."""
    match = _ACROSS.search(before) if found.side and " " in found.name else None
    if match is None or match.group(3).lower() not in vocabulary()["role_heads"]:
        return None
    words = [word.strip() for word in match.groups() if word]
    begin = len(words) - 1
    while begin and low_word(words[begin - 1]) in vocabulary()["role_modifiers"]:
        begin -= 1
    ambassador = words[-1].lower() in {"ambassador", "envoy", "representative", "delegate"}
    return written_role(words[begin:]), _side_of(words[:begin]) if ambassador else found.side


def role_of(before: str, run: str) -> tuple[str, str, str | None] | None:
    """Match "Serbian Minister of | Education Lars Holm"; give the role, the name (it may be empty) and the side."""
    words = run.split()
    vocab = vocabulary()
    k = next((k for k, word in enumerate(words) if low_word(word) not in vocab["role_modifiers"]), len(words))
    if not k > 0 or k == len(words) - 1 or not before.endswith((" of ", " for ")):
        return None
    left = before.split()
    begin = end = len(left) - 1
    if begin < 1 or low_word(left[begin - 1]) not in vocab["role_heads"]:
        return None
    begin -= 1
    while begin and left[begin - 1][0].isupper() and low_word(left[begin - 1]) in vocab["role_modifiers"]:
        begin -= 1
    role = f"{written_role(left[begin:end])} {left[end]} {written_role(words[:k])}"
    name = " ".join([*words[k:-1], bare(words[-1])]) if k < len(words) else ""
    return role, name, _side_of(left[max(0, begin - 2) : begin])


def side_before(before: str) -> str | None:
    """Read the side before a capitalised role: "Serbia's acting | Prime Minister Marko Ilic"."""
    vocab = vocabulary()
    words = WORDS.findall(before.rpartition("\n")[2])[-5:]
    while words and low_word(words[-1]) in vocab["role_modifiers"]:
        words.pop()
    return _side_of(words[-2:]) if words and words[-1] != "," else None


def role_after(after: str) -> tuple[str, str | None]:
    """Read a role in apposition: "Bo Lind, | the Kremlin spokesman"."""
    vocab = vocabulary()
    words = WORDS.findall(after.partition("\n")[0])[:9]
    if words and words[0].lower() in {"the", "a", "an", "his", "her"}:
        words = words[1:]
    for k, word in enumerate(words[:6]):
        low = low_word(word)
        if low in vocab["role_heads"] and (k + 1 == len(words) or low_word(words[k + 1]) not in vocab["role_heads"]):
            begin = k
            while begin and low_word(words[begin - 1]) in vocab["role_modifiers"]:
                begin -= 1
            side = _side_of(words[:begin]) or (
                _side_of(words[k + 2 : k + 5]) if k + 1 < len(words) and words[k + 1] in {"of", "for"} else None
            )
            of = k + 1
            while of < len(words) and (
                low_word(words[of]) in vocab["role_modifiers"] or (of == k + 1 and words[of] in {"of", "for"})
            ):
                of += 1
            end = of if of > k + 2 else k + 1
            return written_role(words[begin:end]), side
        length, _ = match_side(tuple(words[k : k + 4]))
        if word == "," or not (length or low in vocab["role_modifiers"] or word[0].isupper() or low in {"'s"}):
            break
    return "", None
