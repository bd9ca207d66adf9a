"""Shares of favor, against and neutral, corrected for the classifier's errors, with intervals that hold."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from stance.analysis.estimator import Estimate, difference_estimate
from stance.analysis.frame import Frame, names_of
from stance.analysis.intervals import cluster_interval
from stance.analysis.matching import Gold, match_sample
from stance.analysis.tables import Record, Table
from stance.errors import InputError
from stance.labels import STANCES, Labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Prevalence", "prevalence"]

OFF_TOPIC = "off-topic"
Scope = Literal["press", "corpus"]
_VALUES = ("label", "share", "low", "high", "naive", "n", "labelled", "documents", "flag")
_FEW_LABELS, _FEW_DOCUMENTS = 10, 5
NO_SAMPLE = (
    "Naive shares only: they count the classifier's labels, its errors included, and have no interval. "
    "Label a random sample (stance.draw_sample) and give it as sample=... for shares that can be published."
)


class Prevalence(Table):
    """Shares by cell; made by `prevalence`.

    A record has the columns of ``by`` and

    - ``label``: ``"favor"``, ``"against"``, ``"neutral"`` (shares of the statements that touch the topic), or
      ``"off-topic"`` (share of all statements of the group that do not touch it);
    - ``share``, ``low``, ``high``: the corrected share and its interval, None where the sample cannot tell;
    - ``naive``: the share by the classifier's labels alone;
    - ``n``: how many statements the classifier puts in the base; ``labelled``: how many labelled ones are in it;
      ``documents``: how many documents these stand in;
    - ``flag``: why to be careful, or None.
    """

    def __init__(
        self, records: Sequence[Record], by: Sequence[str], notes: Sequence[str], level: float, corrected: bool
    ) -> None:
        super().__init__(records, [*by, *_VALUES], notes)
        self.by = tuple(by)
        self.level = level
        self.corrected = corrected

    def plot(self, ax: Axes | None = None, *, top: int = 25) -> Axes:
        """Draw corrected shares with their intervals, and the naive ones beside them.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; a new figure by default.
        top : int, default=25
            How many cells to draw, those with the most statements.

        Returns
        -------
        Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed.
        """
        from stance.analysis.prevalence_plot import draw_prevalence

        return draw_prevalence(self, ax, top)


@dataclass(frozen=True, slots=True)
class _Corpus:
    frame: Frame
    gold: Gold | None
    cluster: np.ndarray
    level: float
    n_boot: int
    rng: np.random.Generator
    finite: bool


def prevalence(
    labels: Labels,
    by: str | Sequence[str] = ("side", "topic"),
    sample: Any = None,
    *,
    level: float = 0.95,
    n_boot: int = 1000,
    random_state: int | None = 0,
    document: str = "document",
    scope: Scope = "press",
) -> Prevalence:
    """Estimate the shares of favor, against and neutral in each cell.

    Counting a classifier's labels carries its errors into the shares. From a random sample of the same corpus that
    people labelled, the difference estimator takes them out again: whatever the classifier, the intervals hold, and
    they are narrower than those of the labelled sample alone. By default the unit of chance is the document, so that
    the intervals speak of the press that the corpus was drawn from.

    Parameters
    ----------
    labels : Labels
        The corpus: statements and what the classifier says of them, off-topic rows included. Where it gives
        probabilities they are used.
    by : str or sequence of str
        The columns that make the cells: ``side``, ``speaker``, ``role``, ``topic``, ``document``, ``year``,
        ``quarter`` or ``month`` (from the date), or any other column. Without ``topic`` the positions on all
        topics are counted together.
    sample : annotations, optional
        The labelled random sample, matched by id or else by text: an `Annotations` list, a list of `Annotation`
        or dicts, a DataFrame or a file. A statement's labels name all the topics that it touches; weights
        are the inverse of the probability of being drawn, as `draw_sample` gives them.
    level : float, default=0.95
        The nominal coverage of the intervals.
    n_boot : int, default=1000
        Draws of the bootstrap over documents.
    random_state : int or None, default=0
        The seed of the draws.
    document : str, default="document"
        The column that says which statements stand together.
    scope : {"press", "corpus"}
        What the shares are of: the press that the documents are a sample of, or exactly the statements of the
        table, as in a complete archive. The second has narrower intervals; chance is in the labelled sample alone.

    Returns
    -------
    Prevalence
        Without a sample: naive shares without intervals, and a warning.

    Raises
    ------
    InputError
        If the table is empty, a column is missing or the sample does not fit.

    References
    ----------
    Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), Prediction-powered inference. Science 382.
    Angelopoulos, Duchi and Zrnic (2023), PPI++: efficient prediction-powered inference. arXiv:2311.01453.

    Examples
    --------
    >>> from stance.labels import Labels
    >>> rows = [
    ...     {"id": str(i), "text": f"No. {i}", "side": "Norland", "document": f"d{i // 4}", "topic": "nato",
    ...      "stance": "favor" if i % 3 else "against"} for i in range(60)
    ... ]
    >>> sample = [{"id": r["id"], "text": r["text"], "labels": {"nato": r["stance"]}} for r in rows[::2]]
    >>> shares = prevalence(Labels.from_records(rows), sample=sample)
    >>> favor = shares[0]
    >>> favor["label"], round(favor["share"], 2), favor["labelled"]
    ('favor', 0.67, 30)
    """
    names = names_of(by)
    _check(labels, level, n_boot, scope)
    frame = Frame(labels)
    gold = None if sample is None else match_sample(frame, sample)
    cluster, named = frame.clusters(document)
    corpus = _Corpus(frame, gold, cluster, level, n_boot, np.random.default_rng(random_state), scope == "corpus")
    columns = [name for name in names if name != "topic"]
    topics: tuple[str | None, ...] = frame.topics if "topic" in names else (None,)
    records = []
    for key, at in frame.groups(columns).items():
        group = dict(zip(columns, key, strict=True))
        for topic in topics:
            cell = {name: topic if name == "topic" else group[name] for name in names}
            records += [cell | record for record in _cell(corpus, topic, at)]
    notes = list(_notes(corpus, named, records, document))
    if gold is None:
        warnings.warn(NO_SAMPLE, UserWarning, stacklevel=2)
    return Prevalence(records, names, notes, level, gold is not None)


def _check(labels: Labels, level: float, n_boot: int, scope: str) -> None:
    if not len(labels):
        raise InputError("the table has no rows, so there are no shares; label some statements first")
    if not 0 < level < 1:
        raise InputError(f"level {level} is no probability; give one between 0 and 1, such as 0.95")
    if scope not in ("press", "corpus"):
        raise InputError(f'scope is "press" or "corpus", not {scope!r}')
    if n_boot < 50:
        raise InputError(f"n_boot {n_boot} is too few draws for an interval; give at least 50, better 1000")


def _cell(corpus: _Corpus, topic: str | None, at: np.ndarray) -> Iterator[Record]:
    """Make the records of one cell; none if neither classifier nor sample finds the topic in the group."""
    hard, touches = corpus.frame.hard(topic)[at], corpus.frame.touches(topic)[at]
    decided = hard.sum()
    estimates = _estimate(corpus, topic, at)
    if not touches.any() and (estimates is None or not estimates[0].n):
        return
    for j, label in enumerate(STANCES):
        naive = float(hard[:, j].sum() / decided) if decided else None
        yield _record(corpus, label, naive, int(decided), estimates and estimates[0], j)
    yield _record(corpus, OFF_TOPIC, float(1 - touches.mean()), len(at), estimates and estimates[1], 0)


def _estimate(corpus: _Corpus, topic: str | None, at: np.ndarray) -> tuple[Estimate, Estimate] | None:
    """Estimate the three shares of a cell together, and how many of the group's statements are off topic."""
    gold = corpus.gold
    if gold is None or (topic is not None and topic not in gold.asked):
        return None
    place = np.minimum(np.searchsorted(at, gold.at), len(at) - 1)
    mine = at[place] == gold.at
    labelled, weight, cluster = place[mine], gold.weight[mine], corpus.cluster[at]
    soft, truth = corpus.frame.soft(topic)[at], gold.array(topic)[mine]
    options: dict[str, Any] = {"n_boot": corpus.n_boot, "rng": corpus.rng, "finite": corpus.finite}
    stances = difference_estimate(_with_base(soft), _with_base(truth), labelled, weight, cluster, **options)
    off, known = 1 - np.minimum(soft.sum(axis=1), 1), 1.0 - (truth.sum(axis=1) > 0)
    predicted, gold_off = (np.stack([x, np.ones_like(x)], axis=1) for x in (off, known))
    return stances, difference_estimate(predicted, gold_off, labelled, weight, cluster, **options)


