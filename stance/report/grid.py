"""The matrix as a grid: a row for each side or speaker, a column for each topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from stance.analysis.matrix import matrix
from stance.analysis.tables import Record
from stance.errors import InputError
from stance.labels import Labels

__all__ = ["Cell", "Grid", "make_grid", "signed"]

_STEPS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the mean stance, how it is shown, and what stands behind it."""

    record: Record
    shown: str
    shade: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Who stands where, in rows and columns."""

    by: str
    topics: list[str]
    rows: list[tuple[str, list[Cell | None]]]
    hidden: int
    notes: tuple[str, ...]


def make_grid(labels: Labels, name_of: Callable[[str], str], most: int, most_topics: int) -> Grid | None:
    """Lay the matrix out; by side, or by speaker where no statement has a side. None if nobody takes a stance."""
    for by in ("side", "speaker"):
        try:
            table = matrix(labels, by=by)
        except InputError:
            continue
        records = [record for record in table if record["mean"] is not None]
        if records:
            break
    else:
        return None
    cells = {(record[by], record["topic"]): _cell(record, name_of) for record in records}
    names = list(dict.fromkeys(record[by] for record in records))
    heard = Counter[str]()
    for record in records:
        heard[record["topic"]] += record["n"]
    topics = sorted((topic for topic, _ in heard.most_common(most_topics)), key=name_of)
    rows = [(str(name), [cells.get((name, topic)) for topic in topics]) for name in names[:most]]
    # How to correct the means in Python is no matter for the readers of a page.
    notes = tuple(note.replace(" Give sample=... to correct them.", "") for note in table.notes)
    if len(heard) > most_topics:
        notes = (*notes, f"The {most_topics} topics with most statements of {len(heard):,} are shown.")
    return Grid(by, topics, rows, max(0, len(names) - most), notes)


def _cell(record: Record, name_of: Callable[[str], str]) -> Cell:
    mean = float(record["mean"])
    counts = ", ".join(f"{record[stance]:,} {stance}" for stance in ("favor", "against", "neutral"))
    ends = "" if record["low"] is None else f"; interval {signed(record['low'])} to {signed(record['high'])}"
    spoken = f"{name_of(record['topic'])}: mean {signed(mean)}{ends}; {counts}"
    return Cell(record, signed(mean), _shade(mean), spoken)


def _shade(mean: float) -> str:
    """Name the class that colours a mean.

    Examples
    --------
    >>> _shade(-1.0), _shade(0.05), _shade(0.5)
    ('a5', 'z', 'f2')
    """
    step = min(_STEPS, max(0, round(abs(mean) * _STEPS)))
    return "z" if not step else f"{'f' if mean > 0 else 'a'}{step}"


def signed(value: float) -> str:
    """Write a mean stance with its sign.

    Examples
    --------
    >>> signed(0.5), signed(-0.25), signed(0.0)
    ('+0.50', '−0.25', '0.00')
    """
    rounded = round(value, 2)
    if not rounded:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"
