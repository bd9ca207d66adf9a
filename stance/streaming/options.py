"""What a caller asks for, checked before anything is read."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stance.errors import InputError, require
from stance.streaming.work import fingerprint

if TYPE_CHECKING:
    from stance.streaming.survey import Survey
    from stance.topics import Topic

__all__ = ["FORMATS", "ROWS", "Options", "format_of"]

FORMATS = ("csv", "jsonl", "parquet")
ROWS = 16_384


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for; see `stance.streaming.label_files`."""

    topics: list[Topic] | None
    model: str
    fingerprint: str
    min_confidence: float | None
    format: str
    n_jobs: int
    text: str
    part_size: int
    progress: bool

    @classmethod
    def check(
        cls,
        topics: Any,
        model: Any,
        min_confidence: float | None,
        format: str,
        n_jobs: int,
        text: str,
        part_size: int,
        progress: bool | None,
    ) -> Options:
        """Find what is wrong with what is asked for.

        Raises
        ------
        StanceError
            If the model cannot be loaded, a topic is unknown or a number does not fit.
        """
        from stance.model import _shipped, load
        from stance.topics import resolve_topics

        if format not in FORMATS:
            raise InputError(f"there is no format {format!r}, only {', '.join(FORMATS)}")
        if format == "parquet":
            require("pyarrow.parquet", "parquet", "writing .parquet")
        if part_size < 1 or n_jobs == 0:
            raise InputError(f"part_size {part_size} and n_jobs {n_jobs} must be 1 or more (n_jobs=-1 takes all cores)")
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise InputError(f"min_confidence must lie between 0 and 1, not {min_confidence}")
        folder = str(_shipped() if model is None else model)
        loaded = load(folder)
        asked = None if topics is None else resolve_topics(topics, loaded.topics)
        shown = sys.stderr.isatty() if progress is None else progress
        return cls(asked, folder, fingerprint(folder), min_confidence, format, n_jobs, text, part_size, shown)

    def identity(self, found: Survey) -> dict[str, Any]:
        """All that the rows of the output depend on."""
        from stance import __version__

        return {
            "version": __version__,
            "model": self.fingerprint,
            "options": {
                "topics": None if self.topics is None else [topic.to_dict() for topic in self.topics],
                "min_confidence": self.min_confidence,
                "format": self.format,
                "text_column": self.text,
                "part_size": self.part_size,
            },
            "inputs": found.inputs,
        }


def format_of(target: Path) -> str:
    """Tell the format by the ending of the output."""
    suffix = target.suffix.casefold().lstrip(".")
    if suffix not in FORMATS:
        raise InputError(f"{target}: the ending names no format; end it in .csv, .jsonl or .parquet, or give one")
    return suffix
