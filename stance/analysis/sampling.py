"""Drawing the random sample of statements that people label."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stance.analysis.frame import Frame, names_of
from stance.errors import InputError
from stance.labels import Labels

if TYPE_CHECKING:
    from stance.annotations.table import Annotations

__all__ = ["Allocation", "draw_sample"]

Allocation = Literal["equal", "proportional"]


def draw_sample(
    labels: Labels,
    n: int,
    by: str | Sequence[str] | None = None,
    path: str | PathLike[str] | None = None,
    random_state: int | None = 0,
    *,
    allocation: Allocation = "equal",
    format: str | None = None,
) -> Annotations:
    """Draw statements to be labelled by hand, each with the weight that makes shares come out right.

    Give the labelled file to `prevalence` as its ``sample``. Label every statement that is drawn, on all topics,
    those that touch none too: statements that are left out at will make the sample no random one.

    Parameters
    ----------
    labels : Labels
        The corpus.
    n : int
        How many statements.
    by : str or sequence of str, optional
        Columns to stratify by, as in `prevalence`; a statement on several topics goes by its surest one.
    path : path, optional
        Where to write the sample for an annotation tool; the suffix or ``format`` says which
        (see `stance.annotations.write_annotations`). The tool must keep ids, or texts, and weights.
    random_state : int or None, default=0
        The seed.
    allocation : {"equal", "proportional"}
        Whether the strata get as many statements each, which serves small ones, or as their sizes are.
    format : str, optional
        The file's format.

    Returns
    -------
    Annotations
        Statements in random order without labels, with ``id`` (made from document and text where the corpus has
        none) and ``weight`` (the inverse of the probability of being drawn).

    Raises
    ------
    InputError
        If n is not between the number of strata and that of statements, or a column is missing.

    Examples
    --------
    >>> rows = [{"text": f"No. {i}", "side": "Norland" if i < 90 else "Sudland"} for i in range(100)]
    >>> sample = draw_sample(Labels.from_records(rows), 20, by="side")
    >>> sorted((side, sum(a.side == side for a in sample)) for side in ("Norland", "Sudland"))
    [('Norland', 10), ('Sudland', 10)]
    >>> sum(a.weight for a in sample)
    100.0
    """
    if allocation not in ("equal", "proportional"):
        raise InputError(f'allocation is "equal" or "proportional", not {allocation!r}')
    frame = Frame(labels)
    strata = _strata(frame, names_of(by))
    if not len(strata) <= n <= len(frame):
        least = "1" if len(strata) < 2 else f"{len(strata):,}, one for each stratum,"
        raise InputError(f"n {n} does not fit: give at least {least} and at most {len(frame):,}, all statements")
    sizes = _allocate([len(stratum) for stratum in strata], n, allocation)
    rng = np.random.default_rng(random_state)
    drawn, weights = [], []
    for stratum, size in zip(strata, sizes, strict=True):
        drawn += rng.choice(stratum, size, replace=False).tolist()
        weights += [len(stratum) / size] * size
    order = rng.permutation(len(drawn))
    sample = _annotations(frame, [drawn[i] for i in order], [weights[i] for i in order])
    if path is not None:
        from stance.annotations import write_annotations

        write_annotations(sample, path, format)
    return sample


def _strata(frame: Frame, names: Sequence[str]) -> list[np.ndarray]:
    columns = [name for name in names if name != "topic"]
    groups = list(frame.groups(columns).values())
    if "topic" not in names:
        return groups
    main = np.array(frame.main_topics(), dtype=object)
    found = []
    for group in groups:
        topics = [topic for topic in (*frame.topics, None) if (main[group] == topic).any()]
        found += [group[main[group] == topic] for topic in topics]
    return found


def _allocate(sizes: Sequence[int], n: int, allocation: Allocation) -> list[int]:
    """Share n among the strata: each gets one, none more than it has."""
    total = sum(sizes)
    given = [1 if size else 0 for size in sizes]
    for _ in range(n - sum(given)):
        open_strata = [i for i, size in enumerate(sizes) if given[i] < size]
        # The stratum that is furthest behind its due comes next; equal dues fill the smaller ones first to the brim.
        due = {i: sizes[i] * n / total if allocation == "proportional" else n / len(sizes) for i in open_strata}
        nxt = max(open_strata, key=lambda i: (due[i] - given[i], -i))
        given[nxt] += 1
    return given


def _annotations(frame: Frame, at: Sequence[int], weights: Sequence[float]) -> Annotations:
    from stance.annotations.annotation import Annotation
    from stance.annotations.table import Annotations

    names = ("text", "document", "speaker", "side", "date", "source")
    known = {name: frame.column(name) for name in names if name in frame.labels.columns}
    ids = frame.ids()
    rows = []
    for i, weight in zip(at, weights, strict=True):
        values: dict[str, Any] = {name: _text(column[i]) for name, column in known.items()}
        values["text"] = values["text"] or ""
        rows.append(Annotation(id=ids[i], weight=float(weight), **values))
    sample = Annotations(rows, name="sample")
    sample.blank = True
    return sample


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
