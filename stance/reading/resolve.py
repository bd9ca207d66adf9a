"""Eighth step: who "he", "the minister" or "Lavrov" is."""

from __future__ import annotations

import re
from collections import OrderedDict

from stance.reading.document import Span
from stance.reading.layouts import ANSWER, QUESTION
from stance.reading.names import RUN, Mention, bare, parse, spelling
from stance.reading.people import Entity, People, office_side
from stance.reading.roles import describe, fits, role_gender
from stance.reading.vocabulary import vocabulary

__all__ = ["Resolver"]

_MALE = frozenset({"he", "him", "his"})


_FEMALE = frozenset({"she", "her", "hers"})


_NEUTRAL = frozenset({"it", "its", "they", "their", "them"})


_OTHER = frozenset(
    {"i", "we", "you", "who", "which", "that", "this", "those", "these", "one", "some", "many", "others", "both"}
)


_RECENT = 40


# "one adviser", "a senior official" are not somebody already named
_INDEFINITE = frozenset(
    [
        "a",
        "an",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "some",
        "several",
        "many",
        "most",
        "few",
        "other",
        "another",
        "others",
        "both",
        "all",
        "any",
        "no",
        "unnamed",
        "anonymous",
        "critics",
        "analysts",
        "experts",
        "officials",
    ]
)


_LINKS = frozenset(["of", "for", "at", "in", "from", "who", "and", "or", "with", "on", "to", "de", "van", "von"])


_OWNED = re.compile(
    r"(.{2,80}?)['’]s? (?:\w+ ){0,2}"
    r"(?:statement|report|letter|release|article|communique|tweet|post|message|announcement|spokes\w+ office)$"
)


_INTERVIEW = re.compile(
    r"(?i:\b(?:interview(?:ed)?|conversation|q ?& ?a|spoke|talked|sat down)(?: with| to| by|:| [-–—]) )"
)


