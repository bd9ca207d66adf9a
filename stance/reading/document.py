"""What reading gives: a document, its statements, their speakers and the people it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Document", "Person", "Span", "Speaker", "Statement"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a statement is attributed to.

    Parameters
    ----------
    name : str
        The fullest name that the article gives, also where the text says "he" or "the minister".
    role : str, optional
        The office, as in ``"Foreign Minister"``.
    side : str, optional
        The state or body spoken for, as in ``"Russia"`` or ``"European Union"``.

    Examples
    --------
    >>> print(Speaker("Sergey Lavrov", "Foreign Minister", "Russia"))
    Sergey Lavrov (Foreign Minister, Russia)
    """

    name: str
    role: str | None = None
    side: str | None = None

    def __str__(self) -> str:
        about = ", ".join(part for part in (self.role, self.side) if part)
        return f"{self.name} ({about})" if about else self.name


@dataclass(frozen=True, slots=True)
class Person:
    """A person or body of an article, with every place that names it.

    Parameters
    ----------
    name, role, side
        As in :class:`Speaker`.
    mentions : list of (int, int)
        Offsets of the mentions in ``Document.text``.
    """

    name: str
    role: str | None = None
    side: str | None = None
    mentions: list[Span] = field(default_factory=list, hash=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed statement.

    Parameters
    ----------
    text : str
        The content alone: no outer quotation marks, no attribution clause, no leading "that".
    spans : list of (int, int)
        Offsets of the content in the document's text.
    speaker : Speaker, optional
        Who said it.
    source_span, cue_span : (int, int), optional
        Offsets of the mention ("he") and of the cue ("stressed").
    cue_type : {"speech", "belief"}
        Whether the cue says that it was said, or only wanted, thought, hoped.
    kind : {"direct", "indirect", "mixed"}
        Quoted, reported, or reported with quoted words.
    sentence : str
        The whole sentence or sentences that it stands in, attribution included.
    confidence : float
        How sure the pattern is, 0 to 1.
    pattern : str
        The name of the pattern that found it (``stance/data/patterns.toml``).
    document, date : str, optional
        The document's id (its file, where it has one) and its date.
    """

    text: str
    spans: list[Span] = field(default_factory=list, hash=False)
    speaker: Speaker | None = None
    source_span: Span | None = None
    cue_span: Span | None = None
    cue_type: Literal["speech", "belief"] = "speech"
    kind: Literal["direct", "indirect", "mixed"] = "direct"
    sentence: str = ""
    confidence: float = 1.0
    pattern: str = ""
    document: str | None = None
    date: str | None = None

    def __str__(self) -> str:
        return f"{self.speaker.name if self.speaker else '(no speaker)'}: {self.text}"

    def __repr__(self) -> str:
        who = self.speaker.name if self.speaker else None
        text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f"Statement({text!r}, speaker={who!r}, kind={self.kind!r}, cue_type={self.cue_type!r})"


@dataclass(frozen=True, slots=True)
class Document:
    """An article that was read.

    Parameters
    ----------
    text : str
        Exactly what was given; all offsets point into it.
    title, date, source : str, optional
        The headline, the date as ``YYYY-MM-DD`` and the agency, where the article gives them.
    statements : list of Statement
        In reading order, with speech and belief cues.
    people : list of Person
        The people and bodies named, in order of their first mention.
    id : str, optional
        The file that it was read from.

    Examples
    --------
    >>> from stance.reading import read
    >>> doc = read('"Spring is late," said Farm Minister Ada Roth.')
    >>> doc.statements[0].text, str(doc.statements[0].speaker)
    ('Spring is late', 'Ada Roth (Minister)')
    """

    text: str = field(repr=False)
    title: str | None = None
    date: str | None = None
    source: str | None = None
    statements: list[Statement] = field(default_factory=list, repr=False, hash=False)
    people: list[Person] = field(default_factory=list, repr=False, hash=False)
    id: str | None = None

    def __repr__(self) -> str:
        name = self.title or self.id or " ".join(self.text[:200].split())[:60]
        parts = [repr(name), f"{len(self.statements)} statements", f"{len(self.people)} people"]
        parts += [f"{key}={value!r}" for key, value in (("date", self.date), ("source", self.source)) if value]
        return f"Document({', '.join(parts)})"

    def _repr_html_(self) -> str:
        from stance.reading.show import to_html

        return to_html(self)
