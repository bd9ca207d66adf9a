"""What a file, DataFrame or list holds, before anybody knows its format: records with their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stance.annotations.words import Words, plain
from stance.errors import AnnotationError

__all__ = ["Record", "Source", "map_columns"]

_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One row or JSON object and its place."""

    where: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Records to be read by one format.

    Parameters
    ----------
    name : str
        The file's name for messages.
    records : sequence of Record
        The rows.
    columns : tuple of str
        All their columns or keys, in order of appearance.
    tabular : bool
        Whether they come from a table rather than from JSON.
    member : str, optional
        The name, without suffix, of the file of an archive: with doccano, the coder.
    """

    name: str
    records: Sequence[Record]
    columns: tuple[str, ...]
    tabular: bool
    member: str | None = None

    @property
    def sample(self) -> Sequence[Record]:
        """The first records, enough to tell a format."""
        return self.records[:_SAMPLE]

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(name in self.columns for name in names)

    def any(self, name: str, kind: type | tuple[type, ...]) -> bool:
        """Whether one of the first records has a value of this kind under a name."""
        return any(isinstance(record.values.get(name), kind) for record in self.sample)

    @classmethod
    def of(cls, name: str, records: Sequence[Record], *, tabular: bool, member: str | None = None) -> Source:
        """Make a source whose columns are the keys of all records."""
        columns = dict.fromkeys(str(key) for record in records for key in record.values)
        return cls(name, records, tuple(columns), tabular, member)


def map_columns(source: Source, words: Words, fields: Iterable[str]) -> dict[str, str]:
    """Find which column holds which field.

    The field's own name goes before its other names, and those in the order of the table of words.

    Raises
    ------
    AnnotationError
        If two columns of one rank could both be the field.
    """
    by_name: dict[str, list[str]] = {}
    for column in source.columns:
        by_name.setdefault(plain(column), []).append(column)
    found: dict[str, str] = {}
    for field in fields:
        for name in words.columns.get(field, [field]):
            hits = by_name.get(name, [])
            if len(hits) > 1:
                hits = [hit for hit in hits if hit == field] or hits
            if len(hits) > 1:
                raise AnnotationError(
                    f"{source.name}: columns {' and '.join(hits)} could both be the {field}; rename one"
                )
            if hits and hits[0] not in found.values():
                found[field] = hits[0]
                break
    return found
