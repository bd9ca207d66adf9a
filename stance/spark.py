"""Labelling on Spark: a function of a column of texts that gives each text's rows of the label table.

>>> import stance.spark
>>> label = stance.spark.label_udf()  # doctest: +SKIP
>>> frame.select("*", explode(label("text")).alias("label")).select("*", "label.*").drop("label")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.errors import require
from stance.records import FOUND, found_in
from stance.remote import Order, place_order

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from stance.labels import Labels
    from stance.model import Model
    from stance.topics import Topic

__all__ = ["label_udf"]


def label_udf(
    model: Model | str | PathLike[str] | None = None,
    topics: Iterable[str | Topic] | str | Topic | None = None,
    min_confidence: float | None = None,
) -> Any:
    """Make a pandas UDF that labels a column of statements; from Spark 4.1 on an Arrow UDF, which is faster.

    Parameters
    ----------
    model : Model or path, optional
        The shipped one by default. A path must lead to the model's folder on every executor.
    topics : str, Topic or iterable of these, optional
        Exactly these are judged for every statement. By default the model finds the topics.
    min_confidence : float, optional
        Below it the stance is null and ``reason`` says so.

    Returns
    -------
    pandas or Arrow UDF
        Takes a column of strings, and if there is one the column of their cues ("opposes"), which are judged with them
        as in `stance.label`: ``label("text", "cue")``. Gives an array of structs, one for each row of the label table:
        ``topic``, ``stance``, ``confidence``, ``p_favor``, ``p_against``, ``p_neutral``, ``sentiment``,
        ``sentiment_confidence``, ``reason``. No array is empty or null, so that ``explode`` loses no statement: one
        without a topic has one struct whose ``topic`` and ``stance`` are null, and so has a null text.

    Raises
    ------
    MissingExtra
        If PySpark is not installed.
    InputError, TopicError, ModelError
        If the model was never saved or cannot be loaded, or a topic is unknown.

    Examples
    --------
    >>> import stance.spark
    >>> label = stance.spark.label_udf(topics=["nato-membership"])  # doctest: +SKIP
    >>> frame.withColumn("label", explode(label("text")))  # doctest: +SKIP
    """
    functions = require("pyspark.sql.functions", "spark", "stance.spark.label_udf")
    pandas = require("pandas", "spark", "stance.spark.label_udf")
    arrow = require("pyarrow", "spark", "stance.spark.label_udf")
    order = place_order(model, topics, min_confidence)

    def stance_labels(*columns: Any) -> Any:
        return _label_batch(order, *columns)

    # From Spark 4.1 on the batches need not be turned into pandas and back, which costs a fifth of the labelling.
    make, kind = getattr(functions, "arrow_udf", None), arrow.Array
    if make is None:
        make, kind = functions.pandas_udf, pandas.Series
    # Spark reads the hints to see what kind of function it is; as strings they would name a module not in sight.
    stance_labels.__annotations__ = {"columns": kind, "return": kind}
    # What Spark takes to be repeatable it may compute twice: once to see whether an array is empty, once to explode it.
    return make(stance_labels, _array_of_structs()).asNondeterministic()


def _array_of_structs() -> Any:
    """Give the type of the function's result; it needs no session."""
    types = require("pyspark.sql.types", "spark", "stance.spark.label_udf")
    kinds = {"string": types.StringType(), "double": types.DoubleType()}
    return types.ArrayType(types.StructType([types.StructField(name, kinds[kind]) for name, kind in FOUND.items()]))


def _label_batch(order: Order, texts: Any, cues: Any = None) -> Any:
    """Label one batch of rows, an Arrow array or a pandas Series, and answer in kind; what runs on an executor."""
    if not hasattr(texts, "to_pylist"):
        return _label_series(order, texts, cues)
    labels = order.label([text or "" for text in texts.to_pylist()], None if cues is None else cues.to_pylist())
    return _arrays_of(labels, len(texts))


def _label_series(order: Order, texts: pd.Series, cues: pd.Series | None) -> pd.Series:
    pandas = require("pandas", "spark", "stance.spark.label_udf")
    labels = order.label(texts.where(texts.notna(), "").tolist(), None if cues is None else cues.tolist())
    return pandas.Series(_arrays_of(labels, len(texts)).to_pylist(), index=texts.index, dtype=object)


def _arrays_of(labels: Labels, count: int) -> pa.Array:
    """Gather what was found into a list of structs for each of so many statements."""
    arrow = require("pyarrow", "spark", "stance.spark.label_udf")
    found = found_in(labels).combine_chunks()
    columns = [column.chunk(0) if column.num_chunks else column.combine_chunks() for column in found.columns]
    structs = arrow.StructArray.from_arrays(columns, fields=list(found.schema))
    # The first row of each statement, and the end of the last.
    starts = np.searchsorted(labels._rows["statement"], np.arange(count + 1)).astype(np.int32)
    return arrow.ListArray.from_arrays(arrow.array(starts), structs)
