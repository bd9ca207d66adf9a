"""Annotated data: reading and writing it, agreement, likely errors, what to label next."""

from __future__ import annotations

from stance.annotations.annotation import Annotation
from stance.annotations.read import read_annotations
from stance.annotations.table import Annotations
from stance.annotations.write import write_annotations

__all__ = ["Annotation", "Annotations", "read_annotations", "write_annotations"]
