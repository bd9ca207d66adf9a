"""From the rows of a label table to the statements that a report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from stance.labels import Labels

__all__ = ["Piece", "Position", "Said", "Voice", "collect_statements", "group_by_speaker", "spread_out"]

_MOST_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Position:
    """What a statement says on one topic.

    Parameters
    ----------
    topic, stance : str or None
        None where no topic is touched, or the stance is withheld.
    confidence : float or None
        From 0 to 1.
    reason : str or None
        Why there is no stance.
    probabilities : dict or None
        Of each stance.
    """

    topic: str | None
    stance: str | None
    confidence: float | None
    reason: str | None = None
    probabilities: dict[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``weight`` is 0 for plain text, 1 or 2 for words that speak for the stance."""

    text: str
    weight: int = 0


@dataclass(slots=True)
class Said:
    """One statement with its positions.

    Parameters
    ----------
    number : int
        Counts from 1; the anchor on the page.
    text : str
        As it was said.
    known : dict
        ``speaker``, ``role``, ``side``, ``date``, ``document`` and ``sentiment``.
    positions : list of Position
        At least one.
    pieces : list of Piece
        The text in stretches, some of them highlighted.
    article : int or None
        The number of its article on the page.
    """

    number: int
    text: str
    known: dict[str, Any]
    positions: list[Position]
    pieces: list[Piece] = field(default_factory=list)
    article: int | None = None
    explained: str | None = None

    @property
    def surest(self) -> Position | None:
        """The position with a stance of which the model is surest."""
        taken = [position for position in self.positions if position.stance is not None]
        return max(taken, key=lambda position: position.confidence or 0.0, default=None)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with all that he or she said."""

    name: str | None
    role: str | None
    side: str | None
    said: list[Said]
    tally: list[tuple[str, dict[str, int]]]


_KNOWN = ("speaker", "role", "side", "date", "document", "sentiment")


def collect_statements(labels: Labels) -> list[Said]:
    """Put the rows of one statement together, in the order of the table.

    Examples
    --------
    >>> rows = [{"statement": 0, "text": "Yes to both.", "topic": t, "stance": "favor"} for t in ("eu", "nato")]
    >>> said = collect_statements(Labels.from_records(rows))
    >>> len(said), [position.topic for position in said[0].positions]
    (1, ['eu', 'nato'])
    """
    found: dict[int, Said] = {}
    for row in labels:
        said = found.get(row["statement"])
        if said is None:
            known = {name: _plain(row[name]) for name in _KNOWN}
            text = " ".join(str(row["text"] or "").split())
            said = found[row["statement"]] = Said(len(found) + 1, text, known, [])
        said.positions.append(
            Position(row["topic"], row["stance"], row["confidence"], row["reason"], row["probabilities"])
        )
    for said in found.values():
        said.pieces = [Piece(_cut(said.text))]
    return list(found.values())


def _plain(value: Any) -> str | None:
    text = "" if value is None else " ".join(str(value).split())
    return text or None


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else text[: _MOST_CHARS - 1].rstrip() + "…"


def spread_out(statements: Sequence[Said], most: int) -> list[Said]:
    """Choose statements evenly over the table, so that no more are shown than a page can hold.

    Examples
    --------
    >>> said = [Said(n, "text", {}, []) for n in range(10)]
    >>> [one.number for one in spread_out(said, 4)]
    [0, 2, 5, 7]
    """
    n = min(most, len(statements))
    return [statements[i * len(statements) // n] for i in range(n)]


def group_by_speaker(statements: Sequence[Said]) -> list[Voice]:
    """Group statements by speaker: those with most statements first, the nameless last, each group by date."""
    groups: dict[str | None, list[Said]] = {}
    for said in statements:
        groups.setdefault(said.known["speaker"], []).append(said)
    names = sorted(groups, key=lambda name: (name is None, -len(groups[name]), name or ""))
    return [_voice(name, groups[name]) for name in names]


def _voice(name: str | None, said: list[Said]) -> Voice:
    tally: dict[str, Counter[str]] = {}
    for position in (position for one in said for position in one.positions):
        if position.topic is not None and position.stance is not None:
            tally.setdefault(position.topic, Counter())[position.stance] += 1
    ordered = sorted(tally.items(), key=lambda item: -item[1].total())
    said = sorted(said, key=lambda one: (one.known["date"] or "9999", one.number))
    role, side = (_usual(said, key) if name is not None else None for key in ("role", "side"))
    return Voice(name, role, side, said, [(topic, dict(counts)) for topic, counts in ordered])


def _usual(said: Sequence[Said], key: str) -> str | None:
    counts = Counter(one.known[key] for one in said if one.known[key] is not None)
    return counts.most_common(1)[0][0] if counts else None
