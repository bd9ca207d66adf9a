"""All that a report shows, as plain values for the templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any

from stance.analysis.dates import day_of
from stance.errors import InputError
from stance.labels import STANCES, Labels
from stance.report.articles import Article, mark_articles
from stance.report.charts import Chart, draw_timelines, frequency_for
from stance.report.evidence import add_evidence
from stance.report.grid import Grid, make_grid
from stance.report.shares import Shares, lay_out_shares
from stance.report.statements import Said, Voice, collect_statements, group_by_speaker, spread_out

if TYPE_CHECKING:
    from stance.analysis import Prevalence
    from stance.model import Model
    from stance.reading import Document

__all__ = ["Page", "Tally", "collect", "shorten"]

# How many statements, bytes of articles, rows and columns of the matrix and drawings a page shows at most.
MOST_STATEMENTS, ARTICLE_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_CHARTS = 2_000, 130_000, 40, 12, 10
# Statements explained, in all and of one speaker.
EXPLAINED, EXPLAINED_EACH = 150, 5


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements take which stance on a topic."""

    topic: str
    counts: dict[str, int]
    withheld: int

    @property
    def total(self) -> int:
        """Statements on the topic, those without a stance included."""
        return sum(self.counts.values()) + self.withheld


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows."""

    title: str
    n_rows: int
    n_statements: int
    n_documents: int
    n_speakers: int
    untouched: int
    dates: tuple[str, str] | None
    names: dict[str, str]
    about: dict[str, str]
    places: dict[str | None, int | str]
    tallies: list[Tally]
    grid: Grid | None
    charts: list[Chart]
    shares: Shares | None
    voices: list[Voice]
    shown: int
    explained: int
    articles: list[Article]
    documents: list[Document]
    room: int
    facts: dict[str, Any]
    sides: list[str]


def collect(
    labels: Labels,
    title: str | None = None,
    documents: Any = None,
    prevalence: Prevalence | None = None,
    model: Model | str | PathLike[str] | None = None,
) -> Page:
    """Collect what a report shows; see `Labels.report`."""
    if not len(labels):
        raise InputError("the table has no rows, so there is nothing to report; label some statements first")
    from stance.model import Model, load

    named = model is not None
    model = model if isinstance(model, Model) else load(model)
    names, about = _topic_names(labels, model)
    statements = collect_statements(labels)
    kept = spread_out(statements, MOST_STATEMENTS)
    read = list(_documents(documents))
    voices = group_by_speaker(kept)
    explained, tried = add_evidence(voices, model, EXPLAINED, EXPLAINED_EACH)
    tallies = _tally(labels)
    grid = make_grid(labels, lambda topic: names.get(topic, topic), MOST_ROWS, MOST_COLUMNS)
    return Page(
        **_counts(labels, statements),
        title=" ".join(title.split()) if title else "Who stands where",
        names=names,
        about=about,
        places={None: "-"} | {topic: i for i, topic in enumerate(names)},
        tallies=tallies,
        grid=grid,
        charts=_charts(labels, statements, tallies, grid, lambda topic: names.get(topic, topic)),
        shares=None if prevalence is None else lay_out_shares(prevalence, names),
        voices=voices,
        shown=len(kept),
        explained=explained,
        articles=mark_articles(read, kept, ARTICLE_BYTES),
        documents=read,
        room=ARTICLE_BYTES,
        # Where the shipped model says mostly something else, another labelled, or people did.
        facts=model.facts if named or 2 * explained >= tried else {},
        sides=sorted({said.known["side"] for said in kept if said.known["side"]}),
    )


def _counts(labels: Labels, statements: Sequence[Said]) -> dict[str, Any]:
    return {
        "n_rows": len(labels),
        "n_statements": len(statements),
        "n_documents": len(_distinct(statements, "document")),
        "n_speakers": len(_distinct(statements, "speaker")),
        "untouched": sum(all(position.topic is None for position in said.positions) for said in statements),
        "dates": _span(statements),
    }


def shorten(page: Page, share: float) -> Page:
    """Show only a share of the statements, chosen evenly, and of the articles' texts."""
    said = sorted((one for voice in page.voices for one in voice.said), key=lambda one: one.number)
    kept = spread_out(said, max(1, int(share * len(said))))
    room = int(share * page.room)
    return replace(
        page,
        voices=group_by_speaker(kept),
        shown=len(kept),
        explained=sum(one.explained is not None for one in kept),
        articles=mark_articles(page.documents, kept, room),
        room=room,
    )


def _documents(given: Any) -> Iterable[Document]:
    from stance.reading import Document, read

    if given is None:
        return []
    if isinstance(given, (str, PathLike)):
        given = read(given)
    found = [given] if isinstance(given, Document) else list(given)
    for one in found:
        if not isinstance(one, Document):
            raise InputError(f"documents: expected what stance.read gives, not {one!r:.60}")
    return found


def _topic_names(labels: Labels, model: Model) -> tuple[dict[str, str], dict[str, str]]:
    from stance.topics import shipped_topics

    known = {topic.id: topic for topic in (*shipped_topics(), *model.topics)}
    names = {topic: known[topic].name if topic in known else topic for topic in labels.topics}
    return names, {topic: known[topic].description for topic in labels.topics if topic in known}


def _tally(labels: Labels) -> list[Tally]:
    found: dict[str, Counter[str | None]] = {}
    for topic, stance in zip(labels.column("topic"), labels.column("stance"), strict=True):
        if topic is not None:
            found.setdefault(topic, Counter())[stance] += 1
    tallies = [Tally(topic, {s: counts[s] for s in STANCES}, counts[None]) for topic, counts in found.items()]
    return sorted(tallies, key=lambda tally: (-tally.total, tally.topic))


def _charts(
    labels: Labels,
    statements: Sequence[Said],
    tallies: Sequence[Tally],
    grid: Grid | None,
    name_of: Callable[[str], str],
) -> list[Chart]:
    freq = frequency_for([said.known["date"] for said in statements if said.known["date"]])
    if freq is None or grid is None:
        return []
    return draw_timelines(labels, [tally.topic for tally in tallies[:MOST_CHARTS]], grid.by, freq, name_of)


def _distinct(statements: Sequence[Said], key: str) -> set[str]:
    return {said.known[key] for said in statements if said.known[key]}


def _span(statements: Sequence[Said]) -> tuple[str, str] | None:
    dates = sorted(said.known["date"] for said in statements if day_of(said.known["date"]) is not None)
    return (dates[0], dates[-1]) if dates else None
