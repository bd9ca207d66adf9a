"""Annotated data: reading and writing it, agreement, likely errors, what to label next."""

from __future__ import annotations

from stance.annotations.agreement import Agreement, agreement
from stance.annotations.annotation import Annotation
from stance.annotations.gather import Example, gather
from stance.annotations.read import read_annotations
from stance.annotations.suggest import suggest
from stance.annotations.suspects import Suspects, find_suspects
from stance.annotations.table import Annotations
from stance.annotations.write import write_annotations

__all__ = [
    "Agreement",
    "Annotation",
    "Annotations",
    "Example",
    "Suspects",
    "agreement",
    "find_suspects",
    "gather",
    "read_annotations",
    "suggest",
    "write_annotations",
]
