"""Roles compared: whether "the minister" can be the foreign minister, and what a description without a name says."""

from __future__ import annotations

from stance.reading.names import Mention, bare, parse, role_words, written_role
from stance.reading.vocabulary import vocabulary

__all__ = ["describe", "fits", "role_gender"]


def role_gender(role: str) -> str:
    """Give "m" or "f" where the role itself says so: "spokeswoman"."""
    words = set(role.lower().split())
    vocab = vocabulary()
    return "m" if words & vocab["role_male"] else "f" if words & vocab["role_female"] else ""


def fits(wanted: str, known: str) -> int:
    """Say how well a role fits: 2 the same, 1 possible ("the minister" for a foreign minister), 0 not."""
    same = vocabulary().same
    want, have = role_words(wanted), role_words(known)
    if not want or not have:
        return 0
    head_want, head_have = same.get(want[-1], want[-1]), same.get(have[-1], have[-1])
    if " ".join(want) == "prime minister" or head_want == "prime minister":
        return 2 if "prime" in have or head_have == "prime minister" else 0
    if head_want == "*":
        return 2 if want == have else 1 if len(want) == 1 else 0
    if want[-1] != have[-1] and head_want != head_have:
        return 0
    extra = {
        word for word in want[:-1] if word not in {"acting", "former", "deputy", "new", "senior", "defence", "defense"}
    }
    if not extra <= set(have[:-1]):
        return 1 if len(have) == 1 else 0
    return 2 if "deputy" not in have or "deputy" in want else 1


def describe(text: str) -> Mention:
    """Take a description without a name apart: "the Serbian president", "a spokesman for the council"."""
    vocab = vocabulary()
    head_part = text.split(",")[0]
    words = head_part.split()
    cut = next(
        (
            k
            for k, word in enumerate(words)
            if k and word.lower() in {"of", "for", "at", "to", "in", "from", "with", "who", "on"}
        ),
        len(words),
    )
    head = words[:cut]
    tail = words[cut + 1 :]
    found = Mention(name=text)
    for k in range(len(words)):
        side = parse_side(words[k:])
        if side:
            found.side = side
            break
    if not head:
        return found
    low = bare(head[-1]).lower().rstrip(".")
    if low in vocab["role_heads"]:
        begin = len(head) - 1
        while begin and bare(head[begin - 1]).lower() in vocab["role_modifiers"]:
            begin -= 1
        found.role = written_role(head[begin:])
        if cut < len(words) and words[cut].lower() == "of" and tail and tail[-1].lower() in vocab["role_modifiers"]:
            found.role = written_role([tail[-1], head[-1]]) if head[-1].lower() == "minister" else found.role
        field = tail and cut < len(words) and all(word.lower() in vocab["role_modifiers"] for word in tail)
        if field and head[-1].lower() != "minister":
            found.role = f"{found.role} {words[cut]} {written_role(tail)}"  # "Commissioner for Enlargement"
    elif low in vocab["organisation_common"] or low in vocab["organisation_heads"]:
        found.body = True
        found.name = " ".join(head)
    elif head[-1][0].isupper():
        found.body = parse(" ".join(head)).body
    return found


def parse_side(words: list[str]) -> str | None:
    """Match a state or body at the beginning of the words."""
    names = vocabulary().states
    for length in (3, 2, 1):
        part = words[:length]
        if len(part) == length:
            joined = " ".join([*part[:-1], bare(part[-1]).rstrip(",")])
            if joined in names:
                return names[joined]
    return None
