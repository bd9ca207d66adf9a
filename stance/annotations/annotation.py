"""An annotation: what one coder says of one statement and one topic."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DETAILS", "Annotation"]

# What is known of the statement itself, apart from its text and its labels, in the order of a written table.
DETAILS = ("id", "document", "start", "end", "speaker", "side", "coder", "date", "source", "weight", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One coder's label of one statement on one topic; the row of every annotation table.

    Parameters
    ----------
    text : str
        The statement.
    topic : str, optional
        The topic's id; None says that the statement touches no topic.
    stance : str, optional
        ``"favor"``, ``"against"`` or ``"neutral"``. None beside a topic says that the coder was asked about the
        topic and that the statement does not touch it.
    sentiment : str, optional
        ``"positive"``, ``"negative"`` or ``"neutral"``.
    id : str, optional
        The statement's id, kept from the tool that it was annotated in.
    document : str, optional
        The article that it stands in; statements of one document always fall on one side of a split.
    start, end : int, optional
        Offsets of the statement in its document.
    speaker, side, coder, date, source : str, optional
        Who said it, for whom; who labelled it; the document's date (``YYYY-MM-DD``); where it was published.
    weight : float, default=1.0
        How much it counts, such as the inverse of the probability with which it was drawn.
    group : str, optional
        What else must fall on the same side of a split: the id of the statement that this one is a twin of, or any
        name that such statements share.

    Examples
    --------
    >>> Annotation(text="We want to join NATO.", topic="nato-membership", stance="favor").stance
    'favor'
    """

    text: str
    topic: str | None = None
    stance: str | None = None
    sentiment: str | None = None
    id: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    side: str | None = None
    coder: str | None = None
    date: str | None = None
    source: str | None = None
    weight: float = 1.0
    group: str | None = None
