import numpy as np
import pytest
import scipy.sparse as sp

from stance.learning.calibration import Calibration, sigmoid
from stance.learning.correction import correct, fit_scaling, fit_touch


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    features = sp.random(120, 300, 0.05, "csr", random_state=0)
    return features, rng.random((120, 2)) < 0.4, rng.normal(size=(120, 2)), np.ones(120)


def test_without_a_decision_before_it_is_the_plain_machine(problem):
    from sklearn.svm import LinearSVC

    features, target, _, weights = problem
    found = correct(features, target, np.zeros(target.shape), 0.7, weights)
    for k in range(2):
        plain = LinearSVC(C=0.7, tol=1e-8, max_iter=100_000).fit(features, target[:, k])
        assert found.decide(features)[:, k] == pytest.approx(plain.decision_function(features), abs=1e-3)


def test_decisions_that_are_right_with_room_are_left_alone(problem):
    features, target, _, weights = problem
    found = correct(features, target, np.where(target, 1.5, -1.5), 1.0, weights)
    assert not found.coefficients.any() and not found.intercept.any()


def test_columns_that_do_not_occur_stay(problem):
    features, target, before, weights = problem
    silent = np.setdiff1d(np.arange(300), features.indices[features.indptr[0] : features.indptr[40]])
    found = correct(features[:40], target[:40], before[:40], 1.0, weights[:40])
    assert len(silent) and not found.coefficients[silent].any()


def test_a_higher_cost_moves_more(problem):
    features, target, before, weights = problem
    sizes = [np.linalg.norm(correct(features, target, before, cost, weights).coefficients) for cost in (0.01, 0.1, 1)]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1] / 3


def test_few_held_out_rows_hardly_move_the_sigmoid_and_many_do():
    rng = np.random.default_rng(1)
    decisions = rng.normal(size=2000)
    touched = rng.random(2000) < sigmoid(2 * decisions - 1)
    prior = np.array([6.0, 1.0])
    few = fit_touch(decisions[:3], touched[:3], np.ones(3), prior)
    many = fit_touch(decisions, touched, np.ones(2000), prior)
    assert np.abs(few - prior).max() < 1.5
    assert many == pytest.approx([2, -1], abs=0.35)


def test_stretching_makes_the_shared_calibration_hold():
    rng = np.random.default_rng(2)
    shared = Calibration(np.eye(3) * 2, np.zeros(3))
    decisions = rng.normal(size=(3000, 3))
    # These decisions are twice as large as they ought to be.
    chance = shared.apply(decisions / 2)
    labels = np.array([rng.choice(3, p=p) for p in chance])
    stretch, shift = fit_scaling(decisions, labels, np.ones(3000), shared)
    assert stretch == pytest.approx(0.5, abs=0.08) and np.abs(shift).max() < 0.15


def test_anchors_hold_their_decisions(problem):
    features, target, before, weights = problem
    anchors = sp.random(60, 300, 0.05, "csr", random_state=5)
    moved = [
        np.abs(correct(features, target, before, 1.0, weights, anchors, hold).decide(anchors)).mean()
        for hold in (0.0, 1.0, 100.0)
    ]
    assert moved == sorted(moved, reverse=True) and moved[-1] < 0.1 * moved[0]
