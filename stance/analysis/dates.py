"""Dates of statements and the periods that they fall into."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from stance.errors import InputError

__all__ = ["PERIODS", "day_of", "frequency", "period_of", "period_range"]

PERIODS = ("year", "quarter", "month")
_SHORT = {"y": "year", "a": "year", "q": "quarter", "m": "month", "annual": "year", "yearly": "year"}
_SHORT |= {"quarterly": "quarter", "monthly": "month"}
_ISO = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T\s].*)?$", re.DOTALL)


def frequency(freq: str) -> str:
    """Name the period that is asked for.

    Raises
    ------
    InputError
        If it is none of year, quarter and month.

    Examples
    --------
    >>> frequency("year"), frequency("Q")
    ('year', 'quarter')
    """
    name = str(freq).casefold()
    name = _SHORT.get(name, name)
    if name not in PERIODS:
        raise InputError(f"freq {freq!r} is none of {', '.join(PERIODS)}")
    return name


def _parts(value: Any) -> tuple[int, int | None, int | None] | None:
    if value is None or value != value:
        return None
    if hasattr(value, "year") and hasattr(value, "month"):
        return int(value.year), int(value.month), int(getattr(value, "day", 1))
    found = _ISO.match(str(value))
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return year or 0, month, day


def day_of(value: Any) -> date | None:
    """Read a date; a year or month alone counts from its first day, what is no date is None.

    Examples
    --------
    >>> day_of("2014-05-12"), day_of("2014-05"), day_of("last spring")
    (datetime.date(2014, 5, 12), datetime.date(2014, 5, 1), None)
    """
    parts = _parts(value)
    return None if parts is None else date(parts[0], parts[1] or 1, parts[2] or 1)


def period_of(value: Any, freq: str) -> str | None:
    """Say which period a date falls into, None where the date does not tell it.

    Examples
    --------
    >>> period_of("2014-05-12", "year"), period_of("2014-05-12", "quarter"), period_of("2014", "month")
    ('2014', '2014-Q2', None)
    """
    parts = _parts(value)
    if parts is None:
        return None
    year, month, _ = parts
    if freq == "year":
        return f"{year:04d}"
    if month is None:
        return None
    return f"{year:04d}-Q{(month + 2) // 3}" if freq == "quarter" else f"{year:04d}-{month:02d}"


def period_range(first: str, last: str, freq: str) -> list[str]:
    """List every period from the first to the last, those without statements too.

    Examples
    --------
    >>> period_range("2014-Q3", "2015-Q1", "quarter")
    ['2014-Q3', '2014-Q4', '2015-Q1']
    """
    steps = {"year": 1, "quarter": 4, "month": 12}[freq]
    form = {"year": "{0:04d}", "quarter": "{0:04d}-Q{1}", "month": "{0:04d}-{1:02d}"}[freq]

    def place(period: str) -> int:
        year, _, rest = period.partition("-")
        return int(year) * steps + (int(rest.lstrip("Q")) - 1 if rest else 0)

    return [form.format(i // steps, i % steps + 1) for i in range(place(first), place(last) + 1)]
