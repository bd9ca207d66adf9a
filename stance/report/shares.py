"""Shares with their intervals, as rows of a table and bars of a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stance.analysis import Prevalence
    from stance.analysis.tables import Record

__all__ = ["Share", "Shares", "lay_out_shares"]

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Share:
    """One share: its cell, its figures as shown, and where they lie on a scale from 0 to 100."""

    cell: list[str]
    label: str
    share: str
    interval: str
    naive: str
    n: str
    labelled: str
    flag: str
    at: tuple[float | None, float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Shares:
    """The table of shares; see `stance.prevalence`."""

    by: tuple[str, ...]
    rows: list[Share]
    hidden: int
    corrected: bool
    level: str
    notes: tuple[str, ...]


def lay_out_shares(prevalence: Prevalence, names: Mapping[str, str]) -> Shares:
    """Lay shares out for the page, topics by their names."""
    rows = [_share(record, prevalence.by, names) for record in prevalence[:_MOST_ROWS]]
    hidden = max(0, len(prevalence) - _MOST_ROWS)
    level = f"{100 * prevalence.level:g} %"
    return Shares(prevalence.by, rows, hidden, prevalence.corrected, level, prevalence.notes)


def _share(record: Record, by: tuple[str, ...], names: Mapping[str, str]) -> Share:
    cell = [names.get(str(record[key]), str(record[key])) if record[key] is not None else "–" for key in by]
    values = (record["share"], record["low"], record["high"], record["naive"])
    interval = "–" if record["low"] is None else f"{_percent(record['low'])} – {_percent(record['high'])}"
    return Share(
        cell,
        str(record["label"]),
        _percent(record["share"]),
        interval,
        _percent(record["naive"]),
        f"{record['n']:,}",
        f"{record['labelled']:,}",
        record["flag"] or "",
        (_at(values[0]), _at(values[1]), _at(values[2]), _at(values[3])),
    )


def _at(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)


def _percent(value: float | None) -> str:
    """Write a share.

    Examples
    --------
    >>> _percent(0.256), _percent(None)
    ('25.6 %', '–')
    """
    return "–" if value is None else f"{100 * value:.1f} %"
