"""The words that the rules know, loaded once from the data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

__all__ = ["Cue", "Vocabulary", "inflect", "load_table", "vocabulary"]

Form = Literal["base", "s", "past", "participle", "ing"]


class Cue(NamedTuple):
    """One form of a cue verb, with its further words and what may follow it."""

    lemma: str
    rest: tuple[str, ...]
    form: Form
    kind: Literal["speech", "belief"]
    frames: frozenset[str]


@cache
def load_table(name: str) -> dict[str, Any]:
    """Load a data file of the package.

    Examples
    --------
    >>> load_table("patterns")["confidence"]["quote-before"]
    0.97
    """
    return tomllib.loads(files("stance").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def inflect(verb: str, irregular: dict[str, list[str]]) -> dict[str, Form]:
    """Give the forms of a verb.

    Examples
    --------
    >>> sorted(inflect("deny", {}))
    ['denied', 'denies', 'deny', 'denying']
    """
    if verb in irregular:
        third, past, participle, ing = irregular[verb]
        # the past goes in last: where both have one form, it is the commoner reading
        forms: dict[str, Form] = {verb: "base", third: "s", ing: "ing", participle: "participle", past: "past"}
        return forms
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb: "base", verb[:-1] + "ies": "s", verb[:-1] + "ied": "past", verb + "ing": "ing"}
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    ing = verb + "ing" if verb.endswith("ee") else stem + "ing"
    return {verb: "base", third: "s", stem + "ed": "past", ing: "ing"}


def _verbs(table: dict[str, Any]) -> dict[str, tuple[Cue, ...]]:
    """Index every form by its first word; of one verb's frames the union, speech before belief."""
    merged: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for group in table["group"]:
        for verb in group["verbs"]:
            # a verb may be speech in one frame and belief in another: they stay apart
            merged.setdefault((verb, group["kind"]), (group["kind"], set()))[1].update(group["frames"])
    index: dict[str, list[Cue]] = {}
    for (verb, _), (kind, frames) in merged.items():
        first, *rest = verb.split()
        for form, name in inflect(first, table["irregular"]).items():
            index.setdefault(form, []).append(Cue(verb, tuple(rest), name, kind, frozenset(frames)))  # type: ignore[arg-type]
    # the longest match first, then speech
    return {form: tuple(sorted(cues, key=lambda c: (-len(c.rest), c.kind != "speech"))) for form, cues in index.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All word lists as sets and maps."""

    verbs: dict[str, tuple[Cue, ...]]
    support: dict[str, Cue]
    lists: dict[str, frozenset[str]]
    confidence: dict[str, float]
    states: dict[str, str]
    demonyms: dict[str, str]
    gender: dict[str, str]
    written: dict[str, str]
    same: dict[str, str]
    office_sides: dict[frozenset[str], str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


def _states(table: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Map every name of a state or body, and every demonym alone, to the state or body."""
    names: dict[str, str] = {}
    for key in ("states", "bodies"):
        for state, others in table[key].items():
            names[state] = state
            names.update({other: state for other in others if other})
    names.update(table["seats"])
    plain = {name: state for name, state in names.items() if state in table["states"]}
    return names, plain


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load the vocabulary; the second call costs nothing."""
    verbs, words, roles = load_table("verbs"), load_table("words"), load_table("roles")
    lists = {name: frozenset(value) for name, value in words.items()}
    for name in ("heads", "modifiers", "titles", "male", "female"):
        lists[f"role_{name}"] = frozenset(roles[name])
    lists["organisation_heads"] = frozenset(roles["organisations"]["heads"])
    lists["things"] = frozenset(roles["organisations"]["things"])
    lists["organisation_common"] = frozenset(roles["organisations"]["common"])
    lists["adjectives"] = frozenset(verbs["adjectives"]["words"])
    lists["adjectives_that"] = frozenset(verbs["adjectives"]["that_only"])
    for name in ("words", "infinitive", "speech"):
        lists[f"nouns_{name}"] = frozenset(verbs["nouns"][name])
    for name in ("speech", "light", "light_nouns"):
        lists[f"support_{name}"] = frozenset(verbs["support"][name])
    lists["view_nouns"] = frozenset(verbs["phrases"]["possessive"])
    lists["finite_all"] = (lists["finite"] | lists["be"] | lists["auxiliaries"] | lists["modals"]) - {
        "been",
        "being",
        "'s",
    }
    lists["stops"] = lists["subordinators"] | lists["finite_all"] | lists["wh"] | lists["be"]
    support = {
        form: Cue(verb, (), name, "speech", frozenset())
        for verb in verbs["support"]["verbs"]
        for form, name in inflect(verb, verbs["irregular"]).items()
    }
    given = load_table("given_names")
    gender = {name: "m" for name in given["male"].split()} | {name: "f" for name in given["female"].split()}
    names, plain = _states(load_table("states"))
    return Vocabulary(
        verbs=_verbs(verbs),
        support=support,
        lists=lists,
        confidence=load_table("patterns")["confidence"],
        states=names,
        demonyms=plain,
        gender=gender,
        written=roles["written"],
        same=roles["same"],
        office_sides={frozenset(office.split()): side for office, side in roles["sides"].items()},
    )
