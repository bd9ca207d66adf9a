import math

from hypothesis import given, settings
from hypothesis import strategies as st

from stance.analysis.intervals import cluster_interval


@settings(deadline=None)
@given(st.floats(-0.5, 1.5), st.floats(0, 1), st.integers(2, 200), st.integers(1, 5000))
def test_stays_on_the_scale(value, se, clusters, n):
    low, high = cluster_interval(value, se, clusters=clusters, n=n)
    assert 0 <= low <= high <= 1 and high > low


@settings(deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.001, 0.2), st.integers(2, 200))
def test_holds_the_estimate_and_mirrors(value, se, clusters):
    low, high = cluster_interval(value, se, clusters=clusters, n=1000)
    assert low <= value <= high
    mirrored = cluster_interval(1 - value, se, clusters=clusters, n=1000)
    assert math.isclose(mirrored[0], 1 - high, abs_tol=1e-9)


def test_fewer_clusters_and_higher_levels_widen():
    def width(**options):
        low, high = cluster_interval(0.4, 0.05, n=100, **options)
        return high - low

    assert width(clusters=5) > width(clusters=30) > width(clusters=3000)
    assert width(clusters=30, level=0.99) > width(clusters=30) > width(clusters=30, level=0.8)


def test_other_scales():
    low, high = cluster_interval(0.0, 0.1, clusters=30, n=100, low=-1.0, high=1.0)
    assert math.isclose(low, -high) and 0.19 < high < 0.21


def test_nothing_to_say():
    assert cluster_interval(0.5, 0.1, clusters=1, n=9) is None
    assert cluster_interval(float("nan"), 0.1, clusters=9, n=9) is None
    assert cluster_interval(0.5, float("nan"), clusters=9, n=9) is None
