"""Labelling on Dask: a DataFrame of statements in, a DataFrame of records out, both lazy and of any size.

>>> import stance.dask
>>> frame = dask.dataframe.read_parquet("archive/*.parquet")  # doctest: +SKIP
>>> stance.dask.label(frame).to_parquet("labels")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.errors import InputError, require
from stance.heap import held_heap
from stance.records import FOUND, META, arrow_schema, carried_names, found_in
from stance.remote import Order, place_order

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd
    import pyarrow as pa

    from stance.model import Model
    from stance.topics import Topic

__all__ = ["label"]

_OWN = ("partition", "statement")


def label(
    frame: dd.DataFrame,
    model: Model | str | PathLike[str] | None = None,
    topics: Iterable[str | Topic] | str | Topic | None = None,
    min_confidence: float | None = None,
) -> dd.DataFrame:
    """Label the statements of a Dask DataFrame.

    Nothing is computed yet: the columns and types of the result are known, its rows come with ``compute``,
    ``to_parquet`` and the like. Each worker maps the model once; tasks carry only its path.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
        A statement a row in the column ``text``; the other columns are carried through. A column ``cue`` is judged with
        the text, as in `stance.label`.
    model : Model or path, optional
        The shipped one by default. A path must lead to the model's folder on every worker.
    topics : str, Topic or iterable of these, optional
        Exactly these are judged for every statement. By default the model finds the topics.
    min_confidence : float, optional
        Below it the stance is missing and ``reason`` says so.

    Returns
    -------
    dask.dataframe.DataFrame
        The columns of `Labels.to_pandas`, after ``partition``, the number of the input's partition. ``statement``
        counts within the partition, so that the two together name a statement. The index is that of the input.

    Raises
    ------
    MissingExtra
        If Dask is not installed.
    InputError, TopicError, ModelError
        If there is no column of texts, the model was never saved or cannot be loaded, or a topic is unknown.

    Examples
    --------
    >>> import stance.dask
    >>> stance.dask.label(dd.read_csv("archive/*.csv"), topics=["nato-membership"])  # doctest: +SKIP
    """
    engine = require("dask.dataframe", "dask", "stance.dask.label")
    delayed = require("dask", "dask", "stance.dask.label").delayed
    if not isinstance(frame, engine.DataFrame):
        raise InputError(
            f"stance.dask.label takes a Dask DataFrame, not a {type(frame).__name__}; stance.label takes the others"
        )
    empty = frame._meta
    _check(empty)
    order = place_order(model, topics, min_confidence)
    schema = _lay_out(empty, 0, np.zeros(0, dtype=np.int64), arrow_schema().empty_table())
    # Numbered here and not by map_partitions: there the number is that of the partition within what is computed, so
    # that the records of frame.partitions[3] alone would be numbered 0.
    label_one = delayed(_label_partition, pure=True)
    parts = [label_one(part, number, order) for number, part in enumerate(frame.to_delayed())]
    divisions = frame.divisions if frame.known_divisions else None
    records: dd.DataFrame = engine.from_delayed(
        parts, meta=schema, divisions=divisions, prefix="stance-label", verify_meta=False
    )
    return records


def _check(empty: pd.DataFrame) -> None:
    """See before anything is computed that there are texts to label."""
    carried_names(empty.columns, _OWN)
    if "text" not in empty.columns:
        raise InputError(f"the DataFrame has no column 'text'; it has {', '.join(map(str, empty.columns))}")
    types = require("pandas", "dask", "stance.dask.label").api.types
    kind = getattr(empty["text"].dtype, "categories", empty["text"]).dtype
    if not types.is_object_dtype(kind) and not types.is_string_dtype(kind):
        raise InputError(f"the column 'text' holds {kind}, no texts; rename the column of the statements to 'text'")


def _label_partition(partition: pd.DataFrame, number: int, order: Order) -> pd.DataFrame:
    """Label one partition; what runs on a worker."""
    texts = partition["text"].astype(object)
    cues = partition["cue"].tolist() if "cue" in partition.columns else None
    try:
        with held_heap():
            labels = order.label(texts.where(texts.notna(), "").tolist(), cues)
    except InputError as error:
        raise type(error)(f"partition {number}: {error}") from error
    return _lay_out(partition, number, labels._rows["statement"], found_in(labels))


def _lay_out(partition: pd.DataFrame, number: int, at: np.ndarray, found: pa.Table) -> pd.DataFrame:
    """Put the rows of a partition, each as often as it has labels, beside what was found."""
    pandas = require("pandas", "dask", "stance.dask.label")
    arrow = require("pyarrow", "dask", "stance.dask.label")
    text = pandas.StringDtype("pyarrow")
    added = found.to_pandas(types_mapper={arrow.string(): text}.get)
    taken = partition.iloc[at]
    carried = {name: taken[column].array for column, name in carried_names(partition.columns, _OWN).items()}
    missing = pandas.array([None] * len(at), dtype=text)
    columns: dict[str, Any] = {"partition": np.full(len(at), number, dtype=np.int64), "statement": at}
    columns |= {name: carried.pop(name, missing) for name in META}
    columns |= {name: added[name].array for name in FOUND}
    return pandas.DataFrame(columns | carried, index=taken.index)
