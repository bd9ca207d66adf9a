import numpy as np
import pytest

from stance.learning.paired import bootstrap_p, holm, mcnemar, mcnemar_name


@pytest.mark.parametrize(("a", "b"), [(0, 5), (3, 9), (12, 12), (7, 17)])
def test_the_exact_test_is_the_binomial_one(a, b):
    from scipy.stats import binomtest

    assert mcnemar(a, b) == pytest.approx(binomtest(a, a + b, 0.5).pvalue)
    assert mcnemar_name(a + b) == "McNemar (exact)"


@pytest.mark.parametrize(("a", "b"), [(10, 30), (40, 41), (25, 25)])
def test_many_discordant_pairs_take_the_chi_square(a, b):
    from scipy.stats import chi2

    assert mcnemar(a, b) == pytest.approx(chi2.sf(max(abs(a - b) - 1, 0) ** 2 / (a + b), 1))
    assert mcnemar_name(a + b) == "McNemar (chi-square)"


def test_holm_is_monotone_and_bounded():
    assert holm([0.5, 0.001, 0.02]) == pytest.approx([0.5, 0.003, 0.04])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_bootstrap_p_of_nothing_changed_is_one():
    assert bootstrap_p(np.zeros(101)) == 1.0
    assert bootstrap_p(np.array([0.1, *np.full(999, 0.1)])) == pytest.approx(0.002)
    assert bootstrap_p(np.array([0.1])) == 1.0
