"""The articles of a report: their texts, with each statement marked by its stance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from stance.reading import Document
from stance.report.statements import Said

__all__ = ["Article", "Stretch", "mark_articles"]

_MOST_ARTICLES = 400


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an article; ``said`` is the statement that it belongs to, ``first`` whether it begins it."""

    text: str
    said: Said | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its head, and its text in stretches (none where the page has no room for it)."""

    number: int
    title: str
    date: str | None
    source: str | None
    statements: int
    stretches: list[Stretch]


def mark_articles(documents: Sequence[Document], statements: Sequence[Said], room: int) -> list[Article]:
    """Mark the statements of each document, and tell each statement which article it stands in.

    Parameters
    ----------
    documents : sequence of Document
        In the order in which they are shown.
    statements : sequence of Said
        Those on the page; their ``article`` is set.
    room : int
        How many bytes of text may be shown in all; articles beyond it are only named.
    """
    for said in statements:
        said.article = None
    waiting: dict[tuple[str | None, str], list[Said]] = {}
    for said in reversed(statements):
        waiting.setdefault((said.known["document"], said.text), []).append(said)
    articles: list[Article] = []
    for document in documents[:_MOST_ARTICLES]:
        found: list[tuple[int, int, Said]] = []
        total = 0
        for statement in document.statements:
            name = statement.document or document.id or document.title
            queue = waiting.get((" ".join(name.split()) if name else None, " ".join(statement.text.split())))
            if not queue:
                continue
            said = queue.pop()
            said.article = len(articles) + 1
            total += 1
            found += [(start, end, said) for start, end in statement.spans]
        size = len(document.text.encode("utf-8", "replace")) + 110 * len(found)
        room -= size
        stretches = _stretches(document.text, found) if room >= 0 else []
        articles.append(Article(len(articles) + 1, _title(document), document.date, document.source, total, stretches))
    return articles


def _title(document: Document) -> str:
    """Name an article; of a file only its name, since where it lies is nobody else's business."""
    if document.title:
        return document.title
    return PurePath(document.id).name if document.id else " ".join(document.text[:80].split())


def _stretches(text: str, found: list[tuple[int, int, Said]]) -> list[Stretch]:
    stretches, at, begun = [], 0, set()
    for start, end, said in sorted(found, key=lambda mark: mark[:2]):
        if start < at:
            continue  # a statement within another one is marked once
        if start > at:
            stretches.append(Stretch(text[at:start]))
        stretches.append(Stretch(text[start:end], said, said.number not in begun))
        begun.add(said.number)
        at = end
    return [*stretches, Stretch(text[at:])] if at < len(text) else stretches
