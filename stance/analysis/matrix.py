"""Who stands where: sides or speakers by topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stance.analysis.means import MEAN_VALUES, Means
from stance.analysis.tables import Record, Table
from stance.labels import Labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Matrix", "matrix"]


class Matrix(Table):
    """Mean stances by side or speaker and topic; made by `matrix`.

    A record has the column of ``by``, ``topic``, ``mean`` (from -1, all against, to 1, all in favor), ``low`` and
    ``high`` (its interval, None with fewer than two documents), ``n``, the counts ``favor``, ``against`` and
    ``neutral``, and ``documents``.
    """

    def __init__(self, records: Sequence[Record], by: str, notes: Sequence[str]) -> None:
        super().__init__(records, [by, "topic", *MEAN_VALUES], notes)
        self.by = by

    def plot(self, ax: Axes | None = None, *, top: int = 30) -> Axes:
        """Draw the matrix as a heat map with the values in its cells.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; a new figure by default.
        top : int, default=30
            How many rows to draw, those with the most statements.

        Returns
        -------
        Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed.
        """
        from stance.analysis.matrix_plot import draw_matrix

        return draw_matrix(self, ax, top)


def matrix(
    labels: Labels,
    by: str = "side",
    *,
    sample: Any = None,
    level: float = 0.95,
    n_boot: int = 1000,
    random_state: int | None = 0,
    document: str = "document",
) -> Matrix:
    """Say where each side, or speaker, stands on each topic.

    Parameters
    ----------
    labels : Labels
        The table.
    by : str, default="side"
        The column of the rows: ``"side"``, ``"speaker"`` or any other. Statements without a value are left out.
    sample : annotations, optional
        A labelled random sample of the same statements that corrects the means, as in `prevalence`.
    level, n_boot, random_state, document
        As in `prevalence`.

    Returns
    -------
    Matrix
        Rows sorted by how many statements they have.

    Raises
    ------
    InputError
        If the table is empty or a column is missing.

    Examples
    --------
    >>> rows = [{"text": "Yes.", "side": "Norland", "topic": "nato", "stance": s} for s in ("favor", "neutral")]
    >>> cell = matrix(Labels.from_records(rows))[0]
    >>> cell["side"], cell["topic"], cell["mean"], cell["n"]
    ('Norland', 'nato', 0.5, 2)
    """
    means = Means.of(labels, sample, level, n_boot, random_state, document)
    records: list[Record] = []
    nameless = 0
    for (name,), at in means.frame.groups([by]).items():
        if name is None:
            nameless = len(at)
            continue
        cells = ((topic, means.cell(at, topic)) for topic in means.frame.topics)
        records += [{by: name, "topic": topic} | cell for topic, cell in cells if cell is not None]
    total: dict[Any, int] = {}
    for record in records:
        total[record[by]] = total.get(record[by], 0) + record["n"]
    records.sort(key=lambda record: -total[record[by]])
    notes = list(means.notes(document)) if records else [f"No statement with a {by} takes a stance on a topic."]
    if nameless:
        notes.append(f"{nameless:,} of {len(means.frame):,} statements name no {by} and are left out.")
    return Matrix(records, by, notes)
