"""Names and roles as strings: "Russian Foreign Minister Sergey Lavrov" taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stance.reading.vocabulary import vocabulary

__all__ = [
    "RUN",
    "WORDS",
    "Mention",
    "bare",
    "low_word",
    "match_side",
    "parse",
    "pieces",
    "role_words",
    "same_name",
    "spelling",
    "written_role",
]

_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"


_TITLE = r"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|Maj|Capt|Sgt|Adm|Prof|Rev|St|Amb|Brig|Cmdr)\."


_WORD = rf"(?:(?:[A-Z]\.)+(?:[A-Z]\b)?|{_TITLE}|[{_UPPER}][^\W\d_]*(?:[-’'][^\W\d_]+)*)"


RUN = re.compile(
    rf"\b{_WORD}(?:[ ](?:(?:de|da|del|della|di|du|der|den|van|von|al|el|bin|ibn|la|le|dos|ter|ten|zu)[ ]){{0,2}}"
    rf"{_WORD})*"
)


WORDS = re.compile(r"[\w.’'-]+|,")


@dataclass(slots=True)
class Mention:
    """A name or description taken apart: "Russian Foreign Minister Sergey Lavrov"."""

    name: str = ""
    role: str = ""
    side: str | None = None
    body: bool = False
    title: str = ""
    start: int = 0


def bare(word: str) -> str:
    """Strip a possessive ending and a final full stop of a title."""
    return re.sub(r"['’]s$|(?<=s)['’]$", "", word)


def low_word(word: str) -> str:
    """Give a word in lower case, without possessive and full stop."""
    return bare(word).lower().rstrip(".")


@lru_cache(maxsize=4096)
def match_side(words: tuple[str, ...]) -> tuple[int, str | None]:
    """Match the longest state, demonym or body that the words begin with."""
    names = vocabulary().states
    for length in range(min(4, len(words)), 0, -1):
        joined = " ".join((*words[: length - 1], bare(words[length - 1])))
        if joined in names:
            return length, names[joined]
    return 0, None


def written_role(words: list[str]) -> str:
    """Write a role as a title: ``["deputy", "foreign", "minister"]`` becomes "Deputy Foreign Minister"."""
    vocab = vocabulary()
    plain = [
        word
        for word in words
        if low_word(word) not in {"new", "current", "then", "one-time", "longtime", "late", "the"}
    ]
    out = [
        vocab.written.get(
            low_word(word),
            word if word.isupper() and len(word) < 5 else bare(word)[:1].upper() + bare(word).rstrip(".")[1:].lower(),
        )
        for word in plain
    ]
    return " ".join(out).replace("-g", "-G").replace(" Of ", " of ").replace(" And ", " and ")


def role_words(role: str) -> list[str]:
    """Give the words of a role, its head last.

    Examples
    --------
    >>> role_words("Minister of Foreign Affairs")
    ['foreign', 'affairs', 'minister']
    """
    head, link, area = re.sub(r" (?:of|for) (?:the )?", " of ", role.lower()).partition(" of ")
    return [*area.split(), *head.split()] if link else head.split()


def parse(run: str) -> Mention:
    """Take a run of capitalised words apart.

    Examples
    --------
    >>> parse("Russian Foreign Minister Sergey Lavrov")
    Mention(name='Sergey Lavrov', role='Foreign Minister', side='Russia', body=False, title='', start=25)
    """
    vocab = vocabulary()
    words = run.split()
    office = _office(words)
    if office is not None:
        return office
    found = Mention()
    k = 0
    role: list[str] = []
    heads, modifiers, titles = vocab["role_heads"], vocab["role_modifiers"], vocab["role_titles"]
    while k < len(words):
        low = low_word(words[k])
        length, side = match_side(tuple(words[k : k + 4]))
        if length and not (found.side and not role and k + length == len(words)):
            if k + length == len(words) and not role and k == 0:
                break
            found.side = found.side or side
            k += length
        elif low in heads or (low in modifiers and k + 1 < len(words)):
            role.append(words[k])
            k += 1
        elif low in titles:
            found.title = low
            role += [words[k]] if low in vocab.written else []
            k += 1
        elif low in {"the", "but", "and", "of"}:
            k += 1
        else:
            break
    has_head = any(low_word(word) in heads or low_word(word) in vocab.written for word in role)
    rest = words[k:]
    if (role and not has_head) or _holds_body(rest):
        rest, role, found.body = _whole(words), [], True
    if not rest and not role:
        rest = _whole(words)
    found.name = " ".join([*rest[:-1], bare(rest[-1])]) if rest else ""
    found.role = written_role(role) if role else ""
    found.body = found.body or _is_body(rest)
    found.start = len(run) - len(" ".join(rest)) if rest else 0
    return found


def _office(words: list[str]) -> Mention | None:
    """Take apart what begins with a body or place that is no state: "NASA Administrator Ann Lee"."""
    vocab = vocabulary()
    k = next((k for k in range(len(words) - 2, 0, -1) if _is_head(words[k])), 0)
    rest = words[k + 1 :]
    if (
        not k
        or words[0] in vocab.gender
        or match_side(tuple(words[:4]))[0]
        or low_word(words[0]) in vocab["role_titles"]
    ):
        return None
    if low_word(rest[0]) in {"jr", "sr", "ii", "iii"} or _holds_body(rest):
        return None
    begin = k
    while begin and (low_word(words[begin - 1]) in vocab["role_modifiers"] or _is_head(words[begin - 1])):
        begin -= 1
    if not begin:
        return None
    name = " ".join([*rest[:-1], bare(rest[-1])])
    side = " ".join(words[:begin]) if words[0].isupper() and len(words[0]) > 1 else None
    role = written_role(words[begin : k + 1])
    return Mention(name, role, side, start=len(" ".join(words)) - len(" ".join(rest)))


def _is_head(word: str) -> bool:
    vocab = vocabulary()
    return low_word(word) in vocab["role_heads"] or low_word(word) in vocab.written


def _whole(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0].lower() == "the" else words


def _holds_body(words: list[str]) -> bool:
    """Say whether a word names a kind of body; not after a given name ("Bill Post")."""
    vocab = vocabulary()
    if words and words[0] in vocab.gender:
        return False
    return any(low_word(word) in vocab["organisation_heads"] for word in words)


def _is_body(words: list[str]) -> bool:
    if not words:
        return False
    if " ".join([*words[:-1], bare(words[-1])]) in vocabulary().states:
        return True
    if _holds_body(words):
        return True
    return len(words) == 1 and bare(words[0]).isupper() and len(bare(words[0])) > 1


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """Level the ways to write one name in Latin letters: "Sergei" and "Sergey", "Zelensky" and "Zelenskyy".

    Examples
    --------
    >>> spelling("Sergei") == spelling("Sergey"), spelling("Jill") == spelling("Joe")
    (True, False)
    """
    return re.sub(r"(?<=[^\W\d_])(?:[ie]?[yij]{1,2})(?=$|[^aeiou])", "i", word.lower().replace("x", "ks"))


def same_name(known: str, name: str) -> bool:
    """Say whether one name can be short for the other: "Vucic", "Aleksandar Vucic"; not "Jill Biden", "Joe Biden"."""
    particles = vocabulary()["particles"]
    a, b = ([w for w in full.split() if w.lower() not in particles] or full.split() for full in (known, name))
    a, b = ([spelling(word) if len(word) > 2 else word.lower() for word in full] for full in (a, b))
    if a == b or (a[-1].lower() == b[-1].lower() and (len(a) == 1 or len(b) == 1)):
        return True
    return a[-1].lower() == b[-1].lower() and (
        (a[0][0] == b[0][0] and (a[0] == b[0] or len(a[0]) <= 2 or len(b[0]) <= 2))
        or set(a[:-1]) & set(b[:-1]) != set()
    )


def pieces(run: str) -> list[tuple[str, int]]:
    """Cut a run after a possessive that is no state: "Trump's" + "Attorney General William Barr"."""
    words = run.split()
    out: list[tuple[str, int]] = []
    begin, offset = 0, 0
    for k, word in enumerate(words[:-1]):
        offset += len(word) + 1
        if bare(word) != word:
            length, _ = match_side(tuple(words[begin : k + 1]))
            if length != k + 1 - begin:
                piece = " ".join(words[begin : k + 1])
                out.append((piece, offset - 1 - len(piece)))
                begin = k + 1
    piece = " ".join(words[begin:])
    return [*out, (piece, len(run) - len(piece))]
