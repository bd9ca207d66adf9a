"""Answers from labels: shares with valid intervals, and who stands where over time.

Each function takes a `Labels` table and returns a table, which draws itself with ``plot()``.
"""

from __future__ import annotations

from stance.analysis.changes import Changes, changes
from stance.analysis.matrix import Matrix, matrix
from stance.analysis.network import AgreementNetwork, agreement_network
from stance.analysis.prevalence import Prevalence, prevalence
from stance.analysis.sampling import draw_sample
from stance.analysis.timeline import Timeline, timeline

__all__ = [
    "AgreementNetwork",
    "Changes",
    "Matrix",
    "Prevalence",
    "Timeline",
    "agreement_network",
    "changes",
    "draw_sample",
    "matrix",
    "prevalence",
    "timeline",
]
