"""Answers from labels: shares with valid intervals, and who stands where over time."""

from __future__ import annotations

from stance.analysis.prevalence import Prevalence, prevalence

__all__ = ["Prevalence", "prevalence"]
