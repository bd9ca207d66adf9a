"""When somebody changed position, with the statements that mark the turn."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stance.analysis.dates import day_of
from stance.analysis.frame import find_topic
from stance.analysis.tables import Record, Table
from stance.errors import InputError
from stance.labels import Labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Changes", "changes"]

_COLUMNS = ("date", "from", "to", "text", "held", "last_date", "last_text", "speaker", "document", "confidence")


class Changes(Table):
    """The turns of one speaker or side on one topic; made by `changes`.

    A record has ``date``, ``from`` and ``to`` (``"favor"`` or ``"against"``), ``text`` (the first statement of the new
    position), ``held`` (how many statements in a row held it), ``last_date`` and ``last_text`` (the last statement
    of the old position), and of the first statement ``speaker``, ``document`` and ``confidence``.

    Parameters
    ----------
    records : sequence of dict
        The turns.
    statements : sequence of dict
        All dated statements on the topic, in order: ``date``, ``stance``, ``text``, ``speaker``, ``document``,
        ``confidence``.
    who, topic : str
        Whose turns on what.
    notes : sequence of str
        What the reader has to know.
    """

    def __init__(
        self, records: Sequence[Record], statements: Sequence[Record], who: str, topic: str, notes: Sequence[str]
    ) -> None:
        super().__init__(records, _COLUMNS, notes)
        self.statements = list(statements)
        self.who, self.topic = who, topic

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each statement at its date and stance, with the turns marked.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; a new figure by default.

        Returns
        -------
        Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed.
        """
        from stance.analysis.changes_plot import draw_changes

        return draw_changes(self, ax)


def changes(labels: Labels, speaker: str, topic: str, *, by: str | None = None, hold: int = 1) -> Changes:
    """Find when a speaker or side turned from favor to against or back.

    Statements are taken in the order of their dates; neutral ones take no position and mark no turn.

    Parameters
    ----------
    labels : Labels
        The table; statements without a date are left out, and the notes count them.
    speaker : str
        A speaker's name or its last part, or a side.
    topic : str
        The topic's id, or the name or alias of a shipped one.
    by : str, optional
        The column that ``speaker`` stands in; by default the speakers and then the sides are looked through.
    hold : int, default=1
        How many statements in a row must hold a new position for a turn; 2 passes over single deviations.

    Returns
    -------
    Changes

    Raises
    ------
    InputError
        If the table has no such speaker or topic, or none of the statements has a date.

    Examples
    --------
    >>> rows = [
    ...     {"text": f"No. {i}", "speaker": "Ana Nord", "date": f"201{i}-01-01", "topic": "nato", "stance": stance}
    ...     for i, stance in enumerate(["against", "neutral", "favor", "favor"])
    ... ]
    >>> turns = changes(Labels.from_records(rows), "Nord", "nato")
    >>> [(turn["date"], turn["from"], turn["to"], turn["held"]) for turn in turns]
    [('2012-01-01', 'against', 'favor', 2)]
    """
    if not len(labels):
        raise InputError("the table has no rows, so nobody changed; label some statements first")
    topic = find_topic(labels, topic)
    column, who = _find(labels, speaker, by)
    rows = labels.filter(**{column: who, "topic": topic}).filter(lambda record: record["stance"] is not None)
    dated = [(day_of(record["date"]), record) for record in rows]
    statements = [
        {"date": day.isoformat(), **{k: r[k] for k in ("stance", "text", "speaker", "document", "confidence")}}
        for day, r in sorted(((d, r) for d, r in dated if d is not None), key=lambda pair: pair[0])
    ]
    if dated and not statements:
        raise InputError(
            f"none of the {len(dated):,} statements of {who} on {topic} has a date; give the articles dates"
        )
    turns = _turns(statements, max(hold, 1))
    notes = [_summary(who, topic, statements, turns)]
    if len(dated) > len(statements):
        notes.append(f"{len(dated) - len(statements):,} statements have no date and are left out.")
    return Changes(turns, statements, who, topic, notes)


def _find(labels: Labels, name: str, by: str | None) -> tuple[str, str]:
    columns = [by] if by else ["speaker", "side"]
    known = {column: {str(v): v for v in labels.column(column) if v is not None} for column in columns}
    wanted = name.casefold()
    for whole in (True, False):
        for column in columns:
            found = [
                value
                for text, value in known[column].items()
                if text.casefold() == wanted or (not whole and text.casefold().endswith(" " + wanted))
            ]
            if len(found) > 1:
                raise InputError(f"{name!r} may be {', '.join(map(str, found[:5]))}; give the whole name")
            if found:
                return column, found[0]
    names = [text for column in columns for text in known[column]]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise InputError(f"the table has no {' or '.join(columns)} {name!r}{hint}")


def _turns(statements: Sequence[Record], hold: int) -> list[Record]:
    runs: list[list[Record]] = []
    for statement in statements:
        if statement["stance"] == "neutral":
            continue
        if runs and runs[-1][-1]["stance"] == statement["stance"]:
            runs[-1].append(statement)
        else:
            runs.append([statement])
    merged: list[list[Record]] = []
    for run in runs:
        if merged and merged[-1][-1]["stance"] == run[0]["stance"]:
            merged[-1] += run
        elif len(run) >= hold or not merged:
            merged.append(list(run))
    return [_turn(old, new) for old, new in pairwise(merged)]


def _turn(old: Sequence[Record], new: Sequence[Record]) -> Record:
    first, last = new[0], old[-1]
    turn: dict[str, Any] = {"date": first["date"], "from": last["stance"], "to": first["stance"], "text": first["text"]}
    turn |= {"held": len(new), "last_date": last["date"], "last_text": last["text"]}
    return turn | {name: first[name] for name in ("speaker", "document", "confidence")}


def _summary(who: str, topic: str, statements: Sequence[Record], turns: Sequence[Record]) -> str:
    if not statements:
        return f"{who} takes no stance on {topic}."
    times = "never changed position" if not turns else "changed position once" if len(turns) == 1 else ""
    times = times or f"changed position {len(turns):,} times"
    noun = "statement" if len(statements) == 1 else "statements"
    return (
        f"{who} {times} on {topic} in {len(statements):,} {noun}, {statements[0]['date']} to {statements[-1]['date']}."
    )
