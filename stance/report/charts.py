"""Timelines and intervals as the points of a drawing; the templates make SVG of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stance.analysis import timeline
from stance.analysis.dates import day_of, period_range
from stance.analysis.tables import Record
from stance.errors import InputError
from stance.labels import Labels
from stance.report.grid import signed

__all__ = ["Chart", "Line", "draw_timelines", "frequency_for", "path_of"]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460, 220, 34, 12, 10, 26
_MOST_LINES, _MOST_TICKS = 4, 6


@dataclass(frozen=True, slots=True)
class Line:
    """One side's line: points with what they say, the path through them and the bars of its intervals."""

    name: str
    n: int
    path: str
    points: list[tuple[float, float, str]]
    bars: list[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A timeline of one topic."""

    topic: str
    by: str | None
    freq: str
    lines: list[Line]
    ticks: list[tuple[float, str]]
    records: list[Record]
    hidden: int
    summary: str


def frequency_for(dates: Sequence[str]) -> str | None:
    """Choose years, quarters or months by the time that the dates span; None where they span no two periods.

    Examples
    --------
    >>> frequency_for(["2010-02-01", "2020-05-01"]), frequency_for(["2024-01-02", "2024-05-01"])
    ('year', 'month')
    """
    days = sorted(day for day in map(day_of, dates) if day is not None)
    if not days or (days[0].year, days[0].month) == (days[-1].year, days[-1].month):
        return None
    span = (days[-1] - days[0]).days
    return "month" if span <= 550 else "quarter" if span <= 1500 else "year"


def draw_timelines(
    labels: Labels, topics: Sequence[str], by: str | None, freq: str, name_of: Callable[[str], str]
) -> list[Chart]:
    """Draw a timeline for each topic that has statements in at least two periods."""
    charts = []
    for topic in topics:
        try:
            records = [record for record in timeline(labels, topic, by=by, freq=freq, n_boot=300)]
        except InputError:
            continue  # nobody is dated, or nobody takes a stance
        records = [record for record in records if record["mean"] is not None]
        if len({record["period"] for record in records}) > 1:
            charts.append(_chart(records, topic, by, freq, name_of))
    return charts


def _chart(
    records: list[Record], topic: str, by: str | None, freq: str, name_of: Callable[[str], str]
) -> Chart:
    groups: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda record: str(record["period"])):
        groups.setdefault(str(record[by]) if by else "all", []).append(record)
    names = sorted(groups, key=lambda name: (-sum(record["n"] for record in groups[name]), name))
    shown = names[:_MOST_LINES]
    used = [record["period"] for name in shown for record in groups[name]]
    periods = period_range(min(used), max(used), freq)
    lines = [_line(name, groups[name], periods, i - (len(shown) - 1) / 2) for i, name in enumerate(shown)]
    ends = "; ".join(f"{name} {_end(groups[name][0])} to {_end(groups[name][-1])}" for name in shown)
    summary = f"Mean stance on {name_of(topic)} by {freq}, first to last: {ends}."
    kept = [record for name in shown for record in groups[name]]
    return Chart(topic, by, freq, lines, _ticks(periods), kept, len(names) - len(shown), summary)


def _end(row: Record) -> str:
    return f"{signed(row['mean'])} in {row['period']}"


def _line(name: str, rows: list[Record], periods: Sequence[str], aside: float) -> Line:
    # Lines that coincide, as many do at +1, are drawn a little apart.
    points = [
        (_x(row["period"], periods) + 2 * aside, _y(row["mean"]) + 1.5 * aside, f"{name} {_end(row)} (n={row['n']:,})")
        for row in rows
    ]
    path = path_of([(x, y) for x, y, _ in points])
    return Line(name, sum(row["n"] for row in rows), path, points, _bars(rows, points))


def _bars(rows: list[Record], points: Sequence[tuple[float, float, str]]) -> list[str]:
    """Draw each interval as a bar: one document gives none, so a closed band would have holes."""
    bars = []
    for row, (x, _, _) in zip(rows, points, strict=True):
        if row["low"] is not None:
            bars.append(f"M{x:.1f} {_y(row['low']):.1f}V{_y(row['high']):.1f}")
    return bars


def path_of(points: Sequence[tuple[float, float]]) -> str:
    """Write a path through points.

    Examples
    --------
    >>> path_of([(1, 2), (3.25, 4)])
    'M1.0 2.0L3.2 4.0'
    """
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _x(period: str, periods: Sequence[str]) -> float:
    share = periods.index(period) / max(len(periods) - 1, 1)
    return LEFT + 8 + share * (WIDTH - LEFT - RIGHT - 16)


def _y(mean: float) -> float:
    return TOP + (1 - mean) / 2 * (HEIGHT - TOP - BOTTOM)


def _ticks(periods: Sequence[str]) -> list[tuple[float, str]]:
    step = max(1, -(-len(periods) // _MOST_TICKS))
    return [(_x(period, periods), period) for period in periods[::step]]
