"""The report: one page that holds who stands where, with the statements that it rests on.

The steps, one module each: :mod:`statements` (rows to statements), :mod:`evidence` (the words that decide),
:mod:`grid` (the matrix), :mod:`charts` (timelines and intervals as points of a drawing), :mod:`articles` (texts with
their statements marked), :mod:`collect` (all of it as plain values) and :mod:`render` (templates to a page).
"""

from __future__ import annotations

from stance.report.render import render_report, write_report

__all__ = ["render_report", "write_report"]
