"""Statements to label, and the single machine's answer to compare with."""

import math

import stance

STATEMENTS = [
    "Serbia has no plans to join NATO and wants to keep military neutrality.",
    "We welcome the start of accession talks with the European Union.",
    "The sanctions against Russia must be lifted and imports of its gas must go on.",
    "The bridge was opened on Monday.",
    "...",
    "Kosovo's independence is a fact that nobody will undo.",
]


def texts(n):
    """Give n statements, all of them different."""
    return [
        f"{STATEMENTS[i % len(STATEMENTS)]} This was said for the {i}th time." if i % 6 != 4 else "..."
        for i in range(n)
    ]


# The first and third change with their cue.
CUED = [
    ("NATO membership.", "opposes"),
    ("NATO membership.", None),
    ("that Serbia would join NATO.", "denied"),
    ("We welcome the start of accession talks.", None),
]


def expected(source, **options):
    """Label on this machine; the rows as plain values."""
    return plain(stance.label(source, **options).to_pandas())


def plain(frame, columns=None):
    """Give a DataFrame's rows as dicts of plain values, so that None, NaN and NA are one."""
    rows = (frame if columns is None else frame[columns]).to_dict("records")
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value):
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value
