"""Names and roles as strings: "Russian Foreign Minister Sergey Lavrov" taken apart, roles before and after a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stance.reading.vocabulary import vocabulary

__all__ = [
    "RUN",
    "Mention",
    "bare",
    "low_word",
    "match_side",
    "parse",
    "pieces",
    "role_across",
    "role_after",
    "role_before",
    "role_of",
    "same_name",
    "side_before",
    "written_role",
]

_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"


_TITLE = r"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|Maj|Capt|Sgt|Adm|Prof|Rev|St|Amb|Brig|Cmdr)\."


_WORD = rf"(?:(?:[A-Z]\.)+(?:[A-Z]\b)?|{_TITLE}|[{_UPPER}][^\W\d_]*(?:[-’'][^\W\d_]+)*)"


RUN = re.compile(
    rf"\b{_WORD}(?:[ ](?:(?:de|da|del|della|di|du|der|den|van|von|al|el|bin|ibn|la|le|dos|ter|ten|zu)[ ]){{0,2}}"
    rf"{_WORD})*"
)


_TOKEN = re.compile(r"[\w.’'-]+|,")


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


def parse(run: str) -> Mention:
    """Take a run of capitalised words apart.

    Examples
    --------
    >>> parse("Russian Foreign Minister Sergey Lavrov")
    Mention(name='Sergey Lavrov', role='Foreign Minister', side='Russia', body=False, title='', start=25)
    """
    vocab = vocabulary()
    words = run.split()
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
    if (role and not has_head) or any(low_word(word) in vocab["organisation_heads"] for word in rest):
        rest, role, found.body = _whole(words), [], True
    if not rest and not role:
        rest = _whole(words)
    found.name = " ".join([*rest[:-1], bare(rest[-1])]) if rest else ""
    found.role = written_role(role) if role else ""
    found.body = found.body or _is_body(rest)
    found.start = len(run) - len(" ".join(rest)) if rest else 0
    return found


def _whole(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0].lower() == "the" else words


def _is_body(words: list[str]) -> bool:
    if not words:
        return False
    if " ".join([*words[:-1], bare(words[-1])]) in vocabulary().states:
        return True
    if any(low_word(word) in vocabulary()["organisation_heads"] for word in words):
        return True
    return len(words) == 1 and bare(words[0]).isupper() and len(bare(words[0])) > 1


def same_name(known: str, name: str) -> bool:
    """Say whether one name can be short for the other: "Vucic", "Aleksandar Vucic"; not "Jill Biden", "Joe Biden"."""
    a, b = known.split(), name.split()
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


def _side_of(words: list[str]) -> str | None:
    """Find a state or body that ends the words before a role: "the Bulgarian", "Serbia's new"."""
    for k in range(len(words)):
        length, side = match_side(tuple(words[k : k + 4]))
        if length and side:
            return side
    return None


def role_before(before: str) -> tuple[str, str | None]:
    """Read a role in lower case before a name: "the Bulgarian foreign minister, | Ekaterina Zaharieva"."""
    if before.rstrip(" ").endswith((".", ";", ":")) and not before.rstrip().lower().endswith(("gen.", "sen.")):
        return "", None
    vocab = vocabulary()
    words = _TOKEN.findall(before.rpartition("\n")[2])[-9:]
    if words and words[-1] == ",":
        words.pop()
    role: list[str] = []
    while words and (
        low_word(words[-1]) in vocab["role_heads"]
        or (role and low_word(words[-1]) in vocab["role_modifiers"] and words[-1][0].islower() >= role[0][0].islower())
    ):
        role.insert(0, words.pop())
    return (written_role(role), _side_of(words[-3:])) if role else ("", None)


_ACROSS = re.compile(r"([\w.’'-]+ )?([\w.’'-]+ )?([\w-]+) (?:to|of|for)(?: the)? ?$")


def role_across(before: str, found: Mention) -> tuple[str, str | None] | None:
    """Match "Serbian Ambassador to | Russia Slavenko Terzic": the place belongs to the role, not to the name."""
    match = _ACROSS.search(before) if found.side and " " in found.name else None
    if match is None or match.group(3).lower() not in vocabulary()["role_heads"]:
        return None
    words = [word.strip() for word in match.groups() if word]
    begin = len(words) - 1
    while begin and low_word(words[begin - 1]) in vocabulary()["role_modifiers"]:
        begin -= 1
    ambassador = words[-1].lower() in {"ambassador", "envoy", "representative", "delegate"}
    return written_role(words[begin:]), _side_of(words[:begin]) if ambassador else found.side


def role_of(before: str, run: str) -> tuple[str, str] | None:
    """Match "Minister of | Education Lars Holm"; give the role and the name."""
    words = run.split()
    vocab = vocabulary()
    k = next((k for k, word in enumerate(words) if low_word(word) not in vocab["role_modifiers"]), len(words))
    if not 0 < k < len(words) - 1 or not before.endswith(" of "):
        return None
    head = before.split()[-2] if len(before.split()) > 1 else ""
    if low_word(head) not in vocab["role_heads"]:
        return None
    return f"{written_role([head])} of {written_role(words[:k])}", " ".join([*words[k:-1], bare(words[-1])])


def side_before(before: str) -> str | None:
    """Read the side before a capitalised role: "Serbia's acting | Prime Minister Ivica Dacic"."""
    vocab = vocabulary()
    words = _TOKEN.findall(before.rpartition("\n")[2])[-5:]
    while words and low_word(words[-1]) in vocab["role_modifiers"]:
        words.pop()
    return _side_of(words[-2:]) if words and words[-1] != "," else None


def role_after(after: str) -> tuple[str, str | None]:
    """Read a role in apposition: "Dmitry Peskov, | the Kremlin spokesman"."""
    vocab = vocabulary()
    words = _TOKEN.findall(after.partition("\n")[0])[:9]
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
                low_word(words[of]) in vocab["role_modifiers"] or (of == k + 1 and words[of] == "of")
            ):
                of += 1
            end = of if of > k + 2 else k + 1
            return written_role(words[begin:end]), side
        length, _ = match_side(tuple(words[k : k + 4]))
        if word == "," or not (length or low in vocab["role_modifiers"] or word[0].isupper() or low in {"'s"}):
            break
    return "", None
