"""Annotated data: reading and writing it, agreement, likely errors, what to label next."""

from __future__ import annotations

from stance.annotations.annotation import Annotation

__all__ = ["Annotation"]
