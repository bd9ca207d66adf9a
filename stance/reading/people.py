"""Seventh step: the people and bodies of an article, with roles, sides and hints of gender."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from stance.reading.document import Person, Span
from stance.reading.names import (
    RUN,
    Mention,
    bare,
    low_word,
    match_side,
    parse,
    pieces,
    role_words,
    same_name,
    spelling,
)
from stance.reading.offices import role_across, role_after, role_before, role_of, side_before
from stance.reading.vocabulary import vocabulary

__all__ = ["Entity", "People", "office_side"]


@dataclass(slots=True, eq=False)
class Entity:
    """A person or body while the article is read."""

    name: str
    role: str | None = None
    side: str | None = None
    body: bool = False
    gender: str = ""
    evidence: bool = False
    mentions: list[Span] = field(default_factory=list)

    def freeze(self) -> Person:
        """Give the public form."""
        return Person(self.name, self.role, self.side, list(self.mentions))


class People:
    """The table of people and bodies of one article, built in one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.by_last: dict[str, list[Entity]] = {}
        self.places: list[tuple[int, Entity, Span]] = []

    def scan(self, start: int, end: int) -> None:
        """Read the names of a paragraph."""
        vocab = vocabulary()
        skip = _function_words()
        for at, run in self._runs(start, end):
            while run:
                first, _, rest = run.partition(" ")
                if (
                    low_word(first) not in skip
                    or (first == "May" and rest)
                    or (low_word(first) == "will" and rest and not match_side(tuple(rest.split()[:4]))[0])
                ):
                    break
                at += len(first) + 1
                run = rest
            if not run or (
                " " not in run and (low_word(run) in vocab["months"] - {"may"} or low_word(run) in vocab["weekdays"])
            ):
                continue
            for piece, offset in pieces(run):
                self._place(piece, at + offset)

    def _runs(self, start: int, end: int) -> list[tuple[int, str]]:
        """List the runs of capitalised words; a state with an "and" in its name is not cut in two."""
        out: list[tuple[int, str]] = []
        for match in RUN.finditer(self.text, start, end):
            at, run = match.start(), match.group()
            if out and self.text[out[-1][0] + len(out[-1][1]) : at] == " and ":
                whole = self.text[out[-1][0] : match.end()]
                seam = f"{out[-1][1].split()[-1]} and {bare(run.split()[0])}"
                if any(seam in name and name in whole for name in _joined_states()):
                    out[-1] = (out[-1][0], whole)
                    continue
            out.append((at, run))
        return out

    def _place(self, run: str, at: int) -> None:
        found = parse(run)
        before = self.text[max(0, at - 90) : at]
        after = self.text[at + len(run) : at + len(run) + 110].lstrip(" ")
        office = role_of(before, run)
        if office is not None:
            # "Minister of | Education Lars Holm"
            found = Mention(name=office[1], role=office[0], side=office[2], start=len(run) - len(office[1]))
        if found.name:
            if office is None:
                self._context(found, before, after, " " in found.name)
            entity = self._enter(found)
            begin = at + found.start
            entity.mentions.append((begin, at + len(run) - (len(run.split()[-1]) - len(bare(run.split()[-1])))))
            self.places.append((begin if office is not None else at, entity, entity.mentions[-1]))

    def _context(self, found: Mention, before: str, after: str, full: bool) -> None:
        """Look for a lower-case role before the name and an apposition after it."""
        if found.body:
            return
        across = role_across(before, found)
        if across is not None:
            found.role, found.side = across
        if not found.role and (full or not before.endswith(", ")):
            role, side = role_before(before)
            found.role, found.side = role or found.role, side or found.side
        elif found.side is None:
            found.side = side_before(before)
        if full and not found.role and after[:2] == ", ":
            role, side = role_after(after[2:])
            found.role, found.side = role or found.role, side or found.side

    def _enter(self, found: Mention) -> Entity:
        last = _key(found.name)
        for entity in self.by_last.get(last, ()):
            if (
                same_name(entity.name, found.name)
                if not found.body and not entity.body
                else entity.name.lower() == found.name.lower()
            ):
                if len(found.name) > len(entity.name) and not found.body:
                    entity.name = found.name
                self._enrich(entity, found)
                return entity
        entity = Entity(found.name, body=found.body)
        self._enrich(entity, found)
        self.entities.append(entity)
        self.by_last.setdefault(last, []).append(entity)
        return entity

    def _enrich(self, entity: Entity, found: Mention) -> None:
        vocab = vocabulary()
        if found.role and not entity.role:
            entity.role = self._counterpart(found.role)
        entity.side = entity.side or found.side
        if entity.side is None and entity.role and found.role:
            entity.side = office_side(entity.role)
        if entity.body and entity.side is None:
            length, side = match_side(tuple(entity.name.split()[:4]))
            entity.side = side if length else vocab.states.get(entity.name)
        words = {found.title, *(found.role or "").lower().split()}
        given = entity.name.split()[0] if " " in entity.name else ""
        hint = (
            "m"
            if words & vocab["role_male"]
            else "f"
            if words & vocab["role_female"]
            else vocab.gender.get(given, vocab.gender.get(given.split("-")[0], ""))
        )
        entity.gender = entity.gender or hint
        entity.evidence = entity.evidence or bool(found.role or found.title or (given and hint))

    def _counterpart(self, role: str) -> str:
        """Give a counterpart the role of the last one who had one."""
        if role.split()[-1].lower() not in {"counterpart", "colleague"}:
            return role
        for _, entity, _ in reversed(self.places[-12:]):
            if entity.role:
                return entity.role
        return role

    def lookup(self, name: str) -> Entity | None:
        """Find the entity that a name stands for; of two with one last name the one that fits better."""
        candidates = self.by_last.get(_key(name), [])
        fitting = [entity for entity in candidates if same_name(entity.name, name)]
        return max(fitting, key=lambda entity: (entity.evidence, len(entity.name)), default=None)


def office_side(role: str) -> str | None:
    """Give the body that an office belongs to, where there is only one."""
    words = set(role_words(role))
    return next((side for office, side in vocabulary().office_sides.items() if office <= words), None)


def _key(name: str) -> str:
    """Give the last name, in lower case: "Martin Luther King Jr" is a King."""
    words = [bare(word).lower().rstrip(".") for word in name.split()]
    while len(words) > 1 and words[-1] in {"jr", "sr", "ii", "iii"}:
        words.pop()
    return spelling(words[-1])


@lru_cache(maxsize=1)
def _joined_states() -> tuple[str, ...]:
    return tuple(name for name in vocabulary().states if " and " in name)


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    vocab = vocabulary()
    lists = (
        "determiners",
        "pronouns",
        "starters",
        "prepositions",
        "subordinators",
        "conjunctions",
        "wh",
        "be",
        "auxiliaries",
        "modals",
        "adverbs",
        "negations",
    )
    return frozenset().union(*(vocab[name] for name in lists)) | {
        "according",
        "earlier",
        "yes",
        "asked",
        "speaking",
        "but",
        "let",
        "thank",
        "dear",
    }
