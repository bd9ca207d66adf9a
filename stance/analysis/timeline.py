"""How a position develops over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stance.analysis.dates import frequency
from stance.analysis.frame import find_topic
from stance.analysis.means import MEAN_VALUES, Means
from stance.analysis.tables import Record, Table
from stance.errors import InputError
from stance.labels import Labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Timeline", "timeline"]


class Timeline(Table):
    """Mean stances by period; made by `timeline`.

    A record has ``period``, the column of ``by`` if there is one, ``mean`` (from -1, all against, to 1, all in
    favor), ``low`` and ``high``, ``n``, the counts of each stance, and ``documents``.
    """

    def __init__(self, records: Sequence[Record], topic: str, by: str | None, freq: str, notes: Sequence[str]) -> None:
        super().__init__(records, ["period", *([by] if by else []), *MEAN_VALUES], notes)
        self.topic, self.by, self.freq = topic, by, freq

    def plot(self, ax: Axes | None = None, *, top: int = 4) -> Axes:
        """Draw a line for each group, with a band for its interval.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; a new figure by default.
        top : int, default=4
            How many groups to draw, those with the most statements.

        Returns
        -------
        Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed.
        """
        from stance.analysis.timeline_plot import draw_timeline

        return draw_timeline(self, ax, top)


def timeline(
    labels: Labels,
    topic: str,
    by: str | None = None,
    freq: str = "year",
    *,
    sample: Any = None,
    level: float = 0.95,
    n_boot: int = 1000,
    random_state: int | None = 0,
    document: str = "document",
) -> Timeline:
    """Follow the mean stance on a topic through time.

    Parameters
    ----------
    labels : Labels
        The table; statements without a date are left out, and the notes count them.
    topic : str
        The topic's id, or the name or alias of a shipped one.
    by : str, optional
        A column, such as ``"side"``: a line for each of its values.
    freq : {"year", "quarter", "month"}
        The periods.
    sample : annotations, optional
        A labelled random sample of the same statements that corrects the means, as in `prevalence`.
    level, n_boot, random_state, document
        As in `prevalence`.

    Returns
    -------
    Timeline
        Sorted by period; periods without statements have no row.

    Raises
    ------
    InputError
        If the table is empty, the topic is not in it, or no statement on it has a date.

    Examples
    --------
    >>> rows = [
    ...     {"text": "Yes.", "date": f"{year}-05-12", "topic": "nato", "stance": stance}
    ...     for year, stance in [(2014, "against"), (2014, "neutral"), (2015, "favor")]
    ... ]
    >>> [(r["period"], r["mean"], r["n"]) for r in timeline(Labels.from_records(rows), "nato")]
    [('2014', -0.5, 2), ('2015', 1.0, 1)]
    """
    freq = frequency(freq)
    means = Means.of(labels, sample, level, n_boot, random_state, document)
    topic = find_topic(labels, topic)
    records: list[Record] = []
    undated = nameless = 0
    for (period, *rest), at in means.frame.groups([freq, *([by] if by else [])]).items():
        cell = means.cell(at, topic)
        if cell is None:
            continue
        if period is None:
            undated += cell["n"]
        elif by and rest[0] is None:
            nameless += cell["n"]
        else:
            records.append({"period": period, **({by: rest[0]} if by else {})} | cell)
    if not records and undated:
        raise InputError(
            f"none of the {undated:,} statements on {topic} has a date that tells its {freq}; give the articles dates"
        )
    notes = list(means.notes(document)) if records else [f"Nobody takes a stance on {topic}."]
    if undated:
        notes.append(f"{undated:,} statements on {topic} have no date that tells the {freq} and are left out.")
    if nameless:
        notes.append(f"{nameless:,} statements on {topic} name no {by} and are left out.")
    return Timeline(records, topic, by, freq, notes)