def _with_base(stances: np.ndarray) -> np.ndarray:
    return np.hstack([stances, stances.sum(axis=1, keepdims=True)])


def _record(corpus: _Corpus, label: str, naive: float | None, n: int, estimate: Estimate | None, column: int) -> Record:
    record: Record = {"label": label, "share": None, "low": None, "high": None, "naive": naive, "n": n}
    if estimate is None:
        return record | {"labelled": 0, "documents": 0, "flag": "not corrected" if corpus.gold else "naive"}
    value, se = float(estimate.value[column]), float(estimate.se[column])
    if estimate.n:
        record["share"] = min(max(value, 0.0), 1.0)
        interval = cluster_interval(value, se, clusters=estimate.units, n=estimate.n, level=corpus.level)
        record["low"], record["high"] = (value, value) if estimate.complete else interval or (None, None)
    return record | {"labelled": estimate.n, "documents": estimate.clusters, "flag": _flag(estimate, value)}


def _flag(estimate: Estimate, value: float) -> str | None:
    if not estimate.n:
        return "no labels"
    flags = []
    if estimate.n < _FEW_LABELS:
        flags.append("few labels")
    if estimate.clusters < _FEW_DOCUMENTS and estimate.units == estimate.clusters:
        flags.append("few documents")
    if not 0 <= value <= 1:
        flags.append("cut at the scale's end")
    return ", ".join(flags) or None


def _notes(corpus: _Corpus, named: bool, records: Sequence[Record], document: str) -> Iterator[str]:
    gold = corpus.gold
    if gold is None:
        yield NO_SAMPLE
        return
    yield (
        f"Corrected from {len(gold.at):,} labelled of {len(corpus.frame):,} statements; "
        f"{corpus.level:.0%} intervals"
        + (" for exactly these statements." if corpus.finite else f", clustered by {document}.")
    )
    if gold.unmatched:
        yield f"{gold.unmatched:,} labelled statements are not in the table and were left out."
    if not corpus.finite and named and len(np.unique(corpus.cluster)) < 2:
        yield f"All statements have the same {document}, so there are no intervals; name a column with document=..."
    if not corpus.finite and not named:
        yield f"No statement has a {document}: they are taken as independent, and the intervals may be too narrow."
    unasked = [topic for topic in corpus.frame.topics if topic not in gold.asked]
    if unasked:
        yield f"The sample never names {', '.join(unasked)}: not corrected."
    flagged = sum(record["flag"] is not None for record in records)
    if flagged:
        yield f"{flagged:,} of {len(records):,} shares are flagged: read them with care."
