"""``read``: the steps in order."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, overload

from stance.errors import InputError
from stance.reading.clean import paragraphs, smooth
from stance.reading.compose import compose
from stance.reading.document import Document, Span, Speaker, Statement
from stance.reading.drafts import Draft
from stance.reading.header import read_header
from stance.reading.layouts import ANSWER, QUESTION, desk
from stance.reading.people import Entity, People
from stance.reading.resolve import Resolver
from stance.reading.sources import Source, load, walk
from stance.reading.vocabulary import vocabulary

__all__ = ["read", "read_all"]

_UNNAMED = 0.75  # a statement whose speaker is only guessed from its neighbours, or unknown, is that much less sure


@overload
def read(source: str) -> Document: ...  # type: ignore[overload-overlap]
@overload
def read(source: os.PathLike[str]) -> Any: ...
@overload
def read(source: Iterable[str | os.PathLike[str]]) -> Iterator[Document]: ...
def read(source: Any) -> Any:
    """Read an article and find its attributed statements.

    Parameters
    ----------
    source : str, os.PathLike, or an iterable of these
        The article's text, or a file (``.txt``, ``.md``, ``.html``, ``.htm``): a path object always is one, a string is
        one if it is one line that ends in such a suffix. Several sources, or a path object that is a folder, are read
        lazily.

    Returns
    -------
    Document or iterator of Document

    Raises
    ------
    stance.errors.InputError
        If a source cannot be read: one line that says which, why and what to do.

    Examples
    --------
    >>> doc = read("Serbian President Milos Ristovic met reporters. He said that talks would go on.")
    >>> [(s.text, str(s.speaker)) for s in doc.statements]
    [('talks would go on', 'Milos Ristovic (President, Serbia)')]
    >>> [len(d.statements) for d in read(["Li said no deal was near.", "It rained."])]
    [1, 0]
    """
    if isinstance(source, os.PathLike) and os.path.isdir(source):
        files = list(walk(Path(os.fspath(source))))
        if not files:
            raise InputError(f"{os.fspath(source)}: the folder holds no articles (.txt, .md, .html, .htm)")
        return read_all(files)
    if not isinstance(source, (str, bytes, os.PathLike, Document, dict)) and isinstance(source, Iterable):
        return read_all(source)
    return _read(load(source))


def read_all(sources: Iterable[str | os.PathLike[str]], progress: bool | None = None) -> Iterator[Document]:
    """Read several articles one by one, as they are asked for.

    Parameters
    ----------
    sources : iterable
        Texts and paths.
    progress : bool, optional
        Whether to show a progress bar on standard error; by default only on a terminal or in a notebook.

    Examples
    --------
    >>> next(read_all(["Li said no deal was near."])).statements[0].speaker.name
    'Li'
    """
    if progress is None:
        progress = sys.stderr.isatty() or "ipykernel" in sys.modules
    if progress:
        from tqdm.auto import tqdm

        sources = tqdm(sources, desc="reading", unit="article", file=None if "ipykernel" in sys.modules else sys.stderr)
    return (_read(load(source)) for source in sources)


def _read(source: Source) -> Document:
    work = smooth(source.text, source.markdown)
    parts = paragraphs(work)
    header = read_header(work, parts)
    people = People(work)
    for part in parts:
        if part.kind == "text":
            people.scan(part.start, part.end)
    drafts = compose(work, parts)
    date = source.date or header.date
    desks = [found for part in parts[:6] if (found := desk(work, part)) is not None]
    statements, spoke = _resolve(work, drafts, people, source, date, desks[0] if desks else None)
    return Document(
        text=source.text,
        title=source.title or header.title,
        date=date,
        source=header.source or source.site,
        statements=statements,
        people=[entity.freeze() for entity in people.entities if _worth_naming(entity, spoke)],
        id=source.id,
    )


def _resolve(
    text: str, drafts: list[Draft], people: People, source: Source, date: str | None, office: Span | None
) -> tuple[list[Statement], set[str]]:
    """Name the speakers in reading order; those who are named only after their words are handed back."""
    resolver = Resolver(people)
    if office is not None:
        resolver.seat(office)
    turns = next((draft.sentence[0] for draft in drafts if draft.pattern == "turn"), None)
    if turns is not None:
        resolver.interview(turns)
    entities: list[Entity | None] = []
    previous: Span | None = None
    for k, draft in enumerate(drafts):
        if k and drafts[k - 1].sentence != draft.sentence:
            previous = drafts[k - 1].sentence
        if draft.source is not None:
            near = _before(text, draft.sentence, previous)
            if draft.pattern == "turn" and (entity := resolver.turn(draft.source)) is not None:
                entities.append(entity)
                continue
            entities.append(resolver.resolve(draft.source, draft.sentence, near, draft.pattern == "noun"))
        elif draft.borrow in {"last", "line"} and k:
            draft.source = drafts[k - 1].source
            entities.append(entities[-1])
        else:
            entities.append(None)
    for k in range(len(drafts) - 2, -1, -1):
        if drafts[k].borrow == "next" and entities[k] is None:
            entities[k], drafts[k].source = entities[k + 1], drafts[k].source or drafts[k + 1].source
    # only now all is known: a role or a fuller name may stand at the very end
    speakers = {id(e): Speaker(e.name, e.role, e.side) for e in entities if e is not None}
    statements = [
        _statement(text, draft, speakers[id(e)] if e is not None else None, source, date)
        for draft, e in zip(drafts, entities, strict=True)
    ]
    return statements, {speaker.name for speaker in speakers.values()}


def _before(text: str, sentence: Span, previous: Span | None) -> Span:
    """Give the stretch before a sentence in which its "he" may be named: its paragraph, from the last statement on."""
    start = max(text.rfind("\n", 0, sentence[0]), sentence[0] - 400, 0)
    return (start if previous is None or previous[1] < start else max(previous[0], start)), sentence[0]


def _statement(text: str, draft: Draft, speaker: Speaker | None, source: Source, date: str | None) -> Statement:
    spans = draft.spans
    sure = vocabulary().confidence.get(draft.pattern, 0.5)
    return Statement(
        text=_tidy(" ".join(text[a:b] for a, b in spans), source.markdown),
        spans=spans,
        speaker=speaker,
        source_span=draft.source,
        cue_span=draft.cue,
        cue_type=draft.cue_type,
        kind=draft.kind,
        sentence=_tidy(text[draft.sentence[0] : draft.sentence[1]], source.markdown),
        confidence=round(sure if speaker else sure * _UNNAMED, 3),
        pattern=draft.pattern,
        document=source.id,
        date=date,
    )


def _tidy(text: str, markdown: bool) -> str:
    """Close up white space; where Markdown's marks were blanked out, also before punctuation."""
    text = " ".join(text.split())
    return re.sub(r" (?=[,.;:!?])", "", text) if markdown else text


def _worth_naming(entity: Entity, spoke: set[str]) -> bool:
    """Keep people with a role, a known given name or a statement, and bodies that are no mere place names."""
    if entity.name.lower() in QUESTION | ANSWER:
        return False
    if entity.name in spoke:
        return True
    if not entity.body:
        return entity.evidence
    vocab = vocabulary()
    words = entity.name.lower().split()
    known = vocab.states.get(entity.name) is not None and entity.name not in vocab.demonyms
    heads = vocab["organisation_heads"] - vocab["things"]
    acronym = len(words) == 1 and entity.name.isupper() and len(entity.name) > 2
    return known or acronym or (len(words) > 1 and any(word in heads for word in words))
