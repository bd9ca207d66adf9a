"""Third step: tokens and sentences. Quotations count as one token, so that no sentence is cut inside one."""

from __future__ import annotations

import re
from typing import NamedTuple

from stance.reading.regions import Quote
from stance.reading.vocabulary import vocabulary

__all__ = ["Token", "is_name", "sentences", "tokens"]

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:[-.'’]\w+)*(?:(?<=s)['’](?!\w))?|\.{3}|--+|[^\w\s]")
QUOTE = "\x00"


class Token(NamedTuple):
    """A word, a mark or a whole quotation (``low`` is then ``QUOTE``)."""

    text: str
    low: str
    start: int
    end: int
    quote: Quote | None = None


def is_name(token: Token) -> bool:
    """Say whether a token is written with a capital letter."""
    return token.text[0].isupper() and token.low != QUOTE


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [
        Token(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text, start, end)
    ]


def tokens(text: str, start: int, end: int, quotes: list[Quote]) -> list[Token]:
    """Tokenise a paragraph, each quotation as one token.

    Examples
    --------
    >>> [t.text for t in tokens("Mr. Li's U.S. visit.", 0, 20, [])]
    ['Mr', '.', "Li's", 'U.S.', 'visit', '.']
    """
    if not quotes:
        return _plain(text, start, end)
    out: list[Token] = []
    at = start
    for quote in quotes:
        out += _plain(text, at, quote.start)
        out.append(Token(text[quote.start : quote.end], QUOTE, quote.start, quote.end, quote))
        at = quote.end
    return out + _plain(text, at, end)


def _ends(line: list[Token], index: int) -> bool:
    """Say whether the sentence ends after the token at ``index``."""
    token = line[index]
    following = line[index + 1] if index + 1 < len(line) else None
    if following is None:
        return True
    if token.low == QUOTE:
        return _quote_ends(token, following)
    if token.low in {"!", "?", "...", "…"}:
        return following.low == QUOTE or _can_start(following)
    if token.low == ".":
        before = line[index - 1] if index else None
        if before and before.end == token.start and (before.low in vocabulary()["abbreviations"] or _initial(before)):
            return False
        return following.low == QUOTE or _can_start(following)
    # "in Washington, D.C. The senator": an abbreviation ends a sentence if a clear starter follows
    return token.text.endswith(".") and following.text in _STARTERS


_STARTERS = frozenset(
    [
        "The",
        "He",
        "She",
        "They",
        "It",
        "A",
        "An",
        "In",
        "On",
        "But",
        "And",
        "However",
        "According",
        "This",
        "That",
        "These",
        "Those",
        "We",
        "I",
    ]
)


def _initial(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isalpha() and token.text.isupper() and token.text != "I"


def _can_start(token: Token) -> bool:
    first = token.text[0]
    return (
        first.isupper() or first.isdigit() or first in "([—–-•*'‘’\"“" or not (first.isalpha() or first in ".,;:)]!?")
    )


def _quote_ends(token: Token, following: Token) -> bool:
    """Say whether a quotation ends its sentence: it ends in a full stop, ! or ?, and a new sentence can start."""
    if following.low == QUOTE:
        return True
    quote = token.quote
    inner = token.text.rstrip("\"”’'»“ ")[-1:]
    return (
        quote is not None
        and inner in {".", "!", "?", "…"}
        and _can_start(following)
        and following.text[0] not in "—–-(["
    )


def sentences(line: list[Token]) -> list[list[Token]]:
    """Cut the tokens of a paragraph into sentences.

    Examples
    --------
    >>> text = "Gen. Smith left. He knew."
    >>> [len(s) for s in sentences(tokens(text, 0, len(text), []))]
    [5, 3]
    """
    out: list[list[Token]] = []
    begin = 0
    for index, token in enumerate(line):
        if index - begin >= _LONGEST:
            out.append(line[begin:index])
            begin = index
        if not (token.low in _ENDERS or token.low == QUOTE or token.text[-1] == "."):
            continue
        if index + 1 < len(line) and line[index + 1].text in {")", "]"}:
            continue
        if _ends(line, index):
            out.append(line[begin : index + 1])
            begin = index + 1
    if begin < len(line):
        out.append(line[begin:])
    return out


# no sentence is longer: text without any full stop must not cost quadratic time
_LONGEST = 300
_ENDERS = frozenset({".", "!", "?", "…", "..."})
