"""The label table: one row for each statement and topic, held in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import IO, TYPE_CHECKING, Any, overload

import numpy as np

from stance.errors import InputError, require
from stance.files import atomic_write
from stance.writing import flat_columns, write_csv, write_jsonl, write_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from stance.analysis import AgreementNetwork, Changes, Matrix, Prevalence, Timeline
    from stance.model import Model

__all__ = ["FIELDS", "SENTIMENTS", "STANCES", "Labels"]

STANCES = ("favor", "against", "neutral")
SENTIMENTS = ("positive", "negative", "neutral")
META = ("id", "text", "speaker", "role", "side", "cue_type", "document", "date")
FIELDS = (
    "statement",
    *META,
    "topic",
    "stance",
    "confidence",
    "probabilities",
    "sentiment",
    "sentiment_confidence",
    "reason",
)

Record = dict[str, Any]


class Labels(Sequence[Record]):
    """Who stands where on what: a table with a row for each statement and topic.

    Made by `stance.label`, or from plain records with `Labels.from_records`. A row is a dict with the keys of
    ``stance.labels.FIELDS`` and any further columns that the input carried.

    Parameters
    ----------
    meta : mapping of str to sequence
        For each statement its ``text`` and what else is known of it; a missing column reads None.
    rows : mapping of str to ndarray
        The columns of the rows: ``statement`` (position in ``meta``), ``topic`` and ``stance`` (codes, -1 is None),
        ``confidence``, ``probabilities`` (n × 3, favor, against, neutral; NaN is None), ``sentiment`` (codes),
        ``sentiment_confidence`` and ``reason`` (codes, -1 is None).
    topics : sequence of str
        The ids that the codes of ``topic`` point to.
    reasons : sequence of str
        The texts that the codes of ``reason`` point to.

    Examples
    --------
    >>> labels = Labels.from_records([{"text": "We want to join NATO.", "topic": "nato-membership", "stance": "favor"}])
    >>> labels[0]["stance"], len(labels)
    ('favor', 1)
    """

    def __init__(
        self,
        meta: Mapping[str, Sequence[Any]],
        rows: Mapping[str, np.ndarray],
        topics: Sequence[str],
        reasons: Sequence[str] = (),
    ) -> None:
        self._meta = dict(meta)
        self._rows = dict(rows)
        self._topics = tuple(topics)
        self._reasons = tuple(reasons)
        self._extra = tuple(name for name in self._meta if name not in META)

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, Any]]) -> Labels:
        """Build a table from records, such as `to_records` gives; missing keys read None.

        Rows that share a ``statement`` number are one statement; without the key each row is its own.

        Raises
        ------
        InputError
            If a stance or sentiment is none of the table's words.
        """
        from stance.assembling import assemble

        return cls(*assemble(records))

    @classmethod
    def concatenate(cls, tables: Iterable[Labels]) -> Labels:
        """Join tables end to end; the statements of later ones are numbered on."""
        from stance.assembling import assemble, join

        parts = list(tables)
        return cls(*(join(parts) if parts else assemble([])))

    # -- the table as a sequence -------------------------------------------------------------------------------

    @property
    def n_statements(self) -> int:
        """How many statements the table was made from, rows filtered away included."""
        return len(self._meta["text"]) if "text" in self._meta else 0

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of the topics that the rows name, in the order of the model."""
        present = set(np.unique(self._rows["topic"]).tolist())
        return tuple(topic for i, topic in enumerate(self._topics) if i in present)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns: those of every table, then those carried through from the input."""
        return (*FIELDS, *self._extra)

    def __len__(self) -> int:
        return len(self._rows["statement"])

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: str) -> list[Any]: ...
    @overload
    def __getitem__(self, index: slice | Sequence[int] | np.ndarray) -> Labels: ...
    def __getitem__(self, index: int | str | slice | Sequence[int] | np.ndarray) -> Record | list[Any] | Labels:
        if isinstance(index, str):
            return self.column(index)
        if isinstance(index, (int, np.integer)):
            place = range(len(self))[int(index)]
            return next(self._records(np.array([place])))
        chosen = np.arange(len(self))[index if isinstance(index, slice) else np.asarray(index)]
        return self._take(chosen)

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self), 4096):
            yield from self._records(np.arange(start, min(start + 4096, len(self))))

    def _take(self, chosen: np.ndarray) -> Labels:
        rows = {name: array[chosen] for name, array in self._rows.items()}
        return Labels(self._meta, rows, self._topics, self._reasons)

    def filter(self, condition: Callable[[Record], bool] | None = None, /, **equal: Any) -> Labels:
        """Keep the rows that fit.

        Parameters
        ----------
        condition : callable, optional
            Takes a record, says whether to keep it.
        **equal : value or collection of values
            A column's name and the value, or the values, that it may have; None stands for a missing value. A topic
            may be given by its short name or an alias, such as ``"nato"``.

        Returns
        -------
        Labels

        Raises
        ------
        InputError
            If there is no such column, topic, stance or sentiment.

        Examples
        --------
        >>> labels = Labels.from_records([{"text": "a", "side": "EU"}, {"text": "b", "side": "Serbia"}])
        >>> labels.filter(side="Serbia")[0]["text"]
        'b'
        """
        keep = np.ones(len(self), dtype=bool)
        for name, wanted in equal.items():
            values = self.column(name)
            allowed = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else (wanted,)
            if name in ("topic", "stance", "sentiment"):
                allowed = [self._word(name, value) for value in allowed]
            keep &= np.fromiter((value in allowed for value in values), dtype=bool, count=len(self))
        if condition is not None:
            keep &= np.fromiter((bool(condition(record)) for record in self), dtype=bool, count=len(self))
        return self._take(np.flatnonzero(keep))

    def _word(self, column: str, value: Any) -> str | None:
        """Give a topic's id, a stance or a sentiment as the table writes it."""
        if value is None:
            return None
        if column == "topic":
            from stance.topics import Topic, resolve_topics, shipped_topics

            shipped = shipped_topics()
            if isinstance(value, str) and value in self._topics:
                return value
            ids = {topic.id for topic in shipped}
            return resolve_topics(value, [*shipped, *(Topic(t) for t in self._topics if t not in ids)])[0].id
        known = STANCES if column == "stance" else SENTIMENTS
        if value not in known:
            raise InputError(f"there is no {column} {value!r}; it is one of {', '.join(known)}, or None")
        return str(value)

    def column(self, name: str) -> list[Any]:
        """One column as a list, None where there is no value.

        Raises
        ------
        InputError
            If there is no such column.
        """
        return self._column(name, np.arange(len(self)))

    def _column(self, name: str, at: np.ndarray) -> list[Any]:
        rows = self._rows
        if name == "statement":
            return rows["statement"][at].tolist()  # type: ignore[no-any-return]
        if name == "probabilities":
            values = rows["probabilities"][at].tolist()
            return [None if row[0] != row[0] else dict(zip(STANCES, row, strict=True)) for row in values]
        words = {"topic": self._topics, "stance": STANCES, "sentiment": SENTIMENTS, "reason": self._reasons}.get(name)
        if words is not None:
            table = [*words, None]
            return [table[code] for code in rows[name][at].tolist()]
        if name in rows:
            return [None if value != value else value for value in rows[name][at].tolist()]
        if name in self._meta or name in META:
            values = self._meta.get(name)
            return [None] * len(at) if values is None else [values[i] for i in rows["statement"][at].tolist()]
        raise InputError(f"no column {name!r}; there are {', '.join(self.columns)}")

    def _records(self, at: np.ndarray) -> Iterator[Record]:
        names = self.columns
        for values in zip(*(self._column(name, at) for name in names), strict=True):
            yield dict(zip(names, values, strict=True))

    # -- out ---------------------------------------------------------------------------------------------------

    def to_records(self) -> list[Record]:
        """All rows as a list of dicts."""
        return list(self)

    def to_pandas(self) -> pd.DataFrame:
        """All rows as a DataFrame; ``probabilities`` becomes the columns ``p_favor``, ``p_against``, ``p_neutral``.

        Raises
        ------
        MissingExtra
            If pandas is not installed.
        """
        frame = require("pandas", "pandas", "Labels.to_pandas").DataFrame(flat_columns(self))
        return frame

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write the table as CSV (UTF-8), flat as in `to_pandas`; cells that a spreadsheet would run are escaped."""
        with atomic_write(path) as stream:
            self._write_csv(stream, header=True)  # type: ignore[arg-type]

    def _write_csv(self, stream: IO[str], header: bool, first: int = 0) -> None:
        write_csv(self, stream, header=header, first=first)

    def to_jsonl(self, path: str | PathLike[str]) -> None:
        """Write a JSON object a row, with the keys of the records."""
        with atomic_write(path) as stream:
            self._write_jsonl(stream)  # type: ignore[arg-type]

    def _write_jsonl(self, stream: IO[str], first: int = 0) -> None:
        write_jsonl(self, stream, first=first)

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the table as Parquet, flat as in `to_pandas`.

        Raises
        ------
        MissingExtra
            If pyarrow is not installed.
        """
        parquet = require("pyarrow.parquet", "parquet", "Labels.to_parquet")
        with atomic_write(path, "wb") as stream:
            parquet.write_table(self._to_arrow(), stream)

    def report(
        self,
        path: str | PathLike[str],
        *,
        title: str | None = None,
        documents: Any = None,
        prevalence: Prevalence | None = None,
        model: Model | str | PathLike[str] | None = None,
    ) -> None:
        """Write a page that needs nothing from elsewhere: who stands where, over time, with every statement's evidence.

        ``documents`` are the articles, to be shown with their statements marked; ``prevalence`` shares to be shown,
        from `stance.prevalence`; ``model`` is what labelled and explains, the shipped one by default.
        """
        from stance.report import write_report

        write_report(self, path, title=title, documents=documents, prevalence=prevalence, model=model)

    # -- answers -----------------------------------------------------------------------------------------------

    def matrix(self, by: str = "side", **options: Any) -> Matrix:
        """Who stands where: the mean stance of each side or speaker on each topic; see `stance.analysis.matrix`."""
        from stance.analysis import matrix

        return matrix(self, by, **options)

    def timeline(self, topic: str, by: str | None = None, **options: Any) -> Timeline:
        """How the stance on a topic develops, with uncertainty bands; see `stance.analysis.timeline`."""
        from stance.analysis import timeline

        return timeline(self, topic, by, **options)

    def agreement_network(self, by: str = "speaker", **options: Any) -> AgreementNetwork:
        """Who agrees with whom; see `stance.analysis.agreement_network`."""
        from stance.analysis import agreement_network

        return agreement_network(self, by, **options)

    def changes(self, speaker: str, topic: str, **options: Any) -> Changes:
        """When a speaker or side turned, and the statements that mark it; see `stance.analysis.changes`."""
        from stance.analysis import changes

        return changes(self, speaker, topic, **options)

    def _to_arrow(self, types: Mapping[str, str] | None = None, first: int = 0) -> pa.Table:
        return write_table(self, types=types, first=first)

    # -- shown -------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        """Return the rows as a plain table of at most 20 rows."""
        from stance.display import text_table

        shown = self[:20]
        lines = text_table(shown)
        rest = f"\n… {len(self) - 20:,} more rows" if len(self) > 20 else ""
        return f"{lines}{rest}\n[{len(self):,} rows from {self.n_statements:,} statements]"

    def _repr_html_(self) -> str:
        from stance.display import html_table

        return html_table(self)
