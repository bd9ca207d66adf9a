"""What a row of the label table is to an engine: the names of its columns, their types, and the rows as Arrow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from stance.errors import InputError, require
from stance.inputs import plain_name
from stance.labels import META, SENTIMENTS, STANCES

if TYPE_CHECKING:
    import pyarrow as pa

    from stance.labels import Labels

__all__ = ["FOUND", "META", "arrow_schema", "carried_names", "found_in"]

# What labelling adds to a statement, flat as in `Labels.to_pandas`; the types by their Arrow names.
FOUND = {
    "topic": "string",
    "stance": "string",
    "confidence": "double",
    **{f"p_{stance}": "double" for stance in STANCES},
    "sentiment": "string",
    "sentiment_confidence": "double",
    "reason": "string",
}


def arrow_schema() -> pa.Schema:
    """Give the schema of what labelling adds, the same for every model and input.

    Examples
    --------
    >>> arrow_schema().names[:4]
    ['topic', 'stance', 'confidence', 'p_favor']
    """
    arrow = require("pyarrow", "parquet", "the schema of a record")
    return arrow.schema([(name, arrow.type_for_alias(kind)) for name, kind in FOUND.items()])


def found_in(labels: Labels) -> pa.Table:
    """Lay out what labelling found as an Arrow table of `arrow_schema`, a row for each row of the label table.

    The codes of the table become words in Arrow, never one by one in Python: that would cost as much as the labelling.
    """
    arrow = require("pyarrow", "parquet", "records for an engine")
    rows = labels._rows
    words = {"topic": labels._topics, "stance": STANCES, "sentiment": SENTIMENTS, "reason": labels._reasons}
    probabilities = {f"p_{stance}": rows["probabilities"][:, i] for i, stance in enumerate(STANCES)}
    columns = []
    for name, kind in FOUND.items():
        if name in words:
            columns.append(_decode(arrow, rows[name], words[name]))
        else:
            values = np.ascontiguousarray(probabilities.get(name, rows.get(name)), dtype=np.float64)
            columns.append(arrow.array(values, type=arrow.type_for_alias(kind), from_pandas=True))
    return arrow.Table.from_arrays(columns, schema=arrow_schema())


def _decode(arrow: Any, codes: np.ndarray, words: Iterable[str]) -> Any:
    """Turn codes into words; a negative code is a missing value."""
    places = arrow.array(codes.astype(np.int32), mask=codes < 0)
    return arrow.array(list(words), type=arrow.string()).take(places)


def carried_names(columns: Iterable[Any], taken: Iterable[str] = ()) -> dict[Any, str]:
    """Say under which name each column of the input is carried through.

    Parameters
    ----------
    columns : iterable
        The columns of the input.
    taken : iterable of str
        Names that the engine's own columns have.

    Raises
    ------
    InputError
        If two columns would have one name.

    Examples
    --------
    >>> carried_names(["text", "stance", "page"])
    {'text': 'text', 'stance': 'input_stance', 'page': 'page'}
    """
    held = set(taken)
    names: dict[Any, str] = {}
    for column in columns:
        name = f"input_{column}" if str(column) in held else plain_name(str(column))
        if name in names.values():
            raise InputError(f"two columns of the input would be named {name!r}; rename one")
        names[column] = name
    return names
