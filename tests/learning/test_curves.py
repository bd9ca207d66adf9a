import numpy as np
import pytest

from stance.learning.curves import coverage_curve, reliability_bins
from stance.learning.metrics import Hits, draw_figures

from .test_metrics import random_outcome


def test_the_whole_curve_ends_at_the_precision_of_all_pairs():
    outcome = random_outcome()
    curve = coverage_curve(outcome, 50)
    assert curve[-1].at == 1 and curve[-1].value == pytest.approx(Hits(outcome).right.mean())
    assert [b.confidence for b in curve] == sorted((b.confidence for b in curve), reverse=True)
    assert all(b.low <= b.value + 0.1 and b.high >= b.value - 0.1 for b in curve)


def test_bins_hold_all_pairs_and_give_the_calibration_error():
    outcome = random_outcome()
    bins = reliability_bins(outcome, 50)
    assert sum(b.n for b in bins) == len(Hits(outcome).right)
    assert [b.at for b in bins] == sorted(b.at for b in bins)
    error = sum(abs(b.at - b.value) * b.n for b in bins) / sum(b.n for b in bins)
    assert error == pytest.approx(draw_figures(outcome, 0)[None]["ece"][0])


def test_plain_values_hold_no_nan():
    outcome = random_outcome(10, groups=1)
    band = coverage_curve(outcome, 10)[0].to_dict()
    assert band["low"] is None and not any(isinstance(v, float) and np.isnan(v) for v in band.values())
