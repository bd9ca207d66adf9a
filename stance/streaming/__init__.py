"""Labelling files of any size in constant memory, in several processes, and on after an interruption.

The steps, one module each: :mod:`sources` (which files, of which kind), :mod:`survey` (one pass over everything, that
checks every row and cuts the input into pieces), :mod:`tables`, :mod:`parquet` and :mod:`articles` (how the rows of a
piece are read), :mod:`work` (a piece labelled and written as a part), :mod:`parts` (the folder ``OUT.parts``),
:mod:`sharing` (processes and bars) and :mod:`run` (all of it together).
"""

from __future__ import annotations

from stance.streaming.run import label_files, label_to_stream, read_inputs

__all__ = ["label_files", "label_to_stream", "read_inputs"]