class Resolver:
    """Follows the text and keeps in mind who was named and who spoke last."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.text = people.text
        self.recent: OrderedDict[Entity, int] = OrderedDict()
        self.last: Entity | None = None
        self.last_at = -1
        self._next = 0
        self.guest: Entity | None = None
        self.marks: dict[bool, Entity] = {}

    def advance(self, position: int) -> None:
        """Take in every name before ``position``."""
        places = self.people.places
        while self._next < len(places) and places[self._next][0] < position:
            at, entity, _ = places[self._next]
            self.recent.pop(entity, None)
            self.recent[entity] = at
            if len(self.recent) > _RECENT:
                self.recent.popitem(last=False)
            self._next += 1

    def resolve(self, source: Span, sentence: Span, previous: Span | None, aside: bool = False) -> Entity | None:
        """Find the person or body that a mention stands for.

        Parameters
        ----------
        source, sentence : (int, int)
            The mention and the sentence that it stands in.
        previous : (int, int), optional
            The sentence before.
        aside : bool
            Whether the speaker is only mentioned ("warnings from business groups that"): a "she" after it is not them.
        """
        text = " ".join(self.text[source[0] : source[1]].split())
        low = text.lower()
        self.advance(source[1])
        if low in _MALE or low in _FEMALE:
            entity = self._pronoun("m" if low in _MALE else "f", source[0], sentence, previous)
        elif low in _NEUTRAL:
            entity = (
                self.last
                if self.last
                and (
                    self.last.body
                    or (low in {"they", "their", "them"} and not self.last.gender and not self.last.evidence)
                )
                else self._recent_body()
            )
        elif low in _OTHER or not low:
            return None
        else:
            entity = self._described(text, source)
        if entity is not None and not aside:
            self.last, self.last_at = entity, source[0]
        return entity

    # -- layouts ----------------------------------------------------------------------------------------------

    def seat(self, source: Span) -> None:
        """Let the office that a press release comes from speak first: its holder, where one alone is named."""
        text = " ".join(self.text[source[0] : source[1]].split())
        self.advance(source[1])
        entity = self._inside(text, source)
        wanted = describe(text)
        if entity is None and wanted.role:
            named = [e for e in self.people.entities if not e.body and e.role and fits(wanted.role, e.role)]
            entity = named[0] if len(named) == 1 else None
            if entity is None:
                entity = Entity(text, evidence=True, mentions=[source])
                self.people.entities.append(entity)
            if len(wanted.role.split()) > len((entity.role or "").split()):
                entity.role = wanted.role
            entity.side = entity.side or wanted.side or office_side(entity.role or "")
        self.last, self.last_at = entity, source[0]

    def interview(self, end: int) -> None:
        """Find who is interviewed: named after "interview with" above the turns, or alone named there."""
        for match in _INTERVIEW.finditer(self.text, 0, end):
            stop = min(end, match.end() + 120)
            for run in RUN.finditer(self.text, match.end(), stop):
                found = parse(run.group())
                if " " in found.name and not found.body:
                    known = self.people.lookup(found.name)
                    if known is None:
                        span = (run.start() + found.start, run.end())
                        known = Entity(found.name, found.role or None, found.side, evidence=True, mentions=[span])
                        self.people.entities.append(known)
                    self.guest = known
                    return
        named = {
            id(e): e for at, e, _ in self.people.places if at < end and not e.body and " " in e.name and e.evidence
        }
        self.guest = next(iter(named.values())) if len(named) == 1 else None

    def turn(self, source: Span) -> Entity | None:
        """Take a mark such as "Q" or a name in capitals before a colon for what it stands for."""
        name = self.text[source[0] : source[1]].strip()
        low = name.lower()
        entity: Entity | None = None
        if low in QUESTION | ANSWER:
            if low in ANSWER and self.guest is not None:
                entity = self.guest
            else:
                entity = self.marks.setdefault(low in ANSWER, Entity("Answer" if low in ANSWER else "Question"))
        elif name.isupper():
            known = [
                e
                for e in self.people.by_last.get(spelling(low.split()[-1]), [])
                if not e.name.isupper() and not e.body and (e.name.lower() == low or " " not in low)
            ]
            entity = known[0] if len(known) == 1 else None
            if entity is not None:  # "ROTH" is no body of its own
                self.people.entities = [e for e in self.people.entities if e.name != name]
        if entity is not None:
            self.advance(source[1])
            self.last, self.last_at = entity, source[0]
        return entity

    # -- pronouns ---------------------------------------------------------------------------------------------

    def _pronoun(self, gender: str, at: int, sentence: Span, previous: Span | None) -> Entity | None:
        options: list[Entity] = []
        options += self._named_in(sentence[0], at)[:1]
        spoke_before = previous is not None and self.last is not None and previous[0] <= self.last_at < sentence[0]
        if spoke_before and self.last:
            options.append(self.last)
        if previous is not None:
            options += self._named_in(*previous)[:1]
        if self.last:
            options.append(self.last)
        options += reversed(self.recent)
        fitting = [
            e
            for e in options
            if not e.body and e.gender in (gender, "") and (e.evidence or e.role or e.name[:1].isupper())
        ]
        known = [e for e in fitting if e.gender == gender]
        if not fitting:
            return None
        # somebody known to be a woman or a man wins over a stranger, unless the stranger has just spoken
        return fitting[0] if fitting[0] is self.last or not known or known[0] not in options[:4] else known[0]

    def _named_in(self, start: int, end: int) -> list[Entity]:
        found = sorted(
            (at, id(entity), entity) for entity, at in self.recent.items() if start <= at < end and not entity.body
        )
        return [entity for _, _, entity in found]

    def _recent_body(self) -> Entity | None:
        return next(
            (entity for entity in reversed(self.recent) if entity.body and entity.name not in vocabulary().demonyms),
            None,
        )

    # -- names and descriptions -------------------------------------------------------------------------------

    def _described(self, text: str, source: Span) -> Entity | None:
        owned = _OWNED.match(text)
        if owned:
            # "the ministry's statement said": the ministry speaks
            text, source = owned.group(1), (source[0], source[0] + len(owned.group(1)))
        inside = self._inside(text, source)
        if inside is not None:
            return inside
        described = describe(text)
        if text.split()[0].lower() in _INDEFINITE:
            return self._stranger(text, described)
        if described.role:
            known = self._by_role(described, source[0])
            if known is not None:
                return known
        elif described.body:
            known = self._by_kind(described.name, described.side)
            if known is not None:
                return known
        return self._announced(text, source[0]) or self._stranger(text, described)

    def _announced(self, text: str, at: int) -> Entity | None:
        """Take a name with its office from a heading, where names are not collected: "MINISTER IVAN PETROV"."""
        found = parse(text.split(",")[0])
        if found.body or not found.role or " " not in found.name:
            return None
        name = found.name.title() if found.name.isupper() else found.name
        known = self.people.lookup(name)
        if known is None:
            known = Entity(
                name,
                found.role,
                found.side,
                gender=role_gender(found.role),
                evidence=True,
                mentions=[(at + found.start, at + len(text))],
            )
            self.people.entities.append(known)
            self.people.by_last.setdefault(spelling(name.split()[-1]), []).append(known)
        return known

    def _inside(self, text: str, source: Span) -> Entity | None:
        """Find the name that heads the mention: not one behind "of" or "for", not one that only owns the head."""
        best: Entity | None = None
        for at, entity, (_, end) in self._places(source):
            head = self.text[source[0] : at].rstrip().rpartition(" ")[2].lower()
            if (
                end > source[1]
                or (head in {"of", "for", "from", "by", "with", "in"})
                or (head in {"to", "the", "at"} and best is None and " of the " in self.text[source[0] : at] + " ")
            ):
                continue
            if (
                end < source[1]
                and self.text[end : end + 2] in ("'s", "’s", "' ", "’ ")
                and not self.text[source[0] : source[1]].endswith(self.text[end : end + 2])
            ):
                continue
            tail = self.text[end : source[1]].split()
            if tail and tail[0][0].islower() and tail[0] not in _LINKS:
                continue  # "Sanders supporters": the name only modifies
            if (
                tail
                and bare(tail[-1]).lower() in vocabulary()["role_heads"] | vocabulary()["organisation_common"]
                and "," not in self.text[end : source[1]]
            ):
                continue
            best = entity if best is None or (best.body and not entity.body) else best
        return self._fullest(best) if best is not None else None

    def _fullest(self, entity: Entity) -> Entity:
        return self.people.lookup(entity.name) or entity

    def _places(self, source: Span) -> list[tuple[int, Entity, Span]]:
        """List the names inside a span; they are the last ones taken in."""
        out: list[tuple[int, Entity, Span]] = []
        k = self._next - 1
        places = self.people.places
        while k >= 0 and places[k][0] >= source[0]:
            if places[k][0] < source[1]:
                out.append(places[k])
            k -= 1
        return out[::-1]

    def _by_role(self, wanted: Mention, at: int) -> Entity | None:
        """Find the last one named who has this role; else the last speaker, if nothing speaks against it."""
        gender = role_gender(wanted.role)
        order = [*([self.last] if self.last else []), *reversed(self.recent)]
        order = [e for e in order if not e.body and (not gender or e.gender in (gender, ""))]
        exact = [entity for entity in order if entity.role and fits(wanted.role, entity.role) == 2]
        loose = [entity for entity in order if entity.role and fits(wanted.role, entity.role) == 1]
        for entity in exact + loose:
            near = entity in order[:3]  # a side nobody has given yet is taken on trust only from those just named
            if wanted.side in (None, entity.side) or (entity.side is None and near):
                entity.side = entity.side or wanted.side
                return entity
        if (
            self.last in order
            and self.last is not None
            and self.last.role is None
            and (
                wanted.side in (None, self.last.side)
                or (self.last.side is None and self.text.find("\n", self.last_at, at) < 0)
            )
            and self.last.name.lower() != wanted.role.lower()
            and (self.last.evidence or self.last.name[0].isupper())
        ):
            self.last.role = self.last.role or wanted.role
            self.last.side = self.last.side or wanted.side
            return self.last
        return None

    def _by_kind(self, name: str, side: str | None) -> Entity | None:
        """Find the body that "the ministry" stands for."""
        last = name.split()[-1].lower()
        for entity in reversed(self.recent):
            if (
                entity.body
                and entity.name.split()[-1].lower() == last
                and (side is None or entity.side in (None, side))
            ):
                return entity
        return None

    def _stranger(self, text: str, described: Mention) -> Entity:
        """Make an entity of a mention that no name stands for: "two Western diplomats", "the alliance chief"."""
        name = text.rstrip(",").removeprefix("the ").removeprefix("The ")
        if name and (known := self.people.lookup(name)) and known.name == name:
            return known
        gender = role_gender(described.role)
        return Entity(name, described.role or None, described.side, body=described.body, gender=gender)
